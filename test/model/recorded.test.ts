import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {FileFormatError, UsageError} from '../../src/errors.js';
import {type PromptCut, toCompletionRow} from '../../src/model/completion-row.js';
import {type Answer, type Request, requestHash} from '../../src/model/model.js';
import {createRecordedModel} from '../../src/model/recorded.js';
import {question} from './endpoint/endpoint-fixture.js';

const answer: Answer = {
  text: 'def f():\n    return 1\n',
  reasoning: null,
  finish_reason: 'stop',
  usage: {prompt_tokens: 3, completion_tokens: 4},
  model: 'served-model',
};
const other: Request = {...question, messages: [{role: 'user', content: 'Another question.'}]};

function row(request: Request, parts: Partial<Answer> = {}, cut: PromptCut | null = null): string {
  return JSON.stringify(toCompletionRow(requestHash(request), {...answer, ...parts}, cut));
}

function fileOf(...lines: string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'convcodebench-')), 'completions.jsonl');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

test('a row has its keys in the order of the format', () => {
  expect(Object.keys(JSON.parse(row(question)))).toEqual([
    'request',
    'text',
    'reasoning',
    'finish_reason',
    'usage',
    'model',
    'cut',
  ]);
});

test('a recorded request is answered as it was, also when asked by an equal one', async () => {
  const model = await createRecordedModel(fileOf(row(question), row(other, {text: 'no'})));
  expect(await model.ask(structuredClone(question))).toEqual(answer);
  expect((await model.ask(other)).text).toBe('no');
});

test('the model is named without the path of the file', async () => {
  expect((await createRecordedModel(fileOf(row(question)))).id).toBe('file:completions.jsonl');
});

test('an unknown request is refused by the beginning of its hash', async () => {
  const model = await createRecordedModel(fileOf(row(question)));
  await expect(model.ask(other)).rejects.toMatchObject({
    name: 'ModelError',
    kind: 'refused',
    message: expect.stringContaining(requestHash(other).slice(0, 12)),
  });
});

test('where cut prompts were answered, an unknown request is taken for one that was too long', async () => {
  const path = fileOf(row(question, {}, {front: 500, rear: 500, dropped_turns: 0}));
  const model = await createRecordedModel(path);
  await expect(model.ask(other)).rejects.toMatchObject({kind: 'context-length'});
});

test('the same line twice is one answer; two different answers to a request are refused with both lines', async () => {
  await createRecordedModel(fileOf(row(question), row(question)));
  const path = fileOf(row(other), row(question), row(question, {text: 'different'}));
  await expect(createRecordedModel(path)).rejects.toThrow(
    /completions\.jsonl:3: request: .* line 2/,
  );
});

test.each([
  ['no JSON', '{"request":', ':2: record: not JSON'],
  [
    'a hash that is none',
    row(question).replace(/[0-9a-f]{64}/, 'abc'),
    ':2: request: expected a SHA-256',
  ],
  ['a number as text', row(question).replace(/"text":"[^"]*"/, '"text":7'), ':2: text: '],
  ['a missing field', row(question).replace('"reasoning":null,', ''), ':2: reasoning: '],
  [
    'a negative count',
    row(question).replace('"prompt_tokens":3', '"prompt_tokens":-3'),
    ':2: usage.prompt_tokens: ',
  ],
])('%s is refused with file, line and field', async (_name, line, words) => {
  const ended = createRecordedModel(fileOf(row(other), line));
  await expect(ended).rejects.toThrow(FileFormatError);
  await expect(ended).rejects.toThrow(words);
});

test('a file that is not there is refused by its name', async () => {
  await expect(createRecordedModel('no-such-completions.jsonl')).rejects.toThrow(UsageError);
});
