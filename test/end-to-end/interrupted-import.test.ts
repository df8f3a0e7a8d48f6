import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {
  failing,
  good,
  toColumns,
  toySuite,
  writeParquet,
} from '../interchange/published/published-fixture.js';
import {startCli, temporaryFolder} from '../support/e2e/cli.js';
import {survivors, treeOf} from '../support/e2e/processes.js';

/** Three scenarios of 200 problems, every code another one, so that Python is asked throughout. */
function writeInput(folder: string): {file: string; suite: string} {
  const ids = Array.from({length: 200}, (_, i) => `Toy/${i}`);
  const conversations = Object.fromEntries(
    ids.map((id) => [
      id,
      Array.from({length: 10}, (_, turn) =>
        failing(`${good(`${id} ${turn}`)}${'x = [1]\n'.repeat(500)}`),
      ),
    ]),
  );
  const suite = join(folder, 'toy.jsonl');
  writeFileSync(
    suite,
    toySuite(ids)
      .problems.map((problem) => `${JSON.stringify(problem)}\n`)
      .join(''),
  );
  const scenarios = {
    CF_SEF: conversations,
    CF_EF_UNIT_SEF: conversations,
    CF_EF_FULL_SEF: conversations,
  };
  return {file: writeParquet(join(folder, 'log.parquet'), toColumns(scenarios)), suite};
}

test.each([
  {signal: 'SIGINT', code: 130},
  {signal: 'SIGTERM', code: 143},
] as const)(
  'log import, stopped by $signal as a terminal does it, ends with $code and leaves nothing',
  async ({signal, code}) => {
    const folder = temporaryFolder();
    const {file, suite} = writeInput(folder);
    const running = await startCli([
      'log',
      'import',
      file,
      '--suite',
      suite,
      '--out',
      join(folder, 'log'),
    ]);
    while (!existsSync(join(folder, '.log.unfinished'))) await sleep(2);
    const tree = treeOf(running.pid);
    // Program and two Pythons.
    expect(tree).toHaveLength(3);
    for (const {pid} of tree) process.kill(pid, signal);
    const {exitCode, stdout, stderr} = await running.ended;
    expect(exitCode, stderr).toBe(code);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^stopped by ${signal}: `));
    expect(readdirSync(folder).sort()).toEqual(['log.parquet', 'toy.jsonl']);
    expect(await survivors(tree)).toEqual([]);
  },
);
