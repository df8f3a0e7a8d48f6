import {isActionable, type LogLine} from '../log/log-line.js';
import type {RecordedConversation} from '../log/recorded-conversations.js';
import {type Request, requestHash, withHash} from '../model/model.js';
import type {Problem} from '../problem/problem.js';
import {lastTurn, type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import {type Place, rowWithoutAnswer, type VerdictRow} from '../run/verdict-row.js';
import type {Question} from './ask.js';
import {missingRow} from './judged-row.js';
import {
  type Asking,
  firstRequest,
  type Refinement,
  refineRequest,
  shortenedRequests,
} from './request.js';

/** A place whose answer the target model has to give. */
export type AskedPlace = {
  kind: 'ask';
  place: Place;
  problem: Problem;
  referenceStatus: VerdictRow['reference_status'];
  question: Question;
};

/** A place that needs no model: its row is known from the log alone. */
type KnownPlace = {kind: 'known'; row: VerdictRow};

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
      return conversation ? [{problem, scenario, conversation, asking}] : [];
    });
    const first = recorded[0];
    if (!first) return [];
    return [planTurnZero(first), ...recorded.flatMap(planConversation)];
  });
}

/** One problem in one scenario. */
type RecordedChain = {
  problem: Problem;
  scenario: ScenarioId;
  conversation: RecordedConversation;
  asking: Asking;
};

function planTurnZero(chain: RecordedChain): AskedPlace {
  const {problem, conversation} = chain;
  return {
    kind: 'ask',
    place: {scenario: turnZeroScenario, task_id: problem.task_id, turn: 0},
    problem,
    referenceStatus: statusAfter(conversation.lines(), 0),
    question: new PlannedQuestion(chain, 0),
  };
}

function planConversation(chain: RecordedChain): PlannedPlace[] {
  const lines = chain.conversation.lines();
  return Array.from({length: lastTurn}, (_, i) => planTurn(chain, lines, i + 1));
}

function planTurn(chain: RecordedChain, lines: readonly LogLine[], turn: number): PlannedPlace {
  const {problem, scenario} = chain;
  const place = {scenario, task_id: problem.task_id, turn};
  const last = lines.at(-1);
  const line = lines[turn - 1];
  if (last?.previous_status === 'pass' && turn >= last.turn) {
    return known(place, 'reference-solved', 'pass', 'pass', last.code_sha256);
  }
  if (!line)
    return {kind: 'known', row: missingRow(place, null, 'the log breaks off before this turn')};
  if (!isActionable(line)) {
    return known(
      place,
      'no-feedback',
      line.previous_status,
      line.previous_status,
      line.code_sha256,
    );
  }
  return {
    kind: 'ask',
    place,
    problem,
    referenceStatus: statusAfter(lines, turn),
    question: new PlannedQuestion(chain, turn),
  };
}

/**
 * A plan of full size holds 57,000 of these, so one is as small as can be: a class, since closures
 * of its own would make each four times as large.
 */
class PlannedQuestion implements Question {
  readonly hash: string;
  readonly #chain: RecordedChain;
  readonly #turn: number;

  constructor(chain: RecordedChain, turn: number) {
    this.#chain = chain;
    this.#turn = turn;
    this.hash = requestHash(this.#make());
  }

  /** The log gives the same lines again, or none: the request is the same. */
  build(): Request {
    return withHash(this.#make(), this.hash);
  }

  shortened(): ReturnType<Question['shortened']> {
    return this.#turn === 0 ? [] : shortenedRequests(this.#refinement(), this.#chain.asking);
  }

  #make(): Request {
    const {problem, asking} = this.#chain;
    return this.#turn === 0
      ? firstRequest(problem, asking)
      : refineRequest(this.#refinement(), asking);
  }

  #refinement(): Refinement {
    const {problem, scenario, conversation} = this.#chain;
    return {problem, scenario, lines: conversation.lines().slice(0, this.#turn)};
  }
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
  codeSha256: string,
): KnownPlace {
  return {
    kind: 'known',
    row: rowWithoutAnswer(place, {
      origin,
      status,
      reference_status: referenceStatus,
      code_sha256: codeSha256,
    }),
  };
}
