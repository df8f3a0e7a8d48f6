import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {PlannedPlace} from '../conversation/plan-replay.js';
import {type BatchStatus, createBatchApi} from '../model/batch-api.js';
import {writeBatchFiles} from '../model/batch-files.js';
import {createBatchModel, readBatchResults} from '../model/batch-results.js';
import {type Model, type Request, requestHash} from '../model/model.js';
import type {ConnectionOptions} from '../model/openai-client.js';
import type {MaxTokensField} from '../model/request-body.js';
import {chooseProblems} from './choose-problems.js';
import {prepareReplay, type ReplayLogOptions} from './replay-log.js';

/** A service that takes batches, and the folder of the batch files. */
export type BatchPlace = ConnectionOptions & {directory: string};

const pollMs = 60_000;

/**
 * Writes every distinct request of a replay as Batch files.
 * @param keepExisting leave a folder that holds batch files already as it is, and return null.
 * @throws {UsageError} when the folder is not empty.
 */
export async function writePlanAsBatches(
  options: ReplayLogOptions,
  directory: string,
  maxTokensField: MaxTokensField,
  keepExisting: boolean,
): Promise<{files: string[]; requests: number} | null> {
  if (keepExisting && existsSync(directory) && readdirSync(directory).length > 0) return null;
  const {suite, plan} = await prepareReplay(options);
  const places = plan(chooseProblems(suite, {limit: options.limit ?? null, tasks: options.tasks ?? null}));
  const requests = requestsOf(places);
  const files = writeBatchFiles(directory, requests, {model: options.model.spec, maxTokensField});
  return {files, requests: new Set(requests.map(requestHash)).size};
}

/** A model that answers out of the output and error files of batches. @throws {FileFormatError} for a line that is not of the format. */
export async function openBatchModel(
  files: readonly string[],
  places: readonly PlannedPlace[],
  model: string,
): Promise<Model> {
  return createBatchModel(model, await readBatchResults(files, requestsOf(places), model));
}

/** Uploads the files of the folder and starts their batches; what was done before is not done again. */
export async function submitBatches(place: BatchPlace, signal: AbortSignal): Promise<void> {
  const api = openApi(place);
  await api.submit(signal).finally(() => api.close());
}

/** How the batches stand, a line each. */
export async function batchStatus(place: BatchPlace, signal: AbortSignal): Promise<string[]> {
  const api = openApi(place);
  return (await api.status(signal).finally(() => api.close())).map(describeBatch);
}

/** Waits for the batches and downloads what came back. Returns the files. */
export async function fetchBatches(
  place: BatchPlace,
  {signal, note}: {signal: AbortSignal; note(text: string): void},
): Promise<string[]> {
  const api = openApi(place);
  try {
    await api.wait(pollMs, (batches) => note(batches.map(describeBatch).join('; ')), signal);
    return await api.fetch(signal);
  } finally {
    await api.close();
  }
}

function openApi(place: BatchPlace) {
  return createBatchApi({...place, statePath: join(place.directory, 'batches.json')});
}

function requestsOf(places: readonly PlannedPlace[]): Request[] {
  return places.flatMap((place) => (place.kind === 'ask' ? [place.question.request] : []));
}

/** @example `batch-0001.jsonl: in_progress, 120 of 373 done, 0 failed` */
function describeBatch({file, status, total, completed, failed, reason}: BatchStatus): string {
  return `${file}: ${status}, ${completed} of ${total} done, ${failed} failed${reason ? ` (${reason})` : ''}`;
}
