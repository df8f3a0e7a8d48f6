import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {FileFormatError} from '../../src/errors.js';
import {sha256} from '../../src/files/canonical-hash.js';
import {type Log, openLog, readConversations} from '../../src/log/read-log.js';
import {openConversations} from '../../src/log/recorded-conversations.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const versionOne = 'test/fixtures/logs/v1';
const scenario = 'CF_EF_UNIT_SEF';

/** The log of version 1, the content of its only scenario file changed, the manifest in order. */
function logOf(change: (content: string) => string, pack: (content: string) => Uint8Array): string {
  const directory = temporaryDirectory();
  const content = change(readFileSync(`${versionOne}/${scenario}.jsonl`, 'utf8'));
  const manifest = JSON.parse(readFileSync(`${versionOne}/manifest.json`, 'utf8'));
  const lines = content.split('\n').filter((line) => line.trim() !== '').length;
  const file = {...manifest.scenarios[scenario], sha256: sha256(content), lines};
  writeFileSync(join(directory, `${scenario}.jsonl`), pack(content));
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({...manifest, scenarios: {[scenario]: file}}),
  );
  return directory;
}

const asText = (content: string) => Buffer.from(content);

test.each([
  ['as it was written', asText],
  ['compressed', (content: string) => gzipSync(content)],
])('the lines of a log %s are those that reading it whole gives, in any order', async (_, pack) => {
  const log = openLog(logOf((content) => content, pack));
  await expectSameLines(log);
});

test('a byte order mark, CRLF and blank lines are passed over', async () => {
  await expectSameLines(
    openLog(logOf((content) => `\uFEFF${content.replaceAll('\n', '\r\n\n')}`, asText)),
  );
});

async function expectSameLines(log: Log): Promise<void> {
  const whole = await readConversations(log, scenario);
  const recorded = await openConversations(log, scenario);
  const read = recorded.toReversed().map(({taskId, lines}) => ({taskId, lines: lines()}));
  expect(read.toReversed()).toEqual(whole);
  expect(recorded.map(({lines}) => lines())).toEqual(whole.map(({lines}) => lines));
}

test.each([
  ['cut short', (text: string) => text.slice(0, 100)],
  ['another text of the same length', (text: string) => 'x'.repeat(text.length)],
  ['bytes that are no text', (text: string) => Buffer.alloc(text.length, 0xff)],
])('a log that became %s since it was opened is refused by name', async (_what, change) => {
  const directory = logOf((content) => content, asText);
  const path = join(directory, `${scenario}.jsonl`);
  const [, second] = await openConversations(openLog(directory), scenario);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  expect(() => second?.lines()).toThrow(FileFormatError);
  expect(() => second?.lines()).toThrow(`${path}: was changed while it was in use`);
});

/** The same conversation under so many ids. */
const manyConversations = (count: number) => (content: string) => {
  const [first = ''] = content.split('\n');
  const {task_id} = JSON.parse(first) as {task_id: string};
  const own = content.split('\n').filter((line) => line.includes(`"${task_id}"`));
  return Array.from({length: count}, (_, i) =>
    own.map((line) => `${line.replaceAll(`"${task_id}"`, `"${task_id}${i}"`)}\n`).join(''),
  ).join('');
};

test('a conversation that has other words than when it was read first is refused', async () => {
  const directory = logOf(manyConversations(66), asText);
  const path = join(directory, `${scenario}.jsonl`);
  const [first, ...others] = await openConversations(openLog(directory), scenario);
  const before = first?.lines();
  for (const {lines} of others) lines();
  writeFileSync(path, readFileSync(path, 'utf8').replace('"fail"', '"pass"'));
  expect(() => first?.lines()).toThrow(
    `${path}: was changed while it was in use (${first?.taskId} has other words`,
  );
  expect(before).toHaveLength(2);
});

test('the 64 conversations that were read last are not read again', async () => {
  const directory = logOf(manyConversations(66), asText);
  const recorded = await openConversations(openLog(directory), scenario);
  const [oldest, second] = recorded.slice(0, -1).map(({lines}) => lines());
  expect(recorded[1]?.lines()).toBe(second);
  const again = recorded[0]?.lines();
  expect(again).not.toBe(oldest);
  expect(again).toEqual(oldest);
});
