import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {toJsonLine} from '../../src/files/jsonl.js';
import type {LogLine} from '../../src/log/log-line.js';
import {openLog} from '../../src/log/read-log.js';
import {writeScenario} from '../../src/log/write-log.js';
import type {Problem} from '../../src/problem/problem.js';
import {suiteHash} from '../../src/problem/suite.js';
import type {ReplayLogOptions} from '../../src/replay/prepare-replay.js';
import {temporaryDirectory} from './temporary-directory.js';

/** A log of the scenario CF_SEF beside the suite it names; nothing of a run yet. */
export function logAndSuite(
  problems: readonly Problem[],
  lines: readonly LogLine[],
  sha256 = suiteHash(problems),
): ReplayLogOptions & {suite: string} {
  const log = temporaryDirectory();
  const {scenarios: _, ...identity} = openLog('test/fixtures/logs/v1').manifest;
  const scenarios = {CF_SEF: writeScenario(log, 'CF_SEF', lines)};
  writeFileSync(
    join(log, 'manifest.json'),
    JSON.stringify({...identity, suite: {name: 'mine', sha256}, scenarios}),
  );
  const suite = join(temporaryDirectory(), 'mine.jsonl');
  writeFileSync(suite, problems.map(toJsonLine).join(''));
  return {
    log,
    suite,
    model: 'asked-model',
    out: join(temporaryDirectory(), 'run'),
  };
}
