import {join} from 'node:path';
import {beforeEach, describe, expect, it} from 'vitest';
import {explainRun, readFit} from '../../../src/correlate/predict/explain-run.js';
import {starterLog} from '../../../src/quickstart/quickstart.js';
import {meaningSentences} from '../../../src/report/prediction-sentences.js';
import {readRun} from '../../../src/run/read-run.js';
import {temporaryDirectory} from '../../support/temporary-directory.js';
import {type Courses, writeLiveRun, writeStaticRun} from '../example-runs.js';

let root: string;
beforeEach(() => {
  root = temporaryDirectory();
});

/**
 * A model that solves `n` of ten problems with its first answer, both ways: MRR and Recall are
 * n/10.
 */
const solves = (n: number): Courses =>
  Object.fromEntries(Array.from({length: 10}, (_, i) => [`T/${i}`, i < n ? 'P' : 'F']));
const both = (model: string, n: number) => [
  writeStaticRun(join(root, 's', model), {model, own: solves(n)}),
  writeLiveRun(join(root, 'l', model), {model, own: solves(n)}),
];
const fiveModels = () => ['a', 'b', 'c', 'd', 'e'].flatMap((model, i) => both(model, 2 * i + 1));
const stored = (directories: readonly string[]) => Promise.all(directories.map(readRun));

const told = async (directory: string, fit: readonly string[]) =>
  meaningSentences(await explainRun({directory, fit: await stored(fit)}));

it('tells each score that the user’s own runs can tell: here live is static exactly', async () => {
  const directory = writeStaticRun(join(root, 'new'), {model: 'new', own: solves(6)});
  expect(await told(directory, fiveModels())).toEqual([
    'static MRR 60.0 in CF_SEF: about 60.0 live (95% prediction interval 60.0 to 60.0, 5 models), where no fitted model is',
    'static Recall 60.0 in CF_SEF: about 60.0 live (95% prediction interval 60.0 to 60.0, 5 models), where no fitted model is',
  ]);
});

it('leaves the model itself out of the fit', async () => {
  const fit = fiveModels();
  const [sentence] = await told(fit[0] ?? '', fit);
  expect(sentence).toContain('4 models');
});

it('says once that it cannot tell where there is no fit', async () => {
  const directory = writeStaticRun(join(root, 'new'), {model: 'new', own: solves(6)});
  expect(await told(directory, [])).toEqual([
    'what these static scores mean live cannot be told: no models with both scores are known for this scenario, metric and reference',
  ]);
});

it('does not take runs on another log for a fit', async () => {
  const log = {sha256: 'd'.repeat(64), reference_model: 'reference'};
  const directory = writeStaticRun(join(root, 'new'), {
    model: 'new',
    own: solves(6),
    changes: {log},
  });
  expect((await told(directory, fiveModels()))[0]).toContain('cannot be told');
});

it('refuses a live run', async () => {
  const [, live] = both('a', 3);
  await expect(explainRun({directory: live ?? '', fit: []})).rejects.toThrow('need no prediction');
});

describe('runs to fit by are refused before anything is asked', () => {
  it.each([
    ['that are not there', () => join(root, 'nowhere'), 'nowhere'],
    [
      'over another suite than the log',
      () => both('a', 3)[0] ?? '',
      /`fit`: .*suite: .* is over starter \(/,
    ],
  ])('%s', async (_, directory, message) => {
    await expect(readFit({directories: [directory()], log: starterLog})).rejects.toThrow(message);
  });
});
