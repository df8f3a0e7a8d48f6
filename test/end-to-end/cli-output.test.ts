import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'csv-parse/sync';
import {beforeAll, describe, expect, test} from 'vitest';
import {z} from 'zod';
import {packagePath} from '../../src/files/package-root.js';
import {scenarios} from '../../src/problem/scenario.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {percent} from '../../src/report/percent.js';
import {profiles} from '../../src/simulation/profiles.js';
import {writeStaticRun} from '../correlate/example-runs.js';
import {type CliResult, cli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {jsonLines, readManifest, readMetrics, readRows} from '../support/e2e/run-files.js';

const folder = temporaryFolder();
const models = ['simulated:beginner', 'simulated:expert-listener', 'simulated:careful'];
const scenario = 'CF_EF_FULL_SEF';
const runOf = (model: string) => join(folder, model.replace(':', '-'));
const liveRunOf = (model: string) =>
  packagePath(`reference-runs/starter/${model.replace(':', '--')}`);
const replays = new Map<string, CliResult>();

beforeAll(async () => {
  for (const model of models) {
    const args = [
      '--model',
      model,
      '--scenarios',
      `${scenario},CF_SNF`,
      '--out',
      runOf(model),
      '--json',
    ];
    // One of them as a process, whose streams are what is asked about.
    const run = replays.size === 0 ? cli : inProcess;
    replays.set(model, await run(['replay', '--log', starterLog, ...args]));
  }
});

describe('what a verb prints with --json', () => {
  test.each(models)(
    'replay of %s: one JSON document on stdout, the figures of metrics.json, all else on stderr',
    (model) => {
      const {exitCode, stdout, stderr} = replays.get(model) ?? {stdout: '', stderr: ''};
      expect(exitCode).toBe(0);
      const printed = JSON.parse(stdout);
      expect(printed.metrics).toEqual(readMetrics(runOf(model)));
      expect(printed.totals).toEqual(readManifest(runOf(model)).totals);
      expect(printed).toMatchObject({directory: runOf(model), model, simulated: true});
      expect(stderr).toMatch(/^code is judged at seal level/m);
      expect(stderr).toMatch(
        /places, \d+ answered by \d+ distinct requests?, \d+ jobs? judged now, 0 missing$/m,
      );
    },
  );

  const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
  const listing = z.array(z.record(z.string().regex(/^[a-z0-9_]+$/), value));

  test.each([
    {
      what: 'models',
      names: [...profiles.map(({id}) => id), 'canonical', 'file:<completions.jsonl>', '<name>'],
    },
    {what: 'scenarios', names: scenarios.map(({id}) => id)},
    {what: 'suites', names: ['starter', 'bigcodebench', 'bigcodebench-hard', '<file>']},
    {what: 'prompts', names: ['default']},
    {
      what: 'logs',
      names: [
        'logs/starter/SmolLM2-135M-Instruct_by_builtin',
        'logs/starter/simulated--codellama-like_by_builtin',
      ],
    },
  ])('list $what: a record for each, the same names as in the table', async ({what, names}) => {
    const {exitCode, stdout} = await inProcess(['list', what, '--json']);
    const records = listing.parse(JSON.parse(stdout));
    expect(exitCode).toBe(0);
    expect(records.map((record) => Object.values(record)[0])).toEqual(names);
    const table = await inProcess(['list', what]);
    expect(table).toMatchObject({exitCode: 0, stderr: ''});
    for (const name of names) expect(table.stdout).toContain(name);
  });
});

test('log stats counts the questions that a replay asks, turn by turn', async () => {
  const {exitCode, stdout} = await inProcess(['log', 'stats', starterLog, '--json']);
  expect(exitCode).toBe(0);
  const stats: unknown = JSON.parse(stdout);
  const {scenarios: counted} = z
    .object({
      scenarios: z.array(
        z.looseObject({
          scenario: z.string(),
          problems: z.int(),
          lines: z.int(),
          questions: z.array(z.int()),
        }),
      ),
    })
    .parse(stats);
  expect(counted.map((each) => each.scenario)).toEqual(scenarios.map(({id}) => id));
  for (const each of counted) {
    expect(each.lines).toBe(jsonLines(join(starterLog, `${each.scenario}.jsonl`)).length);
    expect(each.problems).toBe(40);
  }
  const rows = readRows(runOf('simulated:careful'));
  for (const id of ['CF_SNF', scenario]) {
    const asked = Array.from({length: 10}, (_, i) => {
      const at = rows.filter(
        (row) => row.scenario === id && row.turn === i + 1 && row.origin === 'answered',
      );
      return at.length;
    });
    expect(asked.some((count) => count > 0)).toBe(true);
    expect(counted.find((each) => each.scenario === id)?.questions).toEqual(asked);
  }
});

describe('report', () => {
  test('as JSON: the figures of metrics.json, run by run', async () => {
    const {exitCode, stdout, stderr} = await inProcess([
      'report',
      ...models.map(runOf),
      '--format',
      'json',
    ]);
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
    const {runs} = z
      .object({runs: z.array(z.looseObject({label: z.string(), metrics: z.unknown()}))})
      .parse(JSON.parse(stdout));
    expect(runs.map(({label}) => label)).toEqual(models.map(runOf));
    expect(runs.map(({metrics}) => metrics)).toEqual(
      models.map((model) => readMetrics(runOf(model))),
    );
  });

  test('as CSV: a record for every figure of metrics.json, exact', async () => {
    const {exitCode, stdout} = await inProcess(['report', ...models.map(runOf), '--format', 'csv']);
    expect(exitCode).toBe(0);
    const records: Record<string, string>[] = parse(stdout, {columns: true});
    for (const model of models) {
      for (const {scenario: id, mrr, recall, pass_at_1, replay_only} of readMetrics(runOf(model))
        .scenarios) {
        const figuresOf = (metric: string, turn = '') =>
          records
            .filter(
              (each) =>
                each.model === model &&
                each.scenario === id &&
                each.metric === metric &&
                each.turn === turn,
            )
            .map(({value, n}) => ({value: Number(value), n: Number(n)}));
        const exact = (figure: Pick<typeof mrr, 'value' | 'n'> | undefined) => [
          {value: figure?.value, n: figure?.n},
        ];
        expect(figuresOf('mrr')).toEqual(exact(mrr));
        expect(figuresOf('recall')).toEqual(exact(recall));
        for (const [turn, figure] of pass_at_1.entries())
          expect(figuresOf('pass_at_1', String(turn))).toEqual(exact(figure));
        if (replay_only) expect(figuresOf('replay_only_mrr')).toEqual(exact(replay_only.mrr));
      }
    }
  });

  test('as Markdown: tables that name the convention, n, and what simulated figures are worth', async () => {
    const {exitCode, stdout} = await inProcess(['report', ...models.map(runOf), '--format', 'md']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'Convention: credited. Intervals: 95%; of shares Wilson’s, of MRR by bootstrap over problems (1000 resamples, seed 20250)',
    );
    expect(stdout).toContain('Simulated models: these figures say nothing about any real model.');
    const tables = stdout.split('\n\n').filter((block) => block.startsWith('|'));
    // MRR and Recall side by side, then Pass@1 and replay-only of each run.
    expect(tables).toHaveLength(2 + 2 * models.length);
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
    for (const model of models) {
      const mrr =
        readMetrics(runOf(model)).scenarios.find((each) => each.scenario === scenario)?.mrr.value ??
        Number.NaN;
      expect(stdout).toContain(`| ${scenario} | ${model} | ${percent(mrr)} [`);
    }
  });
});

test('correlate: static and live figures are those of the runs, the rank correlation is theirs', async () => {
  const args = ['--static', ...models.map(runOf), '--live', ...models.map(liveRunOf), '--json'];
  const {exitCode, stdout} = await inProcess(['correlate', ...args]);
  expect(exitCode).toBe(0);
  const {correlations} = z
    .object({
      correlations: z.array(
        z.looseObject({
          reference: z.string(),
          scenario: z.string(),
          metric: z.enum(['mrr', 'recall']),
          agreement: z.looseObject({
            n_models: z.int(),
            problems: z.int(),
            models: z.array(z.object({model: z.string(), static: z.number(), live: z.number()})),
            spearman: z.looseObject({value: z.number().nullable()}),
          }),
        }),
      ),
    })
    .parse(JSON.parse(stdout));
  expect(correlations.map(({scenario: id, metric}) => `${id} ${metric}`).sort()).toEqual(
    [`${scenario} mrr`, `${scenario} recall`, 'CF_SNF mrr', 'CF_SNF recall'].sort(),
  );
  for (const {reference, scenario: id, metric, agreement} of correlations) {
    expect(reference).toBe('simulated:codellama-like');
    expect(agreement).toMatchObject({n_models: 3, problems: 40});
    const figureOf = (run: string) =>
      readMetrics(run).scenarios.find((each) => each.scenario === id)?.[metric].value;
    for (const {model, ...figures} of agreement.models) {
      expect(figures).toEqual({static: figureOf(runOf(model)), live: figureOf(liveRunOf(model))});
    }
    const sides = (['static', 'live'] as const).map((side) =>
      agreement.models.map((each) => each[side]),
    );
    if (sides.every((side) => new Set(side).size === 3)) {
      expect(agreement.spearman.value).toBeCloseTo(spearmanOf(sides), 12);
    }
  }
  expect(readFileSync(join(liveRunOf('simulated:careful'), 'manifest.json'), 'utf8')).toContain(
    '"verb": "generate"',
  );
});

/** 1 - 6 sum d² / n(n² - 1), which holds where no two values are equal. */
function spearmanOf(sides: readonly (readonly number[])[]): number {
  const [a, b] = sides.map((values) =>
    values.map((value) => values.filter((other) => other < value).length),
  );
  const squares = (a ?? []).map((rank, i) => (rank - (b?.[i] ?? Number.NaN)) ** 2);
  const n = squares.length;
  return 1 - (6 * squares.reduce((sum, square) => sum + square, 0)) / (n * (n * n - 1));
}

describe('a terminal obeys nothing that others wrote', () => {
  const hostile = '\u001b]0;title\u0007\u009b31m\u202e';
  const shown = '\\u001b]0;title\\u0007\\u009b31m\\u202e';
  const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

  test('results show the name of a model as it is; in JSON it stays the same name', async () => {
    const directory = writeStaticRun(join(folder, 'hostile'), {model: hostile, own: {'T/0': 'P'}});
    for (const format of ['text', 'md', 'csv', 'json']) {
      const {stdout} = await inProcess(['report', directory, '--format', format]);
      expect(stdout).not.toMatch(obeyed);
      expect(stdout).toContain(format === 'md' ? shown.replaceAll('\\', '\\\\') : shown);
      if (format === 'json') expect(JSON.parse(stdout).runs[0].manifest.model).toBe(hostile);
    }
  });

  test('a refusal is one line, whatever name it quotes', async () => {
    const {exitCode, stderr} = await cli(['report', `no${hostile}\nsuch run`]);
    expect(exitCode).toBe(2);
    expect(stderr).not.toMatch(obeyed);
    expect(stderr).toContain(`no${shown}\\nsuch run`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
