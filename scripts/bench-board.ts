/**
 * Measures a board of many entries: `npx tsx scripts/bench-board.ts [ENTRIES]` (default 500). It
 * makes up runs of two scenarios on the starter log, sends each under many names, builds the site
 * twice, and has Chromium (by PATH) sort its table. What it prints stands in `docs/measured.md`.
 */
import {mkdirSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';
import {buildLeaderboard} from '../src/leaderboard/build.js';
import {chromiumPath} from '../test/support/chromium.js';
import {
  editJson,
  exampleBundle,
  readBundleFiles,
  writeBundle,
} from '../test/support/example-bundle.js';

const entries = Number(process.argv[2] ?? 500);
const different = 4;
const folder = mkdtempSync(join(tmpdir(), 'convcodebench-board-'));
const [board, site] = [join(folder, 'board'), join(folder, 'site')];

try {
  await makeBundles();
  await measure('built', () => buildLeaderboard({directory: board, out: site}));
  await measure('built again', () => buildLeaderboard({directory: board, out: site}));
  const sizes = readdirSync(site, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map(({parentPath, name}) => statSync(join(parentPath, name)).size);
  console.log(`site: ${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(0)} MB`);
  await measureSorting();
} finally {
  rmSync(folder, {recursive: true, force: true});
}

async function makeBundles(): Promise<void> {
  mkdirSync(board);
  for (let shift = 0; shift < different; shift += 1) {
    const own = join(folder, `run-${shift}`);
    mkdirSync(own);
    const {out} = await exampleBundle(own, {shift, tasks: ['0-39']});
    const files = readBundleFiles(out);
    for (let i = shift; i < entries; i += different) {
      editJson(files, 'run.json', (run: {model: string}) => {
        run.model = `group-${i % 7}/model-${i}`;
      });
      writeBundle(join(board, `model-${i}.tar.gz`), files);
    }
  }
}

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const {user, system} = process.cpuUsage(before);
  const wall = ((performance.now() - start) / 1000).toFixed(1);
  const cpu = ((user + system) / 1e6).toFixed(1);
  console.log(`${entries} entries ${what}: ${wall} s, ${cpu} s of CPU`);
}

async function measureSorting(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? 'chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(site, 'index.html')).href);
    for (const key of ['model', 'rank', 'value', 'value']) {
      const took = await page.evaluate<{script: number; shown: number}>(sortBy(key));
      const rows = await page.locator('tbody tr').count();
      console.log(
        `sorted by ${key}: ${rows} rows, ${took.script.toFixed(0)} ms, shown after ${took.shown.toFixed(0)} ms`,
      );
    }
  } finally {
    await browser.close();
  }
}

/** In the page: a click on a heading, until its rows are laid out and a frame has been drawn. */
function sortBy(key: string): string {
  return `(async () => {
    const begin = performance.now();
    document.querySelector('th[data-key=${key}] button').click();
    const script = performance.now() - begin;
    document.body.getBoundingClientRect();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return {script, shown: performance.now() - begin};
  })()`;
}
