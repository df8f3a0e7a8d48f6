import {z} from 'zod';
import {UsageError} from '../errors.js';
import type {Critic, Remark} from '../feedback/critic.js';
import type {Judge, Judgement} from '../judging/judge.js';
import {trustSchema} from '../judging/trust.js';
import type {Answer, Model} from '../model/model.js';
import {describeValue, inWords} from '../options/words.js';

/**
 * Models, judges and critics of the caller's: each is used as it is and never closed. What it says
 * goes into files that others read, so it is checked on the way, and so is what it throws.
 */

/**
 * @throws {UsageError} from `ask`, for an answer of another shape, or where what it throws is no
 * error.
 */
export function useOwnModel(model: Model): Model {
  const who = `the model ${model.id}`;
  return {
    id: model.id,
    ask: async (request, signal) =>
      checked(
        answerSchema,
        await heard(who, () => model.ask(request, signal), signal),
        `${who}: its answer`,
      ),
  };
}

/** @throws {UsageError} from both calls, for a remark of another shape, or as `useOwnModel`. */
export function useOwnCritic(critic: Critic): Critic {
  const who = `the critic ${critic.id}`;
  const remark = async (say: () => Promise<Remark>, signal: AbortSignal | undefined) =>
    checked(remarkSchema, await heard(who, say, signal), `${who}: its remark`);
  return {
    id: critic.id,
    novice: (input, signal) => remark(() => critic.novice(input, signal), signal),
    expert: (input, signal) => remark(() => critic.expert(input, signal), signal),
  };
}

/** @throws {UsageError} from `judge`, for a judgement of another shape, or as `useOwnModel`. */
export function useOwnJudge(judge: Judge): Judge {
  return {
    identity: judge.identity,
    python: judge.python,
    separates: judge.separates,
    triesApart: judge.triesApart,
    atOnce: judge.atOnce?.bind(judge),
    judge: async (candidate, options) =>
      judgementOf(await heard('the judge', () => judge.judge(candidate, options))),
    jobsRun: () => judge.jobsRun(),
    close: async () => {},
  };
}

const answerSchema: z.ZodType<Answer> = z.object({
  text: z.string(),
  reasoning: z.string().nullable(),
  finish_reason: z.string(),
  usage: z
    .object({prompt_tokens: z.number().min(0), completion_tokens: z.number().min(0)})
    .nullable(),
  model: z.string(),
});

const remarkSchema: z.ZodType<Remark> = z.object({text: z.string(), leak: z.boolean()});

const failures = z.array(z.object({test: z.string(), text: z.string()}));
const report = z.object({tests: z.array(z.string()), failures});
const noFailures = failures.max(0, 'expected none where the status is pass');
const someFailures = failures.min(1, 'expected at least one where the status is fail');

const ending = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('signal'), signal: z.int()}),
  z.object({kind: z.literal('exit'), code: z.int()}),
]);

/** By its status, so that what is said of a wrong one is about the fields that it should have. */
const judgementSchemas: {[S in Judgement['status']]: z.ZodType<Judgement & {status: S}>} = {
  pass: z.object({
    status: z.literal('pass'),
    trust: trustSchema.optional(),
    profile: z.array(z.string()).optional(),
    report: report.extend({failures: noFailures}),
  }),
  fail: z.object({status: z.literal('fail'), report: report.extend({failures: someFailures})}),
  timeout: z.object({
    status: z.literal('timeout'),
    limitMs: z.number(),
    cpuMs: z.number().exactOptional(),
    report,
  }),
  error: z.object({status: z.literal('error'), ended: ending, report}),
  missing: z.object({status: z.literal('missing'), reason: z.string()}),
};

const uncompiled = z.object({status: z.literal('fail'), compilationError: z.string()});

const anyJudgement = z.looseObject({
  status: z.enum(['pass', 'fail', 'timeout', 'error', 'missing']),
  compilationError: z.string().optional(),
});

function judgementOf(given: unknown): Judgement {
  const what = 'the judge: its judgement';
  const {status, compilationError} = checked(anyJudgement, given, what);
  if (status === 'fail' && compilationError !== undefined) return checked(uncompiled, given, what);
  return checked<Judgement>(judgementSchemas[status], given, what);
}

function checked<T>(schema: z.ZodType<T>, given: unknown, what: string): T {
  const result = schema.safeParse(given, {error: inWords});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new UsageError(`${what}: ${field}${issue?.message ?? 'of another shape'}`);
}

/**
 * What a port says. What it throws is an error, or the reason that the signal was aborted for.
 */
async function heard<T>(who: string, say: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await say();
  } catch (thrown) {
    if (thrown instanceof Error || signal?.aborted) throw thrown;
    throw new UsageError(`${who}: threw ${describeValue(thrown)}; expected an Error`);
  }
}
