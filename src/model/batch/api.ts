import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import type {OpenAI} from 'openai';
import {z} from 'zod';
import {UsageError} from '../../errors.js';
import {readJsonl} from '../../files/jsonl.js';
import {writeAtomically} from '../../files/write.js';
import {option} from '../../options/option-name.js';
import {type Clock, systemClock} from '../endpoint/clock.js';
import {type ConnectionOptions, openClient, prepareAccess} from '../endpoint/openai-client.js';
import {createPatientCall} from '../endpoint/patient-call.js';
import {defaultRetryPolicy, type RetryPolicy} from '../endpoint/retry.js';
import type {BatchFileLine} from './files.js';
import {type BatchEntry, enlist, isOver, readBatchState, writeBatchState} from './state.js';

export type BatchApiOptions = ConnectionOptions & {
  /** Where the batch files are, and where the results are put beside them. */
  directory: string;
  /** Ids and statuses are kept here, so that each step can be taken by another process. */
  statePath: string;
  retry?: Partial<RetryPolicy> | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
};

/**
 * How one batch stands. Counts are of requests; `reason` is why the service turned the file down.
 */
export type BatchStatus = {
  file: string;
  batch_id: string;
  status: string;
  total: number;
  completed: number;
  failed: number;
  reason: string | null;
};

export type BatchApi = {
  /**
   * Uploads each file and starts its batch; what a run before has done already is not done twice.
   */
  submit(signal?: AbortSignal): Promise<void>;
  status(signal?: AbortSignal): Promise<BatchStatus[]>;
  /** Waits until all batches are over, asking every `everyMs`. */
  wait(
    everyMs: number,
    onStatus: (batches: BatchStatus[]) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /**
   * Downloads the results there are, as `batch-0001.output.jsonl` and `batch-0001.errors.jsonl`.
   * @returns their paths.
   */
  fetch(signal?: AbortSignal): Promise<string[]>;
  close(): Promise<void>;
};

/** Default `timeoutMs`: that of a short call. */
type ClientCall<T> = {
  schema: z.ZodType<T>;
  make(client: OpenAI, options: CallOptions): Promise<unknown>;
  timeoutMs?: number;
};
type CallOptions = {signal: AbortSignal};

/** What one file of results may hold: no string of Node is longer. */
const longestFileMiB = 511;
const shortCallMs = 60_000;
/** For the whole of a file of up to 200 MB, also over a slow line. */
const transferMs = 30 * 60_000;

/** A batch as the service describes it. */
const batchObject = z.object({
  id: z.string(),
  status: z.string(),
  input_file_id: z.string(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  request_counts: z.object({total: z.int(), completed: z.int(), failed: z.int()}).nullish(),
  errors: z.object({data: z.array(z.object({message: z.string()}))}).nullish(),
});
type Batch = z.infer<typeof batchObject>;
const fileObject = z.object({id: z.string()});
const firstLine = z.object({url: z.enum(['/v1/chat/completions', '/v1/completions'])});

/**
 * OpenAI's Batch API (half price, up to 24 hours) through the openai package.
 * @throws {MissingRequirementError} without a key where one is needed; {UsageError} for a base URL,
 * key or proxy that cannot be used.
 */
export function createBatchApi(options: BatchApiOptions): BatchApi {
  const {directory, statePath, clock = systemClock, random = Math.random} = options;
  const access = prepareAccess({maxReplyMiB: longestFileMiB, ...options});
  const patiently = createPatientCall({
    endpoint: {
      url: access.connection.url,
      model: 'of the batch',
      keyVariable: access.key.secret ? access.key.variable : null,
      proxyVariable: access.proxyVariable,
      scrub: access.scrub,
    },
    policy: {...defaultRetryPolicy, maxWallMs: 4 * transferMs, ...options.retry},
    clock,
    random,
  });
  let opened: ReturnType<typeof openClient> | undefined;

  function open(): ReturnType<typeof openClient> {
    opened ??= openClient(access);
    return opened;
  }

  async function ask<T>(
    {schema, make, timeoutMs = shortCallMs}: ClientCall<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const {client} = await open();
    return patiently(
      {schema, timeoutMs, make: (deadline) => make(client, {signal: deadline})},
      signal,
    );
  }

  async function submit(signal?: AbortSignal): Promise<void> {
    for (const known of enlist(readBatchState(statePath), directory)) {
      const input_file_id = known.input_file_id ?? (await upload(known, signal));
      if (known.batch_id === null) await start({...known, input_file_id}, signal);
    }
  }

  async function upload(entry: BatchEntry, signal?: AbortSignal): Promise<string> {
    const path = join(directory, entry.file);
    const call: ClientCall<z.infer<typeof fileObject>> = {
      schema: fileObject,
      make: (client, options) =>
        client.files.create({file: createReadStream(path), purpose: 'batch'}, options),
      timeoutMs: transferMs,
    };
    const {id} = await ask(call, signal);
    save({...entry, input_file_id: id});
    return id;
  }

  /**
   * Killed after the service took a batch and before that was written down, or cut off in between,
   * we would pay twice: so look first.
   */
  async function start(
    entry: BatchEntry & {input_file_id: string},
    signal?: AbortSignal,
  ): Promise<void> {
    const {input_file_id} = entry;
    const endpoint = await urlOf(join(directory, entry.file));
    const lookOrCreate = async (client: OpenAI, options: CallOptions) => {
      const {data} = await client.batches.list({limit: 100}, options);
      const started = data.find((batch) => batch.input_file_id === input_file_id);
      return (
        started ??
        client.batches.create({input_file_id, endpoint, completion_window: '24h'}, options)
      );
    };
    save(withBatch(entry, await ask({schema: batchObject, make: lookOrCreate}, signal)));
  }

  async function status(signal?: AbortSignal): Promise<BatchStatus[]> {
    const statuses: BatchStatus[] = [];
    const {batches} = readBatchState(statePath);
    if (batches.length === 0)
      throw new UsageError(
        `${statePath}: no batch was submitted yet; run ${option('submitBatches')} first`,
      );
    for (const entry of batches) {
      const {batch_id} = entry;
      if (batch_id === null)
        throw new UsageError(
          `${entry.file} was not wholly submitted; run ${option('submitBatches')} again`,
        );
      const retrieve = (client: OpenAI, options: CallOptions) =>
        client.batches.retrieve(batch_id, options);
      const batch = await ask({schema: batchObject, make: retrieve}, signal);
      statuses.push(toStatus(save(withBatch(entry, batch)), batch));
    }
    return statuses;
  }

  async function fetch(signal?: AbortSignal): Promise<string[]> {
    const paths: string[] = [];
    for (const {file, output_file_id, error_file_id} of readBatchState(statePath).batches)
      for (const [kind, id] of [
        ['output', output_file_id],
        ['errors', error_file_id],
      ]) {
        if (id == null) continue;
        const path = join(directory, file.replace(/jsonl$/, `${kind}.jsonl`));
        const download = async (client: OpenAI, options: CallOptions) =>
          (await client.files.content(id, options)).text();
        const text = await ask({schema: z.string(), make: download, timeoutMs: transferMs}, signal);
        writeAtomically(path, [text]);
        paths.push(path);
      }
    return paths;
  }

  function save(entry: BatchEntry): BatchEntry {
    const others = readBatchState(statePath).batches.filter(({file}) => file !== entry.file);
    writeBatchState(statePath, {
      version: 1,
      batches: [...others, entry].sort((a, b) => (a.file < b.file ? -1 : 1)),
    });
    return entry;
  }

  return {
    submit,
    status,
    wait: async (everyMs, onStatus, signal) => {
      for (;;) {
        const statuses = await status(signal);
        onStatus(statuses);
        if (readBatchState(statePath).batches.every(isOver)) return;
        await clock.sleep(everyMs, signal);
      }
    },
    fetch,
    close: async () => (await opened)?.close(),
  };
}

/** A batch is for one URL: that of its first line. */
async function urlOf(path: string): Promise<BatchFileLine['url']> {
  for await (const {value} of readJsonl(path, firstLine)) return value.url;
  throw new UsageError(`${path}: holds no request`);
}

function withBatch(entry: BatchEntry, batch: Batch): BatchEntry {
  const {id, status, output_file_id = null, error_file_id = null} = batch;
  return {...entry, batch_id: id, status, output_file_id, error_file_id};
}

function toStatus({file}: BatchEntry, {id, status, request_counts, errors}: Batch): BatchStatus {
  const {total, completed, failed} = request_counts ?? {total: 0, completed: 0, failed: 0};
  return {
    file,
    batch_id: id,
    status,
    total,
    completed,
    failed,
    reason: errors?.data[0]?.message ?? null,
  };
}
