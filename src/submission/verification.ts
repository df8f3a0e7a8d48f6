import {z} from 'zod';
import {canonicalHash} from '../files/canonical-hash.js';
import {formatVersionIn} from '../files/format-version.js';
import type {Status} from '../judging/judge.js';
import {judgeIdentitySchema} from '../judging/judge-identity.js';
import {statusSchema} from '../log/log-line.js';
import {checkArgument} from '../options/check-options.js';
import {objectWith} from '../options/fields.js';
import {shardSchema} from '../problem/shard.js';

const count = z.number().int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/**
 * How a program that was judged again compares with what its bundle says. `same`: the same status.
 * `other-kind`: neither passes, in another way. `time`: a timeout on either side, also when it was
 * judged alone. `flaky`: it passed in some of its runs and not in others. `environment`: pass
 * against not, with another Python or other libraries. `turned`: pass against not, with the same.
 * `missing`: no verdict.
 */
export const comparisonSchema = z.enum([
  'same',
  'other-kind',
  'time',
  'flaky',
  'environment',
  'turned',
  'missing',
]);

export type VerdictComparison = z.infer<typeof comparisonSchema>;

/** A program whose verdict was not the same; `places`: how many rows it stands in. */
const disagreementSchema = z.strictObject({
  task_id: z.string(),
  turn: z.number().int(),
  code_sha256: hash,
  places: count,
  told: statusSchema,
  again: z.array(statusSchema),
  comparison: comparisonSchema,
});

/** What a sample of questions came to when it was asked again. */
const askedSchema = z.strictObject({
  model: z.string(),
  questions: count,
  /** Questions that were not answered. */
  refused: count,
  same_answer: count,
  same_program: count,
  /** Whether the answer’s program passes, or not, as that of the answer in the bundle. */
  same_verdict: count,
});

const contents = z.strictObject({
  format: z.literal('convcodebench-verification'),
  format_version: formatVersionIn([1]),
  bundle_sha256: hash,
  scored_sha256: hash,
  /** Who judged, on what machine, with what. */
  by: z.string().min(1),
  where: z.strictObject({platform: z.string(), processors: z.number().int().min(1)}),
  program_version: z.string(),
  judge: judgeIdentitySchema,
  /** Fields of the judge that differ from those of the bundle’s. */
  other: z.array(z.string()),
  sample: z.union([z.literal('all'), count]),
  seed: count,
  /** Different programs that the bundle has, and that were judged. */
  programs: count,
  judged: count,
  counts: z.record(comparisonSchema, count),
  /** Of the programs that pass here and there: told to be apart, and found so. */
  separate: z.strictObject({told: count, found: count}),
  /**
   * Problems whose tests cannot be held apart, as the bundle tells and as found here. Absent where
   * the judge here holds none apart.
   */
  inseparable: z.strictObject({told: z.array(z.string()), found: z.array(z.string())}).optional(),
  disagreements: z.array(disagreementSchema),
  asked: askedSchema.nullable(),
});

/** `….verified-by-NAME.json`: signed off by the hash of all that stands above it. */
export const verificationSchema = contents.extend({digest: hash}).superRefine((value, context) => {
  const {digest, ...rest} = value;
  const say = (field: string, message: string) =>
    context.addIssue({code: 'custom', path: [field], message});
  if (canonicalHash(rest) !== digest)
    say('digest', 'is not that of what stands above it; the file was changed');
  const {programs, judged, counts, disagreements, asked} = rest;
  const ofKind = (kind: VerdictComparison) =>
    disagreements.filter(({comparison}) => comparison === kind).length;
  const compared = Object.values(counts).reduce((sum, each) => sum + each, 0);
  if (judged > programs) say('judged', `${judged}, but there are ${programs} programs`);
  if (compared !== judged) say('counts', `come to ${compared}, but ${judged} were judged`);
  const told = {...counts, same: 0};
  const other = comparisonSchema.options.find((kind) => told[kind] !== ofKind(kind));
  if (other) say('disagreements', `${ofKind(other)} of ${other}, but counts has ${told[other]}`);
  if (asked && Math.max(asked.same_answer, asked.same_verdict) > asked.questions - asked.refused)
    say('asked', 'more answers agree than there were');
});

/**
 * What judging the programs of one shard's problems again came to: `judged` and all counts are over
 * those, `programs` over the whole bundle. Boards take what `merge` makes of all shards.
 */
export const verificationShardSchema = z.strictObject({
  format: z.literal('convcodebench-verification-shard'),
  format_version: formatVersionIn([1]),
  shard: shardSchema,
  verification: verificationSchema,
});

export type VerificationShard = z.infer<typeof verificationShardSchema>;

export type VerificationContents = z.infer<typeof contents>;
export type Verification = z.infer<typeof verificationSchema>;
export type Disagreement = z.infer<typeof disagreementSchema>;

export function signedOff(contents: VerificationContents): Verification {
  return {...contents, digest: canonicalHash(contents)};
}

/**
 * How many programs count against a bundle: what turned, and whatever was told to pass and did not
 * in most of its runs here, for want of time, with these libraries or in any other way.
 */
export function countedAgainst({disagreements}: Pick<Verification, 'disagreements'>): number {
  return disagreements.filter(
    ({told, again, comparison}) =>
      comparison === 'turned' ||
      (told === 'pass' && comparison !== 'missing' && marginOfPasses(again) < 0),
  ).length;
}

/** How many more of a program’s runs passed than did not; those without a verdict count nowhere. */
export function marginOfPasses(again: readonly Status[]): number {
  const known = again.filter((status) => status !== 'missing');
  const passes = known.filter((status) => status === 'pass').length;
  return passes - (known.length - passes);
}

/** Problems that the bundle calls inseparable, and that were held apart here. */
export function falselyInseparable({inseparable}: Pick<Verification, 'inseparable'>): string[] {
  return (inseparable?.told ?? []).filter((task) => !inseparable?.found.includes(task));
}

/** Whether every program of the bundle was judged again, and has a verdict. */
export function isWhole({
  sample,
  programs,
  judged,
  counts,
}: Pick<Verification, 'sample' | 'programs' | 'judged' | 'counts'>): boolean {
  return sample === 'all' && judged === programs && counts.missing === 0;
}

export function isRefuted(verification: Verification): boolean {
  return countedAgainst(verification) > 0 || falselyInseparable(verification).length > 0;
}

const verdictsAgain = objectWith<Pick<Verification, 'judged' | 'counts'>>(
  'what verifySubmission gives',
  'judged',
  'counts',
);

/** The share of the judged programs whose verdict says the same of passing; null where none was. */
export function agreementOf(verification: Pick<Verification, 'judged' | 'counts'>): number | null {
  checkArgument(['agreementOf', 'verification'], verdictsAgain, verification);
  const {judged, counts} = verification;
  return judged === 0 ? null : (counts.same + counts['other-kind']) / judged;
}
