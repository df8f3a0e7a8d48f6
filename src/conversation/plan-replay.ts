import {FileFormatError} from '../errors.js';
import {isActionable, type LogLine} from '../log/log-line.js';
import type {RecordedConversation} from '../log/recorded-conversations.js';
import {type Request, requestHash} from '../model/model.js';
import type {Problem} from '../problem/problem.js';
import {lastTurn, type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import type {Place, VerdictRow} from '../run/verdict-row.js';
import type {Question} from './ask.js';
import {type Asking, firstRequest, refineRequest, shortenedRequests} from './request.js';

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
 * What a replay needs of a log: of each scenario the conversations, as `openConversations` gives
 * them.
 */
export type FrozenLog = ReadonlyMap<ScenarioId, readonly RecordedConversation[]>;

/**
 * Every place of a replay and, where the target is to be asked, the exact question (DESIGN.md,
 * section 3, Static). Problem by problem, so that requests that share a prompt prefix are
 * neighbours. The messages are made once, for their hash, and made again when they are asked: what
 * the plan holds is places and hashes.
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
    byTask: new Map(conversations.map((conversation) => [conversation.taskId, conversation])),
  }));
  return problems.flatMap((problem) => {
    const recorded = byScenario.flatMap(({scenario, byTask}) => {
      const conversation = byTask.get(problem.task_id);
      return conversation ? [{problem, scenario, conversation}] : [];
    });
    const first = recorded[0];
    if (!first) return [];
    return [
      planTurnZero(first, asking),
      ...recorded.flatMap((chain) => planConversation(chain, asking)),
    ];
  });
}

/** One problem in one scenario. */
type Chain = {problem: Problem; scenario: ScenarioId; conversation: RecordedConversation};

function planTurnZero({problem, conversation}: Chain, asking: Asking): AskedPlace {
  return {
    kind: 'ask',
    place: {scenario: turnZeroScenario, task_id: problem.task_id, turn: 0},
    problem,
    referenceStatus: statusAfter(conversation.lines(), 0),
    question: planQuestion(
      () => firstRequest(problem, asking),
      () => [],
    ),
  };
}

function planConversation(chain: Chain, asking: Asking): PlannedPlace[] {
  const lines = chain.conversation.lines();
  return Array.from({length: lastTurn}, (_, i) => planTurn(chain, lines, i + 1, asking));
}

function planTurn(
  {problem, scenario, conversation}: Chain,
  lines: readonly LogLine[],
  turn: number,
  asking: Asking,
): PlannedPlace {
  const place = {scenario, task_id: problem.task_id, turn};
  const last = lines.at(-1);
  const line = lines[turn - 1];
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
  // Not `lines` itself: the plan would hold on to the texts of the whole log.
  const refinement = () => ({problem, scenario, lines: conversation.lines().slice(0, turn)});
  return {
    kind: 'ask',
    place,
    problem,
    referenceStatus: statusAfter(lines, turn),
    question: planQuestion(
      () => refineRequest(refinement(), asking),
      () => shortenedRequests(refinement(), asking),
    ),
  };
}

/** @throws {FileFormatError} from `build` where the log has other words by then. */
function planQuestion(make: () => Request, shortened: Question['shortened']): Question {
  const hash = requestHash(make());
  return {
    hash,
    build: () => {
      const request = make();
      if (requestHash(request) === hash) return request;
      throw new FileFormatError(
        `the log was changed while it was replayed: request ${hash.slice(0, 12)} has other words now; restore its files`,
      );
    },
    shortened,
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
