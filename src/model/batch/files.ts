import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../../errors.js';
import {toJsonLine} from '../../files/jsonl.js';
import {makeWholeDirectory} from '../../files/whole-directory.js';
import {writeAtomically} from '../../files/write.js';
import {option} from '../../options/option-name.js';
import {
  type BodyOptions,
  type RequestBody,
  requestBody,
  requestPath,
} from '../endpoint/request-body.js';
import {type Request, requestHash} from '../model.js';

export type BatchFileLine = {
  custom_id: string;
  method: 'POST';
  url: '/v1/chat/completions' | '/v1/completions';
  body: RequestBody;
};

/** What one file may hold; `bytes` counts newlines. */
export type BatchLimits = {requests: number; bytes: number};

/** OpenAI's; `vllm run-batch` has none. */
export const batchLimits: BatchLimits = {requests: 50_000, bytes: 200_000_000};

/**
 * A request as a line of OpenAI's Batch format. Its hash is the name that the answer comes back
 * under. Lines for `/v1/completions` (mode plain) are for OpenAI's Batch API: `vllm run-batch`
 * takes chat completions only (vLLM's page "Offline Inference with the OpenAI Batch file format").
 */
function toBatchFileLine(request: Request, options: BodyOptions): BatchFileLine {
  return {
    custom_id: requestHash(request),
    method: 'POST',
    url: `/v1${requestPath(request)}`,
    body: requestBody(request, options),
  };
}

/**
 * Writes requests as `batch-0001.jsonl` and so on into a new folder, in their order, equal ones
 * once, each file within the limits and to one URL. The folder appears whole or not at all.
 * @returns the files' paths; none for no requests.
 * @throws {UsageError} when the folder is there and not empty, or a single request is larger than a
 * file may be.
 */
export async function writeBatchFiles(
  directory: string,
  requests: Iterable<Request>,
  options: BodyOptions,
  limits: BatchLimits = batchLimits,
): Promise<string[]> {
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new UsageError(
      `${option('writePlanAsBatches.directory')}: ${directory} is not empty; name a new folder, so that no batch is sent twice`,
    );
  const names = await makeWholeDirectory(directory, (unfinished) =>
    writeInto(unfinished, linesOf(requests, options), limits),
  );
  return names.map((name) => join(directory, name));
}

function writeInto(directory: string, lines: Iterator<SizedLine>, limits: BatchLimits): string[] {
  const names: string[] = [];
  const pending = {line: lines.next()};
  while (!pending.line.done) {
    const name = `batch-${String(names.length + 1).padStart(4, '0')}.jsonl`;
    writeAtomically(join(directory, name), takeFile(pending, lines, limits));
    names.push(name);
  }
  return names;
}

/** The lines of one file, from the pending one on; the first that does not fit is pending again. */
function* takeFile(
  pending: {line: IteratorResult<SizedLine>},
  lines: Iterator<SizedLine>,
  limits: BatchLimits,
): Generator<string> {
  const room = {...limits, url: pending.line.done ? '' : pending.line.value.url};
  for (
    ;
    !pending.line.done && fits(pending.line.value, room, limits);
    pending.line = lines.next()
  ) {
    const {text, bytes} = pending.line.value;
    yield text;
    room.requests -= 1;
    room.bytes -= bytes;
  }
}

type SizedLine = {text: string; bytes: number; url: string; custom_id: string};

function* linesOf(requests: Iterable<Request>, options: BodyOptions): Generator<SizedLine> {
  const seen = new Set<string>();
  for (const request of requests) {
    const line = toBatchFileLine(request, options);
    if (seen.has(line.custom_id)) continue;
    seen.add(line.custom_id);
    const text = toJsonLine(line);
    yield {text, bytes: Buffer.byteLength(text), url: line.url, custom_id: line.custom_id};
  }
}

function fits(
  {bytes, url, custom_id}: SizedLine,
  room: BatchLimits & {url: string},
  limits: BatchLimits,
): boolean {
  if (bytes > limits.bytes)
    throw new UsageError(
      `${option('writePlanAsBatches.directory')}: request ${custom_id.slice(0, 12)} has ${bytes} bytes, a batch file may have ${limits.bytes}`,
    );
  return room.requests > 0 && bytes <= room.bytes && url === room.url;
}
