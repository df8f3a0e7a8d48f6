import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {sha256} from '../../src/files/canonical-hash.js';
import {toJsonLine} from '../../src/files/jsonl.js';
import type {LogLine} from '../../src/log/log-line.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {finishLog, readLinesSoFar} from '../../src/log/write-log.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const {scenarios: _, ...identity} = openLog('test/fixtures/logs/v1').manifest;

function write(directory: string, lines: readonly LogLine[], torn = ''): void {
  appendFileSync(join(directory, 'CF_SEF.jsonl'), lines.map(toJsonLine).join('') + torn);
}

const order = new Map([
  ['B', 0],
  ['A', 1],
]);

test('a log is finished sorted by problem in the suite’s order, then turn, and its manifest fits', async () => {
  const directory = temporaryDirectory();
  const leaking = exampleLine({
    task_id: 'A',
    turn: 1,
    verbal_feedback: 'As the ground truth does.',
    notes: ['leak'],
  });
  const lines = [solvedLine({task_id: 'A', turn: 2}), leaking, solvedLine({task_id: 'B', turn: 1})];
  write(directory, lines);
  const manifest = await finishLog(directory, identity, ['CF_SEF'], order);
  const file = readFileSync(join(directory, 'CF_SEF.jsonl'), 'utf8');
  expect(file).toBe([lines[2], lines[1], lines[0]].map(toJsonLine).join(''));
  expect(manifest.scenarios).toEqual({CF_SEF: {lines: 3, leaks: 1, sha256: sha256(file)}});
  const read = await readConversations(openLog(directory), 'CF_SEF');
  expect(read.map(({taskId}) => taskId)).toEqual(['B', 'A']);
});

test('a line written twice counts once, the first; a torn last line is passed over', async () => {
  const directory = temporaryDirectory();
  const first = exampleLine({task_id: 'A', verbal_feedback: 'first'});
  write(
    directory,
    [first, {...first, verbal_feedback: 'second'}, solvedLine({task_id: 'A', turn: 2})],
    '{"task_id":"B","tu',
  );
  expect(await readLinesSoFar(directory, 'CF_SEF')).toHaveLength(3);
  await finishLog(directory, identity, ['CF_SEF'], order);
  const [conversation] = await readConversations(openLog(directory), 'CF_SEF');
  expect(conversation?.lines.map(({verbal_feedback}) => verbal_feedback)).toEqual(['first', null]);
});

test('a conversation that broke off is named in the manifest, so that the log can still be read', async () => {
  const directory = temporaryDirectory();
  write(directory, [exampleLine({task_id: 'A'}), solvedLine({task_id: 'B'})]);
  const manifest = await finishLog(directory, identity, ['CF_SEF'], order);
  expect(manifest.scenarios.CF_SEF?.incomplete).toEqual(['A']);
  expect(await readConversations(openLog(directory), 'CF_SEF')).toHaveLength(2);
});

test('finishing twice changes no byte', async () => {
  const directory = temporaryDirectory();
  write(directory, [solvedLine({task_id: 'A'}), solvedLine({task_id: 'B'})]);
  const bytes = () =>
    ['manifest.json', 'CF_SEF.jsonl'].map((name) => readFileSync(join(directory, name), 'utf8'));
  await finishLog(directory, identity, ['CF_SEF'], order);
  const once = bytes();
  await finishLog(directory, identity, ['CF_SEF'], order);
  expect(bytes()).toEqual(once);
});

test('a scenario in which nothing was written yet has no lines', async () => {
  expect(await readLinesSoFar(temporaryDirectory(), 'CF')).toEqual([]);
});

test('problems that the suite does not have come last', async () => {
  const directory = temporaryDirectory();
  const unknown = [2, 1].map((turn) => exampleLine({task_id: 'Z', turn}));
  write(directory, [...unknown, solvedLine({task_id: 'A'})]);
  await finishLog(directory, identity, ['CF_SEF'], order);
  const lines = await readLinesSoFar(directory, 'CF_SEF');
  expect(lines.map(({task_id, turn}) => [task_id, turn])).toEqual([
    ['A', 1],
    ['Z', 1],
    ['Z', 2],
  ]);
});

test('a problem never solved is complete at turn 10', async () => {
  const directory = temporaryDirectory();
  const turns = (task_id: string, length: number) =>
    Array.from({length}, (_, i) => exampleLine({task_id, turn: i + 1}));
  write(directory, [...turns('A', 10), ...turns('B', 9)]);
  const manifest = await finishLog(directory, identity, ['CF_SEF'], order);
  expect(manifest.scenarios.CF_SEF?.incomplete).toEqual(['B']);
});

test('planned problems without a line are incomplete, in the suite’s order, unknown ones last', async () => {
  const directory = temporaryDirectory();
  write(directory, [solvedLine({task_id: 'C'})]);
  const suite = new Map([...order, ['C', 2], ['D', 3]]);
  const planned = (scenario: string) => (scenario === 'CF_SEF' ? ['Z', 'D', 'A', 'C', 'B'] : []);
  const manifest = await finishLog(directory, identity, ['CF_SEF', 'CF'], suite, planned);
  expect(manifest.scenarios.CF_SEF?.incomplete).toEqual(['B', 'A', 'D', 'Z']);
  expect(manifest.scenarios.CF?.incomplete).toBeUndefined();
});
