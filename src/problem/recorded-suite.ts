import {UsageError} from '../errors.js';
import {option} from '../options/option-name.js';
import type {Suite} from './problem.js';
import {isKnownSuite, loadSuite} from './suite.js';

/**
 * The suite that a log or a run was made on, held to the hash that its manifest has.
 * @param directory of the log or run, for messages.
 * @param named name or file of the suite, where it cannot be found by the name in the manifest.
 * @throws {UsageError} for a suite that has to be named, or is another one.
 */
export async function loadRecordedSuite(
  directory: string,
  {name, sha256}: {name: string; sha256: string},
  named: string | undefined,
): Promise<Suite> {
  if (named === undefined && !isKnownSuite(name)) {
    throw new UsageError(
      `${directory}: its suite is ${name}; name the suite's file with ${option('suite')}`,
    );
  }
  const suite = await loadSuite(named ?? name);
  if (suite.hash === sha256) return suite;
  throw new UsageError(
    `${directory}/manifest.json: suite.sha256: ${sha256.slice(0, 12)}…, but the suite ${suite.name} has ${suite.hash.slice(0, 12)}…; it was made on another version of it`,
  );
}
