import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readAllJsonl} from '../../../src/files/jsonl.js';
import {writeJson} from '../../../src/files/write.js';
import {embedLog} from '../../../src/interchange/published/embedded-log.js';
import {
  exportLogToJsonl,
  exportLogToParquet,
} from '../../../src/interchange/published/log-export.js';
import {importPublishedLog} from '../../../src/interchange/published/log-import.js';
import {openParquet} from '../../../src/interchange/published/read-parquet.js';
import {type LogLine, logLineSchema} from '../../../src/log/log-line.js';
import {openLog} from '../../../src/log/read-log.js';
import {writeScenario} from '../../../src/log/write-log.js';
import {preludeOf} from '../../../src/problem/prelude.js';
import type {ScenarioId} from '../../../src/problem/scenario.js';
import {anyCharacter} from '../../support/any-character.js';
import {
  good,
  scratch,
  sha256,
  solved,
  threeConversations,
  toColumns,
  toySuite,
  writeParquet,
} from './published-fixture.js';

function line(
  task_id: string,
  turn: number,
  status: LogLine['previous_status'],
  change: Partial<LogLine> = {},
): LogLine {
  const previous_code = change.previous_code ?? good(`${task_id} ${turn - 1}`);
  const silent = status === 'pass' ? null : 'No syntax errors';
  const feedback = {compilation_feedback: silent, execution_feedback: null, verbal_feedback: null};
  return {
    task_id,
    turn,
    previous_code,
    code_sha256: sha256(previous_code),
    previous_status: status,
    ...feedback,
    notes: [],
    ...change,
  };
}

const unsolved = (taskId: string) =>
  Array.from({length: 10}, (_, index) => line(taskId, index + 1, 'fail'));

const lines: LogLine[] = [
  line('Toy/0', 1, 'pass'),
  line('Toy/1', 1, 'error', {notes: ['denied'], execution_feedback: 'TEST\nboom'}),
  line('Toy/1', 2, 'timeout', {
    notes: ['feedback-of-other-code', 'leak'],
    verbal_feedback: 'ground truth',
  }),
  line('Toy/1', 3, 'pass'),
  ...unsolved('Toy/2'),
];

function writeLog(
  directory: string,
  scenarios: {[scenario in ScenarioId]?: LogLine[]},
  formatVersion = 2,
) {
  const files = Object.fromEntries(
    Object.entries(scenarios).map(([id, written]) => [
      id,
      writeScenario(directory, scenarioId(id), written),
    ]),
  );
  writeJson(join(directory, 'manifest.json'), {
    format: 'convcodebench-log',
    format_version: formatVersion,
    suite: {name: 'toy', sha256: toySuite().hash},
    reference_model: {asked: 'simulated:tester', served: null},
    decoding: null,
    history: 'full',
    critic: 'builtin',
    prompt_set_sha256: 'a'.repeat(64),
    partial_scope: 'first-3-tests',
    python: '3.11',
    catalogue_sha256: null,
    scenarios: files,
  });
  return openLog(directory);
}

function scenarioId(name: string): ScenarioId {
  return name === 'CF' ? 'CF' : 'CF_SEF';
}

const compiles = async () => true;

/** What runs before the program of that turn. */
function gluedTo(taskId: string, turn: number): string {
  const problem = toySuite().problems.find(({task_id}) => task_id === taskId);
  if (!problem) throw new Error(`no ${taskId}`);
  return preludeOf(problem, turn);
}

describe('export to parquet', () => {
  test.each([1, 2])(
    'an exported log of format version %i, imported again, is the same to the byte, manifest and notes included',
    async (formatVersion) => {
      const directory = scratch();
      const scenarios = {CF: unsolved('Toy/0'), CF_SEF: lines};
      const log = writeLog(join(directory, 'log'), scenarios, formatVersion);
      const file = join(directory, 'log.parquet');
      await exportLogToParquet({log, suite: toySuite(), out: file});
      await importPublishedLog({file, out: join(directory, 'again'), suite: toySuite(), compiles});
      for (const name of ['manifest.json', 'CF.jsonl', 'CF_SEF.jsonl']) {
        expect(readFileSync(join(directory, 'again', name), 'utf8')).toBe(
          readFileSync(join(directory, 'log', name), 'utf8'),
        );
      }
    },
  );

  test('any text survives the round trip', async () => {
    const feedback = fc.option(fc.string({unit: anyCharacter, maxLength: 40}));
    const texts = fc.record({
      previous_code: fc.string({unit: anyCharacter}),
      execution_feedback: feedback,
      verbal_feedback: feedback,
    });
    const conversation = fc.array(texts, {minLength: 10, maxLength: 10});
    await fc.assert(
      fc.asyncProperty(conversation, async (rows) => {
        const directory = scratch();
        const written = rows.map((row, index) => line('Toy/0', index + 1, 'fail', row));
        const log = writeLog(join(directory, 'log'), {CF_SEF: written});
        await exportLogToParquet({log, suite: toySuite(), out: join(directory, 'log.parquet')});
        await importPublishedLog({
          file: join(directory, 'log.parquet'),
          out: join(directory, 'again'),
          suite: toySuite(),
          compiles,
        });
        expect(await readAllJsonl(join(directory, 'again', 'CF_SEF.jsonl'), logLineSchema)).toEqual(
          written,
        );
      }),
      {numRuns: 10},
    );
  });

  test('a program stands behind what ran before it: the stub at turn 0, and as long as it stays', async () => {
    const directory = scratch();
    const same = {previous_code: 'x = 0\n', compilation_feedback: 'No syntax errors'};
    const staying = [
      line('Toy/0', 1, 'fail', same),
      line('Toy/0', 2, 'fail', {...same, verbal_feedback: 'hint'}),
      ...unsolved('Toy/0').slice(2),
    ];
    const [problem] = toySuite().problems;
    if (!problem) throw new Error('no problem');
    for (const [formatVersion, stub, header] of [
      [1, '', ''],
      [2, preludeOf(problem, 0), preludeOf(problem, 1)],
    ] as const) {
      const log = writeLog(join(directory, `log ${formatVersion}`), {CF: staying}, formatVersion);
      const out = join(directory, `${formatVersion}.parquet`);
      await exportLogToParquet({log, suite: toySuite(), out});
      const [row] = await (await openParquet(out)).readColumns(['CF']);
      expect(row).toMatchObject({
        CF: {
          'ITER=1': {previous_code: [`${stub}x = 0\n`]},
          'ITER=2': {previous_code: [`${stub}x = 0\n`]},
          'ITER=3': {previous_code: [`${header}${good('Toy/0 2')}`]},
        },
      });
    }
  });

  test('a solved problem stays in every ITER with its code, no feedback and the label pass', async () => {
    const directory = scratch();
    const log = writeLog(join(directory, 'log'), {CF_SEF: lines});
    await exportLogToParquet({log, suite: toySuite(), out: join(directory, 'log.parquet')});
    const [row] = await (await openParquet(join(directory, 'log.parquet'))).readColumns(['CF_SEF']);
    expect(row).toMatchObject({
      CF_SEF: {
        'ITER=2': {task_id: ['Toy/0', 'Toy/1', 'Toy/2'], label: ['pass', 'timeout', 'fail']},
        'ITER=10': {
          task_id: ['Toy/0', 'Toy/1', 'Toy/2'],
          previous_code: ['Toy/0', 'Toy/1', 'Toy/2'].map((id, i) => {
            const turn = [0, 2, 9][i] ?? 0;
            return `${gluedTo(id, turn)}${good(`${id} ${turn}`)}`;
          }),
          compilation_feedback: [null, null, 'No syntax errors'],
          label: ['pass', 'pass', 'fail'],
        },
      },
    });
  });

  test('a lone surrogate is refused with its place, and nothing is written', async () => {
    const directory = scratch();
    const log = writeLog(join(directory, 'log'), {
      CF_SEF: [
        line('Toy/0', 1, 'fail', {verbal_feedback: 'a\ud800'}),
        ...unsolved('Toy/0').slice(1),
      ],
    });
    await expect(
      exportLogToParquet({log, suite: toySuite(), out: join(directory, 'log.parquet')}),
    ).rejects.toThrow('Toy/0, turn 1: holds a lone surrogate');
    expect(readdirSync(directory)).toEqual(['log']);
  });

  test('a log with a conversation that broke off is refused', async () => {
    const directory = scratch();
    const log = writeLog(join(directory, 'log'), {CF_SEF: [line('Toy/0', 1, 'fail')]});
    await expect(
      exportLogToParquet({log, suite: toySuite(), out: join(directory, 'log.parquet')}),
    ).rejects.toThrow('1 conversation broke off (the first is Toy/0)');
    expect(readdirSync(directory)).toEqual(['log']);
  });

  test('a file whose values were changed after the export is not taken for the log it names', async () => {
    const directory = scratch();
    const log = writeLog(join(directory, 'log'), {CF_SEF: lines});
    const columns = toColumns({
      CF_SEF: {...threeConversations(), 'Toy/0': [solved('changed = 1')]},
    });
    const file = writeParquet(join(directory, 'changed.parquet'), columns, {
      kvMetadata: embedLog(log.manifest, new Map()),
    });
    const result = importPublishedLog({
      file,
      out: join(directory, 'again'),
      suite: toySuite(),
      compiles,
    });
    await expect(result).rejects.toThrow('CF_SEF: is not what the manifest inside the file says');
    expect(readdirSync(directory).sort()).toEqual(['changed.parquet', 'log']);
  });

  test('a file of another suite is refused', async () => {
    const directory = scratch();
    const log = writeLog(join(directory, 'log'), {CF_SEF: lines});
    await exportLogToParquet({log, suite: toySuite(), out: join(directory, 'log.parquet')});
    const suite = toySuite(['Toy/0', 'Toy/1', 'Toy/2', 'Toy/3']);
    const result = importPublishedLog({
      file: join(directory, 'log.parquet'),
      out: join(directory, 'again'),
      suite,
      compiles,
    });
    await expect(result).rejects.toThrow(
      'is a log of the suite toy, and not of the suite toy as it is here (their hashes differ)',
    );
  });
});

describe('export to JSONL', () => {
  test("every line stands with its scenario, in the paper's order", async () => {
    const directory = scratch();
    const log = writeLog(join(directory, 'log'), {CF_SEF: lines, CF: unsolved('Toy/0')});
    await exportLogToJsonl({log, out: join(directory, 'log.jsonl')});
    const schema = logLineSchema.extend({scenario: logLineSchema.shape.task_id});
    const read = await readAllJsonl(join(directory, 'log.jsonl'), schema);
    expect(read.map(({scenario, task_id, turn}) => [scenario, task_id, turn])).toEqual([
      ...unsolved('Toy/0').map(({turn}) => ['CF', 'Toy/0', turn]),
      ...lines.map(({task_id, turn}) => ['CF_SEF', task_id, turn]),
    ]);
    expect(read.slice(10)).toEqual(lines.map((written) => ({...written, scenario: 'CF_SEF'})));
  });

  test('a damaged log leaves no file behind', async () => {
    const directory = scratch();
    const log = writeLog(join(directory, 'log'), {
      CF: unsolved('Toy/0'),
      CF_SEF: lines.slice(0, 5),
    });
    const {incomplete: _, ...file} = log.manifest.scenarios.CF_SEF ?? {};
    writeJson(join(directory, 'log', 'manifest.json'), {
      ...log.manifest,
      scenarios: {...log.manifest.scenarios, CF_SEF: file},
    });
    await expect(
      exportLogToJsonl({log: openLog(join(directory, 'log')), out: join(directory, 'log.jsonl')}),
    ).rejects.toThrow('(gap)');
    expect(readdirSync(directory)).toEqual(['log']);
  });
});
