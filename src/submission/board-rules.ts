import {z} from 'zod';
import {FileFormatError} from '../errors.js';
import {findDuplicateKey} from '../files/duplicate-key.js';
import {formatVersionIn} from '../files/format-version.js';
import {readJson, readWholeText} from '../files/json.js';
import {DEFAULT_LIMITS} from '../judging/limits.js';
import {scenarioIdSchema} from '../log/log-line.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');
const count = z.number().int().min(0);
const version = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected a version such as 0.2.0');

/** At least one, each once. */
const several = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .min(1, 'names nothing, so that no entry could be taken; leave the field out')
    .refine((list) => new Set(list).size === list.length, 'names something twice');

const limitNames = [...Object.keys(DEFAULT_LIMITS), 'timeLimitMs'];

/** `rules.json`: what a board takes. A field that is left out allows anything. */
export const boardRulesSchema = z
  .strictObject({
    format: z.literal('convcodebench-rules'),
    format_version: formatVersionIn([1]),
    /** Hashes of the suites, and of the logs that static runs may have replayed. */
    suites: several(sha256).optional(),
    logs: several(sha256).optional(),
    /** Whether live runs, static ones, or both. */
    modes: several(z.enum(['live', 'static'])).optional(),
    /** Each of these has to be in the run. */
    scenarios: several(scenarioIdSchema).optional(),
    /**
     * Problems of the suite that may be left out, and places that may lack a verdict. Where the
     * first is absent any number may be, but only an entry that covers them all is ranked.
     */
    left_out_at_most: count.optional(),
    missing_at_most: count.optional(),
    /** Per limit what a job may have been given at most, also below the usual; else the usual. */
    limits: z.partialRecord(z.enum(limitNames), z.number().int().min(1)).optional(),
    verdict_versions: several(z.number().int().min(1)).optional(),
    python_minors: several(z.string().regex(/^3\.\d+$/, 'expected such as 3.11')).optional(),
    /** As `judge.environment` in a run's manifest. */
    environments: several(z.string().min(1)).optional(),
    /** 1 is the best seal; a higher number is a weaker one. */
    seal_level_at_most: z.number().int().min(1).max(4).optional(),
    /** Canonical solutions that have to pass where the run was judged. */
    ground_truth_passes_at_least: count.optional(),
    program_version_at_least: version.optional(),
    program_version_at_most: version.optional(),
    simulated: z.boolean().default(false),
    /**
     * Passes that count in the ranking: all, or only those established in separate processes, and
     * those on problems that verifying found to allow no other way.
     */
    trust: z.enum(['any', 'separate']).default('any'),
    /**
     * Programs whose verdict may turn when they are judged again, or that are told to pass and do
     * not in most of their runs.
     */
    turned_at_most: count.default(0),
  })
  .superRefine((rules, context) => {
    const say = (field: string, message: string) =>
      context.addIssue({code: 'custom', path: [field], message});
    const {program_version_at_least: least, program_version_at_most: most} = rules;
    const order = least !== undefined && most !== undefined ? compareVersions(least, most) : null;
    if (order !== null && order > 0)
      say('program_version_at_least', `${least}, but program_version_at_most is ${most}`);
    if (rules.logs !== undefined && rules.modes?.join() === 'live')
      say('logs', 'live runs replay none, and modes allows no others; leave out one of both');
    const minors = rules.python_minors;
    const other = rules.environments?.find(
      (name) => minors !== undefined && !minors.some((minor) => name.startsWith(`${minor}.`)),
    );
    if (other !== undefined) say('environments', `${other} is of no Python in python_minors`);
  });

export type BoardRules = z.infer<typeof boardRulesSchema>;

/** A board that takes what is in itself right, and no simulated models. */
export const openBoard: BoardRules = boardRulesSchema.parse({
  format: 'convcodebench-rules',
  format_version: 1,
});

/** @throws {FileFormatError} that names the field, also one that stands twice. */
export function readBoardRules(path: string): BoardRules {
  const rules = readJson(path, boardRulesSchema);
  const twice = findDuplicateKey(readWholeText(path));
  if (twice === null) return rules;
  throw new FileFormatError(`${path}: ${twice}: stands twice; leave one of both out`);
}

/** Negative where `a` is the earlier version; null where one of both is no version. */
export function compareVersions(a: string, b: string): number | null {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left === null || right === null) return null;
  return left.major - right.major || left.minor - right.minor || left.patch - right.patch;
}

function numbersOf(text: string): {major: number; minor: number; patch: number} | null {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)(?![^-+])/.exec(text)?.map(Number) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return null;
  return {major, minor, patch};
}
