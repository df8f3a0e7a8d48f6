import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {z} from 'zod';
import {
  readPublishedCritics,
  readPublishedLive,
  readPublishedStatic,
} from '../../../src/interchange/published/tables.js';
import {spearman} from '../../../src/score/spearman.js';

const folder = process.env.CONVCODEBENCH_TEST_DATA ?? '';

describe('published figures', () => {
  test("Tables 7 and 8 have 21 models in the paper's groups and ten columns each", () => {
    const {models} = readPublishedLive();
    const groups = models.map(({group}) => group);
    expect(groups).toEqual([
      ...Array(3).fill('closed'),
      ...Array(10).fill('open-30b-and-up'),
      ...Array(8).fill('open-under-30b'),
    ]);
    for (const {mrr, recall} of models)
      expect([Object.keys(mrr), Object.keys(recall)].map(({length}) => length)).toEqual([10, 10]);
  });

  test('figures are fractions of what is printed', () => {
    // Table 7: GPT-4-0613, CF_EF_FULL_SEF: 64.8; ReflectionCoder-DS-33B: 58.91.
    const {models} = readPublishedLive();
    const scores = (name: string) => models.find(({model}) => model === name);
    expect(scores('GPT-4-0613')?.mrr.CF_EF_FULL_SEF).toBe(0.648);
    expect(scores('ReflectionCoder-DS-33B')?.mrr.CF_EF_FULL_SEF).toBe(0.5891);
  });

  test('recall is never below MRR, and at turn 0 they are one number', () => {
    for (const {mrr, recall} of readPublishedLive().models) {
      expect(recall.NONE).toBe(mrr.NONE);
      for (const [scenario, value] of Object.entries(mrr))
        expect(
          Object.entries(recall).find(([name]) => name === scenario)?.[1],
        ).toBeGreaterThanOrEqual(value);
    }
  });

  test('the 16 points of the figure rank as is printed: Spearman 0.95', () => {
    const {points, spearman: printed} = readPublishedStatic().figure;
    expect(points).toHaveLength(16);
    const found = spearman(
      points.map(({static: score}) => score),
      points.map(({live}) => live),
    );
    expect(found).toEqual({value: expect.closeTo(printed, 10)});
    expect(printed).toBe(0.95);
  });

  test("upstream's README examples have turns 0 to 10 live, and 1 to 10 static", () => {
    const {live, static: frozen} = readPublishedStatic().examples;
    expect(Object.values(live.scenarios).map((scores) => scores?.pass_at_1.length)).toEqual(
      Array(9).fill(11),
    );
    expect(Object.values(frozen.scenarios).map((scores) => scores?.pass_at_1.length)).toEqual(
      Array(5).fill(10),
    );
    expect(live.scenarios.CF_SEF).toMatchObject({mrr: 0.533, recall: 0.828});
    expect(frozen).toMatchObject({
      reference_model: 'CodeLlama-7B-Instruct',
      scenarios: {CF_SEF: {mrr: 0.595, recall: 0.822}},
    });
  });

  test('Table 14 says what each critic was worth to each target', () => {
    expect(
      readPublishedCritics().rows.map(({critic, pass_at_1}) => [critic, Object.values(pass_at_1)]),
    ).toEqual([
      [null, [0.508, 0.454]],
      ['GPT-4o-2024-05-13', [0.642, 0.651]],
      ['Llama-3.1-70B-Instruct', [0.658, 0.621]],
    ]);
  });
});

const table = z.record(z.string(), z.number());
const sources = {
  live: z.object({
    models: z.array(z.object({model: z.string(), group: z.string(), mrr: table, recall: table})),
  }),
  figures: z.object({
    examples: z.object({
      live: z.object({
        scenarios: z.array(z.string()),
        pass_at_1_by_turn: z.array(z.array(z.number())),
        mrr: z.array(z.number()),
      }),
      static: z.object({
        scenarios: z.array(z.string()),
        pass_at_1_by_turn_from_1: z.array(z.array(z.number())),
        mrr: z.array(z.number()),
      }),
    }),
    figure: z.object({points: z.array(z.tuple([z.string(), z.number(), z.number()]))}),
  }),
};

/** A fraction as it was printed: percent with up to two decimals. */
function printed(fraction: number | undefined): number {
  return Math.round((fraction ?? Number.NaN) * 10_000) / 100;
}

function read<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

describe.skipIf(!existsSync(join(folder, 'published-live.json')))(
  'against the data folder (skipped without CONVCODEBENCH_TEST_DATA)',
  () => {
    test('live.json holds the figures of published-live.json, model by model', () => {
      const inPercent = (scores: {[scenario: string]: number}) =>
        Object.fromEntries(Object.entries(scores).map(([id, value]) => [id, printed(value)]));
      const ours = readPublishedLive().models.map(({model, group, mrr, recall}) => ({
        model,
        group,
        mrr: inPercent(mrr),
        recall: inPercent(recall),
      }));
      expect(ours).toEqual(read('published-live.json', sources.live).models);
    });

    test('static.json holds those of published-static.json', () => {
      const {examples, figure} = readPublishedStatic();
      const source = read('published-static.json', sources.figures);
      expect(
        figure.points.map(({model, live, static: score}) => [model, printed(live), printed(score)]),
      ).toEqual(source.figure.points);
      const byTurn = ({scenarios}: typeof examples.live, turns: number) =>
        Array.from({length: turns}, (_, at) =>
          Object.values(scenarios).map((scores) => printed(scores?.pass_at_1[at])),
        );
      expect(byTurn(examples.live, 11)).toEqual(source.examples.live.pass_at_1_by_turn);
      expect(byTurn(examples.static, 10)).toEqual(source.examples.static.pass_at_1_by_turn_from_1);
      expect(Object.keys(examples.live.scenarios)).toEqual(source.examples.live.scenarios);
      expect(
        Object.values(examples.static.scenarios).map((scores) => printed(scores?.mrr)),
      ).toEqual(source.examples.static.mrr);
    });
  },
);
