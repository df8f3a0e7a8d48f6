import {createHash} from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type ExecuteOptions, executeSamples} from '../../src/execute/execute-samples.js';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import type {JudgeSpec} from '../../src/open/open-judge.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {
  doubles,
  tinyProblem,
  triples,
  writeSamples,
  writeTinySuite,
} from '../support/tiny-suite.js';

type Row = {
  task_id: string;
  status: string;
  failures: {test: string; text: string}[];
  code_sha256: string;
};

/** For tests that ask nothing about limits, or about how many jobs were run. */
let shared: Judge;
beforeAll(async () => {
  shared = await createJudge({workers: 2});
});
afterAll(() => shared.close());

/** Executes in `directory` with the shared judge. */
function execute(
  directory: string,
  options: Partial<ExecuteOptions> & Pick<ExecuteOptions, 'suite' | 'samples'>,
) {
  return executeSamples({out: join(directory, 'verdicts.jsonl'), judge: shared, ...options});
}

/** Executes in `directory` with a judge that has a cache and a limit of its own. */
function executeAlone(
  directory: string,
  options: Partial<Omit<ExecuteOptions, 'judge'>> &
    Pick<ExecuteOptions, 'suite' | 'samples'> & {judge?: JudgeSpec},
) {
  return executeSamples({
    out: join(directory, 'verdicts.jsonl'),
    ...options,
    judge: {
      cacheDirectory: join(directory, 'cache'),
      workers: 2,
      timeLimitMs: 3000,
      ...options.judge,
    },
  });
}

function readRows(directory: string, name = 'verdicts.jsonl'): Row[] {
  const lines = readFileSync(join(directory, name), 'utf8').trimEnd().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('verdicts on samples', () => {
  test('stand in the order of the suite, one for each sample, of five keys', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 4);
    const samples = writeSamples(directory, [
      [3, triples],
      [0, doubles],
      [2, 'import os\nos._exit(3)\n'],
    ]);
    const {manifest} = await execute(directory, {suite, samples});
    const rows = readRows(directory);
    expect(rows.map(({task_id, status}) => [task_id, status])).toEqual([
      ['Tiny/0', 'pass'],
      ['Tiny/2', 'error'],
      ['Tiny/3', 'fail'],
    ]);
    expect(rows[0]).toEqual({
      task_id: 'Tiny/0',
      status: 'pass',
      failures: [],
      code_sha256: sha256(doubles),
      trust: 'separate',
    });
    expect(rows[1]?.failures).toEqual([
      {test: 'ALL', text: 'The process ended before the tests did (exit code 3)'},
    ]);
    expect(rows[2]?.failures).toEqual([
      {
        test: 'test_double',
        text: expect.stringMatching(/^Traceback[\s\S]*AssertionError: 6 != 4$/),
      },
    ]);
    expect(manifest.totals).toEqual({
      samples: 3,
      bad_lines: 0,
      pass: 1,
      passes: {separate: 1, shared: 0, inseparable: []},
      fail: 1,
      timeout: 0,
      error: 1,
      missing: 0,
      run_again: 0,
      flaky: null,
      problems: 3,
      fewest_samples: 1,
      most_samples: 1,
      pass_at_k: {'pass@1': 1 / 3},
    });
  });

  test('code that no Python can hold, and 10 MB of it, is judged like any other', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 4);
    const large = `x = "${'y'.repeat(10_000_000)}"\n${doubles}`;
    const samples = writeSamples(directory, [
      [0, `a\0b\n${doubles}`],
      [1, '{"task_id"'],
      [2, large],
      JSON.stringify({task_id: 'Tiny/3', solution: 'x'}).replace('"x"', '"\\ud800"'),
    ]);
    await executeAlone(directory, {suite, samples, judge: {timeLimitMs: 20_000}});
    expect(
      readRows(directory).map(({status, failures}) => [
        status,
        failures.map((failure) => failure.test),
      ]),
    ).toEqual([
      ['fail', ['ALL']],
      ['fail', ['ALL']],
      ['pass', []],
      ['fail', ['ALL']],
    ]);
    expect(readRows(directory)[0]?.failures[0]?.text).toMatch(/null bytes/);
  });

  test('need no canonical solution, by which a forged pass would be told from others', async () => {
    const directory = temporaryDirectory();
    const {canonical_solution: _, ...bare} = tinyProblem(0);
    const suite = join(directory, 'bare.jsonl');
    writeFileSync(suite, `${JSON.stringify(bare)}\n`);
    const forged =
      'import unittest\nunittest.TestCase.assertEqual = lambda *_: None\ndef task_func(x):\n    return 0\n';
    const forgedSamples = writeSamples(directory, [[0, forged]]);
    await execute(directory, {suite, samples: forgedSamples, out: join(directory, 'forged.jsonl')});
    expect(readRows(directory, 'forged.jsonl').map(({status}) => status)).toEqual(['fail']);
    await execute(directory, {suite, samples: writeSamples(directory, [[0, doubles]])});
    expect(readRows(directory).map(({status}) => status)).toEqual(['pass']);
  });

  test('with calibration run behind the code prompt, without it not', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 1);
    // `math` is imported by the code prompt alone.
    const solution =
      'from __future__ import annotations\ndef task_func(x):\n    return math.floor(2 * x)\n';
    const samples = writeSamples(directory, [[0, solution]]);
    await execute(directory, {suite, samples, calibrated: true});
    const stub = 'import math\n\ndef task_func(x):\n    pass\n';
    expect(readRows(directory)).toEqual([
      {
        task_id: 'Tiny/0',
        status: 'pass',
        failures: [],
        code_sha256: sha256(solution),
        trust: 'separate',
      },
    ]);
    const out = join(directory, 'eval.json');
    await execute(directory, {suite, samples, calibrated: true, out, writtenAs: 'bigcodebench'});
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      eval: {'Tiny/0': [{solution: stub + solution, status: 'pass'}]},
    });
    await execute(directory, {suite, samples, out: join(directory, 'plain.jsonl')});
    expect(readRows(directory, 'plain.jsonl')).toMatchObject([
      {status: 'fail', code_sha256: sha256(solution)},
    ]);
  });

  test('of a job that slept through its limit come from a second run', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 2);
    const samples = writeSamples(directory, [
      [0, 'import time\ntime.sleep(30)\n'],
      [1, doubles],
    ]);
    const notices: string[] = [];
    const onNotice = (notice: string) => notices.push(notice);
    const {manifest, jobsRun} = await executeAlone(directory, {
      suite,
      samples,
      onNotice,
    });
    expect(readRows(directory).map(({status}) => status)).toEqual(['timeout', 'pass']);
    expect(manifest.totals.run_again).toBe(1);
    // With the canonical solution, which both problems share.
    expect(jobsRun).toBe(3 + 1);
    expect(notices.join('\n')).toContain(
      '1 timeout had less than 90% of its limit in CPU time: run again, one at a time but for',
    );
  });

  test('that differ from run to run are listed as flaky', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 2);
    // 12 tosses of a coin come out alike once in 2,048 times.
    const coin = 'import os\ndef task_func(x):\n    return 2 * x + os.urandom(1)[0] % 2\n';
    const samples = writeSamples(directory, [
      [0, coin],
      [1, doubles],
    ]);
    const {manifest, jobsRun} = await executeAlone(directory, {suite, samples, repeat: 12});
    const flaky: {task_id: string; statuses: string[]}[] = readFileSync(
      join(directory, 'verdicts.jsonl.flaky.jsonl'),
      'utf8',
    )
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(flaky.map(({task_id}) => task_id)).toEqual(['Tiny/0']);
    expect(new Set(flaky[0]?.statuses)).toEqual(new Set(['pass', 'fail']));
    expect(flaky[0]?.statuses).toHaveLength(12);
    expect(manifest.totals.flaky).toBe(1);
    // With the canonical solution, which both problems share.
    expect(jobsRun).toBe(24 + 1);
    expect(existsSync(join(directory, 'cache'))).toBe(false);
  });

  test('in BigCodeBench’s shape name each failing test', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 2);
    const samples = writeSamples(directory, [
      [1, triples],
      [0, doubles],
    ]);
    await execute(directory, {suite, samples, writtenAs: 'bigcodebench'});
    const written = JSON.parse(readFileSync(join(directory, 'verdicts.jsonl'), 'utf8'));
    expect(written).toEqual({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
      eval: {
        'Tiny/0': [{task_id: 'Tiny/0', solution: doubles, status: 'pass', details: {}}],
        'Tiny/1': [
          {
            task_id: 'Tiny/1',
            solution: triples,
            status: 'fail',
            details: {test_double: expect.stringContaining('6 != 4')},
          },
        ],
      },
    });
  });
});

describe('several samples of a problem', () => {
  const passAtKFile = (directory: string) =>
    JSON.parse(readFileSync(join(directory, 'verdicts_pass_at_k.json'), 'utf8'));

  test('are judged one by one, and give pass@k as far as each problem has samples', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 2);
    const six = [doubles, triples, triples, triples, triples, triples];
    const samples = writeSamples(directory, [
      ...six.map((solution): [number, string] => [1, solution]),
      ...six.slice(1).map((solution): [number, string] => [0, solution]),
    ]);
    const {manifest} = await execute(directory, {suite, samples, writtenAs: 'bigcodebench'});
    const {eval: written} = JSON.parse(readFileSync(join(directory, 'verdicts.jsonl'), 'utf8'));
    const statuses = (id: string) => written[id].map(({status}: Row) => status);
    expect(statuses('Tiny/0')).toEqual(Array(5).fill('fail'));
    expect(statuses('Tiny/1')).toEqual(['pass', ...Array(5).fill('fail')]);
    // By hand: (1/6 + 0) / 2, and 1 - C(5, 5) / C(6, 5) = 5/6, so (5/6 + 0) / 2.
    const {pass_at_k, ...totals} = manifest.totals;
    expect(totals).toMatchObject({problems: 2, samples: 11, fewest_samples: 5, most_samples: 6});
    expect(Object.keys(pass_at_k)).toEqual(['pass@1', 'pass@5']);
    expect(pass_at_k['pass@1']).toBeCloseTo(1 / 12, 12);
    expect(pass_at_k['pass@5']).toBeCloseTo(5 / 12, 12);
    expect(passAtKFile(directory)).toEqual({
      ...pass_at_k,
      model: null,
      split: null,
      subset: 'tiny',
      calibrated: false,
      gt_pass_rate: null,
      failed_tasks: null,
      problems: 2,
      fewest_samples: 5,
      most_samples: 6,
      missing: 0,
    });
  });

  test('have their number in their rows, and are gone on with one by one', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 1);
    await executeAlone(directory, {
      suite,
      samples: writeSamples(directory, [
        [0, doubles],
        [0, triples],
      ]),
    });
    expect(readRows(directory)).toMatchObject([
      {task_id: 'Tiny/0', sample: 0, status: 'pass'},
      {task_id: 'Tiny/0', sample: 1, status: 'fail'},
    ]);
    const {jobsRun} = await executeAlone(directory, {
      suite,
      samples: writeSamples(directory, [
        [0, doubles],
        [0, triples],
        [0, 'import os\nos._exit(3)\n'],
      ]),
    });
    expect(jobsRun).toBe(1);
    expect(readRows(directory).map(({status}) => status)).toEqual(['pass', 'fail', 'error']);
  });

  test('of a folder, completions, and problems that were not chosen', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 3);
    for (const name of ['Tiny_0', 'Tiny_2']) {
      mkdirSync(join(directory, 'folder', name), {recursive: true});
      writeFileSync(join(directory, 'folder', name, '0.py'), doubles);
    }
    await execute(directory, {suite, samples: join(directory, 'folder'), tasks: ['1-2']});
    expect(readRows(directory).map(({task_id, status}) => [task_id, status])).toEqual([
      ['Tiny/2', 'pass'],
    ]);
    const notices: string[] = [];
    const completion = {task_id: 'Tiny/1', completion: '    return math.floor(2 * x)\n'};
    await execute(directory, {
      suite,
      samples: writeSamples(directory, [JSON.stringify(completion)]),
      out: join(directory, 'completed.jsonl'),
      onNotice: (notice) => notices.push(notice),
    });
    expect(readRows(directory, 'completed.jsonl').map(({status}) => status)).toEqual(['pass']);
    expect(notices).toContain(
      '1 sample has a completion instead of a solution: the complete prompt stands in front of each',
    );
  });

  test('a file whose name says calibrated, judged without, gets a notice', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 1);
    const samples = join(directory, 'm-sanitized-calibrated.jsonl');
    renameSync(writeSamples(directory, [[0, doubles]]), samples);
    const noticed = async (calibrated: boolean) => {
      const notices: string[] = [];
      const out = join(directory, `${calibrated}.jsonl`);
      await execute(directory, {
        suite,
        samples,
        out,
        calibrated,
        onNotice: (notice) => notices.push(notice),
      });
      return notices.some((notice) => notice.includes('`calibrated` does as it does'));
    };
    expect(await noticed(false)).toBe(true);
    expect(await noticed(true)).toBe(false);
  });
});

describe('a batch', () => {
  test('goes on behind bad lines and tells of each', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 2);
    const samples = writeSamples(directory, [
      [9, doubles],
      [0, doubles],
      [0, doubles],
      'nonsense',
      [1, triples],
    ]);
    const bad: string[] = [];
    const {manifest} = await execute(directory, {
      suite,
      samples,
      onBadLine: (line) => bad.push(line),
    });
    expect(bad.map((line) => line.replaceAll(samples, 'FILE'))).toEqual([
      expect.stringMatching(/^FILE:1: task_id: "Tiny\/9" is not in the suite/),
      expect.stringMatching(/^FILE:4: record: not JSON/),
      'FILE:3: task_id: "Tiny/0" stands at FILE:2 already, with the same code (duplicate)',
    ]);
    expect(readRows(directory).map(({status}) => status)).toEqual(['pass', 'fail']);
    expect(manifest.totals).toMatchObject({samples: 2, bad_lines: 3});
  });

  test('without a single sample is refused, and nothing is written', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 1);
    const samples = writeSamples(directory, ['nonsense']);
    await expect(execute(directory, {suite, samples})).rejects.toThrow(
      'none of its 1 line is a sample of tiny; is it for another `suite`?',
    );
    expect(readdirSync(directory).sort()).toEqual(['samples.jsonl', 'tiny.jsonl']);
  });

  test.each([
    ['missing', null, /does not start/],
    [
      'too old',
      '{"path": "/usr/bin/old", "version": "3.8.1", "prefixes": [], "lacks": []}',
      /is 3\.8\.1; 3\.10 or newer is needed/,
    ],
  ])('with a Python that is %s is refused before anything is written', async (_, says, message) => {
    const directory = temporaryDirectory();
    const python = join(directory, 'python');
    if (says !== null) writeFileSync(python, `#!/bin/sh\necho '${says}'\n`, {mode: 0o755});
    const suite = writeTinySuite(directory, 1);
    const samples = writeSamples(directory, [[0, doubles]]);
    await expect(executeAlone(directory, {suite, samples, judge: {python}})).rejects.toThrow(
      message,
    );
    expect(readdirSync(directory).filter((name) => name.startsWith('verdicts'))).toEqual([]);
  });

  test('says how many samples this Python cannot judge for want of a library', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, [
      tinyProblem(0, {libs: "['no_such_library', 'math']"}),
      tinyProblem(1),
    ]);
    const samples = writeSamples(directory, [
      [0, 'import no_such_library\n'],
      [1, doubles],
    ]);
    const notices: string[] = [];
    await execute(directory, {suite, samples, onNotice: (notice) => notices.push(notice)});
    expect(notices.at(-1)).toBe(
      '1 sample needs libraries that this Python lacks (no_such_library) and cannot pass here: convcodebench env create',
    );
    expect(readRows(directory).map(({status}) => status)).toEqual(['fail', 'pass']);
  });

  test('finished before is judged again only where code has changed or lines were mended', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 3);
    const before = writeSamples(directory, [[0, doubles], [1, triples], 'nonsense']);
    await executeAlone(directory, {suite, samples: before});
    const after = writeSamples(directory, [
      [0, doubles],
      [1, `${doubles}# mended\n`],
      [2, doubles],
    ]);
    const {jobsRun} = await executeAlone(directory, {suite, samples: after});
    expect(readRows(directory).map(({status}) => status)).toEqual(['pass', 'pass', 'pass']);
    // Tiny/0 and Tiny/2 are one job (equal code and test), known since the first sitting.
    expect(jobsRun).toBe(1);
    expect(existsSync(join(directory, 'verdicts.jsonl.work'))).toBe(false);
  });

  test('of fewer samples in the same file is refused, and nothing is lost', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 3);
    const all = writeSamples(directory, [
      [0, doubles],
      [1, doubles],
      [2, triples],
    ]);
    await execute(directory, {suite, samples: all});
    const before = readRows(directory);
    const fewer = join(directory, 'fewer.jsonl');
    writeFileSync(fewer, readFileSync(all, 'utf8').split('\n')[1] ?? '');
    for (const other of [{samples: fewer}, {samples: all, tasks: ['0']}])
      await expect(execute(directory, {suite, ...other})).rejects.toThrow(
        'manifest.json: totals.samples: 3 samples have verdicts there, and now 1 of ',
      );
    expect(readRows(directory)).toEqual(before);
  });

  test('of other options in the same file is refused by the field’s name', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 1);
    const samples = writeSamples(directory, [[0, doubles]]);
    await executeAlone(directory, {suite, samples});
    const before = readFileSync(join(directory, 'verdicts.jsonl'), 'utf8');
    await expect(executeAlone(directory, {suite, samples, calibrated: true})).rejects.toThrow(
      /verdicts\.jsonl\.manifest\.json: calibrated: these verdicts have false, asked for now is true; choose another `out`/,
    );
    await expect(
      executeAlone(directory, {suite, samples, judge: {limits: {memoryMiB: 5000}}}),
    ).rejects.toThrow('limits.memoryMiB: these verdicts have 4096, asked for now is 5000');
    expect(readFileSync(join(directory, 'verdicts.jsonl'), 'utf8')).toBe(before);
  });

  test('never replaces a file that is not its own', async () => {
    const directory = temporaryDirectory();
    const suite = writeTinySuite(directory, 1);
    const samples = writeSamples(directory, [[0, doubles]]);
    await expect(execute(directory, {suite, samples, out: samples})).rejects.toThrow(
      'is there already',
    );
    appendFileSync(samples, '');
    expect(readFileSync(samples, 'utf8')).toContain('Tiny/0');
  });
});
