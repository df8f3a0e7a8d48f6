import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {
  type GenerateLogOptions,
  generateLog,
  judgeRun,
  mergeRuns,
  readRun,
  replayLog,
  type Shard,
  starterLog,
} from '../../src/index.js';
import {environmentOf, keepRunEnvironment, readRunEnvironment} from '../../src/run/environment.js';
import {arrayOf} from '../../src/shards/together.js';
import {createFakeJudge} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

/** Passes a third of all programs, by what they are. */
function judgeByLength() {
  const fake = createFakeJudge();
  return {
    ...fake,
    judge: (candidate: Parameters<typeof fake.judge>[0]) =>
      fake.judge({
        ...candidate,
        program: candidate.program + (candidate.program.length % 3 === 0 ? '# passes' : ''),
      }),
  };
}

const count = 4;
const shards: Shard[] = Array.from({length: count}, (_, index) => ({index, count}));

const common = {
  limit: 8,
  scenarios: ['CF_EF_FULL', 'CF_EF_UNIT_SNF'],
  model: 'simulated:hasty',
} as const;

const replayed = (out: string, more: {shard?: Shard; limit?: number; seed?: number} = {}) => {
  const {seed, ...rest} = more;
  return replayLog({
    ...common,
    log: starterLog,
    judge: judgeByLength(),
    decoding: {seed},
    ...rest,
    out,
  });
};

const generated = (out: string, shard?: Shard) =>
  generateLog({
    ...common,
    suite: 'starter',
    judge: judgeByLength(),
    out,
    ...(shard && {shard}),
  } satisfies GenerateLogOptions);

/** Everything that a run holds but its journal, by path. */
function bytesOf(directory: string): {[path: string]: string} {
  return Object.fromEntries(
    readdirSync(directory, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile() && entry.name !== 'journal.jsonl')
      .map(({parentPath, name}) => join(parentPath, name))
      .map((path) => [path.slice(directory.length), readFileSync(path, 'utf8')]),
  );
}

describe('runs of all shards', () => {
  const folder = mkdtempSync(join(tmpdir(), 'convcodebench-test-'));
  afterAll(() => rmSync(folder, {recursive: true}));
  const at = (name: string | number) => join(folder, String(name));
  const parts = shards.map(({index}) => at(index));

  beforeAll(async () => {
    await replayed(at('whole'));
    for (const shard of shards) await replayed(at(shard.index), {shard});
  });

  test('make the run of the whole, byte for byte, in whatever order they are given', async () => {
    const outcome = await mergeRuns({runs: parts.toReversed(), out: at('merged')});
    expect(bytesOf(at('merged'))).toEqual(bytesOf(at('whole')));
    expect(outcome).toMatchObject({directory: at('merged'), jobsRun: 0});
    expect(outcome.metrics.scenarios[0]?.n).toBe(8);
  });

  test('each know what they are part of, and hold their own problems only', async () => {
    const runs = await Promise.all(parts.map((part) => readRun(part)));
    expect(runs.map(({manifest}) => manifest.shard)).toEqual(shards);
    expect(new Set(runs.map(({manifest}) => manifest.part_of?.problems))).toEqual(new Set([8]));
    expect(runs.reduce((sum, {manifest}) => sum + manifest.problems, 0)).toBe(8);
    const tasks = runs.map(({rows}) => [...new Set(rows.map(({task_id}) => task_id))]);
    expect(new Set(tasks.flat()).size).toBe(tasks.flat().length);
  });

  test('a merged run is gone on with as the run of the whole', async () => {
    cpSync(at('merged'), at('grown'), {recursive: true});
    await replayed(at('grown'), {limit: 9});
    await replayed(at('whole-9'), {limit: 9});
    expect(bytesOf(at('grown'))).toEqual(bytesOf(at('whole-9')));
  });

  test('keep what was installed, and of limits the widest', async () => {
    const environment = `3.11+${'0'.repeat(16)}`;
    const runs = parts.map((part, i) => {
      const run = at(`installed-${i}`);
      cpSync(part, run, {recursive: true});
      change(run, (manifest) => ({
        ...manifest,
        judge: {...Object(Object(manifest).judge), environment},
        ...(i > 1 && {limits: {timeLimitMs: 1000 * i, memoryMiB: 9000 - i}}),
      }));
      keepRunEnvironment(run, environmentOf(environment, i === 0 ? null : ['numpy==1.26.4']));
      return run;
    });
    const {manifest} = await mergeRuns({runs, out: at('installed')});
    expect(manifest.limits).toEqual({timeLimitMs: 3000, memoryMiB: 8998});
    expect(readRunEnvironment(at('installed'))?.distributions).toEqual(['numpy==1.26.4']);
  });

  test('one for which no problem is left is a shard all the same', async () => {
    const three = [0, 1, 2].map((index) => ({index, count: 3}));
    for (const shard of three) await replayed(at(`tiny-${shard.index}`), {shard, limit: 2});
    const runs = three.map(({index}) => at(`tiny-${index}`));
    const sizes = await Promise.all(runs.map(async (run) => (await readRun(run)).rows.length));
    expect(sizes).toContain(0);
    await mergeRuns({runs, out: at('tiny')});
    await replayed(at('whole-2'), {limit: 2});
    expect(bytesOf(at('tiny'))).toEqual(bytesOf(at('whole-2')));
  });

  test('that lack are named as Slurm takes them, unfinished ones too', async () => {
    cpSync(at(1), at('unfinished'), {recursive: true});
    change(at('unfinished'), (manifest) => ({...manifest, totals: null}));
    const merging = mergeRuns({runs: [at(0), at('unfinished')], out: at('never')});
    await expect(merging).rejects.toThrow(
      `merge: of 4 shards 2 were given (not finished: ${at('unfinished')}); missing: 1 2 3; run them (Slurm: --array=1-3), and merge again`,
    );
    expect(arrayOf([3, 5, 6, 7, 17])).toBe('3,5-7,17');
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    [
      'twice the same',
      async () => {
        cpSync(at(2), at('twin'), {recursive: true});
        return at('twin');
      },
      /twin\/manifest\.json: shard: 2\/4, and so is .*; give each shard once$/,
    ],
    [
      'one of another count',
      async () => {
        await replayed(at('of-3'), {shard: {index: 2, count: 3}});
        return at('of-3');
      },
      /of-3\/manifest\.json: shard\.count: 3, that of .* is 4; merge shards of one command$/,
    ],
    [
      'one of another seed',
      async () => {
        await replayed(at('seeded'), {shard: {index: 3, count}, seed: 7});
        return at('seeded');
      },
      /seeded\/manifest\.json: decoding: .*"seed":7.*merge shards of one command$/,
    ],
    [
      'one over more problems',
      async () => {
        await replayed(at('longer'), {shard: {index: 3, count}, limit: 9});
        return at('longer');
      },
      /longer\/manifest\.json: part_of\.problems: 9, that of .* is 8/,
    ],
    ['a run that is no shard', async () => at('whole'), /whole\/manifest\.json: shard: missing/],
    [
      'one judged by another judge',
      async () => {
        cpSync(at(3), at('judged-otherwise'), {recursive: true});
        change(at('judged-otherwise'), (manifest) => ({
          ...manifest,
          judge: {...Object(Object(manifest).judge), pythonMinor: '3.12'},
        }));
        return at('judged-otherwise');
      },
      /judge\.pythonMinor: "3\.12", that of .* is "3\.11"/,
    ],
  ])('are refused with %s', async (_, fourth, message) => {
    const merging = mergeRuns({runs: [...parts.slice(0, 3), await fourth()], out: at('never')});
    await expect(merging).rejects.toThrow(message);
  });

  test('are refused where one holds a problem of another, or another answer', async () => {
    cpSync(at(3), at('foreign'), {recursive: true});
    const own = (await readRun(at(3))).rows[0]?.task_id ?? '';
    const other = (await readRun(at(0))).rows[0]?.task_id ?? '';
    const path = join(at('foreign'), 'verdicts.jsonl');
    const text = readFileSync(path, 'utf8').replaceAll(`"${own}"`, `"${other}"`);
    writeFileSync(path, text);
    await expect(
      mergeRuns({runs: [...parts.slice(0, 3), at('foreign')], out: at('never')}),
    ).rejects.toThrow(`task_id: ${other} is not of shard 3/4`);
    cpSync(at(3), at('other-answer'), {recursive: true});
    const [answer = ''] = readFileSync(join(at(0), 'completions.jsonl'), 'utf8').split('\n');
    const changed = JSON.stringify({...JSON.parse(answer), text: 'another'});
    writeFileSync(join(at('other-answer'), 'completions.jsonl'), `${changed}\n`, {flag: 'a'});
    await expect(
      mergeRuns({runs: [...parts.slice(0, 3), at('other-answer')], out: at('never')}),
    ).rejects.toThrow(/request: .* has another answer in another shard/);
    cpSync(at(3), at('no-answers'), {recursive: true});
    rmSync(join(at('no-answers'), 'completions.jsonl'));
    await expect(
      mergeRuns({runs: [...parts.slice(0, 3), at('no-answers')], out: at('never')}),
    ).rejects.toThrow(/no-answers\/completions.jsonl: request: \w+ is missing, the answer to NONE/);
    expect(readdirSync(folder).filter((name) => name.includes('never'))).toEqual([]);
  });

  test('are never gone on with as another shard, nor as the whole', async () => {
    await expect(replayed(at(0), {shard: {index: 1, count}})).rejects.toThrow(
      'shard: this run has {"count":4,"index":0}, asked for now is {"count":4,"index":1}',
    );
    await expect(replayed(at(0))).rejects.toThrow('shard: this run has {"count":4,"index":0}');
    await expect(replayed(at('whole'), {shard: {index: 1, count}})).rejects.toThrow(
      'shard: this run has null',
    );
  });

  test('a run without a journal is judged in shards as any other', async () => {
    cpSync(at('whole'), at('no-journal'), {recursive: true});
    rmSync(join(at('no-journal'), 'journal.jsonl'));
    const shard = {index: 0, count};
    const out = at('no-journal-0');
    const {manifest} = await judgeRun({
      directory: at('no-journal'),
      ...{shard, out, judge: judgeByLength()},
    });
    expect(manifest.shard).toEqual(shard);
  });

  test('a run is judged again in shards, and becomes what it becomes in one', async () => {
    const judge = {...createFakeJudge(), judge: createFakeJudge().judge};
    for (const shard of shards) {
      const out = at(`again-${shard.index}`);
      await judgeRun({directory: at('whole'), shard, out, judge});
    }
    await judgeRun({directory: at('whole'), shard: {index: 0, count}, out: at('again-0'), judge});
    await mergeRuns({runs: shards.map(({index}) => at(`again-${index}`)), out: at('again')});
    cpSync(at('whole'), at('again-whole'), {recursive: true});
    await judgeRun({directory: at('again-whole'), judge});
    expect(bytesOf(at('again'))).toEqual(bytesOf(at('again-whole')));
    expect(bytesOf(at('again'))).not.toEqual(bytesOf(at('whole')));
    await expect(
      judgeRun({directory: at(0), judge, shard: {index: 0, count}, out: at('x')}),
    ).rejects.toThrow('it is shard 0/4 already');
    await expect(
      judgeRun({directory: at('whole'), judge, shard: {index: 0, count}}),
    ).rejects.toThrow('`shard` and `out` belong together');
  });
});

describe('live runs of all shards', () => {
  test('make run and log of the whole, judged in shards as well', async () => {
    const folder = temporaryDirectory();
    const at = (name: string | number) => join(folder, String(name));
    await generated(at('whole'));
    for (const shard of shards) await generated(at(shard.index), shard);
    await mergeRuns({runs: shards.map(({index}) => at(index)), out: at('merged')});
    expect(Object.keys(bytesOf(at('merged')))).toContain('/log/CF_EF_FULL.jsonl');
    expect(bytesOf(at('merged'))).toEqual(bytesOf(at('whole')));
    const judge = judgeByLength();
    for (const shard of shards)
      await judgeRun({directory: at('whole'), shard, out: at(`again-${shard.index}`), judge});
    await mergeRuns({runs: shards.map(({index}) => at(`again-${index}`)), out: at('again')});
    expect(bytesOf(at('again'))).toEqual(bytesOf(at('whole')));
  });
});

function change(directory: string, edit: (manifest: object) => object): void {
  const path = join(directory, 'manifest.json');
  writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')))));
}
