import {isActionable, type LogLine} from '../log/log-line.js';
import type {Conversation} from '../log/read-log.js';
import type {Problem} from '../problem/problem.js';
import {lastTurn, type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import type {Place, VerdictRow} from '../run/verdict-row.js';
import type {Question} from './ask.js';
import {type Asking, firstRequest, promptCuts, refineRequest} from './request.js';

/** A place whose answer the target model has to give. */
export type AskedPlace = {
  kind: 'ask';
  place: Place;
  problem: Problem;
  referenceStatus: VerdictRow['reference_status'];
  question: Question;
};

/** A place that needs no model: its row is known from the log alone. */
export type KnownPlace = {kind: 'known'; row: VerdictRow};

export type PlannedPlace = AskedPlace | KnownPlace;

/**
 * What a replay needs of a log: of each scenario the conversations, as `readConversations` gives
 * them.
 */
export type FrozenLog = ReadonlyMap<ScenarioId, readonly Conversation[]>;

/**
 * Every place of a replay and, where the target is to be asked, the exact question (DESIGN.md,
 * section 3, Static). Problem by problem, so that requests that share a prompt prefix are
 * neighbours. Pure.
 * @param problems those to replay; one that a scenario's log does not hold has no place in that
 * scenario.
 */
export function planReplay(
  log: FrozenLog,
  problems: readonly Problem[],
  asking: Asking,
): PlannedPlace[] {
  const byScenario = [...log].map(([scenario, conversations]) => ({
    scenario,
    byTask: new Map(conversations.map((conversation) => [conversation.taskId, conversation.lines])),
  }));
  return problems.flatMap((problem) => {
    const recorded = byScenario.flatMap(({scenario, byTask}) => {
      const lines = byTask.get(problem.task_id);
      return lines ? [{scenario, lines}] : [];
    });
    const first = recorded[0];
    if (!first) return [];
    return [
      planTurnZero(problem, first.lines, asking),
      ...recorded.flatMap(({scenario, lines}) =>
        planConversation(problem, scenario, lines, asking),
      ),
    ];
  });
}

function planTurnZero(problem: Problem, lines: readonly LogLine[], asking: Asking): AskedPlace {
  return {
    kind: 'ask',
    place: {scenario: turnZeroScenario, task_id: problem.task_id, turn: 0},
    problem,
    referenceStatus: lines[0]?.previous_status ?? null,
    question: {request: firstRequest(problem, asking), shortened: () => []},
  };
}

function planConversation(
  problem: Problem,
  scenario: ScenarioId,
  lines: LogLine[],
  asking: Asking,
): PlannedPlace[] {
  return Array.from({length: lastTurn}, (_, i) =>
    planTurn(problem, scenario, lines, i + 1, asking),
  );
}

function planTurn(
  problem: Problem,
  scenario: ScenarioId,
  lines: LogLine[],
  turn: number,
  asking: Asking,
): PlannedPlace {
  const place = {scenario, task_id: problem.task_id, turn};
  const last = lines.at(-1);
  const line = lines[turn - 1];
  const referenceStatus = statusAfter(lines, turn);
  if (last?.previous_status === 'pass' && turn >= last.turn) {
    return known(place, 'reference-solved', 'pass', 'pass', last.code_sha256);
  }
  if (!line) return known(place, 'missing', 'missing', null, null);
  if (!isActionable(line)) {
    return known(
      place,
      'no-feedback',
      line.previous_status,
      line.previous_status,
      line.code_sha256,
    );
  }
  const soFar = lines.slice(0, turn);
  const refinement = {problem, scenario, lines: soFar};
  return {
    kind: 'ask',
    place,
    problem,
    referenceStatus,
    question: {
      request: refineRequest(refinement, asking),
      shortened: () =>
        promptCuts(turn, asking.history).map((cut) => ({
          cut,
          request: refineRequest({...refinement, cut}, asking),
        })),
    },
  };
}

/**
 * The reference's status at `turn`: what the next line says of its code; null behind the last line.
 */
function statusAfter(lines: readonly LogLine[], turn: number): VerdictRow['reference_status'] {
  return lines[turn]?.previous_status ?? null;
}

function known(
  place: Place,
  origin: VerdictRow['origin'],
  status: VerdictRow['status'],
  referenceStatus: VerdictRow['reference_status'],
  codeSha256: string | null,
): KnownPlace {
  return {
    kind: 'known',
    row: {
      ...place,
      origin,
      status,
      reference_status: referenceStatus,
      failures: [],
      code_sha256: codeSha256,
      request: null,
    },
  };
}
