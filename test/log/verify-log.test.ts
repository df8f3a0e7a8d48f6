import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {LogLine} from '../../src/log/log-line.js';
import {logStats} from '../../src/log/log-stats.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {statsOfLog, verifyLog} from '../../src/log/verify-log.js';
import {writeScenario} from '../../src/log/write-log.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const short = [exampleLine(), solvedLine({turn: 2})];
const long = [exampleLine(), exampleLine({turn: 2}), solvedLine({turn: 3})];

function writeLog(scenarios: {CF: LogLine[]; CF_SEF: LogLine[]}): string {
  const directory = temporaryDirectory();
  const {scenarios: _, ...identity} = openLog('test/fixtures/logs/v1').manifest;
  const files = {
    CF: writeScenario(directory, 'CF', scenarios.CF),
    CF_SEF: writeScenario(directory, 'CF_SEF', scenarios.CF_SEF),
  };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({...identity, scenarios: files}));
  return directory;
}

test('a sound log is told with the number of its lines', async () => {
  const directory = writeLog({CF: short, CF_SEF: long});
  expect(await verifyLog(directory)).toEqual({
    directory,
    sound: true,
    incomplete: [],
    lines: 5,
    complaints: [],
  });
});

test('each file that is damaged is complained of; the lines are those of the others', async () => {
  const directory = writeLog({CF: short, CF_SEF: long});
  writeFileSync(join(directory, 'CF.jsonl'), '{}\n');
  const verdict = await verifyLog(directory);
  expect(verdict).toMatchObject({sound: false, lines: 3});
  expect(verdict.complaints).toEqual([expect.stringContaining('CF.jsonl')]);
  writeFileSync(join(directory, 'CF_SEF.jsonl'), '');
  expect((await verifyLog(directory)).complaints).toHaveLength(2);
});

test('the statistics have a row for each scenario that the log has, in the paper’s order', async () => {
  const log = openLog(writeLog({CF: short, CF_SEF: long}));
  expect(await statsOfLog(log)).toEqual([
    {scenario: 'CF', ...logStats(await readConversations(log, 'CF'))},
    {scenario: 'CF_SEF', ...logStats(await readConversations(log, 'CF_SEF'))},
  ]);
});

test('a file that is gone, or a folder, is complained of', async () => {
  const directory = writeLog({CF: short, CF_SEF: long});
  rmSync(join(directory, 'CF.jsonl'));
  expect((await verifyLog(directory)).complaints).toEqual([
    expect.stringContaining('CF.jsonl: no such file'),
  ]);
  mkdirSync(join(directory, 'CF.jsonl'));
  expect((await verifyLog(directory)).complaints).toEqual([
    expect.stringContaining('CF.jsonl: cannot be read (EISDIR'),
  ]);
});
