import {existsSync} from 'node:fs';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {type Identity, requireSameIdentity} from '../files/identity.js';
import {readJson} from '../files/json.js';
import {refuseLink} from '../files/own-file.js';
import type {JudgeIdentity} from '../judging/judge-identity.js';
import {judgeIdentitySchema} from '../judging/judge-identity.js';
import {DEFAULT_LIMITS, type Limits} from '../judging/limits.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import {type Shard, shardSchema} from '../problem/shard.js';
import {type TrustPolicy, trustPolicies} from '../score/count-trust.js';

const count = z.number().int().min(0);

/**
 * What decides the verdicts of a batch; compared before one is gone on with, or its file replaced.
 */
const executeIdentitySchema = z.object({
  format: z.literal('convcodebench-execute'),
  format_version: z.literal(1),
  suite: z.object({name: z.string(), sha256: z.string()}),
  /** Whether the turn-0 stub stood in front of each solution. */
  calibrated: z.boolean(),
  /** How often each sample was judged. */
  repeat: count,
  time_limit_ms: count,
  limits: z.object({
    memoryMiB: count,
    processes: count,
    files: count,
    fileMiB: count,
    scratchMiB: count,
    sharedMemoryMiB: count,
    outputMiB: count,
  }),
  judge: judgeIdentitySchema,
  /** Which passes count. */
  trust: z.enum(trustPolicies).default('any'),
  /** Of the file of verdicts. */
  written_as: z.enum(['jsonl', 'bigcodebench']),
  /** Which part of the problems it is over; absent where it is over all of them. */
  shard: shardSchema.optional(),
});

/** `OUT.manifest.json`: how the verdicts beside it came about, and how many there are of each. */
export const executeManifestSchema = executeIdentitySchema.extend({
  program_version: z.string(),
  /**
   * The batch that a shard is part of: how many samples it has, and a hash over their codes by
   * problem. Absent where there is no `shard`.
   */
  part_of: z.object({samples: count, codes_sha256: z.string()}).optional(),
  totals: z.object({
    samples: count,
    /** Lines of the samples' file that are no sample of the suite. */
    bad_lines: count,
    pass: count,
    fail: count,
    timeout: count,
    error: count,
    missing: count,
    /** As in the totals of a run. */
    passes: z.object({separate: count, shared: count, inseparable: z.array(z.string())}).optional(),
    /** Timeouts of jobs that did not have their share of the machine, and so ran again. */
    run_again: count,
    /** Samples whose runs did not all give one verdict; null where each ran once. */
    flaky: count.nullable(),
    /** Problems with a judged sample, and how many judged samples those have. */
    problems: count,
    fewest_samples: count,
    most_samples: count,
    /** `pass@k` -> its unbiased estimate, for the k that each of them has samples for. */
    pass_at_k: z.record(z.string(), z.number()),
  }),
});

export type ExecuteIdentity = z.infer<typeof executeIdentitySchema>;
export type ExecuteManifest = z.infer<typeof executeManifestSchema>;
export type ExecuteTotals = ExecuteManifest['totals'];

/** What is asked for now, as an identity. */
export function executeIdentity(asked: {
  suite: {name: string; hash: string};
  calibrated: boolean;
  repeat: number;
  timeLimitMs: number;
  limits: Partial<Limits> | undefined;
  judge: JudgeIdentity;
  trust: TrustPolicy;
  writtenAs: ExecuteIdentity['written_as'];
  shard: Shard | undefined;
}): ExecuteIdentity {
  const {suite, calibrated, repeat, timeLimitMs, limits, judge, trust, writtenAs, shard} = asked;
  return {
    format: 'convcodebench-execute',
    format_version: 1,
    suite: {name: suite.name, sha256: suite.hash},
    calibrated,
    repeat,
    time_limit_ms: timeLimitMs,
    limits: {...DEFAULT_LIMITS, ...limits},
    judge,
    trust,
    written_as: writtenAs,
    ...(shard && {shard}),
  };
}

/**
 * @throws {UsageError} naming the first field in which what stands in `path` differs from what is
 * asked for now; nothing where there is no such file.
 */
export function checkSameBatch(path: string, wanted: ExecuteIdentity): void {
  refuseLink(path);
  if (!existsSync(path)) return;
  requireSameIdentity(path, 'these verdicts have', {
    before: comparable(readJson(path, executeIdentitySchema)),
    now: comparable(wanted),
    remedy: `choose another ${option('out')}`,
  });
}

/**
 * @throws {UsageError} where `path` counts verdicts of more samples than there are now, which the
 * new file would leave out; nothing where there is no such file.
 */
export function refuseFewerSamples(
  path: string,
  {samples, of}: {samples: number; of: string},
): void {
  if (!existsSync(path)) return;
  const {totals} = readJson(path, executeManifestSchema.pick({totals: true}));
  if (totals.samples > samples)
    throw new UsageError(
      `${path}: totals.samples: ${counted(totals.samples, 'sample has a verdict', 'samples have verdicts')} there, and now ${samples} of ${of} would; choose another ${option('out')}`,
    );
}

/** What the verdicts of two shards must have in common to be parts of one batch. */
export function commonToBatches(manifest: ExecuteManifest): Identity {
  const {shard, ...whole} = executeIdentitySchema.strip().parse(manifest);
  const {program_version, part_of: partOf, totals} = manifest;
  return {
    'shard.count': shard?.count,
    ...comparable(whole),
    program_version,
    'part_of.samples': partOf?.samples,
    'part_of.codes_sha256': partOf?.codes_sha256,
    'totals.bad_lines': totals.bad_lines,
  };
}

/** The suite counts by its hash: its name is what the user happens to call it. */
function comparable({suite, judge, limits, shard, ...rest}: ExecuteIdentity): Identity {
  const prefixed = (prefix: string, fields: object) =>
    Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value]);
  const fields = [
    ...Object.entries(rest),
    ['shard', shard ?? null],
    ['suite.sha256', suite.sha256],
    ...prefixed('limits', limits),
    ...prefixed('judge', judge),
  ];
  return Object.fromEntries(fields);
}
