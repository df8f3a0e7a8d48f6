/**
 * Takes the pictures of the report's page that the documentation shows, from the quickstart's runs:
 * `npx tsx scripts/draw-screenshots.ts runs/quickstart [FOLDER]` (default: `docs/looking`),
 * every view in both themes, wide and narrow.
 */
import {mkdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Browser, chromium} from 'playwright-core';
import {packagePath} from '../src/files/package-root.js';
import {writeReportPage} from '../src/report/html/write-page.js';
import {chromiumPath} from '../test/support/chromium.js';

const [quickstart, folder = packagePath('docs/looking')] = process.argv.slice(2);
if (quickstart === undefined) throw new Error('name the folder of a quickstart');
if (chromiumPath === undefined) throw new Error('no Chromium on the PATH');

const page = join(tmpdir(), `convcodebench-screenshots-${process.pid}.html`);
const two = ['careful', 'hasty'].map((name) => join(quickstart, 'static', `simulated--${name}`));

type Picture = {
  name: string;
  fragment: string;
  width: number;
  height: number;
  theme: 'light' | 'dark';
};

const place = 'task=Starter%2F14&scenario=CF_EF_FULL_SEF&turn=1&runs=0,1';
const views = [
  {name: 'figures', fragment: ''},
  {name: 'problems', fragment: '#view=problems&runs=0,1'},
  {name: 'conversation', fragment: `#view=conversation&${place}`},
];
const pictures: Picture[] = [
  ...views.map((view) => ({...view, width: 1180, height: 760, theme: 'light' as const})),
  ...views.map(({name, fragment}) => ({
    ...{name: `${name}-dark`, fragment},
    ...{width: 1180, height: 760, theme: 'dark' as const},
  })),
  ...views.map(({name, fragment}) => ({
    ...{name: `${name}-narrow`, fragment},
    ...{width: 360, height: 720, theme: 'light' as const},
  })),
];

await writeReportPage({runs: two, out: page});
const browser = await chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox']});
try {
  mkdirSync(folder, {recursive: true});
  for (const picture of pictures) await take(browser, picture);
} finally {
  await browser.close();
  rmSync(page);
}

async function take(
  browser: Browser,
  {name, fragment, width, height, theme}: Picture,
): Promise<void> {
  const context = await browser.newContext({viewport: {width, height}, colorScheme: theme});
  const tab = await context.newPage();
  await tab.goto(`${pathToFileURL(page).href}${fragment}`);
  await tab.waitForSelector(fragment.includes('conversation') ? '.given' : 'main svg');
  await tab.waitForTimeout(300);
  await tab.screenshot({path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 62});
  await context.close();
}
