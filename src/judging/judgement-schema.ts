import {z} from 'zod';
import type {Judgement} from './judge.js';
import {trustSchema} from './trust.js';

const report = z.object({
  tests: z.array(z.string()),
  failures: z.array(z.object({test: z.string(), text: z.string()})),
});

/** A verdict as it is kept. */
export const keptJudgement = z.union([
  z.object({
    status: z.literal('pass'),
    trust: trustSchema.optional(),
    profile: z.array(z.string()).readonly().optional(),
    report,
  }),
  z.object({status: z.literal('fail'), report}),
  z.object({status: z.literal('fail'), compilationError: z.string()}),
  z.object({status: z.literal('timeout'), limitMs: z.number(), cpuMs: z.number(), report}),
  z.object({
    status: z.literal('error'),
    ended: z.discriminatedUnion('kind', [
      z.object({kind: z.literal('signal'), signal: z.number().int()}),
      z.object({kind: z.literal('exit'), code: z.number().int()}),
    ]),
    report,
  }),
]);

/** A verdict, or why there is none. */
export const judgementSchema: z.ZodType<Judgement> = z.union([
  keptJudgement,
  z.object({status: z.literal('missing'), reason: z.string()}),
]);
