import {join} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {formatVersionIn} from '../files/format-version.js';
import {type Identity, requireSameIdentity} from '../files/identity.js';
import {judgeIdentitySchema} from '../judging/judge-identity.js';
import {decodingSchema} from '../log/decoding.js';
import {scenarioIdSchema} from '../log/log-line.js';
import {option} from '../options/option-name.js';
import {shardSchema} from '../problem/shard.js';
import {runLimitsSchema} from './limits.js';

/** The version that is written. Version 1 is read and never gone on with. */
export const runFormatVersion = 2;

/**
 * What a run is: fixed when its directory is made, compared before it is gone on with (DESIGN.md,
 * section 5).
 */
export const runIdentitySchema = z.object({
  format: z.literal(
    'convcodebench-run',
    'expected "convcodebench-run"; give the directory of a run of generate or replay',
  ),
  format_version: z.literal(runFormatVersion),
  verb: z.enum(['generate', 'replay']),
  suite: z.object({name: z.string(), sha256: z.string()}),
  /** The log that was replayed; null in live runs. */
  log: z
    .object({
      sha256: z.string(),
      reference_model: z.string(),
      only_consistent: z.literal(true).optional(),
    })
    .nullable(),
  model: z.string(),
  decoding: decodingSchema,
  prompt_set_sha256: z.string(),
  system_prompt: z.boolean(),
  history: z.enum(['last', 'full']),
  critic: z.string().nullable(),
  /** How long a remark may be, in tokens; absent where nothing was said of it. */
  critic_max_tokens: z.number().int().optional(),
  /**
   * Hash of the turn-0 programs that a live run began with, in place of the model’s first answers;
   * else absent.
   */
  first_answers_sha256: z.string().optional(),
  /** Which part of the problems this run is over; absent where it is over all of them. */
  shard: shardSchema.optional(),
});

/** What came out, counted. */
const totalsSchema = z.object({
  places: z.number().int(),
  /** Places whose answer the model gave. */
  answered: z.number().int(),
  /** Distinct requests; the rest of `answered` shares their answers. */
  requests: z.number().int(),
  /** Answers that hold no code. */
  no_code: z.number().int(),
  /** Answers cut off by the length limit. */
  cut_off: z.number().int(),
  /** Requests that had to be shortened after a context-length refusal. */
  shortened: z.number().int(),
  missing: z.number().int(),
  /**
   * Answers that pass, by how their passes were established, and the problems with a `shared` one
   * whose tests could not be held apart from any program. Absent in runs from before it was known.
   */
  passes: z
    .object({
      separate: z.number().int(),
      shared: z.number().int(),
      inseparable: z.array(z.string()),
    })
    .optional(),
  /** Problems that were not planned, by reason; of a shard those of the run it is part of. */
  left_out: z.record(z.string(), z.number().int()),
  usage: z.object({prompt_tokens: z.number(), completion_tokens: z.number()}).nullable(),
  /** Remarks of a critic that is a model, and those of them that the length limit cut off. */
  critic: z.object({answers: z.number().int(), cut_off: z.number().int()}).optional(),
});

/** `manifest.json` of a run: its identity, what was used, and, once it is finished, its totals. */
export const runManifestSchema = runIdentitySchema.extend({
  format_version: formatVersionIn([1, runFormatVersion]),
  /**
   * The run that a shard is part of: how many problems it plans, a hash over their ids in the
   * suite's order, and its scenarios. Absent where there is no `shard`.
   */
  part_of: z
    .object({
      problems: z.number().int(),
      tasks_sha256: z.string(),
      scenarios: z.array(scenarioIdSchema),
    })
    .optional(),
  /**
   * Where the verdicts of a run that was not made here come from; such a run knows little of how
   * its model was asked: those fields are null.
   */
  imported: z.literal('upstream-results').optional(),
  log: runIdentitySchema.shape.log.unwrap().extend({sha256: z.string().nullable()}).nullable(),
  decoding: decodingSchema.nullable(),
  prompt_set_sha256: z.string().nullable(),
  system_prompt: z.boolean().nullable(),
  /**
   * True where the model's answers come from a simulated coder: such figures say nothing of real
   * models.
   */
  simulated: z.boolean(),
  catalogue_sha256: z.string().nullable(),
  /** Convention by which partial execution feedback was chosen. */
  partial_scope: z.enum(['first-3-tests', 'first-3-functions']),
  program_version: z.string(),
  scenarios: z.array(scenarioIdSchema),
  problems: z.number().int(),
  model_served: z.array(z.string()),
  judge: judgeIdentitySchema.nullable(),
  /** Limits of jobs other than the usual ones; absent where there are none. */
  limits: runLimitsSchema.optional(),
  /**
   * Problems whose canonical solution passed and did not where the run was judged, and the hash of
   * `ground-truth.json`, which lists them; null where nobody looked.
   */
  ground_truth: z
    .object({passes: z.number().int(), fails: z.number().int(), sha256: z.string()})
    .nullish(),
  totals: totalsSchema.nullable(),
});

export type RunIdentity = z.infer<typeof runIdentitySchema>;
export type RunManifest = z.infer<typeof runManifestSchema>;
export type RunTotals = z.infer<typeof totalsSchema>;

/**
 * @throws {UsageError} naming the first field in which an existing run differs from what is asked
 * for now.
 */
export function checkSameIdentity(
  directory: string,
  existing: RunManifest,
  wanted: RunIdentity,
): void {
  if (existing.imported)
    throw new UsageError(`${directory}: holds an imported run, which cannot be gone on with`);
  refuseVersion1(directory, existing);
  const [before, now] = [comparable(runIdentitySchema.strip().parse(existing)), comparable(wanted)];
  // A live run has no critic until its first verbal scenario.
  const isOpen = existing.verb === 'generate' && existing.critic === null;
  requireSameIdentity(join(directory, 'manifest.json'), 'this run has', {
    before,
    now: isOpen ? {...now, critic: null, critic_max_tokens: null} : now,
    remedy: `choose another ${option('out')}`,
  });
}

/** @throws {UsageError} naming the command that replaces a run of format version 1. */
export function refuseVersion1(
  directory: string,
  {format_version, verb, model, suite}: RunManifest,
): void {
  if (format_version === runFormatVersion) return;
  const command =
    verb === 'generate'
      ? `convcodebench generate --suite ${suite.name}`
      : 'convcodebench replay --log LOG';
  throw new UsageError(
    `${directory}/manifest.json: format_version: ${format_version} is read, but not gone on with; make the run anew: ${command} --model ${model} --out NEW`,
  );
}

/**
 * What two shards must have in common to be parts of one run, besides what each holds of its own.
 */
export function commonToShards(manifest: RunManifest): Identity {
  const {shard, ...whole} = runIdentitySchema.strip().parse(manifest);
  const {judge, part_of: partOf, totals} = manifest;
  return {
    'shard.count': shard?.count,
    ...comparable(whole),
    ...prefixed('part_of', partOf ?? {}),
    partial_scope: manifest.partial_scope,
    catalogue_sha256: manifest.catalogue_sha256,
    program_version: manifest.program_version,
    ...prefixed('judge', judge ?? {}),
    'ground_truth.sha256': manifest.ground_truth?.sha256 ?? null,
    ...(totals && {'totals.left_out': totals.left_out}),
  };
}

function prefixed(prefix: string, fields: object): Identity {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value]),
  );
}

/** Suite and log count by their hashes: names are what the user happens to call them. */
function comparable({suite, log, ...rest}: RunIdentity): Identity {
  const fields = runIdentitySchema.omit({suite: true, log: true}).parse(rest);
  return {
    ...fields,
    critic_max_tokens: rest.critic_max_tokens ?? null,
    first_answers_sha256: rest.first_answers_sha256 ?? null,
    shard: rest.shard ?? null,
    'suite.sha256': suite.sha256,
    'log.sha256': log?.sha256 ?? null,
  };
}
