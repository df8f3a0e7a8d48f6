import {existsSync, readdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {
  type ImportLogOptions,
  importPublishedLog,
} from '../../../src/interchange/published/log-import.js';
import {denylistMark, publishedSchema} from '../../../src/interchange/published/published-shape.js';
import {openLog, readConversations} from '../../../src/log/read-log.js';
import {
  broken,
  type Columns,
  type Conversations,
  failing,
  good,
  ok,
  scratch,
  sha256,
  solved,
  syntaxError,
  threeConversations,
  toColumns,
  toySuite,
  writeParquet,
} from './published-fixture.js';

/** Stands for Python: the broken codes of the fixture are those with `(:`. */
const compiles = async (code: string) => !code.includes('(:');

function importing(columns: Columns, options: Partial<ImportLogOptions> = {}) {
  const directory = scratch();
  const file = writeParquet(join(directory, 'published.parquet'), columns);
  const out = join(directory, 'log');
  return {
    directory,
    out,
    file,
    result: importPublishedLog({file, out, suite: toySuite(), compiles, ...options}),
  };
}

async function importedLines(
  conversations: Conversations,
  options: Partial<ImportLogOptions> = {},
) {
  const {out, result} = importing(toColumns({CF_SEF: conversations}), options);
  const {manifest, record} = await result;
  const read = await readConversations(openLog(out), 'CF_SEF');
  return {manifest, record, lines: new Map(read.map(({taskId, lines}) => [taskId, lines]))};
}

describe('import of the published parquet', () => {
  test('each scenario becomes a log file that reads back checked', async () => {
    const {out, result} = importing(
      toColumns({CF_EF_UNIT_SNF: threeConversations(), CF_SEF: threeConversations()}),
    );
    const {manifest} = await result;
    expect(Object.keys(manifest.scenarios)).toEqual(['CF_EF_UNIT_SNF', 'CF_SEF']);
    // Solved at turn 0: 1 line; at turn 2: lines 1, 2 and the passing 3; never: 10.
    expect(manifest.scenarios.CF_SEF).toMatchObject({
      lines: 14,
      leaks: 0,
      denied: 0,
      feedback_of_other_code: 0,
    });
    expect(openLog(out).manifest).toEqual(manifest);
    expect(readdirSync(out).sort()).toEqual([
      'CF_EF_UNIT_SNF.jsonl',
      'CF_SEF.jsonl',
      'import.json',
      'manifest.json',
    ]);
  });

  test('a line holds the code of the turn before, its hash, its status and what was said about it', async () => {
    const {lines} = await importedLines(threeConversations());
    expect(lines.get('Toy/1')).toEqual([
      {
        task_id: 'Toy/1',
        turn: 1,
        previous_code: good('b0'),
        code_sha256: sha256(good('b0')),
        previous_status: 'fail',
        compilation_feedback: ok,
        execution_feedback: 'TEST\nTraceback',
        verbal_feedback: 'look again',
        notes: [],
      },
      expect.objectContaining({turn: 2, previous_code: good('b1'), previous_status: 'timeout'}),
      {
        task_id: 'Toy/1',
        turn: 3,
        previous_code: good('b2'),
        code_sha256: sha256(good('b2')),
        previous_status: 'pass',
        compilation_feedback: null,
        execution_feedback: null,
        verbal_feedback: null,
        notes: [],
      },
    ]);
  });

  test('the manifest names the published reference, its critic and its way of choosing three tests', async () => {
    const {manifest} = await importedLines(threeConversations());
    expect(manifest).toMatchObject({
      suite: {name: 'toy', sha256: toySuite().hash},
      reference_model: {asked: 'codellama/CodeLlama-7b-Instruct-hf', served: null},
      critic: 'GPT-4o-2024-05-13',
      partial_scope: 'first-3-functions',
      python: null,
    });
  });

  test('conversations come in the order of the suite, not of the file', async () => {
    const {lines} = await importedLines(threeConversations(), {
      suite: toySuite(['Toy/2', 'Toy/0', 'Toy/1']),
    });
    expect([...lines.keys()]).toEqual(['Toy/2', 'Toy/0', 'Toy/1']);
  });

  test('what upstream went on with after a pass is left out, a code that later failed again too', async () => {
    const flaky = [
      failing(good('x0')),
      solved(good('x1')),
      failing(good('x1')),
      failing(good('x2')),
    ];
    const {lines} = await importedLines({...threeConversations(), 'Toy/0': flaky});
    expect(lines.get('Toy/0')?.map(({turn, previous_status}) => [turn, previous_status])).toEqual([
      [1, 'fail'],
      [2, 'pass'],
    ]);
  });

  test('rows of code that the denylist kept from running are set apart with status error', async () => {
    const code = `${denylistMark}\n# import os\n`;
    const {lines, manifest} = await importedLines({
      ...threeConversations(),
      'Toy/0': [failing(code, 'pass'), solved(good('a1'))],
    });
    expect(lines.get('Toy/0')?.[0]).toMatchObject({
      previous_status: 'error',
      notes: ['denied'],
      verbal_feedback: 'look again',
    });
    expect(manifest.scenarios.CF_SEF).toMatchObject({denied: 1, feedback_of_other_code: 0});
  });

  test('compilation feedback that contradicts its code is noted, in both directions', async () => {
    const {lines, manifest} = await importedLines({
      ...threeConversations(),
      'Toy/0': [
        [broken('a0'), ok, null, 'says it compiles', 'fail'],
        [good('a1'), syntaxError, null, 'says it does not', 'fail'],
        [broken('a2'), syntaxError, null, 'rightly so', 'fail'],
        solved(good('a3')),
      ],
    });
    expect(lines.get('Toy/0')?.map(({notes}) => notes)).toEqual([
      ['feedback-of-other-code'],
      ['feedback-of-other-code'],
      [],
      [],
    ]);
    expect(manifest.scenarios.CF_SEF).toMatchObject({denied: 0, feedback_of_other_code: 2});
  });

  test('each distinct code is compiled once', async () => {
    const asked: string[] = [];
    const same = Array.from({length: 10}, () => failing(good('same')));
    const {out, result} = importing(
      toColumns({
        CF: {...threeConversations(), 'Toy/2': same},
        CF_SEF: {...threeConversations(), 'Toy/2': same},
      }),
      {
        compiles: async (code) => {
          asked.push(code);
          return true;
        },
      },
    );
    await result;
    expect(existsSync(out)).toBe(true);
    expect(asked.sort()).toEqual([good('b0'), good('b1'), good('same')]);
  });

  test.each(['labels', 'lines'])(
    'being stopped after the %s of a scenario ends it and leaves nothing behind',
    async (at) => {
      const stop = new AbortController();
      const columns = toColumns({
        CF_EF_UNIT_SNF: threeConversations(),
        CF_SEF: threeConversations(),
      });
      const {directory, result} = importing(columns, {
        signal: stop.signal,
        onProgress: ({step}) => {
          if (step === at) stop.abort(new Error('stopped'));
        },
      });
      await expect(result).rejects.toThrow('stopped');
      expect(readdirSync(directory)).toEqual(['published.parquet']);
    },
  );

  test('the Python that told what compiles is recorded', async () => {
    const {record} = await importedLines(threeConversations(), {python: '3.11.2'});
    expect(record.python).toBe('3.11.2');
  });

  test('onlyConsistent takes the feedback of inconsistent lines away, so that nobody is asked there', async () => {
    const conversations = {
      ...threeConversations(),
      'Toy/0': [
        [broken('a0'), ok, null, 'other code', 'fail'],
        failing(`${denylistMark}\n`),
        solved(good('a2')),
      ] as Conversations[string],
    };
    const {lines, manifest, record} = await importedLines(conversations, {onlyConsistent: true});
    const silent = {compilation_feedback: null, execution_feedback: null, verbal_feedback: null};
    expect(lines.get('Toy/0')).toMatchObject([
      {turn: 1, previous_status: 'fail', ...silent},
      {turn: 2, previous_status: 'error', ...silent},
      {turn: 3, previous_status: 'pass'},
    ]);
    expect(manifest.scenarios.CF_SEF).toMatchObject({
      lines: 16,
      denied: 1,
      feedback_of_other_code: 1,
    });
    expect(record.only_consistent).toBe(true);
    // In the manifest, too, for the runs on this log: their scores are not those of the whole one.
    expect(manifest.only_consistent).toBe(true);
  });

  test('text is kept as it is: CRLF, a BOM, characters outside the BMP, a traceback of 2 MB', async () => {
    const long = `Traceback\n${'é😀x'.repeat(500_000)}`;
    const odd = '\uFEFFdef task_func():\r\n    return "😀\u0000"\r\n';
    const {lines} = await importedLines({
      ...threeConversations(),
      'Toy/0': [[odd, ok, long, '\r\n', 'fail'], solved(odd)],
    });
    const [line] = lines.get('Toy/0') ?? [];
    expect(line?.previous_code).toBe(odd);
    expect(line?.execution_feedback === long).toBe(true);
    expect(line?.verbal_feedback).toBe('\r\n');
  });
});

describe('what label judges', () => {
  /**
   * The same conversations with labels that judge the answer: each row has the status of the next
   * row's code.
   */
  function shifted(conversations: Conversations): Conversations {
    return Object.fromEntries(
      Object.entries(conversations).map(([taskId, rows]) => {
        const labels = rows.slice(1).map(([, , , , label]) => label);
        return [
          taskId,
          rows.map(
            (row, index) =>
              [
                row[0],
                row[1],
                row[2],
                row[3],
                labels[index] ?? row[4],
              ] as Conversations[string][number],
          ),
        ];
      }),
    );
  }

  test('the code of the row, where pass stands exactly where nothing is said', async () => {
    const {record} = await importedLines(threeConversations());
    // The answer reading cannot be tried on the 3 rows of turn 10, and misses Toy/1 at turn 2,
    // whose answer passed though it says timeout.
    expect(record.label).toEqual({
      meaning: 'previous-code',
      fits: {'previous-code': {rows: 30, fitting: 30}, answer: {rows: 27, fitting: 26}},
      exceptions: [],
      unlabelled: 0,
    });
  });

  test('the answer of the turn, where pass stands exactly where the next row is silent', async () => {
    const {lines, record} = await importedLines(shifted(threeConversations()));
    expect(record.label).toMatchObject({
      meaning: 'answer',
      fits: {'previous-code': {rows: 30, fitting: 29}, answer: {rows: 27, fitting: 27}},
    });
    // The status of a line is the label of the row before; turn 0 has no label anywhere, so silence
    // tells it.
    expect(lines.get('Toy/1')?.map(({previous_status}) => previous_status)).toEqual([
      'fail',
      'timeout',
      'pass',
    ]);
    expect(lines.get('Toy/0')?.map(({previous_status}) => previous_status)).toEqual(['pass']);
  });

  test('exceptions to a reading that stands are listed, and the label gives the status', async () => {
    // 30 problems x 10 rows: 300 rows, one of which disagrees: 299/300 = 99.67%.
    const many = Object.fromEntries(
      Array.from({length: 29}, (_, index) => [`Toy/${index}`, threeConversations()['Toy/1'] ?? []]),
    );
    const odd = [failing(good('o0')), failing(good('o1'), 'pass'), failing(good('o2'))];
    const suite = toySuite(Array.from({length: 30}, (_, index) => `Toy/${index}`));
    const {lines, record} = await importedLines({...many, 'Toy/29': odd}, {suite});
    expect(record.label.exceptions).toEqual([
      {scenario: 'CF_SEF', task_id: 'Toy/29', turn: 2, label: 'pass', expected: 'not pass'},
    ]);
    expect(
      lines
        .get('Toy/29')
        ?.map(({previous_status, verbal_feedback}) => [previous_status, verbal_feedback]),
    ).toEqual([
      ['fail', 'look again'],
      ['pass', null],
    ]);
  });

  test('labels that fit neither reading stop the import with counter-examples', async () => {
    const {out, directory, result} = importing(
      toColumns({CF_SEF: {...threeConversations(), 'Toy/0': [failing(good('a0'), 'pass')]}}),
    );
    await expect(result).rejects.toThrow(
      /published\.parquet: label: cannot be read: as a verdict on the previous-code it fits 20 of 30 rows \(CF_SEF Toy\/0 ITER=1: pass, not "not pass"; .*99\.5% are needed/,
    );
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(directory)).toEqual(['published.parquet']);
  });

  test('a row without a label is counted; silence tells its status', async () => {
    const {lines, record} = await importedLines({
      ...threeConversations(),
      'Toy/0': [
        failing(good('a0')),
        [good('a1'), ok, null, 'no label', null],
        [good('a2'), null, null, null, null],
      ],
    });
    expect(record.label.unlabelled).toBe(9);
    expect(lines.get('Toy/0')?.map(({previous_status}) => previous_status)).toEqual([
      'fail',
      'fail',
      'pass',
    ]);
  });
});

describe('a parquet file that is not as it should be', () => {
  /**
   * Changes the columns of a good file before it is written, and expects one line that names file
   * and place.
   */
  async function expectRefusal(change: (columns: Columns) => void, message: string): Promise<void> {
    const columns = toColumns({CF_SEF: threeConversations()});
    change(columns);
    const {directory, result} = importing(columns);
    await expect(result).rejects.toThrow(message);
    expect(readdirSync(directory)).toEqual(['published.parquet']);
  }

  const place = 'published.parquet: CF_SEF.ITER=3';

  test.each<[string, (turn: NonNullable<Columns['CF_SEF']>[string]) => void, string]>([
    [
      'ragged lists',
      (turn) => turn.label.pop(),
      `${place}.label: 2 entries, task_id has 3 (ragged lists)`,
    ],
    [
      'a duplicate problem',
      (turn) => turn.task_id.splice(1, 1, 'Toy/0'),
      `${place}.task_id: Toy/0 stands twice (duplicate)`,
    ],
    [
      'a problem that comes late',
      (turn) => turn.task_id.splice(1, 1, 'Toy/9'),
      `${place}.task_id: Toy/9 is here, but not at ITER=1 (gap)`,
    ],
    [
      'a null problem',
      (turn) => turn.task_id.splice(1, 1, null),
      `${place}.task_id: entry 1 is null`,
    ],
    [
      'null code',
      (turn) => turn.previous_code.splice(1, 1, null),
      `${place}.previous_code: null for Toy/1`,
    ],
    [
      'a label nobody knows',
      (turn) => turn.label.splice(1, 1, 'passed'),
      `${place}.label: "passed" for Toy/1; expected one of pass, fail, timeout, error`,
    ],
  ])('%s', async (_, change, message) => {
    await expectRefusal((columns) => {
      const turn = columns.CF_SEF?.['ITER=3'];
      if (turn) change(turn);
    }, message);
  });

  test('a problem that ends early', async () => {
    await expectRefusal((columns) => {
      for (const list of Object.values(columns.CF_SEF?.['ITER=10'] ?? {})) list.pop();
    }, 'published.parquet: CF_SEF.ITER=10.task_id: Toy/2 is missing, though ITER=1 has it');
  });

  test('a null struct', async () => {
    await expectRefusal((columns) => {
      Object.assign(columns.CF_SEF ?? {}, {'ITER=4': null});
    }, 'published.parquet: CF_SEF.ITER=4');
  });

  test('a problem that the suite has not', async () => {
    const {result} = importing(toColumns({CF_SEF: threeConversations()}), {
      suite: toySuite(['Toy/0', 'Toy/1']),
    });
    await expect(result).rejects.toThrow('CF_SEF.ITER=1.task_id: "Toy/2" is not in the suite toy');
  });

  test.each([
    ['a missing ITER', ['ITER=7', 'ITER=11'], 'CF_SEF.ITER=7: is missing'],
    ['a missing field', ['label', 'score'], 'CF_SEF.ITER=1.label: is missing'],
    ['an unknown column', ['CF_SEF', 'CF_CHEATED'], 'CF_CHEATED: unknown column'],
  ] as const)('%s', async (_, names, message) => {
    const directory = scratch();
    const file = join(directory, 'published.parquet');
    writeRenamed(file, names);
    const result = importPublishedLog({
      file,
      out: join(directory, 'log'),
      suite: toySuite(),
      compiles,
    });
    await expect(result).rejects.toThrow(`published.parquet: ${message}`);
    expect(readdirSync(directory)).toEqual(['published.parquet']);
  });

  test('two rows', async () => {
    const directory = scratch();
    const file = join(directory, 'two.parquet');
    const {parquetWriteFile} = await import('hyparquet-writer');
    const column = toColumns({CF_SEF: threeConversations()}).CF_SEF;
    parquetWriteFile({
      filename: file,
      columnData: [{name: 'CF_SEF', data: [column, column]}],
      schema: publishedSchema(['CF_SEF']),
    });
    await expect(
      importPublishedLog({file, out: join(directory, 'log'), suite: toySuite(), compiles}),
    ).rejects.toThrow('two.parquet: rows: 2');
  });

  test.each<[string, (file: string) => void, RegExp]>([
    [
      'truncated in the middle',
      (file) => truncateSync(file, 2_000),
      /does not end with PAR1 after 2000 bytes: it is truncated/,
    ],
    ['cut in its data', damageData, /cannot be read as parquet/],
    [
      'an LFS pointer',
      (file) =>
        writeFileSync(
          file,
          'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 46100000\n',
        ),
      /is a Git LFS pointer/,
    ],
    ['empty', (file) => writeFileSync(file, ''), /does not begin with PAR1/],
    [
      'of another kind',
      (file) => writeFileSync(file, '{"task_id": 1}\n'),
      /does not begin with PAR1/,
    ],
  ])('a file that is %s', async (_, damage, message) => {
    const directory = scratch();
    const file = writeParquet(
      join(directory, 'published.parquet'),
      toColumns({CF_SEF: threeConversations()}),
    );
    damage(file);
    await expect(
      importPublishedLog({file, out: join(directory, 'log'), suite: toySuite(), compiles}),
    ).rejects.toThrow(message);
    expect(readdirSync(directory)).toEqual(['published.parquet']);
  });

  test('a lone surrogate, which is not UTF-8, is refused instead of being replaced', async () => {
    const directory = scratch();
    const file = writeParquet(
      join(directory, 'published.parquet'),
      toColumns({CF_SEF: {...threeConversations(), 'Toy/0': [solved('@@@ = 1')]}}),
    );
    const bytes = readFileSync(file);
    for (let at = bytes.indexOf('@@@'); at !== -1; at = bytes.indexOf('@@@'))
      bytes.write('eda080', at, 'hex');
    writeFileSync(file, bytes);
    await expect(
      importPublishedLog({file, out: join(directory, 'log'), suite: toySuite(), compiles}),
    ).rejects.toThrow(/cannot be read as parquet \(The encoded data was not valid/);
  });

  test('an output directory with something in it is left alone', async () => {
    const {out, file, result} = importing(toColumns({CF_SEF: threeConversations()}));
    await result;
    const before = readFileSync(join(out, 'manifest.json'), 'utf8');
    await expect(importPublishedLog({file, out, suite: toySuite(), compiles})).rejects.toThrow(
      'is there already and not empty',
    );
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toBe(before);
  });
});

/** A good file in which one name of the schema is another. */
function writeRenamed(file: string, [name, other]: readonly [string, string]): void {
  const rename = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(`"${name}"`, `"${other}"`));
  const columns = toColumns({CF_SEF: threeConversations()});
  writeParquet(file, rename(columns), {schema: rename(publishedSchema(['CF_SEF']))});
}

function damageData(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4, 400);
  writeFileSync(file, bytes);
}
