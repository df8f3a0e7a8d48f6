import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {readJsonl} from '../files/jsonl.js';
import {refuseLink} from '../files/own-file.js';
import {lastTurn, turnZeroScenario} from '../problem/scenario.js';
import {modeOf} from './mode.js';
import {readRunManifest, type StoredRun} from './read-run.js';
import {plannedSelections} from './unfinished-plan.js';
import {
  type Place,
  placeKey,
  rowSchemaOf,
  rowWithoutAnswer,
  type VerdictRow,
} from './verdict-row.js';

/** A run that was stopped or is under way: what it has of what it planned. */
export type UnfinishedRun = StoredRun & {
  /** Places with a verdict, of those planned. */
  known: number;
  planned: number;
};

/** Whether a run has come to its end: only then its manifest holds totals. */
export function isFinished(directory: string): boolean {
  return readRunManifest(directory).totals !== null;
}

/**
 * Reads a run that is not finished, as far as it has come: a place that was planned and has no row
 * yet is missing. A torn last line is passed over.
 * @throws {FileFormatError} for a damaged run.
 */
export async function readUnfinishedRun(directory: string): Promise<UnfinishedRun> {
  const manifest = readRunManifest(directory);
  const rows = new Map<string, VerdictRow>();
  for (const place of await plannedPlaces(directory)) rows.set(placeKey(place), missingAt(place));
  const path = join(directory, 'verdicts.jsonl');
  refuseLink(path);
  if (existsSync(path)) {
    const schema = rowSchemaOf(manifest.format_version);
    for await (const {value} of readJsonl(path, schema, {tornLastLine: 'drop'}))
      rows.set(placeKey(value), value);
  }
  const all = [...rows.values()];
  const known = all.filter(({status}) => status !== 'missing').length;
  const mode = modeOf(manifest.verb);
  return {label: directory, mode, manifest, rows: all, known, planned: all.length};
}

/** Turn 0 of each problem once, then turns 1 to 10 in each scenario. */
async function plannedPlaces(directory: string): Promise<Place[]> {
  const selections = await plannedSelections(directory);
  return selections.flatMap(({scenarios, tasks}) =>
    tasks.flatMap((task_id) => [
      {scenario: turnZeroScenario, task_id, turn: 0} as const,
      ...scenarios.flatMap((scenario) =>
        Array.from({length: lastTurn}, (_, i) => ({scenario, task_id, turn: i + 1})),
      ),
    ]),
  );
}

function missingAt(place: Place): VerdictRow {
  const nothing = {reference_status: null, code_sha256: null} as const;
  const known = {origin: 'missing', status: 'missing', ...nothing} as const;
  return rowWithoutAnswer(place, known, 'the run has not come to it yet');
}
