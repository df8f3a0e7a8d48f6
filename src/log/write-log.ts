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
 * @param planned the problems that a scenario is to have; those without a line are incomplete.
 */
export async function finishLog(
  directory: string,
  identity: LogIdentity,
  scenarios: readonly ScenarioId[],
  taskOrder: ReadonlyMap<string, number>,
  planned: (scenario: ScenarioId) => Iterable<string> = () => [],
): Promise<LogManifest> {
  const files: LogManifest['scenarios'] = {};
  for (const scenario of scenarios) {
    const lines = sortLines(await readLinesSoFar(directory, scenario), taskOrder);
    const order = (taskId: string) => taskOrder.get(taskId) ?? Number.POSITIVE_INFINITY;
    const tasks = [...planned(scenario)].sort((a, b) => order(a) - order(b));
    files[scenario] = writeScenario(directory, scenario, lines, tasks);
  }
  const manifest = logManifestSchema.parse({...identity, scenarios: files});
  writeJson(join(directory, 'manifest.json'), manifest);
  return manifest;
}

/**
 * Writes one scenario's sorted lines whole, and says what the manifest must know of the file.
 * @param planned problems that the scenario is to have.
 */
export function writeScenario(
  directory: string,
  scenario: ScenarioId,
  lines: readonly LogLine[],
  planned: readonly string[] = [],
): ScenarioFile {
  makeFolders(directory);
  const text = lines.map((line) => toJsonLine(logLineSchema.parse(line)));
  writeAtomically(scenarioPath(directory, scenario), text);
  const incomplete = incompleteTasks(lines, planned);
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

function incompleteTasks(lines: readonly LogLine[], planned: readonly string[]): string[] {
  const last = new Map(lines.map((line) => [line.task_id, line]));
  return [...new Set([...planned, ...last.keys()])].filter((taskId) => {
    const line = last.get(taskId);
    return !line || (line.turn < lastTurn && line.previous_status !== 'pass');
  });
}
