import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {sha256} from '../files/canonical-hash.js';
import {readAllJsonl, toJsonLine} from '../files/jsonl.js';
import {makeFolders} from '../files/make-directory.js';
import {writeAtomically, writeJson} from '../files/write.js';
import {lastTurn, type ScenarioId} from '../problem/scenario.js';
import {type LogLine, logLineSchema} from './log-line.js';
import {type LogManifest, logManifestSchema, type ScenarioFile} from './log-manifest.js';
import {scenarioPath} from './read-log.js';

/** Everything of a log's manifest that is known before its lines are. */
export type LogIdentity = Omit<LogManifest, 'scenarios'>;

/**
 * Reads what a generator has written of one scenario so far, in the order of writing; a torn last
 * line is passed over.
 */
export async function readLinesSoFar(directory: string, scenario: ScenarioId): Promise<LogLine[]> {
  const path = scenarioPath(directory, scenario);
  return existsSync(path) ? readAllJsonl(path, logLineSchema, {tornLastLine: 'drop'}) : [];
}

/**
 * Finishes a log: every scenario's lines sorted by problem (in the suite's order), then turn, and
 * the manifest over them. A line written twice for one place (its writer was killed in between)
 * counts once, the first.
 */
export async function finishLog(
  directory: string,
  identity: LogIdentity,
  scenarios: readonly ScenarioId[],
  taskOrder: ReadonlyMap<string, number>,
): Promise<LogManifest> {
  const files: LogManifest['scenarios'] = {};
  for (const scenario of scenarios) {
    const lines = sortLines(await readLinesSoFar(directory, scenario), taskOrder);
    files[scenario] = writeScenario(directory, scenario, lines);
  }
  const manifest = logManifestSchema.parse({...identity, scenarios: files});
  writeJson(join(directory, 'manifest.json'), manifest);
  return manifest;
}

/** Writes one scenario's sorted lines whole, and says what the manifest must know of the file. */
export function writeScenario(
  directory: string,
  scenario: ScenarioId,
  lines: readonly LogLine[],
): ScenarioFile {
  makeFolders(directory);
  const text = lines.map((line) => toJsonLine(logLineSchema.parse(line)));
  writeAtomically(scenarioPath(directory, scenario), text);
  const incomplete = incompleteTasks(lines);
  return {
    lines: lines.length,
    leaks: lines.filter(({notes}) => notes.includes('leak')).length,
    ...(incomplete.length > 0 && {incomplete}),
    sha256: sha256(text.join('')),
  };
}

function sortLines(lines: readonly LogLine[], taskOrder: ReadonlyMap<string, number>): LogLine[] {
  const byPlace = new Map<string, LogLine>();
  for (const line of lines) {
    const place = `${line.turn} ${line.task_id}`;
    if (!byPlace.has(place)) byPlace.set(place, line);
  }
  const order = (line: LogLine) => taskOrder.get(line.task_id) ?? Number.POSITIVE_INFINITY;
  return [...byPlace.values()].sort((a, b) => order(a) - order(b) || a.turn - b.turn);
}

function incompleteTasks(lines: readonly LogLine[]): string[] {
  const last = new Map(lines.map((line) => [line.task_id, line]));
  return [...last.values()]
    .filter(({turn, previous_status}) => turn < lastTurn && previous_status !== 'pass')
    .map(({task_id}) => task_id);
}
