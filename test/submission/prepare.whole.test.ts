import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test, vi} from 'vitest';
import {checkSubmission, generateLog, prepareSubmission, replayLog} from '../../src/index.js';
import {withGrounds} from '../../src/submission/grounds.js';
import {readBundle} from '../../src/submission/read-bundle.js';
import {openShelf} from '../../src/submission/shelf.js';
import {
  exampleBundle,
  exampleInfo,
  exampleRun,
  readBundleFiles,
} from '../support/example-bundle.js';
import {createFakeJudge, createFakeModel, fencedAnswer} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

test('a bundle is sound, and the same bytes wherever it is made', async () => {
  const [here, there] = [temporaryDirectory(), temporaryDirectory()];
  const [first, second] = [await exampleBundle(here), await exampleBundle(there)];
  expect(readFileSync(first.out).equals(readFileSync(second.out))).toBe(true);
  const check = await checkSubmission({file: first.out});
  expect(check.faults).toEqual([]);
  expect(check.complete).toBe(true);
});

test('nothing of the machine is in it: no journal, no path, no date of today', async () => {
  const here = temporaryDirectory();
  const files = readBundleFiles((await exampleBundle(here)).out);
  expect([...files.keys()]).toEqual([
    'manifest.json',
    'info.json',
    'run.json',
    'environment.json',
    'metrics.json',
    'verdicts.jsonl',
    'completions.jsonl',
  ]);
  const all = [...files.values()].join('');
  expect(all).not.toContain(here);
  expect(all).not.toContain(new Date().toISOString().slice(0, 10));
});

test('a live run carries its log, from which its questions follow', async () => {
  const out = join(temporaryDirectory(), 'live');
  await generateLog({
    suite: 'starter',
    tasks: ['0-2'],
    scenarios: ['CF_EF_FULL'],
    model: createFakeModel((_, nth) =>
      fencedAnswer(`# ${nth === 7 ? 'passes' : 'fails test_one'}`),
    ),
    judge: createFakeJudge(),
    out,
  });
  const file = join(temporaryDirectory(), 'live.tar.gz');
  await prepareSubmission({run: out, info: exampleInfo, out: file});
  expect([...readBundleFiles(file).keys()]).toContain('log/CF_EF_FULL.jsonl');
  expect((await checkSubmission({file})).faults).toEqual([]);
  const reading = await readBundle(file);
  if (!('bundle' in reading)) throw new Error('no bundle');
  const shelf = openShelf({});
  const shared = vi.fn(shelf.plan);
  const held = await withGrounds(reading.bundle, {...shelf, plan: shared}, async () => 'held');
  expect(held).toEqual({result: 'held'});
  expect(shared).not.toHaveBeenCalled();
});

test('a folder is no bundle, and is refused as one', async () => {
  const file = temporaryDirectory();
  await expect(checkSubmission({file})).rejects.toThrow(`${file}: is a directory; give a file`);
});

describe('refused is', () => {
  const prepare = (run: string, more: object = {}) =>
    prepareSubmission({
      run,
      info: exampleInfo,
      out: join(temporaryDirectory(), 'b.tar.gz'),
      ...more,
    });

  test('an unfinished run', async () => {
    const run = await exampleRun(temporaryDirectory());
    const path = join(run, 'manifest.json');
    writeFileSync(path, JSON.stringify({...JSON.parse(readFileSync(path, 'utf8')), totals: null}));
    await expect(prepare(run)).rejects.toThrow('this run is not finished');
  });

  test('a simulated model that nobody meant to send', async () => {
    const out = join(temporaryDirectory(), 'run');
    const {directory} = await replayLog({
      log: 'logs/starter/simulated--codellama-like_by_builtin',
      model: 'simulated:careful',
      judge: createFakeJudge(),
      scenarios: ['CF'],
      tasks: ['0'],
      out,
    });
    await expect(prepare(directory)).rejects.toThrow('`simulated` says that you mean it');
    await expect(prepare(directory, {simulated: true})).resolves.toMatchObject({
      bytes: expect.any(Number),
    });
  });

  test('a run whose answers are those to other questions, the place named', async () => {
    const run = await exampleRun(temporaryDirectory());
    const path = join(run, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    manifest.decoding.max_tokens = 99;
    writeFileSync(path, JSON.stringify(manifest));
    await expect(prepare(run)).rejects.toThrow(
      /questions: verdicts.jsonl: NONE Starter\/0 turn 0: request: .* the question there is/,
    );
  });

  test('a run of a log that is not at hand', async () => {
    const run = await exampleRun(temporaryDirectory());
    const path = join(run, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    manifest.log.sha256 = 'f'.repeat(64);
    writeFileSync(path, JSON.stringify(manifest));
    await expect(prepare(run)).rejects.toThrow(/is the hash of no log at hand; name .* --log/);
  });

  test.each([
    ['lacks a field', {contact: undefined}, 'contact'],
    ['has two lines', {contact: 'a\nb'}, 'contact'],
    ['has a field of another name', {quantization: 'x'}, 'quantization'],
  ])('info that %s', async (_, change, field) => {
    const run = await exampleRun(temporaryDirectory());
    const info = join(temporaryDirectory(), 'info.json');
    writeFileSync(info, JSON.stringify({...exampleInfo, ...change}));
    await expect(prepare(run, {info})).rejects.toThrow(field);
  });
});
