import {installedDistributions} from '../environment/installed.js';
import type {Judge} from '../judging/judge.js';
import {
  environmentOf,
  keepRunEnvironment,
  needsListing,
  readRunEnvironment,
} from '../run/environment.js';

/**
 * Writes beside a run what is installed where it is judged, where verdicts depend on that: once, as
 * long as the environment is the same. @throws as `installedDistributions`.
 */
export async function keepEnvironment(
  directory: string,
  {identity, python}: Pick<Judge, 'identity' | 'python'>,
): Promise<void> {
  const {environment} = identity;
  if (!needsListing(environment)) return;
  const known = readRunEnvironment(directory);
  if (known?.environment === environment && known.distributions !== null) return;
  const distributions = python === undefined ? null : await installedDistributions(python);
  keepRunEnvironment(directory, environmentOf(environment, distributions));
}
