import {expect, test} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {incompleteOf} from '../../src/log/incomplete.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {statsOfLog, verifyLog} from '../../src/log/verify-log.js';

const calls = {incompleteOf, openLog, readConversations, statsOfLog, verifyLog};
const log = openLog('test/fixtures/logs/v1');

/** What a caller in plain JavaScript may give: anything. */
test.each<[keyof typeof calls, unknown[], string]>([
  ['incompleteOf', [{}], 'manifest: expected the manifest of a log, got an object'],
  ['openLog', [7], 'named: expected text, got 7'],
  ['readConversations', [{}, 'CF'], 'log: expected what openLog gives, got an object'],
  ['statsOfLog', ['logs/mine'], 'log: expected what openLog gives, got "logs/mine"'],
  ['verifyLog', [''], 'directory: expected text that is not empty, got ""'],
])('%s refuses what it cannot take: %j', async (name, given, words) => {
  const call = async () => Reflect.apply(calls[name], undefined, given);
  await expect(call()).rejects.toThrow(new UsageError(`${name}: ${words}`));
});

test('readConversations names the scenarios that there are', async () => {
  const call = async () => Reflect.apply(readConversations, undefined, [log, 'CF_XX']);
  await expect(call()).rejects.toThrow(
    /^readConversations: scenario: expected CF or .*, got "CF_XX"$/,
  );
});
