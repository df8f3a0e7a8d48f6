import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';

const staticSchema = z.object({
  figure: z.object({points: z.array(z.tuple([z.string(), z.number(), z.number()]))}),
});
const liveSchema = z.object({
  models: z.array(z.object({model: z.string(), mrr: z.record(z.string(), z.number())})),
});

const folder = process.env.CONVCODEBENCH_TEST_DATA ?? '';

/** False where the published figures cannot be read; `figureTitle` then says so. */
export const hasPublishedFigure = existsSync(join(folder, 'published-static.json'));

export const figureTitle = hasPublishedFigure
  ? 'the published figure'
  : 'the published figure (skipped without CONVCODEBENCH_TEST_DATA)';

/**
 * The figure's points (CF_SEF, MRR in percent, reference CodeLlama-7B-Instruct); `rounded` is the
 * live value of Table 7.
 */
export function publishedFigure(): {
  model: string;
  live: number;
  static: number;
  rounded: number;
}[] {
  const {figure} = staticSchema.parse(read('published-static.json'));
  const {models} = liveSchema.parse(read('published-live.json'));
  const table7 = new Map(models.map(({model, mrr}) => [model, mrr.CF_SEF]));
  return figure.points.map(([model, live, staticScore]) => {
    const rounded = table7.get(tied[model] ?? model);
    if (rounded === undefined) throw new Error(`Table 7 has no ${model}`);
    return {model, live, static: staticScore, rounded};
  });
}

/**
 * Points that the figure shows by colour alone: of each pair both have one rounded live value, so
 * either name gives the same.
 */
const tied: Record<string, string> = {
  tan: 'StarCoder2-15B-Instruct-v0.1',
  navy: 'DeepSeek-Coder-V2-Lite-Instruct',
  purple: 'DeepSeek-Coder-6.7B-Instruct',
  lime: 'ReflectionCoder-DS-6.7B',
};

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
