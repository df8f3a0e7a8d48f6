import {existsSync} from 'node:fs';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../errors.js';
import {readJson} from '../files/json.js';
import {writeJson} from '../files/write.js';
import {checkArgument, checkOptions, optionsOf} from '../options/check-options.js';
import {text, texts} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {requireWhole, type ShardPart} from '../shards/together.js';
import {
  type Disagreement,
  isRefuted,
  signedOff,
  type Verification,
  type VerificationShard,
  verificationShardSchema,
} from './verification.js';
import type {VerifiedSubmission} from './verify.js';

export type MergeVerificationsOptions = {
  /** Results of `verifySubmission` with a shard, one for each, in any order. */
  files: readonly string[];
  /** File of the result that they make; for boards, `BUNDLE.verified-by-NAME.json`. */
  out: string;
};

const schema = optionsOf<MergeVerificationsOptions>({files: texts, out: text});

type VerificationPart = ShardPart & {stored: Verification};

/**
 * Makes one result of those of all shards: what the same call of `verifySubmission` without `shard`
 * would have written on such a machine; of processors it names the most that one of them had.
 * @throws {UsageError} for results of other calls, or a shard that stands twice;
 * {MissingRequirementError} that names the shards that lack; {FileFormatError} for another file, or
 * one that was changed.
 */
export function mergeVerifications(options: MergeVerificationsOptions): VerifiedSubmission {
  checkOptions('mergeVerifications', schema, options);
  const {files, out} = options;
  if (existsSync(out))
    throw new UsageError(`${out}: is there already; choose another ${option('out')}, or remove it`);
  const parts = requireWhole(files.map(readPart)).map(({stored}) => stored);
  const [first] = parts;
  if (!first) throw new UsageError('merge: no shard given');
  const {digest: _, inseparable, ...common} = first;
  const sum = (count: (each: Verification) => number) =>
    parts.reduce((total, each) => total + count(each), 0);
  const drawn = first.sample === 'all' ? first.programs : Math.min(first.sample, first.programs);
  const judged = sum((each) => each.judged);
  if (judged !== drawn)
    throw new FileFormatError(
      `${files.join(', ')}: judged: ${judged} in all, but ${drawn} were to be judged; some shard is told to be another; verify it again`,
    );
  const verification = signedOff({
    ...common,
    where: {
      ...first.where,
      processors: Math.max(...parts.map(({where}) => where.processors)),
    },
    judged,
    counts: {
      same: sum(({counts}) => counts.same),
      'other-kind': sum(({counts}) => counts['other-kind']),
      time: sum(({counts}) => counts.time),
      flaky: sum(({counts}) => counts.flaky),
      environment: sum(({counts}) => counts.environment),
      turned: sum(({counts}) => counts.turned),
      missing: sum(({counts}) => counts.missing),
    },
    separate: {
      told: sum(({separate}) => separate.told),
      found: sum(({separate}) => separate.found),
    },
    ...(inseparable && {
      inseparable: {
        told: parts.flatMap((each) => each.inseparable?.told ?? []).toSorted(),
        found: parts.flatMap((each) => each.inseparable?.found ?? []).toSorted(),
      },
    }),
    disagreements: parts.flatMap(({disagreements}) => disagreements).toSorted(byProgram),
    asked: first.asked && {
      model: first.asked.model,
      questions: sum(({asked}) => asked?.questions ?? 0),
      refused: sum(({asked}) => asked?.refused ?? 0),
      same_answer: sum(({asked}) => asked?.same_answer ?? 0),
      same_program: sum(({asked}) => asked?.same_program ?? 0),
      same_verdict: sum(({asked}) => asked?.same_verdict ?? 0),
    },
  });
  writeJson(out, verification);
  return {path: out, verification, isRefuted: isRefuted(verification)};
}

/**
 * Whether a file is the result of verifying a shard.
 * @throws {FileFormatError} for a `.json` that is no JSON.
 */
export function isVerificationShard(path: string): boolean {
  checkArgument(['isVerificationShard', 'path'], text, path);
  if (!path.endsWith('.json')) return false;
  const named = z.looseObject({format: z.string().optional()});
  const wanted: VerificationShard['format'] = 'convcodebench-verification-shard';
  return readJson(path, named).format === wanted;
}

function readPart(file: string): VerificationPart {
  const {shard, verification} = readJson(file, verificationShardSchema);
  const {bundle_sha256, scored_sha256, by, program_version, judge, other} = verification;
  const {where, sample, seed, programs, inseparable, asked} = verification;
  return {
    name: file,
    manifest: file,
    shard,
    isFinished: true,
    common: {
      shards: shard.count,
      ...{bundle_sha256, scored_sha256, by, program_version, judge, other},
      ...{platform: where.platform, sample, seed, programs},
      inseparable: inseparable !== undefined,
      asked: asked?.model,
    },
    stored: verification,
  };
}

/** As the programs of a bundle are ordered. */
function byProgram(a: Disagreement, b: Disagreement): number {
  const key = ({task_id, turn, code_sha256, told}: Disagreement) =>
    `${task_id} ${turn === 0 ? 'first' : 'later'} ${code_sha256} ${told}`;
  return key(a) < key(b) ? -1 : 1;
}
