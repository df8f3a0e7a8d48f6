import {UsageError} from '../errors.js';
import {lastTurn, scenarios, turnZeroScenario} from '../problem/scenario.js';
import type {VerdictRow} from '../run/verdict-row.js';

export type ScoredScenario = VerdictRow['scenario'];

/**
 * What is known at one turn. A place without a row is `missing`: it was planned and nothing came of
 * it.
 */
export type TurnVerdict = Pick<VerdictRow, 'origin' | 'status' | 'reference_status'>;

/**
 * One problem in one scenario: `verdicts[t]` is turn t, from the shared turn 0 to turn 10 (turn 0
 * alone under `NONE`).
 */
export type ProblemVerdicts = {taskId: string; verdicts: readonly TurnVerdict[]};

/**
 * Rows -> per scenario (`NONE` first, then the paper's order; only those with rows) the verdicts of
 * each of its problems, sorted by task id, so that the order of rows never shows in a figure. A
 * scenario's problems are those with a row in it; `tasks` keeps only some of them. Under `NONE`
 * nobody's reference counts: it is the model's own first answer.
 * @throws {UsageError} for two rows of one place, or a turn that its scenario cannot have.
 */
export function problemVerdicts(
  rows: Iterable<VerdictRow>,
  tasks?: ReadonlySet<string>,
): Map<ScoredScenario, ProblemVerdicts[]> {
  const byScenario = groupRows(rows);
  const turnZero = byScenario.get(turnZeroScenario) ?? new Map<string, Map<number, TurnVerdict>>();
  const result = new Map<ScoredScenario, ProblemVerdicts[]>();
  for (const scenario of [turnZeroScenario, ...scenarios.map(({id}) => id)] as const) {
    const byTask = byScenario.get(scenario);
    if (byTask === undefined) continue;
    const taskIds = [...byTask.keys()].filter((taskId) => tasks?.has(taskId) ?? true).sort();
    const verdictsOf = scenario === turnZeroScenario ? firstAnswer : conversation;
    result.set(
      scenario,
      taskIds.map((taskId) => ({
        taskId,
        verdicts: verdictsOf(turnZero.get(taskId), byTask.get(taskId)),
      })),
    );
  }
  return result;
}

/** How many places of these problems have no verdict. */
export function countMissing(problems: readonly ProblemVerdicts[]): number {
  return problems.reduce(
    (sum, {verdicts}) => sum + verdicts.filter(({status}) => status === 'missing').length,
    0,
  );
}

type Turns = Map<number, TurnVerdict>;

function groupRows(rows: Iterable<VerdictRow>): Map<ScoredScenario, Map<string, Turns>> {
  const byScenario = new Map<ScoredScenario, Map<string, Turns>>();
  for (const {scenario, task_id, turn, origin, status, reference_status} of rows) {
    if ((scenario === turnZeroScenario) !== (turn === 0)) {
      throw new UsageError(
        `verdicts: ${scenario}, ${task_id}: turn: ${turn} cannot be; turn 0, and no other, is filed under ${turnZeroScenario}`,
      );
    }
    const turns = entry(entry(byScenario, scenario), task_id);
    if (turns.has(turn))
      throw new UsageError(`verdicts: ${scenario}, ${task_id}: turn: ${turn} has two rows`);
    turns.set(turn, {origin, status: origin === 'missing' ? 'missing' : status, reference_status});
  }
  return byScenario;
}

function entry<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const found = map.get(key) ?? new Map<L, V>();
  map.set(key, found);
  return found;
}

const noVerdict: TurnVerdict = {origin: 'missing', status: 'missing', reference_status: null};

function firstAnswer(turnZero: Turns | undefined): TurnVerdict[] {
  return [{...(turnZero?.get(0) ?? noVerdict), reference_status: null}];
}

function conversation(turnZero: Turns | undefined, turns: Turns | undefined): TurnVerdict[] {
  return Array.from(
    {length: lastTurn + 1},
    (_, turn) => (turn === 0 ? turnZero : turns)?.get(turn) ?? noVerdict,
  );
}
