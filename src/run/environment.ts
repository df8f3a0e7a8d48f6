import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {sha256} from '../files/canonical-hash.js';
import {readJson} from '../files/json.js';
import {refuseLink} from '../files/own-file.js';
import {writeJson} from '../files/write.js';

/**
 * `environment.json`: what was installed where a run was judged. `distributions` is sorted
 * `name==version`, empty where verdicts depend on Python's version alone, null where a judge of the
 * caller's did not tell.
 */
export const runEnvironmentSchema = z.strictObject({
  format: z.literal('convcodebench-run-environment'),
  format_version: z.literal(1),
  /** As `judge.environment` in the run's manifest. */
  environment: z.string(),
  distributions: z.array(z.string()).nullable(),
});

export type RunEnvironment = z.infer<typeof runEnvironmentSchema>;

/** Whether verdicts made in that environment depend on the installed distributions. */
export function needsListing(environment: string): boolean {
  return environment.includes('+');
}

/** Whether the list is that of the environment, whose name ends with a part of its hash. */
export function isListingOf({environment, distributions}: RunEnvironment): boolean {
  if (distributions === null) return false;
  const [, hash] = environment.split('+');
  if (hash === undefined) return distributions.length === 0;
  return sha256(distributions.join('\n')).startsWith(hash) && hash.length === 16;
}

/** What a run in an environment keeps of it; one without libraries says it all by its name. */
export function environmentOf(
  environment: string,
  distributions: readonly string[] | null,
): RunEnvironment {
  return {
    format: 'convcodebench-run-environment',
    format_version: 1,
    environment,
    distributions: needsListing(environment) ? distributions && [...distributions] : [],
  };
}

/**
 * The run's list, as it was written last; null where it has none. @throws {FileFormatError} for a
 * damaged one.
 */
export function readRunEnvironment(directory: string): RunEnvironment | null {
  const path = fileOf(directory);
  refuseLink(path);
  return existsSync(path) ? readJson(path, runEnvironmentSchema) : null;
}

/** Writes it beside the run. */
export function keepRunEnvironment(directory: string, kept: RunEnvironment): void {
  writeJson(fileOf(directory), kept);
}

function fileOf(directory: string): string {
  return join(directory, 'environment.json');
}
