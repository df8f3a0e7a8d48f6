import {isActionable, type LogLine} from '../log/log-line.js';
import {type Log, openLog} from '../log/read-log.js';
import {lastTurn, type ScenarioId, scenarios, turnZeroScenario} from '../problem/scenario.js';
import {type OpenedSources, openEvidence} from '../report/html/evidence.js';
import type {OpenedRun} from '../report/html/page/runs.js';
import {type RunManifest, runFormatVersion} from '../run/run-manifest.js';
import {type Place, rowWithoutAnswer, type VerdictRow} from '../run/verdict-row.js';

/**
 * A log as the live run that it is the record of, as far as it tells: the reference's programs and
 * what became of them, up to turn 9.
 * @throws {UsageError} for what is no log; {FileFormatError} for a damaged one.
 */
export async function openLogAsRun(directory: string, sources: OpenedSources): Promise<OpenedRun> {
  const log = openLog(directory);
  const recorded = scenarios.map(({id}) => id).filter((id) => log.manifest.scenarios[id]);
  const rows: VerdictRow[] = [];
  const first = new Map<string, VerdictRow>();
  for (const scenario of recorded)
    for (const {taskId, lines} of await sources.conversationsOf(log, scenario)) {
      const known = rowsOf(scenario, taskId, lines());
      const [turnZero] = known;
      if (turnZero && !first.has(taskId)) first.set(taskId, turnZero);
      rows.push(...known.slice(1));
    }
  const manifest = manifestOf(log, recorded, first.size);
  const stored = {
    ...({label: directory, mode: 'live', manifest} as const),
    rows: [...first.values(), ...rows],
  };
  return {stored, unfinished: null, evidence: await openEvidence(stored, sources, log)};
}

/** Turn 0 first. The line of a turn tells what became of the turn before. */
function rowsOf(scenario: ScenarioId, taskId: string, lines: readonly LogLine[]): VerdictRow[] {
  const solvedAt = lines.findIndex(({previous_status}) => previous_status === 'pass');
  return Array.from({length: lastTurn + 1}, (_, turn) => {
    const filed = turn === 0 ? turnZeroScenario : scenario;
    const place: Place = {scenario: filed, task_id: taskId, turn};
    const line = lines[turn];
    if (solvedAt !== -1 && turn > solvedAt) return rowAt(place, 'solved', 'pass', null);
    if (!line) return rowAt(place, 'missing', 'missing', null);
    const heard = lines[turn - 1];
    const origin = heard && !isActionable(heard) ? 'no-feedback' : 'answered';
    return rowAt(place, origin, line.previous_status, line.code_sha256);
  });
}

function rowAt(
  place: Place,
  origin: VerdictRow['origin'],
  status: VerdictRow['status'],
  codeSha256: string | null,
): VerdictRow {
  return rowWithoutAnswer(
    place,
    {origin, status, reference_status: null, code_sha256: codeSha256},
    origin === 'missing' ? 'a log does not tell what became of its last answer' : null,
  );
}

function manifestOf(
  {manifest}: Log,
  recorded: readonly ScenarioId[],
  problems: number,
): RunManifest {
  const {reference_model: reference, history, suite, decoding, critic} = manifest;
  return {
    format: 'convcodebench-run',
    format_version: runFormatVersion,
    verb: 'generate',
    ...{suite, log: null, decoding, critic},
    model: reference.asked,
    prompt_set_sha256: manifest.prompt_set_sha256,
    system_prompt: null,
    history: history ?? 'last',
    simulated: manifest.catalogue_sha256 !== null,
    catalogue_sha256: manifest.catalogue_sha256,
    partial_scope: manifest.partial_scope,
    program_version: 'not told by a log',
    scenarios: [...recorded],
    problems,
    model_served: reference.served === null ? [] : [reference.served],
    judge: null,
    ground_truth: null,
    totals: null,
  };
}
