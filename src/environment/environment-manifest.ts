import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {readJson} from '../files/json.js';

export const environmentFormatVersion = 1;

/**
 * What an environment was made from; stands in it from the first moment on, so that another one is
 * never mixed in.
 */
const originSchema = z.object({
  format_version: z.literal(environmentFormatVersion),
  /** SHA-256 of the lock file. */
  lock_sha256: z.string(),
  /** `3.11`. */
  python_minor: z.string(),
});

/** Written last: an environment without it is not finished. */
export const environmentManifestSchema = originSchema.extend({
  /** `3.11.7`. */
  python: z.string(),
  /** Node's names, `linux x64`. */
  platform: z.string(),
  /** Version of each installed distribution, by normalised name. */
  distributions: z.record(z.string(), z.string()),
  /** Top-level modules that were imported to see that they can be. */
  modules: z.array(z.string()),
});

export type EnvironmentOrigin = z.infer<typeof originSchema>;
export type EnvironmentManifest = z.infer<typeof environmentManifestSchema>;

export const manifestPath = (directory: string): string =>
  join(directory, 'convcodebench-environment.json');
export const originPath = (directory: string): string =>
  join(directory, 'convcodebench-environment.begun.json');

/** The Python of an environment that `createEnvironment` made. */
export const environmentPython = (directory: string): string => join(directory, 'bin', 'python');

/**
 * @returns undefined while the environment is not finished. @throws {FileFormatError} when the file
 * is not a manifest.
 */
export function readEnvironmentManifest(directory: string): EnvironmentManifest | undefined {
  return existsSync(manifestPath(directory))
    ? readJson(manifestPath(directory), environmentManifestSchema)
    : undefined;
}

/** @returns undefined when nobody began to make an environment here. @throws {FileFormatError} */
export function readEnvironmentOrigin(directory: string): EnvironmentOrigin | undefined {
  return existsSync(originPath(directory))
    ? readJson(originPath(directory), originSchema)
    : undefined;
}
