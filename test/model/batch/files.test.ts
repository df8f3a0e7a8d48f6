import {mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {UsageError} from '../../../src/errors.js';
import {batchLimits, writeBatchFiles} from '../../../src/model/batch/files.js';
import {requestBody} from '../../../src/model/endpoint/request-body.js';
import {type Request, requestHash} from '../../../src/model/model.js';
import {question} from '../endpoint/endpoint-fixture.js';

const options = {model: 'asked-model', maxTokensField: 'max_tokens' as const};

// https://platform.openai.com/docs/guides/batch: these four keys, nothing else; custom_id unique in
// its file.
const chatLine = z.strictObject({
  custom_id: z.string().regex(/^[0-9a-f]{64}$/),
  method: z.literal('POST'),
  url: z.literal('/v1/chat/completions'),
  body: z.strictObject({
    model: z.string(),
    messages: z
      .array(z.strictObject({role: z.enum(['system', 'user', 'assistant']), content: z.string()}))
      .min(1),
    temperature: z.number(),
    max_tokens: z.int().positive().optional(),
    max_completion_tokens: z.int().positive().optional(),
    stop: z.array(z.string().min(1)).min(1).max(4).optional(),
    seed: z.int().optional(),
    // What --extra-body adds in the tests: of OpenAI, and of vLLM only.
    top_p: z.number().optional(),
    chat_template_kwargs: z.strictObject({enable_thinking: z.boolean()}).optional(),
  }),
});

function ask(content: string, decoding = question.decoding): Request {
  return {messages: [{role: 'user', content}], decoding, sample: 0};
}

function newFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'convcodebench-')), 'batch');
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

test('every line is of the Batch format and asks what would be asked online, equal requests once and in order', async () => {
  const requests = [ask('one'), ask('two\nlines “ü”'), ask('one')];
  const paths = await writeBatchFiles(newFolder(), requests, options);
  expect(paths.map((path) => basename(path))).toEqual(['batch-0001.jsonl']);
  const lines = linesOf(paths[0] ?? '').map((line) => chatLine.parse(JSON.parse(line)));
  expect(lines.map(({custom_id}) => custom_id)).toEqual(
    [ask('one'), ask('two\nlines “ü”')].map(requestHash),
  );
  expect(lines.map(({body}) => body)).toEqual(
    requests.slice(0, 2).map((request) => requestBody(request, options)),
  );
});

test('stop, seed, extra body and the limit of reasoning models stand in the body as online, what is not set does not', async () => {
  const extra_body = {top_p: 0.9, chat_template_kwargs: {enable_thinking: false}};
  const request = ask('one', {...question.decoding, stop: ['\n#'], seed: 7, extra_body});
  const [path = ''] = await writeBatchFiles(newFolder(), [request, ask('two')], {
    ...options,
    maxTokensField: 'max_completion_tokens',
  });
  const [first, second] = linesOf(path).map((line) => chatLine.parse(JSON.parse(line)).body);
  const always = {model: 'asked-model', temperature: 0, max_completion_tokens: 2048};
  expect(first).toEqual({
    ...always,
    messages: request.messages,
    stop: ['\n#'],
    seed: 7,
    ...extra_body,
  });
  expect(second).toEqual({...always, messages: ask('two').messages});
});

test('the limits are those of OpenAI', async () => {
  expect(batchLimits).toEqual({requests: 50_000, bytes: 200_000_000});
});

test('files are split at the number of requests, nothing lost', async () => {
  const requests = Array.from({length: 7}, (_, index) => ask(`question ${index}`));
  const paths = await writeBatchFiles(newFolder(), requests, options, {
    ...batchLimits,
    requests: 3,
  });
  expect(paths.map((path) => linesOf(path).length)).toEqual([3, 3, 1]);
  const ids = paths.flatMap(linesOf).map((line) => chatLine.parse(JSON.parse(line)).custom_id);
  expect(ids).toEqual(requests.map(requestHash));
});

test('files are split at the number of bytes, not characters', async () => {
  const requests = Array.from({length: 6}, (_, index) => ask(`${index} ${'ü'.repeat(100)}`));
  const [whole = ''] = await writeBatchFiles(newFolder(), requests, options);
  const bytesOfOne = readFileSync(whole).length / 6;
  const paths = await writeBatchFiles(newFolder(), requests, options, {
    ...batchLimits,
    bytes: 2 * bytesOfOne,
  });
  expect(paths.map((path) => readFileSync(path).length)).toEqual(
    [2, 2, 2].map((count) => count * bytesOfOne),
  );
});

test('plain requests go to another URL and so into another file', async () => {
  const plain = ask('plain', {...question.decoding, mode: 'plain'});
  const paths = await writeBatchFiles(newFolder(), [ask('chat'), plain], options);
  expect(paths.map((path) => linesOf(path).map((line) => JSON.parse(line).url))).toEqual([
    ['/v1/chat/completions'],
    ['/v1/completions'],
  ]);
});

test('an empty folder is filled, however its name ends', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  await writeBatchFiles(`${folder}/`, [ask('one')], options);
  expect(readdirSync(folder)).toEqual(['batch-0001.jsonl']);
  expect(readdirSync(dirname(folder))).toEqual(['batch']);
});

test('no requests make an empty folder', async () => {
  const folder = newFolder();
  expect(await writeBatchFiles(folder, [], options)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder with something in it is refused and left as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'convcodebench-'));
  writeFileSync(join(folder, 'batch-0001.jsonl'), 'sent already');
  await expect(writeBatchFiles(folder, [ask('one')], options)).rejects.toThrow(UsageError);
  expect(readFileSync(join(folder, 'batch-0001.jsonl'), 'utf8')).toBe('sent already');
});

test('a request larger than a file may be is refused, and no folder appears', async () => {
  const folder = newFolder();
  await expect(
    writeBatchFiles(folder, [ask('x'.repeat(500))], options, {...batchLimits, bytes: 400}),
  ).rejects.toThrow(/has \d+ bytes/);
  expect(readdirSync(dirname(folder))).toEqual([]);
});
