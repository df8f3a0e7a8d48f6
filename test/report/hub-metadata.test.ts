import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {parse} from 'yaml';
import {
  type HubMetadataOptions,
  hubMetadata,
  readReport,
  replayLog,
  starterLog,
} from '../../src/index.js';
import {exampleRun} from '../support/example-bundle.js';
import {createFakeJudge} from '../support/fakes.js';

let root: string;
let run: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'convcodebench-hub-'));
  run = await exampleRun(root, {model: 'someone/a-model'});
});
afterAll(() => rmSync(root, {recursive: true}));

async function metadata(options: Partial<HubMetadataOptions>) {
  const dataset = 'someone/problems';
  const {yaml} = await hubMetadata({runs: [run], form: 'model-index', dataset, ...options});
  return parse(yaml);
}

test('the index of a model has its exact scores, scenario by scenario', async () => {
  const [model, ...others] = (await metadata({source: 'https://example.org'}))['model-index'];
  const {scored} = await readReport({runs: [run]});
  const scenario = scored[0]?.metrics.scenarios.find((each) => each.scenario === 'CF_EF_FULL');
  expect(others).toEqual([]);
  expect(model.name).toBe('someone/a-model');
  expect(model.results).toHaveLength(2);
  expect(model.results[0]).toMatchObject({
    task: {type: 'text-generation'},
    dataset: {
      type: 'someone/problems',
      name: 'ConvCodeBench CF_EF_FULL, static on simulated:codellama-like',
      config: 'CF_EF_FULL',
    },
    metrics: [
      {type: 'mrr', value: scenario?.mrr.value, name: expect.stringContaining('n = 4, 95%')},
      {type: 'recall', value: scenario?.recall.value},
    ],
    source: {url: 'https://example.org'},
  });
});

test('a file for .eval_results has an entry for each task', async () => {
  const entries = await metadata({form: 'eval-results'});
  expect(entries.map(({dataset}: {dataset: unknown}) => dataset)).toEqual(
    ['CF_EF_FULL', 'CF_EF_FULL_SEF'].flatMap((scenario) =>
      ['mrr', 'recall'].map((metric) => ({
        id: 'someone/problems',
        task_id: `${scenario}_static_${metric}`,
      })),
    ),
  );
  expect(entries[0]).toEqual({
    dataset: entries[0].dataset,
    value: expect.any(Number),
    notes: expect.stringMatching(/^MRR, static on .*; n = 4, .*, floor 0\.\d{4}; convcodebench /),
  });
});

test('a suite that the Hub has not is asked for', async () => {
  await expect(metadata({dataset: undefined})).rejects.toThrow(
    'the suite starter is none of the Hub; name its dataset with `dataset`',
  );
});

test('it is of one model, and of a real one', async () => {
  const {directory} = await replayLog({
    log: starterLog,
    model: 'simulated:careful',
    judge: createFakeJudge(),
    scenarios: ['CF'],
    tasks: ['0'],
    out: join(root, 'simulated'),
  });
  await expect(metadata({runs: [directory]})).rejects.toThrow('is simulated');
  await expect(metadata({runs: [run, directory]})).rejects.toThrow('is of one model');
});

test('a figure that has no value is left out, and said', async () => {
  const lost = mkdtempSync(join(root, 'lost-'));
  const judge = createFakeJudge();
  const forgetful = await exampleRun(lost, {
    judge: {
      ...judge,
      judge: async () => ({status: 'missing', reason: 'no room'}),
    } as typeof judge,
  });
  await expect(metadata({runs: [forgetful]})).rejects.toThrow('no figure has a value');
});
