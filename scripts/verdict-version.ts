/**
 * Confirms a change of the runner (`src/judging/python`): `npx tsx scripts/verdict-version.ts`,
 * with `--raise` where a verdict or the text of a failure may differ from before, for whatever
 * program, and with `--keep` where none can. Every user's kept verdicts hang on it: a version that
 * is raised throws them away, and one that is kept wrongly mixes old verdicts with new ones.
 */
import {writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {readJson} from '../src/files/json.js';
import {VERDICT_VERSION_PATH, verdictVersionSchema} from '../src/judging/verdict-version.js';
import {runnerDigest} from './runner-digest.js';

const {values} = parseArgs({options: {raise: {type: 'boolean'}, keep: {type: 'boolean'}}});
const {version, runner_digest} = readJson(VERDICT_VERSION_PATH, verdictVersionSchema);
const digest = await runnerDigest();
if (digest === runner_digest) {
  console.log(
    `verdict version ${version}: the runner's code has not changed since it was confirmed`,
  );
} else if (values.raise === values.keep) {
  console.error(
    `the runner's code has changed since verdict version ${version} was confirmed: may a verdict differ? Then --raise, else --keep`,
  );
  process.exitCode = 1;
} else {
  const next = {version: values.raise ? version + 1 : version, runner_digest: digest};
  writeFileSync(VERDICT_VERSION_PATH, `${JSON.stringify(next, null, 2)}\n`);
  console.log(`verdict version ${next.version}`);
}
