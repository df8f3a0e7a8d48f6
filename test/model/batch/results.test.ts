import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {FileFormatError} from '../../../src/errors.js';
import {createBatchModel, readBatchResults} from '../../../src/model/batch/results.js';
import {type Request, requestHash} from '../../../src/model/model.js';
import {askOnce, meet, question} from '../endpoint/endpoint-fixture.js';
import {chatReply, send} from '../endpoint/stand-in-server.js';

function ask(content: string): Request {
  return {...question, messages: [{role: 'user', content}]};
}

const asked = 'asked-model';

function hashes(requests: readonly Request[]): Set<string> {
  return new Set(requests.map(requestHash));
}

function fileOf(...lines: unknown[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'convcodebench-')), 'output.jsonl');
  writeFileSync(
    path,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
  return path;
}

function outputLine(request: Request, body: unknown, status_code = 200) {
  return {
    id: 'batch_req_1',
    custom_id: requestHash(request),
    response: {status_code, request_id: 'req_1', body},
    error: null,
  };
}

test('rows that leave out what is null are read', async () => {
  const body = chatReply({message: {content: 'first'}});
  const [bare, failed] = [ask('bare'), ask('failed')];
  const path = fileOf(
    {custom_id: requestHash(bare), response: {body}},
    {custom_id: requestHash(failed), error: {message: 'no such luck'}},
  );
  const {answers, failures} = await readBatchResults([path], hashes([bare, failed]), asked);
  expect(answers.get(requestHash(bare))?.().text).toBe('first');
  expect(failures.get(requestHash(failed))).toEqual({
    kind: 'refused',
    reason: 'batch: no such luck',
  });
});

test('a row whose reply broke off is none that can be graded', async () => {
  const lost = ask('lost');
  const body = chatReply({finish_reason: 'error'});
  const {answers, failures} = await readBatchResults(
    [fileOf(outputLine(lost, body))],
    hashes([lost]),
    asked,
  );
  expect(answers.size).toBe(0);
  expect(failures.get(requestHash(lost))?.reason).toContain('finish_reason error');
});

test('a round trip gives the answers that the same replies give online', async () => {
  const replies = [
    chatReply({message: {content: 'first'}}),
    chatReply({
      message: {content: null, reasoning_content: 'hm'},
      finish_reason: 'length',
      usage: 'wrong',
    }),
    chatReply({message: {content: null, refusal: 'no'}}),
  ];
  const requests = replies.map((_reply, index) => ask(`question ${index}`));
  const online = await Promise.all(
    replies.map(async (reply, index) =>
      askOnce((await meet(send(200, reply))).options, requests[index]),
    ),
  );
  const lines = requests.map((request, index) => outputLine(request, replies[index]));
  const results = await readBatchResults([fileOf(...lines.toReversed())], hashes(requests), asked);
  const model = createBatchModel('asked-model', results);
  expect(await Promise.all(requests.map((request) => model.ask(request)))).toEqual(online);
  expect(results).toMatchObject({missing: [], foreign: 0, failures: new Map()});
});

test('errors, missing lines and lines of other plans are told apart', async () => {
  const requests = ['answered', 'too long', 'expired', 'cut short', 'never came'].map(ask);
  const [answered, tooLong, expired, cutShort, neverCame] = requests.map(requestHash);
  const output = fileOf(
    outputLine(ask('of another plan'), chatReply()),
    outputLine(ask('cut short'), chatReply({message: {content: ''}, finish_reason: null})),
    outputLine(ask('answered'), chatReply()),
  );
  const errors = fileOf(
    outputLine(
      ask('too long'),
      {error: {message: 'too long', code: 'context_length_exceeded'}},
      400,
    ),
    {
      id: 'x',
      custom_id: expired,
      response: null,
      error: {code: 'batch_expired', message: 'It took too long.'},
    },
  );
  const results = await readBatchResults([errors, output], hashes(requests), asked);
  expect([...results.answers.keys()]).toEqual([answered]);
  expect(results.failures).toEqual(
    new Map([
      [tooLong, {kind: 'context-length', reason: 'batch: 400: too long'}],
      [expired, {kind: 'refused', reason: 'batch: batch_expired: It took too long.'}],
      [cutShort, {kind: 'refused', reason: expect.stringContaining('choices.0.finish_reason')}],
    ]),
  );
  expect(results.missing).toEqual([neverCame]);
  expect(results.foreign).toBe(1);
  const model = createBatchModel('asked-model', results);
  await expect(model.ask(ask('too long'))).rejects.toMatchObject({
    name: 'ModelError',
    kind: 'context-length',
  });
  await expect(model.ask(ask('expired'))).rejects.toMatchObject({
    name: 'ModelError',
    kind: 'refused',
  });
  await expect(model.ask(ask('never came'))).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining(neverCame?.slice(0, 12) ?? ''),
  });
});

test('a failure in the form of `vllm run-batch` is read from `error`', async () => {
  const request = ask('too long');
  const line = {
    id: 'vllm-1',
    custom_id: requestHash(request),
    response: {status_code: 400, request_id: 'vllm-batch-1', body: null},
    error: {
      object: 'error',
      message: "This model's maximum context length is 4096 tokens.",
      code: 400,
    },
  };
  const {failures} = await readBatchResults([fileOf(line)], hashes([request]), asked);
  expect([...failures.values()]).toMatchObject([{kind: 'context-length'}]);
});

test('a passing failure of one batch is refused for now, and an answer from another one counts', async () => {
  const request = ask('twice');
  const failed = fileOf(outputLine(request, {error: {message: 'overloaded'}}, 503));
  const answered = fileOf(
    outputLine(request, chatReply()),
    outputLine(request, chatReply({message: {content: 'later'}})),
  );
  expect([
    ...(await readBatchResults([failed], hashes([request]), asked)).failures.values(),
  ]).toMatchObject([{kind: 'refused'}]);
  for (const paths of [
    [failed, answered],
    [answered, failed],
  ]) {
    const {answers, failures} = await readBatchResults(paths, hashes([request]), asked);
    expect(Array.from(answers.values(), (answer) => answer())).toMatchObject([
      {text: 'the answer'},
    ]);
    expect(failures.size).toBe(0);
  }
});

test.each([
  ['torn', '{"custom_id":"abc","resp', ':1: record: not JSON'],
  ['of another format', '{"request":"abc"}', ':1: custom_id: '],
  [
    'with a status as text',
    '{"custom_id":"abc","response":{"status_code":"200"}}',
    ':1: response.status_code: ',
  ],
])('a line that is %s is refused with file, line and field', async (_name, line, words) => {
  const ended = readBatchResults([fileOf(line)], hashes([question]), asked);
  await expect(ended).rejects.toThrow(FileFormatError);
  await expect(ended).rejects.toThrow(words);
});

test('an answer whose file changes before it is asked for is no answer', async () => {
  const request = ask('once');
  const path = fileOf(outputLine(request, chatReply()));
  const model = createBatchModel('m', await readBatchResults([path], hashes([request]), asked));
  expect(await model.ask(request)).toMatchObject({text: 'the answer'});
  writeFileSync(path, readFileSync(path, 'utf8').slice(20));
  await expect(model.ask(request)).rejects.toThrow(FileFormatError);
  await expect(model.ask(request)).rejects.toThrow(`${path}: was changed while it was in use`);
});
