import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, it, vi} from 'vitest';
import {convCodeBench, publishedLogPath} from '../../src/interchange/hub/pull.js';
import {openStandInHub, type StandInHub} from '../interchange/hub/stand-in-hub.js';
import {
  scratch,
  threeConversations,
  toColumns,
  writeParquet,
} from '../interchange/published/published-fixture.js';
import {runCommand} from './run-command.js';

let hub: StandInHub;
let file: string;

beforeEach(async () => {
  hub = await openStandInHub();
  vi.stubEnv('CONVCODEBENCH_CACHE', scratch());
  vi.stubEnv('HF_ENDPOINT', hub.url);
  vi.stubEnv('NO_PROXY', '*');
  file = writeParquet(join(scratch(), 'log.parquet'), toColumns({CF_SEF: threeConversations()}));
  hub.files.set(`${convCodeBench.dataset}/${convCodeBench.path}`, readFileSync(file));
});

const run = (...args: string[]) => runCommand(['pull', ...args]);

it('says what was downloaded, how much and its checksum, and how to go on', async () => {
  const {code, printed, noted} = await run('convcodebench');
  expect(code).toBe(0);
  expect(printed).toMatch(
    /^convcodebench: downloaded: .*convcodebench\.parquet \(\d+\.\d MB, sha256 [0-9a-f]{64}\)$/,
  );
  expect(noted).toMatch(/\d+\.\d of \d+\.\d MB/);
  expect(noted).toContain('convcodebench log import convcodebench --out DIR');
  expect((await run('convcodebench')).printed).toContain('already there');
});

it('shows a bar where people watch', async () => {
  const {noted} = await runCommand(['pull', 'convcodebench'], {interactive: true});
  expect(noted).toMatch(/^\[#{30}\] 100% \d+\.\d of \d+\.\d MB$/m);
});

it('takes a file from this machine without asking anybody', async () => {
  expect((await run('convcodebench', '--from', file)).printed).toContain('convcodebench: copied: ');
  expect(hub.requests).toEqual([]);
});

it('refuses a file of another schema, and keeps nothing of it', async () => {
  const other = join(scratch(), 'other.parquet');
  writeFileSync(other, 'PAR1 no PAR1');
  await expect(run('convcodebench', '--from', other)).rejects.toThrow(other);
  expect(existsSync(publishedLogPath())).toBe(false);
});

it('refuses what it does not know', async () => {
  await expect(run('humaneval')).rejects.toThrow('humaneval');
});
