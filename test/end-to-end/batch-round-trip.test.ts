import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {z} from 'zod';
import {loadSuite} from '../../src/problem/suite.js';
import {loadCatalogue} from '../../src/simulation/catalogue.js';
import {type SimulatedServer, startSimulatedServer} from '../../src/simulation/http-server.js';
import {createBatchService} from '../model/batch/stand-in-batch-service.js';
import {startStandIn} from '../model/endpoint/stand-in-server.js';
import {type CliResult, cli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {readManifest} from '../support/e2e/run-files.js';

// OpenAI's "Batch API" guide and API reference, "The request input object": one line a request,
// these four fields, unique ids; the body is that of the endpoint (here: the required fields and
// those we may send; anything else is refused).
const batchLine = z.strictObject({
  custom_id: z.string().min(1).max(64),
  method: z.literal('POST'),
  url: z.literal('/v1/chat/completions'),
  body: z.strictObject({
    model: z.literal('simulated:hasty'),
    messages: z
      .array(
        z.strictObject({role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1)}),
      )
      .min(1),
    temperature: z.number().min(0).max(2),
    max_tokens: z.int().min(1).optional(),
    max_completion_tokens: z.int().min(1).optional(),
    stop: z.array(z.string().min(1)).min(1).max(4).optional(),
    seed: z.int().optional(),
    chat_template_kwargs: z.strictObject({enable_thinking: z.boolean()}).optional(),
  }),
});
type BatchLine = z.infer<typeof batchLine>;

describe('batch mode', () => {
  let server: SimulatedServer;
  let online: string;
  const folder = temporaryFolder();

  beforeAll(async () => {
    const suite = await loadSuite('starter');
    server = await startSimulatedServer({suite, catalogue: await loadCatalogue(suite)});
    online = join(folder, 'online');
    expect(await replay(online, '--base-url', server.url)).toMatchObject({exitCode: 0});
  });
  afterAll(() => server.close());

  function replay(out: string | null, ...more: string[]): Promise<CliResult> {
    return replayBy(inProcess, out, ...more);
  }

  async function replayBy(
    run: typeof cli,
    out: string | null,
    ...more: string[]
  ): Promise<CliResult> {
    const log = join(await smallReferenceRun(), 'log');
    const where = out === null ? [] : ['--out', out];
    return run([
      'replay',
      '--log',
      log,
      '--model',
      'simulated:hasty',
      '--workers',
      '1',
      ...where,
      ...more,
    ]);
  }

  const read = (path: string) => readFileSync(path, 'utf8');
  const linesOf = (path: string): BatchLine[] =>
    read(path)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => batchLine.parse(JSON.parse(line)));

  async function answerLine({custom_id, url, body}: BatchLine, n: number) {
    const reply = await fetch(server.url.replace('/v1', url), {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return {
      id: `batch_req_${n}`,
      custom_id,
      response: {status_code: 200, request_id: `r${n}`, body: await reply.json()},
      error: null,
    };
  }

  const jsonl = (records: readonly unknown[]) =>
    records.map((record) => `${JSON.stringify(record)}\n`).join('');

  test('writes every distinct request once, in files a strict reading of the format accepts', async () => {
    const directory = join(folder, 'plan');
    const {exitCode, stdout, stderr} = await replay(null, '--batch-out', directory);
    expect(exitCode, stderr).toBe(0);
    expect(readdirSync(directory)).toEqual(['batch-0001.jsonl']);
    const lines = linesOf(join(directory, 'batch-0001.jsonl'));
    expect(new Set(lines.map(({custom_id}) => custom_id)).size).toBe(lines.length);
    expect(lines).toHaveLength(readManifest(online).totals?.requests ?? 0);
    expect(stdout).toContain(`${lines.length} requests in 1 file`);
    expect((await replay(null, '--batch-out', directory)).exitCode).toBe(2);
  });

  test('writes stop, extra body and the limit of reasoning models into every line', async () => {
    const directory = join(folder, 'decoded');
    const extraBody = '{"chat_template_kwargs":{"enable_thinking":false}}';
    const decoding = [
      '--stop',
      '###',
      '--extra-body',
      extraBody,
      '--max-tokens-field',
      'max_completion_tokens',
    ];
    expect(await replay(null, '--batch-out', directory, ...decoding)).toMatchObject({exitCode: 0});
    for (const {body} of linesOf(join(directory, 'batch-0001.jsonl'))) {
      expect(body).toMatchObject({
        stop: ['###'],
        max_completion_tokens: 2048,
        ...JSON.parse(extraBody),
      });
      expect(body).not.toHaveProperty('max_tokens');
    }
  });

  test('reads answers back in any order, errors and missing lines included: the same verdicts as online, byte for byte', async () => {
    const directory = join(folder, 'round-trip');
    await replay(null, '--batch-out', directory);
    const lines = linesOf(join(directory, 'batch-0001.jsonl'));
    const answers = await Promise.all(lines.map(answerLine));
    const [first, second, third, ...rest] = answers.toReversed();
    const refusal = {
      status_code: 400,
      request_id: 'r',
      body: {error: {message: 'against our policy', code: 'content_filter'}},
    };
    const failures = [
      {...first, response: refusal},
      {...second, response: null, error: {code: 'batch_expired', message: 'not in time'}},
    ];
    const [output, errors, later] = ['output', 'errors', 'later'].map((name) =>
      join(directory, `${name}.jsonl`),
    );
    if (!output || !errors || !later) throw new Error('three names');
    writeFileSync(output, jsonl([...rest, {...rest[0], custom_id: 'of-another-plan'}]));
    writeFileSync(errors, jsonl(failures));
    const out = join(folder, 'offline');

    const partly = await replay(out, '--batch-in', output, errors);
    expect(partly.exitCode, partly.stderr).toBe(4);
    const journal = read(join(out, 'journal.jsonl'));
    for (const reason of [
      'against our policy',
      'batch_expired: not in time',
      'the batch files hold no answer',
    ])
      expect(journal).toContain(reason);

    writeFileSync(later, jsonl([third, second, first]));
    const whole = await replay(out, '--batch-in', later, output);
    expect(whole.exitCode, whole.stderr).toBe(0);
    for (const file of ['verdicts.jsonl', 'completions.jsonl', 'metrics.json', 'manifest.json'])
      expect(read(join(out, file)), file).toBe(read(join(online, file)));
  });

  test('names file and line of what is no batch result', async () => {
    const bad = join(folder, 'bad.jsonl');
    writeFileSync(bad, '{"custom_id": 7}\n');
    const {exitCode, stderr} = await replay(join(folder, 'never'), '--batch-in', bad);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${bad}:1: custom_id:`);
  });

  test('--batch submit, status and fetch go through the API in steps, each by another process', async () => {
    const lines: BatchLine[] = [];
    let answers = '';
    const service = createBatchService(() => ({output: answers, errors: ''}));
    const api = await startStandIn(service.behave);
    const directory = join(folder, 'through-the-api');
    const step = (name: string, out: string | null) =>
      replayBy(cli, out, '--batch-out', directory, '--batch', name, '--base-url', api.url);

    expect(await step('submit', null)).toMatchObject({exitCode: 0});
    lines.push(...linesOf(join(directory, 'batch-0001.jsonl')));
    expect([...service.uploads.values()].map((text) => text.trim())).toEqual([
      read(join(directory, 'batch-0001.jsonl')).trim(),
    ]);
    expect(service.created).toEqual([
      expect.objectContaining({endpoint: '/v1/chat/completions', completion_window: '24h'}),
    ]);
    expect(await step('submit', null)).toMatchObject({exitCode: 0});
    expect(service.created).toHaveLength(1);
    expect((await step('status', null)).stdout).toContain('in_progress');

    answers = jsonl(await Promise.all(lines.map(answerLine)));
    service.finish('completed');
    const out = join(folder, 'fetched');
    const fetched = await step('fetch', out);
    expect(fetched.exitCode, fetched.stderr).toBe(0);
    expect(existsSync(join(directory, 'batch-0001.output.jsonl'))).toBe(true);
    expect(read(join(out, 'verdicts.jsonl'))).toBe(read(join(online, 'verdicts.jsonl')));
  });
});
