import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, test} from 'vitest';
import {readRun} from '../../src/run/read-run.js';
import {openRunDirectory} from '../../src/run/run-directory.js';
import {runFormatVersion, runIdentitySchema} from '../../src/run/run-manifest.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

// Runs that the first version wrote: a live one over three starter problems in two scenarios, and a
// replay of its log.
const versionOne = 'test/fixtures/version-1';

describe.each(['live', 'static'])('a run of format version 1, %s,', (name) => {
  let path: string;

  beforeEach(() => {
    path = join(temporaryDirectory(), 'run');
    cpSync(join(versionOne, name), path, {recursive: true});
  });

  const damage = (file: string, change: (text: string) => string) => {
    const place = join(path, file);
    writeFileSync(place, change(readFileSync(place, 'utf8')));
  };

  test('is read, and what its rows do not have is null', async () => {
    const {manifest, rows} = await readRun(path);
    expect(manifest.format_version).toBe(1);
    expect(rows).toHaveLength(63);
    expect(rows.filter(({origin}) => origin === 'answered')).toHaveLength(11);
    for (const row of rows) expect(row).toMatchObject({found: null, trust: null, missing: null});
  });

  test('is not gone on with, and the message names the command that makes it anew', async () => {
    const {manifest} = await readRun(path);
    const identity = {...manifest, format_version: runFormatVersion} as const;
    await expect(openRunDirectory(path, runIdentitySchema.strip().parse(identity))).rejects.toThrow(
      name === 'live'
        ? `${path}/manifest.json: format_version: 1 is read, but not gone on with; make the run anew: convcodebench generate --suite starter --model simulated:codellama-like --out NEW`
        : 'make the run anew: convcodebench replay --log LOG --model simulated:careful --out NEW',
    );
  });

  test('says why verdicts are missing as its journal tells it, the last word on each', async () => {
    damage('verdicts.jsonl', (text) => {
      const [first = '', ...others] = text.split('\n');
      const lost = {...JSON.parse(first), origin: 'missing', status: 'missing'};
      return [JSON.stringify(lost), ...others].join('\n');
    });
    const missing = async () =>
      (await readRun(path)).rows.filter(({status}) => status === 'missing');
    const [lost, ...others] = await missing();
    expect(others).toEqual([]);
    expect(lost?.missing).toBeNull();
    const {scenario, task_id, turn} = lost ?? {};
    const told = ['timed out', '500 CUDA\nout of memory'].map((reason) =>
      JSON.stringify({at: 'then', event: 'missing', scenario, task_id, turn, reason}),
    );
    writeFileSync(join(path, 'journal.jsonl'), `${told.join('\n')}\n`);
    expect(await missing()).toEqual([{...lost, missing: '500 CUDA out of memory'}]);
  });

  test('is refused by file, line and field where it is damaged', async () => {
    damage('verdicts.jsonl', (text) => text.replace('"turn":0,"origin"', '"turn":0,"orign"'));
    await expect(readRun(path)).rejects.toThrow(`${path}/verdicts.jsonl:1: origin:`);
  });

  test('and where rows are lost', async () => {
    damage('verdicts.jsonl', (text) => text.slice(0, text.lastIndexOf('{')));
    await expect(readRun(path)).rejects.toThrow(`${path}/verdicts.jsonl: 62 rows`);
  });

  test('of which one calls itself of version 2 is refused by the field its rows lack', async () => {
    damage('manifest.json', (text) => text.replace('"format_version": 1', '"format_version": 2'));
    await expect(readRun(path)).rejects.toThrow(`${path}/verdicts.jsonl:1: found:`);
  });
});
