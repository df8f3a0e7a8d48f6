/**
 * Measures the page of a report on a run of full size: `npx tsx scripts/measure-page.ts [PROBLEMS]`
 * (default 1140). It makes up a log of five scenarios and ten turns and a run on it, writes the
 * page as one file and as a folder, and has Chromium (by PATH) open both. What it prints stands in
 * `docs/measured.md`.
 */
import {mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {pathToFileURL} from 'node:url';
import {chromium, type Page} from 'playwright-core';
import {planReplay} from '../src/conversation/plan-replay.js';
import {loadPromptSet} from '../src/conversation/prompt-set.js';
import {sha256} from '../src/files/canonical-hash.js';
import {toJsonLine} from '../src/files/jsonl.js';
import {openLog, readConversations} from '../src/log/read-log.js';
import {defaultDecoding} from '../src/model/model.js';
import {canonicalProgram, type Problem, type Suite} from '../src/problem/problem.js';
import {publishedStaticScenarios} from '../src/problem/scenario.js';
import {suiteHash} from '../src/problem/suite.js';
import {writeReportPage} from '../src/report/html/write-page.js';
import {sortVerdicts} from '../src/run/sort-verdicts.js';
import type {VerdictRow} from '../src/run/verdict-row.js';
import {chromiumPath} from '../test/support/chromium.js';
import {exampleManifest, exampleTotals} from '../test/support/example-manifest.js';
import {exampleProblem} from '../test/support/example-problem.js';
import {writeMadeUpLog} from './made-up-log.js';

const count = Number(process.argv[2] ?? 1140);
/** How often the page is opened. */
const rounds = 5;
const folder = mkdtempSync(join(tmpdir(), 'convcodebench-page-'));
const [log, run, suitePath] = ['log', 'run', 'suite.jsonl'].map((name) => join(folder, name));
if (!log || !run || !suitePath) throw new Error('three names give three paths');

const problems = Array.from({length: count}, (_, i) => madeUpProblem(i));
const suite: Suite = {
  name: 'suite',
  hash: suiteHash(problems),
  problems,
  timeLimitMs: 1,
  standardLibraryOnly: true,
};

try {
  writeFileSync(suitePath, problems.map((problem) => toJsonLine(problem)).join(''));
  mkdirSync(log);
  writeMadeUpLog(log, suite, problems);
  const places = await writeMadeUpRun();
  console.log(`${count} problems, ${places} places`);
  for (const split of [false, true]) await measure(split);
} finally {
  rmSync(folder, {recursive: true, force: true});
}

/** Texts as long as BigCodeBench's, and as hard to pack: words drawn by their place. */
function madeUpProblem(i: number): Problem {
  return exampleProblem({
    task_id: `Made/${i}`,
    instruct_prompt: prose(`statement ${i}`, 110),
    canonical_solution: code(`solution ${i}`, 14),
    test: `class TestCases:\n${code(`test ${i}`, 60)}`,
    libs: `['library${i % 40}', 'os']`,
  });
}

function prose(seed: string, words: number): string {
  return Array.from({length: words}, (_, i) => word(`${seed} ${i}`)).join(' ');
}

function code(seed: string, lines: number): string {
  return Array.from({length: lines}, (_, i) => `    ${word(`${seed} ${i}`)} = f(${i})\n`).join('');
}

/** One of a few thousand words. */
function word(seed: string): string {
  const hash = sha256(seed);
  return `${hash.slice(0, 2)}word${hash.slice(2, 3)}`;
}

/** A run on that log with an answer of its own at every place; returns how many places. */
async function writeMadeUpRun(): Promise<number> {
  const opened = openLog(log ?? '');
  const frozen = new Map(
    await Promise.all(
      publishedStaticScenarios.map(async (id) => {
        const conversations = await readConversations(opened, id);
        return [
          id,
          conversations.map(({taskId, lines}) => ({taskId, lines: () => lines})),
        ] as const;
      }),
    ),
  );
  const prompts = loadPromptSet();
  const asking = {prompts, history: 'last', systemPrompt: true, decoding: defaultDecoding} as const;
  const answers: string[] = [];
  const rows = planReplay(frozen, problems, asking).map((planned, i): VerdictRow => {
    if (planned.kind === 'known') return planned.row;
    const {place, problem, question} = planned;
    const program = `${canonicalProgram(problem)}${code(`${place.scenario} ${place.turn} ${i}`, 6)}`;
    const text = `${prose(`answer ${i}`, 40)}\n\n\`\`\`python\n${program}\`\`\`\n`;
    answers.push(
      toJsonLine({
        ...{request: question.hash, text, reasoning: null, finish_reason: 'stop'},
        ...{usage: null, model: 'made-up', cut: null},
      }),
    );
    const status = i % 3 === 0 ? 'pass' : 'fail';
    return {
      ...{...place, origin: 'answered', status, reference_status: 'fail'},
      failures: status === 'pass' ? [] : ['test_one'],
      ...{code_sha256: sha256(program), request: question.hash, found: 'block'},
      ...{trust: status === 'pass' ? 'separate' : null, missing: null},
    };
  });
  const order = new Map(problems.map(({task_id}, i) => [task_id, i]));
  mkdirSync(run ?? '');
  const totals = {...exampleTotals, places: rows.length};
  const manifest = exampleManifest({
    suite: {name: suite.name, sha256: suite.hash},
    log: {sha256: opened.sha256, reference_model: 'made-up'},
    prompt_set_sha256: prompts.hash,
    scenarios: [...publishedStaticScenarios],
    problems: count,
    totals,
  });
  writeFileSync(join(run ?? '', 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(run ?? '', 'completions.jsonl'), answers.join(''));
  const sorted = sortVerdicts(rows, order).map((row) => toJsonLine(row));
  writeFileSync(join(run ?? '', 'verdicts.jsonl'), sorted.join(''));
  return rows.length;
}

async function measure(split: boolean): Promise<void> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const out = join(folder, split ? 'page' : 'page.html');
  const options = {runs: [run ?? ''], out, split, logs: [log ?? ''], suite: suitePath};
  const {path, bytes, leftOut} = await writeReportPage(options);
  const seconds = (performance.now() - began) / 1000;
  const {user, system} = process.cpuUsage(cpu);
  const peak = process.resourceUsage().maxRSS / 1e6;
  console.log(
    `${split ? 'folder' : 'file'}: ${(bytes / 1e6).toFixed(1)} MB, ${leftOut} problems left out, written in ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU; the process took ${peak.toFixed(2)} GB at most`,
  );
  if (split) console.log(`its page alone: ${(statSync(path).size / 1e6).toFixed(1)} MB`);
  if (chromiumPath === undefined) console.log('no Chromium on the PATH: not opened');
  else await openIn(chromiumPath, pathToFileURL(path).href);
}

async function openIn(executablePath: string, address: string): Promise<void> {
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
  try {
    const context = await browser.newContext({viewport: {width: 1240, height: 900}});
    const opened = [];
    for (let round = 0; round < rounds; round += 1) {
      const page = await context.newPage();
      const measure = await stopwatch(page);
      opened.push(
        await measure(async () => {
          await page.goto(address, {waitUntil: 'commit'});
          await page.waitForSelector('.scores');
        }),
      );
      await page.close();
    }
    console.log(`Chromium: figures after ${told(opened)}`);
    const page = await context.newPage();
    await page.goto(`${address}#view=problems`);
    await page.waitForSelector('.heat-row a');
    const measure = await stopwatch(page);
    const filters = [];
    for (const words of ['/5', '/11', '/7', '/9', '/2', '/10', '/8']) {
      const wanted = problems.filter(({task_id}) => task_id.includes(words)).length;
      filters.push(
        await measure(async () => {
          await page.getByRole('searchbox').fill(words);
          await page.locator('output', {hasText: new RegExp(`^${wanted} of`)}).waitFor();
        }),
      );
    }
    console.log(`a filter ${told(filters)}`);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('link', {name: 'Conversations'}).click();
    await page.waitForSelector('.answer-of');
    const openings = [];
    for (let i = 1; i <= 10; i += 1)
      openings.push(
        await measure(async () => {
          await page.keyboard.press('ArrowDown');
          await page.locator('article h2', {hasText: new RegExp(`^Made/${i}$`)}).waitFor();
          await page.locator('.answer-of').first().waitFor();
        }),
      );
    console.log(`a conversation ${told(openings)}`);
  } finally {
    await browser.close();
  }
}

/** Milliseconds by the clock, and of the page's own thread, which other work does not lengthen. */
type Measured = {clock: number; thread: number};

async function stopwatch(page: Page): Promise<(work: () => Promise<void>) => Promise<Measured>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  const busy = async () => {
    const {metrics} = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({name}) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  return async (work) => {
    const [before, began] = [await busy(), performance.now()];
    await work();
    const clock = performance.now() - began;
    return {clock, thread: (await busy()) - before};
  };
}

/** The middle one, the least and the most. */
function told(measured: readonly Measured[]): string {
  const spread = (values: number[]) => {
    const sorted = values.sort((a, b) => a - b).map((value) => value.toFixed(0));
    return `${sorted[sorted.length >> 1]} (${sorted[0]} to ${sorted.at(-1)}) ms`;
  };
  return `${spread(measured.map(({clock}) => clock))}, of its thread ${spread(measured.map(({thread}) => thread))}`;
}
