import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {readJsonl} from '../files/jsonl.js';
import {refuseLink} from '../files/own-file.js';
import {type CompletionRow, completionRow} from '../model/completion-row.js';
import type {RunManifest} from './run-manifest.js';
import {countTotals} from './totals.js';
import type {VerdictRow} from './verdict-row.js';

/** What a finished run's manifest says of its answers. */
export type CountedSoFar = {
  totals: NonNullable<RunManifest['totals']>;
  model_served: string[];
};

/**
 * The same of a run that is not finished, out of its rows and the answers on disk. A torn last line
 * is passed over.
 * @throws {FileFormatError} for a damaged line; {UsageError} for a link.
 */
export async function countSoFar(
  directory: string,
  rows: readonly VerdictRow[],
): Promise<CountedSoFar> {
  const completions = await readNotes(join(directory, 'completions.jsonl'));
  const criticCompletions = await readNotes(join(directory, 'critic.jsonl'));
  const served = Array.from(completions.values(), ({model}) => model);
  return {
    totals: countTotals(rows, {completions, criticCompletions}, {}),
    model_served: [...new Set(served)].sort(),
  };
}

/** Answers by their request, without their words. */
async function readNotes(path: string): Promise<Map<string, CompletionRow>> {
  const notes = new Map<string, CompletionRow>();
  refuseLink(path);
  if (!existsSync(path)) return notes;
  for await (const {value} of readJsonl(path, completionRow, {tornLastLine: 'drop'}))
    notes.set(value.request, {...value, text: '', reasoning: null});
  return notes;
}
