import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readPublished} from '../../src/interchange/published/tables.js';
import {scenarios} from '../../src/problem/scenario.js';
import {keepGroundTruth} from '../../src/run/ground-truth.js';
import {writeLiveRun, writeStaticRun} from '../correlate/example-runs.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {runCommand} from './run-command.js';

const run = (...args: string[]) => runCommand(['report', ...args]);

const tableOf = {mrr: 'Table 7: MRR', recall: 'Table 8: Recall'};
const scenarioIds = ['NONE', ...scenarios.map(({id}) => id)] as const;

describe('the published tables', () => {
  it('stand in the paper’s groups, best and second best of each marked, column by column', async () => {
    const {printed} = await run('--published', '--format', 'md');
    const lines = printed.split('\n');
    // Table 7: GPT-4o-2024-05-13 is best in all ten columns; second in CF_SEF is GPT-4-0613 with
    // 63.1.
    expect(
      lines.find((line) => line.startsWith('| GPT-4o-2024-05-13 | **50.8** | **50.8**')),
    ).toBeDefined();
    expect(lines.find((line) => line.startsWith('| GPT-4-0613 | 46.0'))).toContain('<u>63.1</u>');
    const groups = [
      'Closed-source models',
      'Open-source models, 30B and up',
      'Open-source models, under 30B',
    ];
    const at = groups.map((group) => lines.findIndex((line) => line.startsWith(`| ${group} |`)));
    // The header and its rule, then 3, 10 and 8 models, each under its group.
    expect(at.map((line) => line - (at[0] ?? 0))).toEqual([0, 4, 15]);
  });

  it('mark equal values alike', async () => {
    const {printed} = await run('--published', '--format', 'md');
    // CF_EF_UNIT_SEF, MRR, closed models: 64.7 is best, 64.3 second twice (Table 7).
    expect(printed.match(/<u>64\.3<\/u>/g)).toHaveLength(2);
  });

  it('mark within each group of models, and name where the paper does not', async () => {
    const {printed} = await run('--published', '--format', 'md');
    const [mrr = '', recall = '', critics = ''] = printed.split('\n## ');
    const rowOf = (table: string, model: string) =>
      table.split('\n').find((line) => line.startsWith(`| ${model} |`)) ?? '';
    // Turn 0 of the three groups, by hand from Table 7: 50.8, 48.0; 47.6, 46.1; 39.3, 38.3.
    expect(rowOf(mrr, 'GPT-4-Turbo-2024-04-09')).toContain('| <u>48.0</u> |');
    expect(rowOf(mrr, 'Llama-3.3-70B-Instruct')).toContain('Instruct | **47.6** |');
    expect(rowOf(mrr, 'DeepSeek-R1-Distill-Llama-70B (16K)')).toContain('(16K) | <u>46.1</u> |');
    expect(rowOf(mrr, 'CodeQwen1.5-7B-Chat')).toContain('Chat | **39.3** |');
    expect(rowOf(mrr, 'DeepSeek-Coder-V2-Lite-Instruct')).toContain('Instruct | <u>38.3</u> |');
    // CF_EF_FULL of 30B and up: 56.0 and 55.2 by MRR, 72.7 and 68.1 by Recall.
    expect(rowOf(mrr, 'DeepSeek-R1-Distill-Qwen-32B (16K)')).toContain('| 54.3 |');
    expect(rowOf(recall, 'DeepSeek-R1-Distill-Qwen-32B (16K)')).toContain('| <u>68.1</u> |');
    expect(mrr).toContain('at DeepSeek-R1-Distill-Qwen-32B (16K) in CF_EF_FULL');
    expect(recall).toContain('at Qwen1.5-72B-Chat in CF_EF_FULL');
    // Table 14, column by column.
    expect(rowOf(critics, 'GPT-4o-2024-05-13')).toContain('| <u>64.2</u> | **65.1** |');
    expect(rowOf(critics, 'Llama-3.1-70B-Instruct')).toContain('| **65.8** | <u>62.1</u> |');
    expect(rowOf(critics, 'nobody (turn 0)')).toContain('| 50.8 | 45.4 |');
  });

  it('have 125 marks in Tables 7 and 8: the best and the second best of 60 columns, equal ones alike', async () => {
    const {printed} = await run('--published', '--format', 'md');
    const {models} = readPublished().live;
    const groups = [...new Set(models.map(({group}) => group))];
    const columns = (['mrr', 'recall'] as const).flatMap((metric) =>
      groups.map((group) => ({metric, inGroup: models.filter((model) => model.group === group)})),
    );
    let marks = 0;
    for (const {metric, inGroup} of columns) {
      const table = printed.split('\n## ').find((each) => each.includes(tableOf[metric]));
      const cells = inGroup.map(({model}) => {
        const row = table?.split('\n').find((line) => line.startsWith(`| ${model} |`));
        return row?.split(' | ').slice(1) ?? [];
      });
      for (const [at, id] of scenarioIds.entries()) {
        const values = inGroup.map((model) => model[metric][id]);
        const best = Math.max(...values);
        const second = Math.max(...values.filter((value) => value < best));
        for (const [i, value] of values.entries()) {
          const cell = cells[i]?.[at] ?? '';
          const mark = value === best ? '**' : value === second ? '<u>' : '';
          expect([cell.startsWith('**') ? '**' : cell.startsWith('<u>') ? '<u>' : '', id]).toEqual([
            mark,
            id,
          ]);
          marks += mark === '' ? 0 : 1;
        }
      }
    }
    expect(marks).toBe(125);
  });

  it('print a figure with as many decimals as its source', async () => {
    const {printed} = await run('--published', '--format', 'md');
    expect(printed).toContain('| 58.91 |');
    expect(printed).not.toContain('58.9 |');
  });

  it('hold every published figure as CSV', async () => {
    const {printed} = await run('--published', '--format', 'csv');
    const lines = printed.split('\n').slice(1);
    // 21 models x 2 metrics x 10 columns; examples 9 x 13 and 5 x 12; 16 points twice; 3 critics x
    // 2 targets.
    expect(lines).toHaveLength(420 + 117 + 60 + 32 + 6);
    expect(lines).toContain('live,GPT-4-0613,closed,,CF_SEF,mrr,,0.631');
    expect(lines).toContain(
      '"critics, feedback by nobody",Llama-3.1-70B-Instruct,,,CF_SEF,pass_at_1,0,0.454',
    );
  });

  it('stand alone', async () => {
    await expect(run('--published', 'runs/a')).rejects.toThrow('--published: stands alone');
    await expect(run()).rejects.toThrow('no run given');
  });
});

describe('upstream’s two tables', () => {
  it('begin at turn 0 live, and carry nothing: the status at the turn, or at turn 0', async () => {
    // t/0 passes at turn 0; t/1 at turn 2; t/2 never. `solved` turns after a pass have the status
    // pass.
    const own = {'t/0': 'P', 't/1': 'FFP', 't/2': 'F'};
    const directory = writeLiveRun(join(temporaryDirectory(), 'live'), {model: 'm', own});
    const {printed} = await run(directory, '--convention', 'upstream', '--format', 'md');
    expect(printed).toContain('## Pass@1 of m on ConvCodeWorld by turn, percent');
    expect(printed).toContain('| 0 | 33.3 |\n| 1 | 33.3 |\n| 2 | 66.7 |\n| 3 | 66.7 |');
    // (1 + 1/3 + 0) / 3 and 2/3.
    expect(printed).toContain('| MRR | 44.4 |\n| Recall | 66.7 |');
  });

  it('begin at turn 1 static, and take the reference’s turn 0 for the model’s', async () => {
    // The reference solves t/0 at once, t/1 at turn 1 and t/2 never; the model answers t/1 right at
    // turn 1, t/2 at turn 3 only.
    const own = {'t/0': 'F', 't/1': 'FP', 't/2': 'FFFPF'};
    const reference = {'t/0': 'P', 't/1': 'FP'};
    const directory = writeStaticRun(join(temporaryDirectory(), 'static'), {
      model: 'm',
      own,
      reference,
    });
    const {printed} = await run(directory, '--convention', 'upstream', '--format', 'md');
    expect(printed).toContain(
      '## Pass@1 of m on ConvCodeBench (reference reference) by turn, percent',
    );
    expect(printed).not.toContain('| 0 |');
    // Turn 1: t/0 by the reference's turn 0, t/1. Turn 3: all three. Turn 4: t/0, t/1 (the
    // reference's code stays).
    expect(printed).toMatch(
      /\| 1 \| 66\.7 \|.*\n\| 2 \| 66\.7 \|.*\n\| 3 \| 100\.0 \|.*\n\| 4 \| 66\.7 \|/,
    );
    // k = 1, 2 and 4: (1 + 1/2 + 1/4) / 3 = 58.33.
    expect(printed).toMatch(/\| MRR \| 58\.3 \|.*\n\| Recall \| 100\.0 \|/);
    // Credit alone: t/0 at all turns, t/1 from turn 2 on. Of what is left, turn 3 adds all.
    expect(printed).toContain('| 1 | 66.7 | 33.3 | 50.0 | 2 of 3 |');
    expect(printed).toContain('| 3 | 100.0 | 66.7 | 100.0 | 1 of 3 |');
    expect(printed).toContain('| 4 | 66.7 | 66.7 | 0.0 | 1 of 3 |');
    // Neither what stands without credit is dropped, nor the count of answers that were none.
    expect(printed).toContain('## m: replay-only ');
    expect(printed).toMatch(/^\| turn 1 \| 50\.0 \[.*\] \(2\) \|$/m);
    expect(printed.match(/held no code/g)).toHaveLength(2);
  });

  it('name the problems that they are over, where a run has two pairs of them', async () => {
    const directory = join(temporaryDirectory(), 'live');
    mkdirSync(directory);
    const ground_truth = keepGroundTruth(directory, {
      format: 'convcodebench-run-ground-truth',
      format_version: 1,
      suite_sha256: 'a'.repeat(64),
      problems: ['t/0', 't/1'].map((task_id) => ({
        task_id,
        passes: task_id === 't/0',
        time_limit_ms: 1000,
      })),
    });
    writeLiveRun(directory, {model: 'm', own: {'t/0': 'P', 't/1': 'F'}, changes: {ground_truth}});
    const {printed} = await run(directory, '--convention', 'upstream', '--format', 'md');
    expect(printed.split('\n').filter((line) => line.startsWith('## '))).toEqual([
      '## Pass@1 of m on ConvCodeWorld by turn, percent',
      '## MRR and Recall of m on ConvCodeWorld, percent',
      '## Pass@1 of m on ConvCodeWorld, ground-truth-passes problems only by turn, percent',
      '## MRR and Recall of m on ConvCodeWorld, ground-truth-passes problems only, percent',
    ]);
  });
});

describe('runs that are not finished', () => {
  const own = {'t/0': 'P', 't/1': 'FFP', 't/2': 'F'};

  /** A live run as it lies there when somebody stopped it: no totals, a plan, and some rows. */
  function writeStopped(root: string, kept: number): string {
    const directory = writeLiveRun(join(root, 'stopped'), {model: 'm', own});
    const manifest = join(directory, 'manifest.json');
    const written = JSON.parse(readFileSync(manifest, 'utf8'));
    writeFileSync(manifest, JSON.stringify({...written, totals: null}));
    const verdicts = join(directory, 'verdicts.jsonl');
    const rows = readFileSync(verdicts, 'utf8').trimEnd().split('\n');
    writeFileSync(verdicts, `${rows.slice(0, kept).join('\n')}\n{"scenario":"CF_`);
    const scenarios = [...new Set(rows.map((row) => JSON.parse(row).scenario))].filter(
      (scenario) => scenario !== 'NONE',
    );
    const begin = {event: 'begin', problems: 4, scenarios, tasks: [...Object.keys(own), 't/3']};
    writeFileSync(join(directory, 'journal.jsonl'), `${JSON.stringify(begin)}\n`);
    return directory;
  }

  it('are named beside finished ones, which are shown as ever', async () => {
    const root = temporaryDirectory();
    const finished = writeLiveRun(join(root, 'finished'), {model: 'n', own});
    const stopped = writeStopped(root, 5);
    const alone = await run(finished, '--format', 'md');
    const {printed} = await run(finished, stopped, '--format', 'md');
    expect(printed.startsWith(alone.printed)).toBe(true);
    expect(printed).toContain(`| ${stopped} | m | 5 | 44 |`);
    const {runs, unfinished} = JSON.parse((await run(finished, stopped, '--json')).printed);
    expect(runs).toHaveLength(1);
    expect(unfinished).toEqual([{directory: stopped, model: 'm', known: 5, planned: 44}]);
    const csv = await run(finished, stopped, '--format', 'csv');
    expect(csv.noted).toContain(`${stopped}: not finished, 5 of 44 verdicts`);
  });

  it('are shown as they stand where there is no other; what they lack is missing', async () => {
    const stopped = writeStopped(temporaryDirectory(), 5);
    const {runs} = JSON.parse((await run(stopped, '--json')).printed);
    const [{metrics}] = runs;
    expect(metrics.scenarios.map(({n}: {n: number}) => n)).toEqual([4, 4]);
    expect(metrics.scenarios[1].missing).toBeGreaterThan(30);
    const {printed} = await run(stopped);
    expect(printed).toMatch(/^Of 1 answer 0 held no code.*; 39 verdicts are missing/m);
  });
});

it('a run that is given twice is shown once, and that is said', async () => {
  const directory = join(temporaryDirectory(), 'run');
  writeLiveRun(directory, {model: 'm', own: {'t/0': 'P'}});
  const once = await run(directory, '--format', 'md');
  const twice = await run(directory, `${directory}/`, '--format', 'md');
  expect(twice.printed).toBe(once.printed);
  expect(twice.noted).toBe(`${directory}/: given twice; it is shown once`);
});

describe('a page', () => {
  const replay = 'test/fixtures/version-1/static';

  it('is written to --out, and its path, size and problems are told', async () => {
    const out = join(temporaryDirectory(), 'report.html');
    const {code, printed} = await run(replay, '--format', 'html', '--out', out);
    expect(code).toBe(0);
    expect(printed).toMatch(/report\.html: 0\.\d MB, 3 problems$/);
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it.each([
    [['--out', 'x'], '--out: means something with --format html only'],
    [['--split'], '--split: means something with --format html only'],
    [['--log', 'x'], '--log: means something with --format html only'],
    [['--published-live'], '--published-live: means something with --format html only'],
    [
      ['--format', 'html', '--dataset', 'x/y'],
      '--dataset: means something with --format model-index',
    ],
    [['--format', 'html', '--source', 'x'], '--source: means something with --format model-index'],
    [['--format', 'html', '--effects'], '--format html: is of runs'],
    [['--format', 'html', '--log', 'nowhere', '--out', join(tmpdir(), 'never.html')], 'nowhere: '],
  ])('with %j is refused', async (flags, message) => {
    await expect(run(replay, ...flags)).rejects.toThrow(message);
  });
});
