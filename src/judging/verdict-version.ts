import {z} from 'zod';
import {readJson} from '../files/json.js';
import {packagePath} from '../files/package-root.js';

/** Where the number stands, beside the digest of the runner's code for which it was confirmed. */
export const VERDICT_VERSION_PATH = packagePath('src/judging/verdict-version.json');

export const verdictVersionSchema = z.object({
  version: z.number().int().min(1),
  runner_digest: z.string(),
});

/**
 * Names what a verdict depends on of our own code. It is raised by hand when a change of the runner
 * may change a verdict: verdicts of other versions are then neither found in the cache nor mixed
 * with new ones. `npx tsx scripts/verdict-version.ts` asks for it.
 */
export const VERDICT_VERSION = readJson(VERDICT_VERSION_PATH, verdictVersionSchema).version;

/** SHA-256 over the released runner's files, which named version 1 before there were versions. */
export const RUNNER_OF_VERSION_1 =
  '3fbe7596bf95e131f83238e5866b99fc17322a5f07aab31dcf00e2ed9f251f3f';
