import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {parse} from 'yaml';
import {sha256} from '../../src/files/canonical-hash.js';
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
  const rows = readFileSync(join(run, 'verdicts.jsonl'), 'utf8').trimEnd().split('\n');
  const hashesIn = (wanted: string) =>
    rows
      .map((line) => JSON.parse(line))
      .flatMap(({scenario, code_sha256}) => (scenario === wanted ? code_sha256 : []));
  const others = new Set(hashesIn('CF_EF_FULL_SEF'));
  const lost = new Set(hashesIn('CF_EF_FULL').filter((hash) => !others.has(hash)));
  const judge = createFakeJudge();
  const partial = await exampleRun(mkdtempSync(join(root, 'partial-')), {
    model: 'someone/a-model',
    judge: {
      ...judge,
      judge: async (candidate) =>
        lost.has(sha256(candidate.program))
          ? {status: 'missing', reason: 'no room'}
          : judge.judge(candidate),
    },
  });
  const dataset = 'someone/problems';
  const {yaml, leftOut} = await hubMetadata({runs: [partial], form: 'eval-results', dataset});
  expect(leftOut).toEqual(
    ['MRR', 'Recall'].map((name) => expect.stringContaining(`: CF_EF_FULL, ${name}: `)),
  );
  expect(parse(yaml).map((entry: {dataset: {task_id: string}}) => entry.dataset.task_id)).toEqual([
    'CF_EF_FULL_SEF_static_mrr',
    'CF_EF_FULL_SEF_static_recall',
  ]);
});

test('two results for one place are refused', async () => {
  await expect(metadata({runs: [run, run]})).rejects.toThrow(
    'both have CF_EF_FULL, static, on someone/problems; give the runs of one log',
  );
});

test('where no figure has a value, that is said', async () => {
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
