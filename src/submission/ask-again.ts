import {join} from 'node:path';
import PQueue from 'p-queue';
import {z} from 'zod';
import {answerToProgram} from '../conversation/answer-to-program.js';
import {type Judging, judgeProgram} from '../conversation/judged-row.js';
import type {AskedPlace} from '../conversation/plan-replay.js';
import {canonicalHash, sha256} from '../files/canonical-hash.js';
import {openLedger} from '../files/ledger.js';
import {programVersion} from '../files/program-version.js';
import {type Answer, type Model, ModelError} from '../model/model.js';
import {isOfShard, type Shard} from '../problem/shard.js';
import {placeKey, type VerdictRow} from '../run/verdict-row.js';
import {drawWithoutReplacement, seededRandom} from '../score/seeded-random.js';
import type {Grounds} from './grounds.js';
import type {Verification} from './verification.js';

/** How many questions are in flight at once. */
const inFlight = 4;

/** What an answer that was got again came to. */
const answeredSchema = z.object({
  asking: z.string(),
  request: z.string(),
  same_answer: z.boolean(),
  same_program: z.boolean(),
  same_verdict: z.boolean(),
});

type AnsweredAgain = z.infer<typeof answeredSchema>;

export type AskAgainOptions = {
  model: Model;
  questions: number;
  seed: number;
  /** Of the sample, only the questions about its problems. */
  shard?: Shard | undefined;
  judging: Judging;
  /** The folder of what is done so far, which the caller has locked. */
  directory: string;
  signal?: AbortSignal | undefined;
};

/**
 * Asks a seeded sample of the questions again that were answered whole, and judges the answers. A
 * call that was stopped is gone on with by the same call: no question is answered twice.
 * @throws {ModelError} of kind `fatal`: then no other question would fare better.
 */
export async function askAgain(
  grounds: Grounds,
  {model, questions, seed, shard, judging, directory, signal}: AskAgainOptions,
): Promise<NonNullable<Verification['asked']>> {
  const open = answeredPlaces(grounds);
  const places = [...drawWithoutReplacement(open.length, questions, seededRandom(seed))];
  const drawn = places
    .flatMap((at) => open[at] ?? [])
    .filter(({row}) => isOfShard(row.task_id, shard));
  const {identity} = judging.judge;
  const asking = canonicalHash({model: model.id, identity, program_version: programVersion()});
  const ledger = await openLedger(join(directory, 'asked.jsonl'), {
    schema: answeredSchema,
    keyOf: ({asking, request}) => `${asking} ${request}`,
    noteOf: (row) => row,
  });
  const queue = new PQueue({concurrency: inFlight});
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const askOrStop = async (each: PlaceInSample) => {
    try {
      const key = `${asking} ${each.planned.question.hash}`;
      const known = ledger.note(key);
      if (known) return known;
      const asked = await ask(each, grounds, {model, judging, stop});
      if (asked?.isJudged)
        ledger.add({...asked.comparison, asking, request: each.planned.question.hash});
      return asked?.comparison ?? null;
    } catch (error) {
      queue.clear();
      failed.abort(error);
      throw error;
    }
  };
  try {
    const all = await queue.addAll(drawn.map((each) => () => askOrStop(each)));
    const answered = all.flatMap((each) => each ?? []);
    const count = (field: keyof AnswerComparison) => answered.filter((each) => each[field]).length;
    return {
      model: model.id,
      questions: drawn.length,
      refused: drawn.length - answered.length,
      same_answer: count('same_answer'),
      same_program: count('same_program'),
      same_verdict: count('same_verdict'),
    };
  } finally {
    await queue.onIdle();
    ledger.close();
  }
}

type AnswerComparison = Omit<AnsweredAgain, 'asking' | 'request'>;

/** Null where the question is not answered; `isJudged`: whether the answer got a verdict. */
async function ask(
  {planned, row}: PlaceInSample,
  {bundle}: Grounds,
  {model, judging, stop}: {model: Model; judging: Judging; stop: AbortSignal},
): Promise<{comparison: AnswerComparison; isJudged: boolean} | null> {
  const answer = await tryAsk(model, planned, stop);
  if (answer === null) return null;
  const {problem, place, question} = planned;
  const {program} = answerToProgram(answer.text, problem);
  const at = {problem, turn: place.turn};
  const {status} = await judgeProgram(program, at, {...judging, signal: stop});
  const isJudged = status !== 'missing';
  const comparison = {
    same_answer: answer.text === bundle.answers.get(question.hash)?.text,
    same_program: sha256(program) === row.code_sha256,
    same_verdict: isJudged && (status === 'pass') === (row.status === 'pass'),
  };
  return {comparison, isJudged};
}

type PlaceInSample = {planned: AskedPlace; row: VerdictRow};

/** One place for each different question, in the order of the plan. */
function answeredPlaces({plan, bundle}: Grounds): PlaceInSample[] {
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
