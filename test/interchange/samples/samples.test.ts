import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {
  type EvalResult,
  readEvalResults,
  writeEvalResults,
} from '../../../src/interchange/samples/eval-results.js';
import {
  isNamedCalibrated,
  officialName,
  readSamples,
} from '../../../src/interchange/samples/samples.js';
import {scratch} from '../published/published-fixture.js';

const taskIds = new Set(['Toy/0', 'Toy/1', 'Toy/2']);

async function read(content: string | Uint8Array) {
  const path = join(scratch(), 'samples.jsonl');
  writeFileSync(path, content);
  const samples = [];
  for await (const sample of readSamples(path, taskIds)) {
    samples.push(
      'error' in sample
        ? sample.error.message.replace(path, 'FILE')
        : {...sample, place: sample.place.replace(path, 'FILE')},
    );
  }
  return samples;
}

const line = (task_id: unknown, solution: unknown) => `${JSON.stringify({task_id, solution})}\n`;

describe('BigCodeBench samples', () => {
  test('any order, gaps, further fields, blank lines, CRLF and gzip are taken', async () => {
    const content = `{"solution":"b","task_id":"Toy/2","raw":1}\r\n\n${line('Toy/0', '')}`;
    const expected = [
      {task_id: 'Toy/2', kind: 'solution', code: 'b', place: 'FILE:1'},
      {task_id: 'Toy/0', kind: 'solution', code: '', place: 'FILE:3'},
    ];
    expect(await read(content)).toEqual(expected);
    expect(await read(gzipSync(content))).toEqual(expected);
  });

  test('a bad line is named, and the ones behind it are still read', async () => {
    const invalidUtf8 = Buffer.concat([
      Buffer.from('{"task_id":"Toy/1","solution":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n'),
    ]);
    const content = Buffer.concat([
      Buffer.from(line('Toy/9', 'x')),
      Buffer.from(line('Toy/0', 'first')),
      Buffer.from('{"task_id":"Toy/0","solution":"x","completion":"y"}\n'),
      invalidUtf8,
      Buffer.from(line('Toy/1', 7)),
      Buffer.from(line(1, 'x')),
      Buffer.from('{"task_id":"Toy/1"}\n'),
      Buffer.from('{"task_id":"Toy/1", \n'),
      Buffer.from('{"task_id":"Toy/1","solution":"a\0b"}\n'),
      Buffer.from(line('Toy/1', 'last')),
    ]);
    expect(await read(content)).toEqual([
      'FILE:1: task_id: "Toy/9" is not in the suite; choose the suite that the samples are for',
      {task_id: 'Toy/0', kind: 'solution', code: 'first', place: 'FILE:2'},
      'FILE:3: completion: stands beside solution; a sample has one of the two',
      'FILE:4: record: not UTF-8',
      expect.stringMatching(/^FILE:5: solution: /),
      expect.stringMatching(/^FILE:6: task_id: /),
      'FILE:7: solution: absent, and no completion either; a sample has one of the two',
      expect.stringMatching(/^FILE:8: record: not JSON/),
      expect.stringMatching(/^FILE:9: record: not JSON/),
      {task_id: 'Toy/1', kind: 'solution', code: 'last', place: 'FILE:10'},
    ]);
  });

  test('code that Python cannot hold is a sample, for judging to say so', async () => {
    const solution = `a\0b\ud800${'x'.repeat(10_000_000)}`;
    const [sample] = await read(line('Toy/0', solution));
    expect(sample).toEqual({task_id: 'Toy/0', kind: 'solution', code: solution, place: 'FILE:1'});
  });

  test('nothing to read is refused', async () => {
    await expect(read('\n\n')).rejects.toThrow(/samples\.jsonl: no sample in it/);
    const directory = scratch();
    const consume = async (path: string) => {
      for await (const _ of readSamples(path, taskIds));
    };
    await expect(consume(directory)).rejects.toThrow(
      'is a folder without samples; expected files like BigCodeBench_0/0.py in it',
    );
    await expect(consume('/dev/null')).rejects.toThrow('/dev/null: is a pipe or a device');
    await expect(consume(join(directory, 'none.jsonl'))).rejects.toThrow(
      'none.jsonl: no such file',
    );
  });
});

test('a completion is what comes behind the complete prompt, and several a problem are taken', async () => {
  const content = [
    {task_id: 'Toy/0', completion: '    return 1\n'},
    {task_id: 'Toy/0', solution: 'x'},
  ];
  expect(await read(content.map((each) => `${JSON.stringify(each)}\n`).join(''))).toEqual([
    {task_id: 'Toy/0', kind: 'completion', code: '    return 1\n', place: 'FILE:1'},
    {task_id: 'Toy/0', kind: 'solution', code: 'x', place: 'FILE:2'},
  ]);
});

test('a folder has a folder for each problem and a file for each sample, in the order of numbers', async () => {
  const root = scratch();
  const write = (folder: string, name: string, content: string | Uint8Array) => {
    mkdirSync(join(root, folder), {recursive: true});
    writeFileSync(join(root, folder, name), content);
  };
  for (const name of ['10.py', '9.py', 'notes.txt']) write('Toy_1', name, name);
  write('Toy_0', '0.py', new Uint8Array([0xff]));
  write('Toy_9', '0.py', 'x');
  write('.', 'README.py', 'no sample');
  const found = [];
  for await (const sample of readSamples(root, taskIds)) found.push(sample);
  const place = (name: string) => join(root, 'Toy_1', name);
  expect(found.map((each) => ('error' in each ? each.error.message : each))).toEqual([
    `${join(root, 'Toy_0', '0.py')}: not UTF-8`,
    {task_id: 'Toy/1', kind: 'solution', code: '9.py', place: place('9.py')},
    {task_id: 'Toy/1', kind: 'solution', code: '10.py', place: place('10.py')},
    `${join(root, 'Toy_9', '0.py')}: "Toy_9" is not in the suite; choose the suite that the samples are for`,
  ]);
});

test('official names tell the model, the split and whether the evaluator calibrates', () => {
  const old = 'a/m--7b--bigcodebench-instruct--vllm-0-1-sanitized-calibrated.jsonl';
  const young = 'm--7b--bigcodebench-hard-instruct--vllm-0-1-sanitized_calibrated.jsonl';
  expect(officialName(old)).toEqual({model: 'm--7b', split: 'instruct'});
  expect(officialName(young)).toEqual({model: 'm--7b', split: 'instruct'});
  expect(officialName('samples.jsonl')).toBeNull();
  expect([old, young, 'm-sanitized.jsonl'].map(isNamedCalibrated)).toEqual([true, true, false]);
});

const results: EvalResult[] = [
  {task_id: 'Toy/1', solution: 'é"\n', status: 'pass', details: {}},
  {task_id: 'Toy/0', solution: '', status: 'fail', details: {test_b: 'Traceback', ALL: 'x'}},
  {
    task_id: 'Toy/2',
    solution: 's',
    status: 'error',
    details: {ALL: 'The process ended before the tests did (signal 9)'},
  },
];

describe('_eval_results.json', () => {
  test('is written in the shape of BigCodeBench, in the order given, a crash called timeout', async () => {
    const path = join(scratch(), 'x_eval_results.json');
    await writeEvalResults(path, '2024-09-10 12:00', results);
    const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
    expect(written).toEqual({
      date: '2024-09-10 12:00',
      eval: {
        'Toy/1': [{task_id: 'Toy/1', solution: 'é"\n', status: 'pass', details: {}}],
        'Toy/0': [
          {
            task_id: 'Toy/0',
            solution: '',
            status: 'fail',
            details: {test_b: 'Traceback', ALL: 'x'},
          },
        ],
        'Toy/2': [
          {
            task_id: 'Toy/2',
            solution: 's',
            status: 'timeout',
            details: {ALL: 'The process ended before the tests did (signal 9)'},
          },
        ],
      },
    });
    expect(readFileSync(path, 'utf8').indexOf('Toy/1')).toBeLessThan(
      readFileSync(path, 'utf8').indexOf('Toy/0'),
    );
  });

  test('reads back with the names of the failing tests', async () => {
    const path = join(scratch(), 'x_eval_results.json');
    await writeEvalResults(path, '2024-09-10 12:00', results);
    expect([...readEvalResults(path)]).toEqual([
      ['Toy/1', {solution: 'é"\n', status: 'pass', failures: []}],
      ['Toy/0', {solution: '', status: 'fail', failures: ['test_b', 'ALL']}],
      ['Toy/2', {solution: 's', status: 'timeout', failures: ['ALL']}],
    ]);
  });

  test('has the samples of a problem in one list', async () => {
    const path = join(scratch(), 'x_eval_results.json');
    const of = (task_id: string, solution: string): EvalResult => {
      return {task_id, solution, status: 'pass', details: {}};
    };
    const given = [of('Toy/1', 'a'), of('Toy/1', 'b'), of('Toy/0', 'c')];
    await writeEvalResults(path, 'now', given);
    expect(JSON.parse(readFileSync(path, 'utf8')).eval).toEqual({
      'Toy/1': given.slice(0, 2),
      'Toy/0': given.slice(2),
    });
  });

  test('no result at all is still whole JSON', async () => {
    const path = join(scratch(), 'x_eval_results.json');
    await writeEvalResults(path, '2024-09-10 12:00', []);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({date: '2024-09-10 12:00', eval: {}});
  });

  test('a failure in the middle leaves nothing behind, and an earlier file as it was', async () => {
    const directory = scratch();
    const path = join(directory, 'x_eval_results.json');
    await writeEvalResults(path, 'earlier', results);
    const before = readFileSync(path, 'utf8');
    async function* breaking() {
      yield* results;
      throw new Error('disk on fire');
    }
    await expect(writeEvalResults(path, 'later', breaking())).rejects.toThrow('disk on fire');
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(directory)).toEqual(['x_eval_results.json']);
  });

  test.each([
    [
      'an unknown status',
      {eval: {'Toy/0': [{task_id: 'Toy/0', solution: '', status: 'passed'}]}},
      'eval.Toy/0.0.status: ',
    ],
    [
      'no verdict',
      {eval: {'Toy/0': [{task_id: 'Toy/0', solution: '', status: 'missing'}]}},
      'eval.Toy/0.0.status: ',
    ],
    [
      'two samples of a problem',
      {eval: {'Toy/0': [results[0], results[0]]}},
      'eval.Toy/0: 2 samples, expected exactly 1',
    ],
    ['none of a problem', {eval: {'Toy/0': []}}, 'eval.Toy/0: 0 samples, expected exactly 1'],
    [
      'a result under another problem',
      {eval: {'Toy/0': [results[0]]}},
      'eval.Toy/0.0.task_id: Toy/1, expected Toy/0',
    ],
    ['no problem', {eval: {}}, 'eval: holds no problem'],
    ['another shape', {results: []}, 'eval: '],
  ])('%s is refused with its place', (_, content, message) => {
    const path = join(scratch(), 'x_eval_results.json');
    writeFileSync(path, JSON.stringify(content));
    expect(() => readEvalResults(path)).toThrow(`x_eval_results.json: ${message}`);
  });
});
