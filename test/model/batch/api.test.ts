import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {FileFormatError, UsageError} from '../../../src/errors.js';
import {type BatchApi, type BatchStatus, createBatchApi} from '../../../src/model/batch/api.js';
import {batchLimits, writeBatchFiles} from '../../../src/model/batch/files.js';
import {readBatchResults} from '../../../src/model/batch/results.js';
import {type Request, requestHash} from '../../../src/model/model.js';
import {key, question} from '../endpoint/endpoint-fixture.js';
import {
  type Behaviour,
  chatReply,
  echoHeaders,
  neverAnswer,
  resetMidBody,
  send,
  stallMidBody,
  startStandIn,
} from '../endpoint/stand-in-server.js';
import {createTestClock} from '../endpoint/test-clock.js';
import {createBatchService} from './stand-in-batch-service.js';

const plan: Request[] = ['one', 'two', 'three', 'four'].map((content) => ({
  ...question,
  messages: [{role: 'user', content}],
}));

/** Answers the first line of each batch and fails the second. */
function halfAnswered(input: string): {output: string; errors: string} {
  const [first, second] = input
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).custom_id);
  return {
    output: `${JSON.stringify({custom_id: first, response: {status_code: 200, body: chatReply()}, error: null})}\n`,
    errors: `${JSON.stringify({custom_id: second, response: null, error: {code: 'batch_expired', message: 'late'}})}\n`,
  };
}

/**
 * Two batch files of two requests each, a service, and what opens the API as each new process
 * would.
 */
async function prepare(...first: Behaviour[]) {
  const folder = mkdtempSync(join(tmpdir(), 'convcodebench-'));
  const directory = join(folder, 'batch');
  await writeBatchFiles(
    directory,
    plan,
    {model: 'm', maxTokensField: 'max_tokens'},
    {...batchLimits, requests: 2},
  );
  const service = createBatchService(halfAnswered);
  const [opening = service.behave, ...rest] = first;
  const server = await startStandIn(opening, ...rest, service.behave);
  const clock = createTestClock();
  const statePath = join(folder, 'batches.json');
  const withApi = async <T>(act: (api: BatchApi) => Promise<T>): Promise<T> => {
    const environment = {OPENAI_API_KEY: key};
    const api = createBatchApi({
      baseUrl: server.url,
      environment,
      directory,
      statePath,
      clock,
      random: () => 0.5,
    });
    return act(api).finally(() => api.close());
  };
  return {service, server, clock, directory, statePath, withApi};
}

test('files are uploaded, batches started, waited for and downloaded, each step by a process of its own', async () => {
  const {service, clock, directory, statePath, withApi} = await prepare();
  await withApi((api) => api.submit());
  expect([...service.uploads.values()]).toEqual(
    ['batch-0001.jsonl', 'batch-0002.jsonl'].map((name) =>
      readFileSync(join(directory, name), 'utf8'),
    ),
  );
  expect(service.created).toEqual(
    ['file_0', 'file_1'].map((input_file_id) => ({
      input_file_id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    })),
  );
  expect(await withApi((api) => api.fetch())).toEqual([]);

  const seen: BatchStatus[][] = [];
  const onStatus = (statuses: BatchStatus[]) => {
    seen.push(statuses);
    if (seen.length === 2) service.finish('completed');
  };
  await withApi((api) => api.wait(60_000, onStatus));
  expect(clock.sleeps).toEqual([60_000, 60_000]);
  expect(seen.map(([batch]) => batch?.status)).toEqual(['in_progress', 'in_progress', 'completed']);
  expect(seen[2]?.[1]).toEqual({
    file: 'batch-0002.jsonl',
    batch_id: 'batch_1',
    status: 'completed',
    total: 2,
    completed: 1,
    failed: 1,
    reason: null,
  });

  const paths = await withApi((api) => api.fetch());
  const results = await readBatchResults(paths, new Set(plan.map(requestHash)), 'm');
  expect([results.answers.size, results.failures.size, results.missing.length]).toEqual([2, 2, 0]);
  expect(readFileSync(statePath, 'utf8')).not.toContain(key);
  expect(readdirSync(directory)).toHaveLength(6);
});

test('submitting again uploads and starts nothing twice', async () => {
  const {service, withApi} = await prepare();
  await withApi((api) => api.submit());
  await withApi((api) => api.submit());
  expect(service.uploads.size).toBe(2);
  expect(service.created).toHaveLength(2);
});

test('a batch that was started while we were killed is found and not started again', async () => {
  const {service, statePath, withApi} = await prepare();
  await withApi((api) => api.submit());
  const state = readFileSync(statePath, 'utf8').replaceAll(
    /"batch_id": "[^"]*"/g,
    '"batch_id": null',
  );
  writeFileSync(statePath, state);
  await withApi((api) => api.submit());
  expect(service.created).toHaveLength(2);
  expect(await withApi((api) => api.status())).toMatchObject([
    {batch_id: 'batch_0'},
    {batch_id: 'batch_1'},
  ]);
});

test('a service that falters is asked again', async () => {
  const {service, clock, withApi} = await prepare(send(503, ''), resetMidBody, send(429, ''));
  await withApi((api) => api.submit());
  expect(clock.sleeps).toEqual([500, 1_000, 2_000]);
  expect(service.created).toHaveLength(2);
});

test('a service that answers with a page instead of JSON is asked once, and the same command goes on', async () => {
  const {service, clock, withApi} = await prepare(send(200, '<html>', {}));
  await expect(withApi((api) => api.submit())).rejects.toMatchObject({
    name: 'ModelError',
    kind: 'refused',
  });
  expect(clock.sleeps).toEqual([]);
  await withApi((api) => api.submit());
  expect(service.created).toHaveLength(2);
});

test.each([
  ['says nothing', neverAnswer],
  ['stops in the middle of a reply', stallMidBody],
])(
  'a service that %s is given up in time and asked again, at every call',
  async (_name, silence) => {
    const {service, server, clock, withApi} = await prepare(silence);
    const submitted = withApi((api) => api.submit());
    await server.arrived(1);
    clock.expire();
    await submitted;
    expect(clock.sleeps).toEqual([500]);
    expect(service.created).toHaveLength(2);
  },
);

test('a signal ends a call that waits for a reply', async () => {
  const {server, withApi} = await prepare(neverAnswer);
  const stop = new AbortController();
  const submitted = withApi((api) => api.submit(stop.signal));
  await server.arrived(1);
  stop.abort(new Error('the user pressed Ctrl-C'));
  await expect(submitted).rejects.toThrow('the user pressed Ctrl-C');
});

test('a wrong key ends it at once, and is not shown', async () => {
  const {server, withApi} = await prepare(echoHeaders(401));
  const error = await withApi((api) => api.submit()).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: 'ModelError',
    kind: 'fatal',
    message: expect.stringContaining('OPENAI_API_KEY'),
  });
  expect(String(error)).not.toContain(key);
  expect(server.received).toHaveLength(1);
});

test('a file that the service turned down is reported with its reason', async () => {
  const {service, withApi} = await prepare();
  await withApi((api) => api.submit());
  service.finish('failed');
  const seen: BatchStatus[][] = [];
  await withApi((api) => api.wait(60_000, (statuses) => seen.push(statuses)));
  expect(seen).toHaveLength(1);
  expect(seen[0]?.[0]).toMatchObject({status: 'failed', reason: 'line 1 is not JSON'});
});

test('a batch file changed after it was submitted, and steps out of order, are refused', async () => {
  const {directory, withApi} = await prepare();
  await expect(withApi((api) => api.status())).rejects.toThrow(/run `submitBatches` first/);
  await withApi((api) => api.submit());
  writeFileSync(join(directory, 'batch-0001.jsonl'), '{"url":"/v1/chat/completions"}\n');
  await expect(withApi((api) => api.submit())).rejects.toThrow(UsageError);
});

test('a state file of another format is refused with its field', async () => {
  const {statePath, withApi} = await prepare();
  writeFileSync(statePath, '{"version":2,"batches":[]}');
  const ended = withApi((api) => api.submit());
  await expect(ended).rejects.toThrow(FileFormatError);
  await expect(ended).rejects.toThrow('batches.json: version: ');
});
