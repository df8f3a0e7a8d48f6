import {existsSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {readRun} from '../../src/run/read-run.js';
import {scoreStoredRun} from '../../src/score/score-stored-run.js';
import {toySuite} from '../interchange/published/published-fixture.js';
import {
  type Checkout,
  type Courses,
  checkout,
  writeTurns,
  writeTurnZero,
} from '../interchange/upstream/upstream-fixture.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {runCommand} from './run-command.js';

let root: string;
beforeEach(() => {
  root = temporaryDirectory();
});

const run = (...args: string[]) => runCommand(['log', ...args]);

describe('upstream’s results', () => {
  const own: Courses = {'Toy/0': 'FPPPPPPPPPP', 'Toy/1': 'PPPPPPPPPPP', 'Toy/2': 'FFFTFFFFFFF'};
  const reference: Courses = {
    'Toy/0': 'FFFFFFFFFFF',
    'Toy/1': 'FPPPPPPPPPP',
    'Toy/2': 'FFFFFFFFFFF',
  };
  let place: Checkout;
  let suite: string;

  beforeEach(() => {
    place = checkout(join(root, 'convcodeworld'));
    suite = join(root, 'toy.jsonl');
    writeFileSync(
      suite,
      toySuite()
        .problems.map((problem) => `${JSON.stringify(problem)}\n`)
        .join(''),
    );
    for (const [model, courses] of [
      ['org/own', own],
      ['org/ref', reference],
    ] as const) {
      writeTurnZero(place, model, courses);
      writeTurns(
        place.results,
        `bigcodebench_${model.replace('/', '_')}_CF_SEF_by_gpt-4o`,
        courses,
      );
    }
    const folder = join(place.results, 'static', 'bigcodebench_org_ref_CF_SEF_by_gpt-4o');
    writeTurns(folder, 'bigcodebench_org_own_CF_SEF_by_gpt-4o', own);
  });

  const importRun = (...args: string[]) =>
    run(
      'import-results',
      place.results,
      '--model',
      'org/own',
      '--suite',
      suite,
      '--out',
      join(root, 'run'),
      ...args,
    );
  const figures = async () => {
    const {metrics} = scoreStoredRun(await readRun(join(root, 'run')), 'upstream');
    return metrics.scenarios.find(({scenario}) => scenario === 'CF_SEF');
  };

  it('become a live run that is scored like any other', async () => {
    expect(await importRun()).toMatchObject({code: 0});
    const {manifest, mode} = await readRun(join(root, 'run'));
    expect(mode).toBe('live');
    expect(manifest).toMatchObject({
      imported: 'upstream-results',
      critic: 'gpt-4o',
      decoding: null,
      simulated: false,
    });
    // k = 2, 1 and never: (1/2 + 1) / 3.
    expect(await figures()).toMatchObject({
      mrr: {value: 0.5},
      recall: {value: expect.closeTo(2 / 3, 12)},
    });
  });

  it('become a static run with the reference’s credit', async () => {
    expect(await importRun('--reference', 'org/ref')).toMatchObject({code: 0});
    const {manifest, mode} = await readRun(join(root, 'run'));
    expect(mode).toBe('static');
    expect(manifest.log).toEqual({sha256: null, reference_model: 'org/ref'});
    // Pass@1 at turn 1, upstream: Toy/0 by its answer, Toy/1 too; nobody's turn 0 of the reference
    // passes.
    expect((await figures())?.pass_at_1[1]).toMatchObject({value: expect.closeTo(2 / 3, 12)});
  });

  it('with a problem that the suite does not have are refused, and nothing is left behind', async () => {
    const problems = toySuite(['Toy/0', 'Toy/1']).problems;
    writeFileSync(suite, problems.map((problem) => `${JSON.stringify(problem)}\n`).join(''));
    await expect(importRun()).rejects.toThrow('eval.Toy/2: the suite toy has no such problem');
    expect(existsSync(join(root, 'run'))).toBe(false);
  });

  it('with a missing turn are refused by the file’s name', async () => {
    const missing = join(
      place.results,
      'bigcodebench_org_own_CF_SEF_by_gpt-4o_ITER=7_eval_results.json',
    );
    rmSync(missing);
    await expect(importRun()).rejects.toThrow(missing);
    expect(existsSync(join(root, 'run'))).toBe(false);
  });

  it('are not written over what is there', async () => {
    mkdirSync(join(root, 'run'));
    writeFileSync(join(root, 'run', 'mine.txt'), '');
    await expect(importRun()).rejects.toThrow('not empty');
    expect(readdirSync(join(root, 'run'))).toEqual(['mine.txt']);
  });

  it('cannot be exported again: an imported run holds no code', async () => {
    await importRun();
    const again = run(
      'export-results',
      join(root, 'run'),
      '--suite',
      suite,
      '--out',
      join(root, 'up'),
    );
    await expect(again).rejects.toThrow('holds no code');
  });
});

describe('flags', () => {
  it.each([
    [['verify', starterLog, '--out', 'x'], '--out: log verify has no such flag; it has --json'],
    [['export', starterLog], '--out: missing; log export needs it'],
    [
      ['export', starterLog, '--out', 'x', '--python', 'python3'],
      '--python: log export has no such flag',
    ],
    [['import-results', 'x', '--out', 'y'], '--model: missing; log import-results needs it'],
    [['subset', starterLog, '--out', 'x'], 'give --problems N, or --agreement R'],
    [
      ['subset', starterLog, '--out', 'x', '--problems', '3', '--agreement', '0.9'],
      '--problems, --agreement: contradict; give one of them at a time',
    ],
    [
      ['subset', starterLog, '--out', 'x', '--problems', '3', '--static', 'a'],
      '--static: belongs to --agreement',
    ],
    [['subset', starterLog, '--out', 'x', '--problems', 'three'], '--problems: '],
  ])('%j is refused', async (args, message) => {
    const refused = run(...args);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});
