import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {z} from 'zod';
import {loadSuite} from '../../../src/problem/suite.js';
import {loadCatalogue} from '../../../src/simulation/catalogue.js';
import {startSimulatedServer} from '../../../src/simulation/http-server.js';
import {createBatchService} from '../../model/batch/stand-in-batch-service.js';
import {startStandIn} from '../../model/endpoint/stand-in-server.js';
import {temporaryFolder} from '../../support/e2e/cli.js';
import {runBlock} from '../../support/e2e/run-block.js';
import {readManifest} from '../../support/e2e/run-files.js';
import {blocksIn, readPage, section} from '../../support/page.js';

const page = readPage('docs/batches.md');
const batchLine = z.object({custom_id: z.string(), url: z.string(), body: z.looseObject({})});

/** Three problems in one scenario show the same as all; code that is judged need not be sealed. */
const small = '--limit 3 --scenarios CF_EF_FULL_SEF --allow-unsafe';

it('the questions are written, answered elsewhere, read back and judged', async () => {
  const cwd = temporaryFolder();
  const part = section(page, '## With vLLM, without a server');
  const [write = '', read = ''] = blocksIn(part, 'sh').map((block) =>
    block.replace('--log', `${small} --log`),
  );
  expect(await runBlock(write, cwd)).toContain('requests in 1 file');
  const folder = join(cwd, 'batches/qwen');
  const answers = await answersTo(join(folder, 'batch-0001.jsonl'));
  writeFileSync(join(folder, 'output-0001.jsonl'), answers);
  expect(await runBlock(read, cwd)).toContain('static on simulated:codellama-like');
  expect(readManifest(join(cwd, 'runs/qwen-batch')).totals).toMatchObject({missing: 0});
});

it('the API is gone through in three steps', async () => {
  const cwd = temporaryFolder();
  const file = join(cwd, 'batches/mini/batch-0001.jsonl');
  let answers = '';
  const service = createBatchService(() => ({output: answers, errors: ''}));
  const api = await startStandIn(service.behave);
  const [block = ''] = blocksIn(section(page, '## With OpenAI’s Batch API'), 'sh');
  const [submit = '', status = '', fetch = ''] = block
    .replaceAll('--log', `${small} --base-url ${api.url} --log`)
    .split(/^(?=convcodebench)/m);
  expect(await runBlock(submit, cwd)).toContain('submitted');
  expect(await runBlock(status, cwd)).toContain('in_progress');
  answers = await answersTo(file);
  service.finish('completed');
  expect(await runBlock(fetch, cwd)).toContain('static on simulated:codellama-like');
  expect(readManifest(join(cwd, 'runs/mini')).totals).toMatchObject({missing: 0});
});

/** What a service gives back for a batch file, its model played by a simulated coder. */
async function answersTo(file: string): Promise<string> {
  const suite = await loadSuite('starter');
  const server = await startSimulatedServer({suite, catalogue: await loadCatalogue(suite)});
  onTestFinished(() => server.close());
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const answers = lines.map(async (line, n) => {
    const {custom_id, url, body} = batchLine.parse(JSON.parse(line));
    const reply = await fetch(server.url.replace('/v1', url), {
      method: 'POST',
      body: JSON.stringify({...body, model: 'simulated:careful'}),
    });
    const response = {status_code: 200, request_id: `r${n}`, body: await reply.json()};
    return `${JSON.stringify({id: `batch_req_${n}`, custom_id, response, error: null})}\n`;
  });
  return (await Promise.all(answers)).join('');
}
