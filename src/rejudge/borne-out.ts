import {isActionable, type LogLine} from '../log/log-line.js';
import {type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import type {StoredRun} from '../run/read-run.js';
import {type Place, placeKey, type VerdictRow} from '../run/verdict-row.js';

/** The lines of one conversation, turn 1 first; undefined where the log has none. */
export type LogLines = (scenario: ScenarioId, taskId: string) => readonly LogLine[] | undefined;

/**
 * The rows that a run’s own log does not bear out, a sentence for each, in their order. Without the
 * log rows are held to each other only: what stands behind a pass needs that pass.
 */
export function unsupportedRows({mode, rows}: StoredRun, linesOf: LogLines | null): string[] {
  const byPlace = new Map(rows.map((row) => [placeKey(row), row]));
  const rowBefore = ({scenario, task_id, turn}: Place) =>
    byPlace.get(
      placeKey({scenario: turn === 1 ? turnZeroScenario : scenario, task_id, turn: turn - 1}),
    );
  return rows.flatMap((row) => {
    const {scenario, task_id, turn, origin} = row;
    const lines = scenario === turnZeroScenario ? undefined : linesOf?.(scenario, task_id);
    const known = {row, before: rowBefore(row), lines, hasLog: linesOf !== null};
    const why =
      origin === 'answered' && row.request === null
        ? 'it names no answer'
        : mode === 'live'
          ? whyNotLive(known)
          : whyNotStatic(known);
    return why === null ? [] : [`${scenario} ${task_id} turn ${turn}: ${origin}, but ${why}`];
  });
}

/** A row, the one of the turn before, and its conversation in the log. */
type Known = {
  row: VerdictRow;
  before: VerdictRow | undefined;
  lines: readonly LogLine[] | undefined;
  hasLog: boolean;
};

function whyNotLive({row, before, lines}: Known): string | null {
  const {origin, turn} = row;
  if (origin === 'reference-solved') return 'a live run has no reference';
  if (origin === 'solved' && before?.status !== 'pass') return 'no turn before it passed';
  const next = lines?.[turn];
  if (origin === 'answered' && next && next.code_sha256 !== row.code_sha256)
    return 'the log goes on with another code';
  return null;
}

function whyNotStatic({row, before, lines, hasLog}: Known): string | null {
  const {scenario, origin} = row;
  if (origin === 'solved') return 'only a live run has that';
  if (scenario === turnZeroScenario)
    return origin === 'answered' || origin === 'missing' ? null : 'turn 0 is asked';
  if (hasLog) return lines ? whyNotByLog(row, lines) : 'the log has no such conversation';
  const passed = before?.origin === 'reference-solved' || before?.reference_status === 'pass';
  return origin === 'reference-solved' && !passed ? 'the reference had not passed before' : null;
}

function whyNotByLog({origin, turn}: VerdictRow, lines: readonly LogLine[]): string | null {
  const last = lines.at(-1);
  const isSolved = last?.previous_status === 'pass' && turn >= last.turn;
  if (isSolved) return origin === 'reference-solved' ? null : 'in the log the reference had passed';
  if (origin === 'reference-solved') return 'in the log the reference had not passed';
  const line = lines[turn - 1];
  if (line && !isActionable(line))
    return origin === 'no-feedback' ? null : 'in the log nobody was told anything';
  return origin === 'no-feedback' ? 'in the log there is feedback' : null;
}
