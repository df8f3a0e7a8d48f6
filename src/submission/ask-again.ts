import PQueue from 'p-queue';
import {answerToProgram} from '../conversation/answer-to-program.js';
import {type Judging, judgeProgram} from '../conversation/judged-row.js';
import type {AskedPlace} from '../conversation/plan-replay.js';
import {sha256} from '../files/canonical-hash.js';
import {type Answer, type Model, ModelError} from '../model/model.js';
import {isOfShard, type Shard} from '../problem/shard.js';
import {placeKey, type VerdictRow} from '../run/verdict-row.js';
import {drawWithoutReplacement, seededRandom} from '../score/seeded-random.js';
import type {Grounds} from './grounds.js';
import type {Verification} from './verification.js';

/** How many questions are in flight at once. */
const inFlight = 4;

/**
 * Asks a seeded sample of the questions again that were answered whole, and judges the answers.
 * @throws {ModelError} of kind `fatal`: then no other question would fare better.
 */
export async function askAgain(
  grounds: Grounds,
  {
    model,
    questions,
    seed,
    shard,
    judging,
    signal,
  }: {
    model: Model;
    questions: number;
    seed: number;
    /** Of the sample, only the questions about its problems. */
    shard?: Shard | undefined;
    judging: Judging;
    signal?: AbortSignal | undefined;
  },
): Promise<NonNullable<Verification['asked']>> {
  const open = answeredPlaces(grounds);
  const drawn = [...drawWithoutReplacement(open.length, questions, seededRandom(seed))].filter(
    (at) => isOfShard(open[at]?.row.task_id ?? '', shard),
  );
  const counts = {questions: drawn.length, refused: 0, same_answer: 0, same_program: 0};
  let same_verdict = 0;
  const queue = new PQueue({concurrency: inFlight});
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const ask = async (at: number) => {
    const each = open[at];
    if (!each) return;
    const {planned, row} = each;
    const answer = await tryAsk(model, planned, stop);
    if (answer === null) {
      counts.refused += 1;
      return;
    }
    const {program} = answerToProgram(answer.text, planned.problem);
    if (answer.text === grounds.bundle.answers.get(planned.question.hash)?.text)
      counts.same_answer += 1;
    if (sha256(program) === row.code_sha256) counts.same_program += 1;
    const {problem, place} = planned;
    const {status} = await judgeProgram(
      program,
      {problem, turn: place.turn},
      {...judging, signal: stop},
    );
    if ((status === 'pass') === (row.status === 'pass') && status !== 'missing') same_verdict += 1;
  };
  const askOrStop = async (at: number) => {
    try {
      await ask(at);
    } catch (error) {
      queue.clear();
      failed.abort(error);
      throw error;
    }
  };
  try {
    await queue.addAll(drawn.map((at) => () => askOrStop(at)));
  } finally {
    await queue.onIdle();
  }
  return {model: model.id, ...counts, same_verdict};
}

/** One place for each different question, in the order of the plan. */
function answeredPlaces({plan, bundle}: Grounds): {planned: AskedPlace; row: VerdictRow}[] {
  const seen = new Set<string>();
  return bundle.rows.flatMap((row) => {
    const planned = plan.get(placeKey(row));
    if (planned?.kind !== 'ask' || row.request !== planned.question.hash) return [];
    if (seen.has(row.request)) return [];
    seen.add(row.request);
    return [{planned, row}];
  });
}

async function tryAsk(
  model: Model,
  {question}: AskedPlace,
  signal: AbortSignal | undefined,
): Promise<Answer | null> {
  try {
    return await model.ask(question.build(), signal);
  } catch (error) {
    if (!(error instanceof ModelError) || error.kind === 'fatal') throw error;
    return null;
  }
}
