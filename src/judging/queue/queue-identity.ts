import {z} from 'zod';
import {canonicalHash} from '../../files/canonical-hash.js';
import {firstDifference, type Identity} from '../../files/identity.js';
import {type JudgeIdentity, judgeIdentitySchema} from '../judge-identity.js';
import type {Limits} from '../limits.js';

/** The version of what stands in Redis. */
export const queueFormat = 1;

/** What a queue belongs to: whoever judges for it judges alike. */
export const queueIdentitySchema = z.object({
  format: z.number(),
  suite_sha256: z.string(),
  judge: judgeIdentitySchema,
  limits: z.record(z.string(), z.number()),
});

export type QueueIdentity = z.infer<typeof queueIdentitySchema>;

export function queueIdentity(
  suiteHash: string,
  judge: JudgeIdentity,
  limits: Limits,
): QueueIdentity {
  return {format: queueFormat, suite_sha256: suiteHash, judge, limits: {...limits}};
}

/** The name of its queue in Redis. */
export function queueName(identity: QueueIdentity): string {
  return `convcodebench-${canonicalHash(identity).slice(0, 24)}`;
}

/** What a producer asks for: the rest is the workers' to say. */
export const wantedIdentitySchema = z.object({
  suite_sha256: z.string(),
  verdictVersion: z.number(),
  limits: z.record(z.string(), z.number()),
});

export type WantedIdentity = z.infer<typeof wantedIdentitySchema>;

/** The first field in which a worker's identity is not what is wanted; null where it is. */
export function differenceFromWanted(
  {suite_sha256, judge, limits, format}: QueueIdentity,
  wanted: WantedIdentity,
): ReturnType<typeof firstDifference> {
  return firstDifference(
    flat({format, suite_sha256, verdictVersion: judge.verdictVersion, limits}),
    flat({format: queueFormat, ...wanted}),
  );
}

/** The first field in which two identities differ. */
export function differenceOf(
  a: QueueIdentity,
  b: QueueIdentity,
): ReturnType<typeof firstDifference> {
  return firstDifference(fieldsOf(a), fieldsOf(b));
}

function fieldsOf({judge, ...rest}: QueueIdentity): Identity {
  return flat({...rest, ...judge});
}

function flat({limits, ...rest}: {limits: object; [field: string]: unknown}): Identity {
  const named = Object.entries(limits).map(([name, value]) => [`limits.${name}`, value]);
  return {...rest, ...Object.fromEntries(named)};
}
