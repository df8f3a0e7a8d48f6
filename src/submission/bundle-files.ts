import {z} from 'zod';
import {formatVersionIn} from '../files/format-version.js';
import {scenarioIdSchema} from '../log/log-line.js';

export const bundleFormatVersion = 1;

/** Names of a bundle's files, in their order in the archive; a live run's log stands behind. */
export const bundleFileNames = [
  'manifest.json',
  'info.json',
  'run.json',
  'environment.json',
  'ground-truth.json',
  'metrics.json',
  'verdicts.jsonl',
  'completions.jsonl',
] as const;

/** The files that not every bundle has: the others are always there. */
export const optionalFileNames: readonly string[] = ['ground-truth.json'];

const logFileNames: readonly string[] = [
  'log/manifest.json',
  ...scenarioIdSchema.options.map((id) => `log/${id}.jsonl`),
];

const allNames: readonly string[] = [...bundleFileNames, ...logFileNames];

export function isBundleFileName(name: string): boolean {
  return allNames.includes(name);
}

/** For a sort of files by their names: the order of the archive. */
export function inArchiveOrder(a: {name: string}, b: {name: string}): number {
  return allNames.indexOf(a.name) - allNames.indexOf(b.name);
}

/** Of a bundle's log: where a file of it stands in a log's directory; null for other files. */
export function nameInLog(name: string): string | null {
  return logFileNames.includes(name) ? name.slice('log/'.length) : null;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/**
 * `manifest.json` of a bundle, in its RFC 8785 form: the hash and the size in bytes of every other
 * file. The hash of the manifest names the bundle.
 */
export const bundleManifestSchema = z.strictObject({
  files: z.record(z.string(), z.strictObject({sha256: hash, size: z.number().int().min(0)})),
  format: z.literal(
    'convcodebench-submission',
    'expected "convcodebench-submission"; a bundle is what "submit prepare" wrote',
  ),
  format_version: formatVersionIn([bundleFormatVersion]),
});

export type BundleManifest = z.infer<typeof bundleManifestSchema>;

const line = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(500, 'expected at most 500 characters')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'expected one line without control characters');

/** `info.json`: what only the submitter knows. */
export const infoSchema = z.strictObject({
  /** What the board calls the model; null for the name that it was asked by. */
  display_name: line.nullable().default(null),
  /** The weights’ commit, or the date that the provider names. */
  model_revision: line,
  /** What served it, such as vllm 0.9.1, or the provider. */
  serving: z.strictObject({engine: line, version: line}),
  /** Such as bf16, awq-int4, or unknown to the provider’s customers. */
  quantisation: line,
  /** Who made the model; the board can be filtered by it. */
  group: line.nullable().default(null),
  /** Billions of parameters; null where nobody tells. */
  size_billions: z.number().positive().nullable().default(null),
  /** What the run cost, where that is known. */
  cost: z
    .strictObject({amount: z.number().min(0), currency: z.string().regex(/^[A-Z]{3}$/)})
    .nullable()
    .default(null),
  /** Who answers questions about the entry: an address, or a page. */
  contact: line,
  /** Whether the model may have seen problems, tests or solutions, and how that was looked into. */
  contamination: line,
});

export type SubmissionInfo = z.infer<typeof infoSchema>;
export type GivenInfo = z.input<typeof infoSchema>;
