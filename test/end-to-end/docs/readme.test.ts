import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, it, onTestFinished, vi} from 'vitest';
import {loadSuite} from '../../../src/problem/suite.js';
import {loadCatalogue} from '../../../src/simulation/catalogue.js';
import {startSimulatedServer} from '../../../src/simulation/http-server.js';
import {temporaryFolder} from '../../support/e2e/cli.js';
import {runBlock} from '../../support/e2e/run-block.js';
import {blocksIn, readPage, section} from '../../support/page.js';

const readme = readPage('README.md');

it('its report is what its two commands print', async () => {
  const part = section(readme, '## How to read its report');
  const [commands = '', report = ''] = [...blocksIn(part, 'sh'), ...blocksIn(part, 'text')];
  const [replay = '', print = ''] = commands.split(/^(?=npx convcodebench report)/m);
  const folder = temporaryFolder();
  await runBlock(replay, folder);
  expect((await runBlock(print, folder)).trimEnd()).toBe(report.trimEnd());
});

it('its way to evaluate a model works with a server', async () => {
  const suite = await loadSuite('starter');
  const server = await startSimulatedServer({suite, catalogue: await loadCatalogue(suite)});
  onTestFinished(() => server.close());
  const [commands = ''] = blocksIn(section(readme, '## Evaluate my model'), 'sh');
  const here = commands
    .replace('http://localhost:8000/v1', `${server.url} --allow-unsafe --limit 5`)
    .replace('Qwen/Qwen2.5-Coder-7B-Instruct', 'simulated:careful');
  expect(here).not.toContain('localhost:8000');
  const printed = await runBlock(here, temporaryFolder());
  expect(printed).toContain('logs/starter/simulated--codellama-like_by_builtin');
  expect(printed).toContain('static on simulated:codellama-like, suite starter');
});

it('its loop over models ends with a table of agreement', async () => {
  const [loop = ''] = blocksIn(section(readme, '## How far static and live agree'), 'sh');
  // Eight problems instead of forty, and two scenarios instead of nine, show the same.
  const small = loop.replaceAll(/--model /g, '--limit 8 --scenarios CF_EF_FULL,CF_SEF --model ');
  expect(small).not.toBe(loop);
  const printed = await runBlock(small, temporaryFolder());
  expect(printed).toContain('Agreement of the static ranking with the live one');
  expect(printed).toMatch(/CF_SEF +│ MRR .*│ +3 │ +8 │/);
});

it('its library example runs as it stands and prints a figure per scenario', async () => {
  const [example = ''] = blocksIn(readme, 'ts');
  const work = temporaryFolder();
  const printed: unknown[][] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...line) => void printed.push(line));
  onTestFinished(() => log.mockRestore());
  const file = join(work, 'example.ts');
  writeFileSync(file, example.replace("'runs/library-example'", JSON.stringify(join(work, 'run'))));
  await import(pathToFileURL(file).href);
  expect(printed.map(([scenario]) => scenario)).toEqual(['NONE', 'CF_EF_FULL_SEF']);
  for (const [, mrr, n] of printed) {
    expect(mrr).toBeGreaterThan(0);
    expect(n).toBe(5);
  }
});
