import {z} from 'zod';
import {UsageError} from '../errors.js';
import type {Critic, Remark} from '../feedback/critic.js';
import type {Judge, Judgement} from '../judging/judge.js';
import type {Answer, Model} from '../model/model.js';

/**
 * Models, judges and critics of the caller's: each is used as it is and never closed. What it says
 * goes into files that others read, so it is checked on the way.
 */

/** @throws {UsageError} from `ask`, for an answer of another shape. */
export function useOwnModel(model: Model): Model {
  return {
    id: model.id,
    ask: async (request, signal) =>
      checked(answerSchema, await model.ask(request, signal), `the model ${model.id}: its answer`),
  };
}

/** @throws {UsageError} from both calls, for a remark of another shape. */
export function useOwnCritic(critic: Critic): Critic {
  const remark = (given: unknown) =>
    checked(remarkSchema, given, `the critic ${critic.id}: its remark`);
  return {
    id: critic.id,
    novice: async (input, signal) => remark(await critic.novice(input, signal)),
    expert: async (input, signal) => remark(await critic.expert(input, signal)),
  };
}

/** @throws {UsageError} from `judge`, for a judgement of another shape. */
export function useOwnJudge(judge: Judge): Judge {
  return {
    identity: judge.identity,
    python: judge.python,
    judge: async (candidate, options) =>
      checked(judgementSchema, await judge.judge(candidate, options), 'the judge: its judgement'),
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

const report = z.object({
  tests: z.array(z.string()),
  failures: z.array(z.object({test: z.string(), text: z.string()})),
});

const ending = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('signal'), signal: z.int()}),
  z.object({kind: z.literal('exit'), code: z.int()}),
]);

// Two shapes share the status `fail`, so that it tells which is meant only together with the
// fields.
const judgementSchema: z.ZodType<Judgement> = z.union([
  z.object({status: z.literal('pass'), report}),
  z.object({status: z.literal('fail'), report}),
  z.object({status: z.literal('fail'), compilationError: z.string()}),
  z.object({
    status: z.literal('timeout'),
    limitMs: z.number(),
    cpuMs: z.number().exactOptional(),
    report,
  }),
  z.object({status: z.literal('error'), ended: ending, report}),
  z.object({status: z.literal('missing'), reason: z.string()}),
]);

function checked<T>(schema: z.ZodType<T>, given: unknown, what: string): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new UsageError(
    `${what}${field === '' ? '' : `: ${field}`}: ${issue?.message ?? 'of another shape'}`,
  );
}
