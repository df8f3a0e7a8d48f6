import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {writeReportPage} from '../../../src/report/html/write-page.js';
import {percent} from '../../../src/report/percent.js';
import {readRun} from '../../../src/run/read-run.js';
import {scoreStoredRun} from '../../../src/score/score-stored-run.js';
import {serveFolder} from '../../../src/view/serve-folder.js';
import {writeFourModels} from '../../correlate/example-runs.js';
import {chromiumPath} from '../../support/chromium.js';
import {hostileRun, hostileTexts} from '../../support/hostile-run.js';
import {temporaryDirectory} from '../../support/temporary-directory.js';

// Runs over three problems of the starter suite in two scenarios; the static one replayed the log
// of the live one.
const versionOne = 'test/fixtures/version-1';
const [live, replay] = [join(versionOne, 'live'), join(versionOne, 'static')];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const isThere = chromiumPath !== undefined;
const why = isThere ? '' : ' (needs chromium on the PATH)';

describe.skipIf(!isThere)(`a page in Chromium${why}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(chromiumPath && {executablePath: chromiumPath}),
      args: ['--no-sandbox'],
    });
  });
  afterAll(() => browser?.close());

  /** Opens an address; whatever the page complains of, or asks for elsewhere, fails the test. */
  async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({viewport: {width: 1240, height: 900}, ...options});
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', ({message}) => complaints.push(message));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    const home = new URL(address);
    page.on('request', (request) => {
      const url = new URL(request.url());
      const isOwn = url.protocol === home.protocol && url.host === home.host;
      if (!isOwn && url.protocol !== 'data:') complaints.push(`asks for ${url.href}`);
    });
    onTestFinished(async () => {
      await context.close();
      expect(complaints).toEqual([]);
    });
    await page.goto(address);
    await page.waitForSelector('main');
    return page;
  }

  async function written(
    runs: string[],
    options: Partial<Parameters<typeof writeReportPage>[0]> = {},
  ): Promise<string> {
    const out = join(temporaryDirectory(), options.split ? 'report' : 'report.html');
    const {path} = await writeReportPage({runs, out, logs: [join(live, 'log')], ...options});
    return pathToFileURL(path).href;
  }

  const text = (page: Page, selector: string) => page.locator(selector).first().innerText();

  test('shows the figures of metrics.json, exactly and in percent', async () => {
    const page = await open(await written([replay]));
    const {scenarios} = scoreStoredRun(await readRun(replay), 'credited').metrics;
    let read = 0;
    for (const {scenario, ...metrics} of scenarios.filter((each) => each.scenario !== 'NONE')) {
      for (const metric of ['mrr', 'recall'] as const) {
        const cell = page.locator(`[data-figure="0/${scenario}/${metric}"]`);
        const {value} = metrics[metric];
        expect(await cell.getAttribute('data-value')).toBe(String(value));
        expect(await cell.innerText()).toContain(value === null ? 'missing' : percent(value));
        read += 1;
      }
    }
    expect(read).toBe(4);
    await page.getByRole('button', {name: 'Table'}).first().click();
    const rows = page.locator('#figure-pass-at-1-by-turn tbody tr');
    expect(await rows.count()).toBe(1 + 2 * 11);
    const [, first] = scenarios;
    expect(await rows.nth(4).innerText()).toContain(
      percent(first?.pass_at_1[3]?.value ?? Number.NaN),
    );
  });

  test('draws static against live, and saves a drawing in its own colours', async () => {
    const {statics, lives} = writeFourModels(temporaryDirectory());
    const page = await open(await written([...statics, ...lives]));
    const drawing = page.locator('#figure-static-against-live-mrr svg[role=img]');
    // As in write-page.test.ts: 0.8 by hand.
    expect(await drawing.innerHTML()).toContain('ρ 0.800');
    expect(await drawing.locator('circle').count()).toBe(4);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#figure-static-against-live-mrr').getByRole('button', {name: 'SVG'}).click(),
    ]);
    const svg = readFileSync(await download.path(), 'utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).not.toContain('var(');
  });

  test('filters and sorts problems, and opens the place that is clicked', async () => {
    const page = await open(`${await written([replay])}#view=problems`);
    const names = () => page.locator('.heat-row a.name').allInnerTexts();
    expect(await names()).toEqual(['Starter/0', 'Starter/1', 'Starter/2']);
    await page.getByRole('searchbox').fill('/2');
    expect(await names()).toEqual(['Starter/2']);
    expect(await text(page, 'output')).toBe('1 of 3 problems');
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('Order').selectOption('hardest');
    expect((await names())[0]).toBe('Starter/2');
    await page
      .locator('[data-task="Starter/2"] [data-scenario=CF_EF_FULL_SEF]')
      .click({position: {x: 13, y: 4}});
    await page.waitForSelector('.given');
    expect(await text(page, 'article h2')).toBe('Starter/2');
    expect(await text(page, '.steps strong')).toBe('Turn 1 under CF_EF_FULL_SEF');
    await page.goBack();
    expect(await names()).toHaveLength(3);
  });

  test('steps by keys, and its address leads to the same place', async () => {
    const address = `${await written([replay])}#view=conversation&task=Starter%2F2&scenario=CF_EF_FULL_SEF`;
    const page = await open(address);
    await page.waitForSelector('.answer-of');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.given');
    expect(await text(page, '.steps strong')).toBe('Turn 1 under CF_EF_FULL_SEF');
    expect(await page.locator('.feedback').count()).toBe(3);
    await page.keyboard.press('ArrowUp');
    expect(await text(page, 'article h2')).toBe('Starter/1');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', {name: 'inline'}).click();
    const again = await open(page.url());
    await again.waitForSelector('.diff.inline .in');
    expect(await text(again, '.steps strong')).toBe('Turn 1 under CF_EF_FULL_SEF');
    expect(await text(again, '.diff')).toBe(await text(page, '.diff'));
  });

  test('puts two runs side by side', async () => {
    const address = await written([replay, live]);
    const page = await open(`${address}#view=conversation&runs=0,1&sort=differences&turn=0`);
    await page.waitForSelector('.answer-of');
    expect(await page.locator('.answer-of h3').allInnerTexts()).toEqual([
      'simulated:careful',
      'simulated:codellama-like',
    ]);
    await page.getByLabel('Show').selectOption('flipped');
    const listed = await page.locator('.problem').allInnerTexts();
    expect(listed.length).toBeGreaterThan(0);
    for (const each of listed) expect(each).toMatch(/\d+ differ/);
  });

  test('obeys nothing of hostile texts, and shows them', async () => {
    const {run, log, suite} = await hostileRun({lines: 100_000});
    const address = await written([run], {logs: [log], suite});
    const page = await open(`${address}#view=conversation&turn=1`);
    await page.waitForSelector('.given');
    for (const tab of ['Whole answer', 'Prompt', 'Program'])
      await page.getByRole('button', {name: tab, exact: true}).click();
    await page.getByRole('button', {name: 'Whole answer', exact: true}).click();
    const shown = await text(page, '.panel');
    for (const each of hostileTexts.slice(0, 5)) expect(shown).toContain(each);
    expect(shown).toContain('\\u001b[31mred');
    expect(shown).toContain('\\u0000 and \\u202ereversed');
    expect(await page.title()).toContain('<b onclick');
    for (const view of ['Problems', 'Figures']) await page.getByRole('link', {name: view}).click();
    expect(await page.evaluate(`'broken' in window`)).toBe(false);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('main img, main iframe, a[href^="javascript"]').count()).toBe(0);
  });

  test('shows the beginning of an answer of a million lines, soon', async () => {
    const {run, log, suite} = await hostileRun({lines: 1_000_000});
    const page = await open(
      `${await written([run], {logs: [log], suite})}#view=conversation&task=H%2Fplain&turn=1`,
    );
    await page.waitForSelector('.given');
    await page.getByRole('button', {name: 'Whole answer', exact: true}).click();
    expect(await text(page, '.panel .more')).toMatch(/^Show 2,000 more of 999,9\d\d lines/);
    expect((await text(page, '.panel pre')).split('\n').length).toBeLessThan(100);
  });

  test('says what it left out, and a split page opens from disk', async () => {
    const whole = readFileSync(new URL(await written([replay]))).length;
    const small = await open(await written([replay], {limit: whole - 1}));
    const notes = await small.locator('main > .notes').innerText();
    expect(notes).toMatch(/conversations of \d of 3 problems are not in this page/);
    const split = await open(
      `${await written([replay], {split: true})}#view=conversation&task=Starter%2F2&turn=1`,
    );
    await split.waitForSelector('.given');
    expect(await split.locator('.feedback').count()).toBe(3);
  });

  test('a folder is served with its index, details when they are opened', async () => {
    const server = await serveFolder({directory: versionOne});
    onTestFinished(() => server.close());
    const page = await open(server.url);
    await page.waitForSelector('.listing');
    await page.getByLabel('choose live').check();
    await page.getByLabel('choose static').check();
    await page.getByRole('link', {name: '2 runs in one page'}).click();
    await page.waitForSelector('.scores');
    await page.getByRole('link', {name: 'Conversations'}).click();
    await page.waitForSelector('.answer-of');
    // Of two runs, what differs comes first.
    const first = await text(page, '.problem');
    expect(first).toContain(await text(page, 'article h2'));
    expect(first).toMatch(/[1-9]\d* differ/);
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    test.each(['figures', 'problems', 'conversation'])(
      '%s has no serious fault of access',
      async (view) => {
        const address = `${await written([replay, live])}#view=${view}&turn=1&task=Starter%2F2`;
        const page = await open(address, {colorScheme});
        if (view === 'conversation') await page.waitForSelector('.given');
        else await page.waitForSelector('svg');
        // Through the debugger, which the page's policy does not hold.
        const found: {id: string; impact: string; nodes: {html: string}[]}[] = await page.evaluate(
          `(() => { ${axe}; return axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations) })()`,
        );
        const serious = found.filter(({impact}) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      },
    );

    test('360 pixels are wide enough', async () => {
      const address = await written([replay, live]);
      const page = await open(address, {colorScheme, viewport: {width: 360, height: 700}});
      for (const view of ['Problems', 'Conversations', 'Figures']) {
        await page.getByRole('link', {name: view}).click();
        await page.waitForTimeout(50);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          360,
        );
      }
    });
  });
});
