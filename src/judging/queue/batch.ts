import {promisify} from 'node:util';
import {gunzip, gzip} from 'node:zlib';
import {z} from 'zod';
import type {Candidate, Judgement, Status} from '../judge.js';
import {judgementSchema} from '../judgement-schema.js';

/**
 * What goes over the wire: batches of programs to a worker, and their verdicts back. Both are JSON
 * in gzip in base64, since BullMQ keeps text.
 */

/** A program in a batch. Tests go by their hash: a worker has them from the suite. */
const jobSchema = z.object({
  key: z.string(),
  prelude: z.string(),
  program: z.string(),
  test: z.union([z.object({sha256: z.string()}), z.object({text: z.string()})]),
  entryPoint: z.string(),
  timeLimitMs: z.number().int().min(1),
  separation: z
    .object({profile: z.array(z.string()).nullable(), header: z.string().optional()})
    .optional(),
  again: z.boolean(),
});

const batchSchema = z.object({
  id: z.string(),
  producer: z.string(),
  /** The worker that judged it before, where it is judged twice. */
  notBy: z.string().nullable(),
  jobs: z.array(jobSchema),
});

const resultSchema = z.object({
  id: z.string(),
  worker: z.string(),
  verdicts: z.array(z.object({key: z.string(), judgement: judgementSchema})),
});

export type QueuedJob = z.infer<typeof jobSchema>;
export type QueuedBatch = z.infer<typeof batchSchema>;
export type BatchResult = z.infer<typeof resultSchema>;

const [zip, unzip] = [promisify(gzip), promisify(gunzip)];

/** What a worker sends may be no longer than this, unpacked. */
const longestBytes = 256 * 1024 * 1024;

export const encodeBatch = (batch: QueuedBatch) => encode(batch);
export const encodeResult = (result: BatchResult) => encode(result);
export const decodeBatch = async (text: string) => batchSchema.parse(await decode(text));
export const decodeResult = async (text: string) => resultSchema.parse(await decode(text));

async function encode(value: unknown): Promise<string> {
  return (await zip(JSON.stringify(value), {level: 1})).toString('base64');
}

async function decode(text: string): Promise<unknown> {
  const bytes = await unzip(Buffer.from(text, 'base64'), {maxOutputLength: longestBytes});
  return JSON.parse(bytes.toString());
}

/** A batch holds no fewer programs where there are enough of them. */
export const fewestPrograms = 10;

/**
 * How many batches a worker holds: two programs for each core, and a batch more, since of those
 * that are nearly done only the slow programs are left.
 */
export function batchesHeld(cores: number): number {
  return 1 + Math.ceil((2 * cores) / fewestPrograms);
}

/** A candidate as a job of a batch. @param key names the candidate and its round. */
export function toJob(
  key: string,
  candidate: Candidate,
  {testHash, again}: {testHash: string; again: boolean},
): QueuedJob {
  const {prelude, program, entryPoint, timeLimitMs, separation} = candidate;
  return {
    key,
    prelude,
    program,
    test: {sha256: testHash},
    entryPoint,
    timeLimitMs,
    ...(separation && {
      separation: {...separation, profile: separation.profile && [...separation.profile]},
    }),
    again,
  };
}

/** The candidate of a job; undefined where its test is none of `tests` (text by hash). */
export function toCandidate(
  {test, again: _, key: __, ...rest}: QueuedJob,
  tests: ReadonlyMap<string, string>,
): Candidate | undefined {
  const text = 'text' in test ? test.text : tests.get(test.sha256);
  return text === undefined ? undefined : {...rest, test: text};
}

/** What two verdicts on one program must have in common; their words may differ. */
export type VerdictInShort = {status: Status; failing: string};

export function inShort(judgement: Judgement): VerdictInShort {
  const failures = 'report' in judgement ? judgement.report.failures : [];
  return {status: judgement.status, failing: failures.map(({test}) => test).join(' ')};
}
