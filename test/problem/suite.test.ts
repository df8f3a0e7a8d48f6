import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {FileFormatError, MissingRequirementError} from '../../src/errors.js';
import {toJsonLine} from '../../src/files/jsonl.js';
import {type Problem, problemSchema} from '../../src/problem/problem.js';
import {loadSuite, locateSuite, suiteHash} from '../../src/problem/suite.js';
import {exampleProblem} from '../support/example-problem.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

function suiteFile(content: string | Uint8Array, name = 'mine.jsonl'): string {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, content);
  return path;
}

async function refusal(content: string): Promise<string> {
  const path = suiteFile(content);
  const error: unknown = await loadSuite(path).catch((reason: unknown) => reason);
  if (!(error instanceof FileFormatError))
    throw new Error(`expected a FileFormatError, got ${String(error)}`);
  return error.message.replace(path, 'mine.jsonl');
}

const [first, second] = [exampleProblem(), exampleProblem({task_id: 'Example/1'})];

function plainProblem(task_id: string): Problem {
  return exampleProblem({
    task_id,
    complete_prompt: 'c',
    instruct_prompt: 'é',
    canonical_solution: 's\n',
    code_prompt: 'p',
    test: 'class TestCases: pass',
    libs: '[]',
  });
}

describe('a suite', () => {
  test('is read from JSONL or gzip, in order, named after its file', async () => {
    const text = [first, second].map(toJsonLine).join('');
    const plain = await loadSuite(suiteFile(text));
    const packed = await loadSuite(suiteFile(gzipSync(text), 'mine.jsonl.gz'));
    expect(plain.problems).toEqual([first, second]);
    expect(plain.name).toBe('mine');
    expect(packed).toEqual(plain);
  });

  // Python: hashlib.sha256(''.join(json.dumps(p, sort_keys=True, separators=(',', ':'),
  // ensure_ascii=False) + '\n' for p in suite).encode())
  test('has the SHA-256 of its nine fields in RFC 8785 form, a newline behind each problem', () => {
    expect(suiteHash([plainProblem('T/0'), plainProblem('T/1')])).toBe(
      '5dced62a65b95e05361e131026f2391d2914526cd32e481c3fb0f67c23636bcb',
    );
  });

  test('has a hash that heeds the order of problems, not that of keys, spaces or further fields', async () => {
    const {task_id, ...rest} = first;
    const turned = `${JSON.stringify({difficulty: 3, ...rest, task_id}, null, 1).replace(/\n/g, ' ')}\r\n`;
    const same = await loadSuite(suiteFile(turned));
    expect(same.hash).toBe(suiteHash([first]));
    expect(suiteHash([second, first])).not.toBe(suiteHash([first, second]));
  });
});

describe('a suite is refused by file, line and field', () => {
  test.each(Object.keys(problemSchema.shape))('without the field %s', async (field) => {
    const record = Object.fromEntries(Object.entries(second).filter(([name]) => name !== field));
    expect(await refusal(toJsonLine(first) + toJsonLine(record))).toMatch(
      new RegExp(`^mine\\.jsonl:2: ${field}: missing; expected text$`),
    );
  });

  test.each([
    [
      'empty',
      '',
      'mine.jsonl:1: record: none, expected at least one problem; a suite is JSONL of nine fields',
    ],
    [
      'with a problem twice',
      toJsonLine(first) + toJsonLine(second) + toJsonLine(first),
      'mine.jsonl:3: task_id: Example/0 stands at line 1 already',
    ],
    [
      'without a test class',
      toJsonLine(first) +
        toJsonLine({...second, test: 'class Tests(unittest.TestCase):\n    pass\n'}),
      'mine.jsonl:2: test: Example/1 has no class TestCases(unittest.TestCase)',
    ],
    [
      'with text that UTF-8 cannot hold',
      toJsonLine({...first, libs: "['\ud83d']"}),
      'mine.jsonl:1: libs: holds half a surrogate pair, no UTF-8 text can',
    ],
  ])('%s', async (_, content, message) => {
    expect(await refusal(content)).toBe(message);
  });
});

test('BigCodeBench before it was pulled is missing, with the command that mends it', async () => {
  const before = process.env.CONVCODEBENCH_CACHE;
  process.env.CONVCODEBENCH_CACHE = temporaryDirectory();
  try {
    const error: unknown = await loadSuite('bigcodebench').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MissingRequirementError);
    expect(String(error)).toMatch(/convcodebench pull bigcodebench$/);
  } finally {
    if (before === undefined) delete process.env.CONVCODEBENCH_CACHE;
    else process.env.CONVCODEBENCH_CACHE = before;
  }
});

test.each([
  ['starter', 'starter'],
  ['folder/mine.jsonl', 'mine'],
  ['folder/mine.jsonl.gz', 'mine'],
  ['x.gz.y.jsonl', 'x.gz.y'],
  ['x.jsonl.txt', 'x.jsonl.txt'],
])('the suite %s is called %s', (nameOrPath, name) => {
  expect(locateSuite(nameOrPath).name).toBe(name);
});

test('a test class that is only spoken of is none', async () => {
  const spoken = {...second, test: '# class TestCases(unittest.TestCase) is not here\n'};
  expect(await refusal(toJsonLine(spoken))).toBe(
    'mine.jsonl:1: test: Example/1 has no class TestCases(unittest.TestCase)',
  );
});

test.each([
  ['starter', 2_000, true],
  ['mine.jsonl', 60_000, false],
])(
  'a job of the suite %s may take %d ms; whether it needs no library: %s',
  (name, limit, alone) => {
    expect(locateSuite(name)).toMatchObject({timeLimitMs: limit, standardLibraryOnly: alone});
  },
);

test.each([
  'if True:\n    class TestCases(unittest.TestCase): pass\n',
  'class TestCasesOfMine(unittest.TestCase): pass\n',
])('a test class indented or of a longer name is none: %j', async (source) => {
  expect(await refusal(toJsonLine({...second, test: source}))).toMatch(/has no class TestCases\(/);
});

test('a test class behind imports, of any base, is one', async () => {
  const fine = {...second, test: 'import unittest\nclass TestCases: pass\n'};
  expect((await loadSuite(suiteFile(toJsonLine(fine)))).problems).toEqual([fine]);
});
