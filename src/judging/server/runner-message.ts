import {z} from 'zod';
import {trustSchema} from '../trust.js';

const header = z.looseObject({bytes: z.number().int().min(1)});

/**
 * Reads the server's lines: a header and the line behind it, which the server passes on unseen, are
 * one message. Gives undefined for a header.
 */
export function createMessageReader(): (line: string) => unknown {
  let before: object | undefined;
  return (line) => {
    const told: unknown = JSON.parse(line);
    if (before !== undefined) {
      const message = {...Object(told), ...before};
      before = undefined;
      return message;
    }
    before = header.safeParse(told).data;
    return before === undefined ? told : undefined;
  };
}

/**
 * Lines that the fork server writes. What they hold comes from where foreign code ran: nothing
 * passes unparsed.
 */

const report = z.object({
  tests: z.array(z.string()),
  failures: z.array(z.tuple([z.string(), z.string()])),
});

const ending = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('signal'), signal: z.number().int()}),
  z.object({kind: z.literal('exit'), code: z.number().int()}),
]);

const job = {
  id: z.number().int(),
  /** Of all runs of the verdict and what watched them. */ total_cpu_ms: z.number(),
};
const measured = {
  ...job,
  /** Wall and CPU time of the first run. */ duration_ms: z.number(),
  cpu_ms: z.number(),
  trust: trustSchema.default('shared'),
  /** What of the protocol a separate run needed. */ used: z.array(z.string()).optional(),
  /** Why a separate run did not count. */ doubts: z.array(z.string()).optional(),
};

export const serverReady = z.object({
  ready: z.object({python: z.string(), environment: z.string()}),
});

const jobResult = z.union([
  z.object({...job, lost: z.string()}),
  z.object({...job, status: z.literal('fail'), compilation_error: z.string()}),
  z.object({...measured, status: z.enum(['pass', 'fail', 'timeout']), report}),
  z.object({...measured, status: z.literal('error'), ended: ending, report}),
]);

/** Why an error of the runner ends it, without a path of this machine. */
export const serverBroken = z.object({broken: z.string()});

/** How many of the server's jobs sleep at the moment. */
export const serverIdle = z.object({idle: z.number().int().min(0)});

/** The tier whose libraries are loaded from now on. */
export const serverPrepared = z.object({prepared: z.number().int().min(0)});

const named = z.object({id: z.number().int()});

/**
 * What a line says of a job; one that names its job but is not what the runner sends costs that job
 * its result, and no other.
 * @throws {Error} for a line that names no job: nobody knows then what else is wrong.
 */
export function readResult(message: unknown): JobResult {
  const result = jobResult.safeParse(message);
  if (result.success) return result.data;
  const job = named.safeParse(message);
  if (!job.success) throw new Error('a line that names no job');
  return {
    id: job.data.id,
    total_cpu_ms: 0,
    lost: 'what the runner told of the job is not what it sends',
  };
}

export type ServerReady = z.infer<typeof serverReady>['ready'];
export type JobResult = z.infer<typeof jobResult>;
