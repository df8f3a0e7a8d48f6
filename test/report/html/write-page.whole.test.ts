import {cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {readComparison} from '../../../src/compare/compare-runs.js';
import {requestHash} from '../../../src/model/model.js';
import type {PageSummary} from '../../../src/report/html/page/summary.js';
import type {ProblemDetail} from '../../../src/report/html/problem-detail.js';
import {type ReportPageOptions, writeReportPage} from '../../../src/report/html/write-page.js';
import {countPasses} from '../../../src/run/count-passes.js';
import {readRun} from '../../../src/run/read-run.js';
import {type VerdictRow, verdictRowSchema} from '../../../src/run/verdict-row.js';
import {scoreStoredRun} from '../../../src/score/score-stored-run.js';
import {writeFourModels, writeStaticRun} from '../../correlate/example-runs.js';
import {exampleTotals} from '../../support/example-manifest.js';
import {hostileRun, hostileTexts} from '../../support/hostile-run.js';
import {temporaryDirectory} from '../../support/temporary-directory.js';

// Runs over three problems of the starter suite in two scenarios, of format version 1: the live one
// has its log beside it, the static one replayed that log.
const [live, replay] = ['test/fixtures/version-1/live', 'test/fixtures/version-1/static'];
const log = join(live, 'log');

function unpacked<T>(packed: string): T {
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString());
}

type ReadPage = {html: string; summary: PageSummary; chunks: Map<number, ProblemDetail>};

function readPage(path: string): ReadPage {
  const html = readFileSync(path, 'utf8');
  const summary = /<template id="summary">([^<]*)</.exec(html)?.[1] ?? '';
  const chunks = html.matchAll(/<template id="chunk-(\d+)">([^<]*)</g);
  return {
    html,
    summary: unpacked(summary),
    chunks: new Map(Array.from(chunks, ([, n, packed = '']) => [Number(n), unpacked(packed)])),
  };
}

async function written(options: Omit<ReportPageOptions, 'out'>): Promise<ReadPage> {
  const out = join(temporaryDirectory(), 'report.html');
  await writeReportPage({...options, out});
  return readPage(out);
}

describe('the page of a static and a live run', () => {
  test('has their figures as metrics.json has them, and every problem', async () => {
    const {summary, chunks} = await written({runs: [replay, live], logs: [log]});
    const scored = await Promise.all(
      [replay, live].map(async (run) => scoreStoredRun(await readRun(run), 'credited').metrics),
    );
    expect(summary.runs.map(({metrics}) => metrics)).toEqual(scored);
    expect(summary.tasks.map(({task_id}) => task_id)).toEqual([
      'Starter/0',
      'Starter/1',
      'Starter/2',
    ]);
    expect([...chunks.keys()]).toEqual([0, 1, 2]);
    expect(summary.left_out).toBeNull();
  });

  test('has what was given and said, the answer and its program, word for word', async () => {
    const {chunks} = await written({runs: [replay], logs: [log]});
    const detail = chunks.get(2);
    const turn = detail?.runs[0]?.CF_EF_FULL_SEF?.find(({origin}) => origin === 'answered');
    const text = (ref: number | undefined) => detail?.texts[ref ?? -1] ?? '';
    expect(text(turn?.given)).toContain('def task_func');
    expect(text(turn?.execution)).toContain('Traceback');
    expect(text(turn?.verbal)).not.toBe('');
    const program = text(turn?.program);
    expect(program).toContain('def task_func');
    expect(text(turn?.answer)).toContain(program.slice(program.indexOf('def task_func')).trim());
  });

  test('is the same, byte for byte, whenever it is written', async () => {
    const pages = [await written({runs: [replay]}), await written({runs: [replay]})];
    expect(pages[0]?.html).toBe(pages[1]?.html);
  });

  test('says what is not at hand', async () => {
    const {summary, chunks} = await written({runs: [replay]});
    const lacks = summary.runs[0]?.lacks.join('\n');
    expect(lacks).toContain('name its directory with `logs`');
    expect(lacks).toContain('Tracebacks of failing tests: the run kept none');
    const turn = chunks.get(2)?.runs[0]?.CF_EF_FULL_SEF?.[0];
    expect(turn?.given).toBeUndefined();
    expect(turn?.answer).toBeDefined();
  });

  test('and names no directory by it, neither another run’s nor that of a damaged log', async () => {
    const root = temporaryDirectory();
    const runs = ['a', 'b'].map((name) => join(root, name));
    for (const run of runs) {
      cpSync(replay, run, {recursive: true});
      const manifest = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
      manifest.suite.name = 'own.jsonl';
      writeFileSync(join(run, 'manifest.json'), JSON.stringify(manifest));
    }
    const damaged = join(root, 'log');
    cpSync(log, damaged, {recursive: true});
    writeFileSync(join(damaged, 'CF_EF_FULL_SEF.jsonl'), '{');
    const {summary} = await written({runs, logs: [damaged]});
    for (const {lacks} of summary.runs) {
      expect(lacks.join('\n')).toContain('RUN: its suite is own.jsonl');
      expect(lacks.join('\n')).toContain(': LOG/CF_EF_FULL_SEF.jsonl');
      expect(lacks.join('\n')).not.toContain(root);
    }
  });

  test('and of a run without answers, that it has none', async () => {
    const run = join(temporaryDirectory(), 'run');
    cpSync(replay, run, {recursive: true});
    rmSync(join(run, 'completions.jsonl'));
    const {summary} = await written({runs: [run], logs: [log]});
    expect(summary.runs[0]?.lacks).toContain('Answers: the run holds none.');
  });

  test('and of a run that is not finished, how far it has come', async () => {
    const run = join(temporaryDirectory(), 'run');
    cpSync(replay, run, {recursive: true});
    const manifest = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
    writeFileSync(
      join(run, 'manifest.json'),
      JSON.stringify({...manifest, totals: null, model_served: []}),
    );
    const rows = readFileSync(join(run, 'verdicts.jsonl'), 'utf8').split('\n');
    writeFileSync(join(run, 'verdicts.jsonl'), `${rows.slice(0, 20).join('\n')}\n{"scen`);
    const {summary} = await written({runs: [run]});
    const [shown] = summary.runs;
    expect(shown?.unfinished).toEqual({known: 20, planned: 20});
    expect(shown?.model_served).toEqual(manifest.model_served);
    expect(manifest.model_served).toHaveLength(1);
    expect(shown?.totals?.places).toBe(20);
  });
});

describe('a page that would be too large', () => {
  test('leaves conversations out, those with failures last, and says how many', async () => {
    const whole = await written({runs: [replay], logs: [log]});
    const limit = Buffer.byteLength(whole.html) - 1;
    const out = join(temporaryDirectory(), 'report.html');
    const {leftOut, bytes} = await writeReportPage({runs: [replay], logs: [log], out, limit});
    const {summary, chunks} = readPage(out);
    expect(leftOut).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(limit);
    expect(summary.left_out?.tasks).toBe(leftOut);
    expect(chunks.size).toBe(3 - leftOut);
    for (const {chunk} of summary.tasks) expect(chunk === null || chunks.has(chunk)).toBe(true);
    // The third problem is the one that the model does not solve at once.
    expect(chunks.has(2)).toBe(true);
  });

  test('is whole in a folder, a file for each problem', async () => {
    const out = join(temporaryDirectory(), 'report');
    const {path, leftOut} = await writeReportPage({runs: [replay], logs: [log], out, split: true});
    expect([path, leftOut]).toEqual([join(out, 'index.html'), 0]);
    expect(readdirSync(join(out, 'data')).sort()).toEqual(['0.js', '1.js', '2.js']);
    const [, packed = ''] = /"([^"]*)"/.exec(readFileSync(join(out, 'data/1.js'), 'utf8')) ?? [];
    expect(unpacked<ProblemDetail>(packed).task_id).toBe('Starter/1');
    await expect(writeReportPage({runs: [replay], out, split: true})).rejects.toThrow(
      `${out}: is there already and not empty`,
    );
  });
});

describe('two runs of a page', () => {
  /** The second run passes T/1 from turn 2 on, and T/2 from turn 1 on in one process. */
  function twoRuns(): string[] {
    const root = temporaryDirectory();
    const totals = {
      ...exampleTotals,
      places: 44,
      passes: {separate: 1, shared: 1, inseparable: []},
    };
    const courses = {'T/0': 'P', 'T/1': 'F', 'T/2': 'F', 'T/3': 'F'};
    const [first, second] = [courses, {...courses, 'T/1': 'FFP', 'T/2': 'FP'}].map((own, i) =>
      writeStaticRun(join(root, String(i)), {model: `m${i}`, own, changes: {totals}}),
    );
    for (const run of [first ?? '', second ?? '']) {
      const path = join(run, 'verdicts.jsonl');
      const rows = readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((row) => verdictRowSchema.parse(JSON.parse(row)));
      const told = rows.map((row): VerdictRow => {
        if (row.origin !== 'answered') return row;
        const how = row.task_id === 'T/2' ? 'shared' : 'separate';
        const trust = row.status === 'pass' ? how : null;
        return {...row, request: 'r', found: 'block', trust};
      });
      writeFileSync(path, told.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const answered = told.filter(({request}) => request !== null);
      const {passes} = countPasses(answered);
      const manifest = join(run, 'manifest.json');
      const {totals: before, ...others} = JSON.parse(readFileSync(manifest, 'utf8'));
      const totals = {...before, answered: answered.length, passes};
      writeFileSync(manifest, JSON.stringify({...others, totals}));
    }
    return [first ?? '', second ?? ''];
  }

  test('are compared as `compare` compares them, with the problems that flipped', async () => {
    const runs = twoRuns();
    const {comparisons} = (await written({runs})).summary;
    const {scenarios, settings} = await readComparison(runs[0] ?? '', runs[1] ?? '');
    expect(comparisons).toEqual([
      {
        runs: [0, 1],
        problems: 4,
        settings,
        scenarios,
        flips: [
          {at: 1, only_a: 0, only_b: 9},
          {at: 2, only_a: 0, only_b: 10},
        ],
      },
    ]);
  });

  test('by trust, count only passes apart, in every figure', async () => {
    const {trust, runs, comparisons} = (await written({runs: twoRuns(), trust: 'separate'}))
      .summary;
    expect([trust, ...runs.map(({hanging}) => hanging)]).toEqual(['separate', 0, 10]);
    expect(runs[1]?.grid.CF_SEF?.[2]).toBe('fuuuuuuuuuu');
    expect(runs[1]?.metrics.scenarios[1]?.recall.value).toBe(0.5);
    expect(runs[1]?.classes).toContainEqual({turn: 1, verdict: 'discounted', n: 1});
    expect(comparisons[0]).toMatchObject({flips: [{at: 1, only_a: 0, only_b: 9}]});
    await expect(written({runs: [replay], trust: 'separate'})).rejects.toThrow(
      'totals.passes: absent',
    );
  });

  test('that cannot be compared say why, by their names', async () => {
    const {comparisons} = (await written({runs: [replay, live]})).summary;
    const [refused] = comparisons;
    if (!refused || !('refused' in refused)) throw new Error('static and live were compared');
    expect(refused.refused).toMatch(/mode: live, but .*careful.* has static/);
    expect(refused.refused).not.toContain('fixtures');
  });
});

describe('static against live', () => {
  test('is told where both sides are there', async () => {
    const {statics, lives} = writeFourModels(temporaryDirectory());
    const {agreement} = (await written({runs: [...statics, ...lives]})).summary;
    if (!agreement || !('rows' in agreement)) throw new Error('no agreement');
    // Ranks 1 2 3 4 against 1 3 2 4: 1 - 6 * 2 / (4 * 15) = 0.8.
    expect(agreement.rows[0]?.agreement.spearman.value).toBeCloseTo(0.8, 12);
  });

  test('is refused in words where the suites differ, and null where one side is not there', async () => {
    const {statics} = writeFourModels(temporaryDirectory());
    expect((await written({runs: statics})).summary.agreement).toBeNull();
    const {agreement} = (await written({runs: statics, publishedLive: true})).summary;
    expect(agreement).toEqual({refused: expect.stringContaining('published live figures')});
  });
});

test('what is no run is refused, and nothing is written', async () => {
  const out = join(temporaryDirectory(), 'report.html');
  await expect(writeReportPage({runs: ['runs/nowhere'], out})).rejects.toThrow('no such directory');
  await expect(writeReportPage({runs: [], out})).rejects.toThrow('expected at least one run');
  expect(existsSync(out)).toBe(false);
});

test('prompts are those that were asked, letter for letter', async () => {
  const {run, log, suite} = await hostileRun();
  const {summary, chunks} = await written({runs: [run], logs: [log], suite});
  expect(summary.runs[0]?.lacks).toEqual([]);
  const {manifest, rows} = await readRun(run);
  if (manifest.decoding === null) throw new Error('a run knows how it asked');
  const asked = rows.filter(({request}) => request !== null);
  expect(asked).toHaveLength(33);
  for (const {task_id, scenario, turn, request} of asked) {
    const chunk = chunks.get(summary.tasks.findIndex((task) => task.task_id === task_id));
    const shown = chunk?.runs[0]?.[scenario]?.find((each) => each.turn === turn);
    const prompt = chunk?.prompts[shown?.prompt ?? -1] ?? [];
    const messages = prompt.map(({role, parts}) => {
      return {role, content: parts.map((part) => chunk?.texts[part]).join('')};
    });
    expect(requestHash({messages, decoding: manifest.decoding, sample: 0})).toBe(request);
  }
});

test('a prompt that is not the one that was asked is not shown', async () => {
  const {run, log, suite} = await hostileRun();
  const path = join(run, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({...manifest, system_prompt: !manifest.system_prompt}));
  const {chunks} = await written({runs: [run], logs: [log], suite});
  expect([...chunks.values()].flatMap(({prompts}) => prompts)).toEqual([]);
});

test('hostile texts are in the page, and in no place where they would be obeyed', async () => {
  const {run, log, suite} = await hostileRun();
  const {html, summary, chunks} = await written({runs: [run], logs: [log], suite});
  expect(html).not.toContain('window.broken');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(summary.tasks.map(({leaked}) => leaked)).toEqual([['CF_SEF'], ['CF_SEF'], ['CF_SEF']]);
  const [chunk] = chunks.values();
  for (const text of hostileTexts) expect(chunk?.texts.join('\n')).toContain(text);
});
