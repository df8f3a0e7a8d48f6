import {appendFileSync, readFileSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {
  countNotCompiling,
  type FailedProgram,
  programKey,
  readCompiling,
  readFailedPrograms,
} from '../../src/run/failed-programs.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {sitting} from '../support/open-run.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const hash = (letter: string) => letter.repeat(64);

function failed(task_id: string, letter: string, text = 'Traceback'): FailedProgram {
  return {task_id, code_sha256: hash(letter), failures: [{name: 'test_a', text}]};
}

function row({task_id, code_sha256}: FailedProgram, turn: number): VerdictRow {
  return {
    scenario: 'CF_SEF',
    task_id,
    turn,
    origin: 'answered',
    status: 'fail',
    reference_status: 'fail',
    failures: ['test_a'],
    code_sha256,
    request: null,
    found: 'block',
    trust: null,
    missing: null,
  };
}

const programs = [failed('P/10', 'a'), failed('P/1', 'b'), failed('P/1', 'a')];
const read = (path: string) => readFileSync(join(path, 'failures.jsonl'), 'utf8');
const lines = (path: string) => read(path).split('\n');

test('what a program failed at is on disk with its verdict, keys in the order of the format', async () => {
  const path = temporaryDirectory();
  await sitting(path, async (run) => {
    run.addVerdict(row(failed('P/1', 'a'), 1), failed('P/1', 'a'));
    expect(read(path)).toBe(
      `{"task_id":"P/1","code_sha256":"${hash('a')}","failures":[{"name":"test_a","text":"Traceback"}]}\n`,
    );
  });
});

test('finished, the lines stand by problem, then hash; equal bytes in whatever order they came', async () => {
  const written = [programs, [...programs].reverse()].map(async (order) => {
    const path = temporaryDirectory();
    for (const [i, program] of order.entries())
      await sitting(path, async (run) => run.addVerdict(row(program, i + 1), program));
    await sitting(path, async (run) => run.finish(new Map()));
    return read(path);
  });
  const [one, other] = await Promise.all(written);
  expect(one).toBe(other);
  const order = one?.trim().split('\n');
  expect(
    order?.map((line) => JSON.parse(line)).map((it) => [it.task_id, it.code_sha256[0]]),
  ).toEqual([
    ['P/1', 'a'],
    ['P/1', 'b'],
    ['P/10', 'a'],
  ]);
});

test('a program that fails one way at turn 0 and another later has one line, whichever came first', async () => {
  const ways = [failed('P/1', 'a', 'one way'), failed('P/1', 'a', 'another')];
  for (const order of [ways, [...ways].reverse()]) {
    const path = temporaryDirectory();
    await sitting(path, async (run) => {
      for (const [turn, program] of order.entries()) run.addVerdict(row(program, turn), program);
      run.finish(new Map());
    });
    expect(lines(path)).toHaveLength(2);
    expect(read(path)).toContain('another');
  }
});

test('judged again, a run has what failed now, and no line of a program that passes now', async () => {
  const path = temporaryDirectory();
  const [a, b] = [failed('P/1', 'a', 'old'), failed('P/1', 'b', 'old')];
  await sitting(path, async (run) => {
    for (const [i, program] of [a, b].entries()) run.addVerdict(row(program, i + 1), program);
    run.finish(new Map());
  });
  await sitting(path, async (run) => {
    const verdicts = [row(a, 1), {...row(b, 2), status: 'pass'} as const];
    run.finish(new Map(), {verdicts, failed: [failed('P/1', 'a', 'new')]});
  });
  expect(await readFailedPrograms(path)).toEqual(
    new Map([[programKey(a), [{name: 'test_a', text: 'new'}]]]),
  );
});

test('read back: as far as it has come, null where there are none, and through no link', async () => {
  const path = temporaryDirectory();
  expect(await readFailedPrograms(path)).toBeNull();
  const program = failed('P/1', 'a');
  await sitting(path, async (run) => run.addVerdict(row(program, 1), program));
  appendFileSync(join(path, 'failures.jsonl'), '{"task_id":"torn');
  expect(await readFailedPrograms(path)).toEqual(
    new Map([[programKey(program), program.failures]]),
  );
  const linked = temporaryDirectory();
  symlinkSync(join(path, 'failures.jsonl'), join(linked, 'failures.jsonl'));
  await expect(readFailedPrograms(linked)).rejects.toThrow('is a link');
});

describe('what does not compile is told from what was run', () => {
  const traceback = 'Traceback (most recent call last):\n';
  const all = (letter: string, text: string): FailedProgram => {
    return {task_id: 'P/1', code_sha256: hash(letter), failures: [{name: 'ALL', text}]};
  };
  const broken = [
    all(
      'a',
      `${traceback}  File "tmp.py", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax`,
    ),
    all('b', `${traceback}SyntaxError: source code string cannot contain null bytes`),
  ];
  const run = [
    all(
      'c',
      `${traceback}  File "__test__.py", line 3, in <module>\nSyntaxError: raised by itself`,
    ),
    all('d', 'Timed out: the tests did not finish within 2 s'),
    failed('P/1', 'e', `${traceback}  File "tmp.py", line 1\nSyntaxError: in a test`),
  ];
  const rowOf = (program: FailedProgram, turn: number) => {
    return {...row(program, turn), failures: program.failures.map(({name}) => name)};
  };
  const rows = [...broken, ...run].map(rowOf);

  test('while a run is made, and when it is read', async () => {
    const path = temporaryDirectory();
    await sitting(path, async (made) => {
      for (const [i, program] of [...broken, ...run].entries())
        made.addVerdict(rowOf(program, i), program);
      expect(countNotCompiling(rows, made.compiling())).toBe(2);
    });
    expect(countNotCompiling(rows, await readCompiling(path))).toBe(2);
  });

  test('where a run kept no texts nobody knows, unless nothing failed as a whole', async () => {
    const compiles = await readCompiling(temporaryDirectory());
    expect(countNotCompiling(rows, compiles)).toBeNull();
    expect(countNotCompiling(rows.slice(-1), compiles)).toBe(0);
  });
});
