import {join} from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {cli, sharedCache, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {packageCopy} from '../support/e2e/package.js';
import {fingerprints} from '../support/e2e/run-files.js';

const folder = temporaryFolder();
const replay = (name: string) => [
  'replay',
  ...[
    '--log',
    starterLog,
    '--model',
    'simulated:hasty',
    '--scenarios',
    'CF_EF_UNIT',
    '--limit',
    '12',
  ],
  ...['--out', join(folder, name)],
];

test('a disk that is full ends a replay with one line and exit 3; with room again it goes on to the same end', async () => {
  expect(await inProcess(replay('undisturbed'))).toMatchObject({exitCode: 0});
  const program = join(await packageCopy(), 'dist', 'cli.js');
  // 16 blocks of 512 bytes: the longest file that the shell's child may write, which fails as a
  // full disk does.
  const full = await execa(
    'sh',
    ['-c', 'ulimit -f 16; exec "$@"', 'sh', process.execPath, program, ...replay('full')],
    {
      env: {CONVCODEBENCH_CACHE: sharedCache()},
      reject: false,
      stdin: 'ignore',
    },
  );
  const complaints = full.stderr.split('\n').filter((line) => line.startsWith('convcodebench: '));
  expect(complaints, full.stderr).toEqual([
    expect.stringMatching(/EFBIG.*make room, then give the same command again/),
  ]);
  expect(full.stderr).not.toMatch(/^ +at /m);
  expect(full.exitCode).toBe(3);
  expect(await inProcess(replay('full'))).toMatchObject({exitCode: 0});
  expect(fingerprints(join(folder, 'full'))).toEqual(fingerprints(join(folder, 'undisturbed')));
});

test('a path that the system refuses is named in one line, exit 2', async () => {
  const {exitCode, stderr} = await cli(['log', 'verify', '/dev/null']);
  expect(stderr.split('\n').filter((line) => line !== '')).toEqual([
    expect.stringMatching(/^convcodebench: \/dev\/null/),
  ]);
  expect(exitCode).toBe(2);
});
