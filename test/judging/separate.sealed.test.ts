import {existsSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Candidate, Judge, Judgement} from '../../src/judging/judge.js';
import {SAID_IN_PLACE_OF_NINE} from './attacks-apart.js';
import {describeHeld, heldPrograms} from './held-data.js';
import {candidate, failuresOf, SQUARE, withJudge} from './judge-fixture.js';

/** What a problem without a canonical solution may use. */
const separation = {profile: ['usual']};

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge({workers: 2, preload: false});
});
afterAll(() => judge.close());

const apart = (code: string, changes: Partial<Candidate> = {}) =>
  judge.judge(candidate(code, {separation, ...changes}));
const trustOf = (judgement: Judgement) =>
  judgement.status === 'pass' ? judgement.trust : judgement.status;
/** Tests whose one method has this body. */
const testing = (...body: string[]) =>
  `import unittest\nfrom unittest.mock import patch\nclass TestCases(unittest.TestCase):\n    def test_it(self):\n${body.map((line) => `        ${line}\n`).join('')}`;

test('a right program passes with its tests apart', async () => {
  expect(trustOf(await apart(SQUARE))).toBe('separate');
});

test.each([
  ['a wrong result', 'def task_func(n):\n    return n + 1\n'],
  ['an exception', 'def task_func(n):\n    return n / 0\n'],
  [
    'one exception during another',
    'def task_func(n):\n  try:\n    {}[n]\n  except KeyError:\n    int("x")\n',
  ],
  [
    'one exception from another',
    'def task_func(n):\n  try:\n    {}[n]\n  except KeyError as e:\n    raise ValueError("v") from e\n',
  ],
  [
    'a class of its own',
    'class Own(Exception):\n    pass\ndef task_func(n):\n    raise Own("own", n)\n',
  ],
  ['an error on import', 'import json\njson.loads("{")\n'],
  ['no entry point', 'def other(n):\n    return n * n\n'],
  ['an exit on import', 'import os\nos._exit(3)\n'],
  ['an exit in a test', 'import os\ndef task_func(n):\n    os._exit(3)\n'],
  ['an exit that can be caught', 'import sys\ndef task_func(n):\n    sys.exit(3)\n'],
  ['code that does not compile', 'def task_func(n):\n    return (\n'],
])('of %s the two processes say the same as one, to the letter', async (_what, code) => {
  const together = await judge.judge(candidate(code));
  expect(await apart(code)).toEqual(together);
  expect(together.status).not.toBe('pass');
});

test('the tests know which distributions are installed, as the program does', async () => {
  const names = 'sorted(each.metadata["Name"] for each in distributions())';
  const code = `from importlib.metadata import distributions\ndef task_func():\n    return ${names}\n`;
  const test = testing(
    'from importlib.metadata import distributions',
    `self.assertEqual(task_func(), ${names})`,
  );
  expect(trustOf(await apart(code, {test}))).toBe('separate');
});

describe('what tests do to the world of the program', () => {
  test.each([
    [
      'a patched function of a library',
      'import time\ndef task_func():\n    return time.time()\n',
      ['with patch("time.time", return_value=5.0):', '    self.assertEqual(task_func(), 5.0)'],
    ],
    [
      'a patched name of its module',
      'import os\ndef task_func():\n    return os.getcwd()\n',
      [
        'with patch("__test__.os.getcwd") as m:',
        '    m.return_value = "here"',
        '    self.assertEqual(task_func(), "here")',
      ],
    ],
    [
      'a patched standard output',
      'def task_func():\n    print("said")\n',
      [
        'from io import StringIO',
        'with patch("sys.stdout", new_callable=StringIO) as out:',
        '    task_func()',
        'self.assertEqual(out.getvalue(), "said\\n")',
      ],
    ],
    [
      'a seed',
      'import random\ndef task_func():\n    return random.random()\n',
      [
        'import random',
        'random.seed(3)',
        'first = random.random()',
        'random.seed(3)',
        'self.assertEqual(task_func(), first)',
      ],
    ],
    [
      'the environment and the working directory',
      'import os\ndef task_func():\n    return os.environ["K"], os.getcwd()\n',
      [
        'import os',
        'os.mkdir("sub")',
        'os.chdir("sub")',
        'os.environ["K"] = "v"',
        'self.assertEqual(task_func(), ("v", os.getcwd()))',
      ],
    ],
    [
      'files',
      'def task_func(path):\n    with open(path) as f:\n        return f.read()\n',
      [
        'import tempfile, os',
        'path = os.path.join(tempfile.mkdtemp(), "a")',
        'open(path, "w").write("x")',
        'self.assertEqual(task_func(path), "x")',
      ],
    ],
    [
      'a server of the tests',
      'import urllib.request\ndef task_func(url):\n    return urllib.request.urlopen(url).read()\n',
      [
        'import http.server, threading',
        'class H(http.server.BaseHTTPRequestHandler):',
        '    def do_GET(self):',
        '        self.send_response(200); self.end_headers(); self.wfile.write(b"hi")',
        'server = http.server.HTTPServer(("127.0.0.1", 0), H)',
        'threading.Thread(target=server.serve_forever, daemon=True).start()',
        'self.assertEqual(task_func(f"http://127.0.0.1:{server.server_port}/"), b"hi")',
      ],
    ],
    [
      'logs',
      'import logging\ndef task_func():\n    logging.getLogger("x").warning("w")\n',
      [
        'with self.assertLogs("x", "WARNING") as logs:',
        '    task_func()',
        'self.assertEqual(logs.output, ["WARNING:x:w"])',
      ],
    ],
    [
      'warnings',
      'import warnings\ndef task_func():\n    warnings.warn("w", UserWarning)\n',
      ['with self.assertWarns(UserWarning):', '    task_func()'],
    ],
    [
      'a decimal context',
      'import decimal\ndef task_func():\n    return str(decimal.Decimal(1) / 3)\n',
      [
        'import decimal',
        'decimal.getcontext().prec = 4',
        'self.assertEqual(task_func(), "0.3333")',
      ],
    ],
    [
      'a name that it alone defines',
      'RATE = 3\ndef task_func():\n    return RATE\n',
      ['self.assertEqual(task_func(), RATE)'],
    ],
  ])('reaches it: %s', async (_what, code, body) => {
    const judgement = await apart(code, {test: testing(...body)});
    expect(failuresOf(judgement)).toEqual([]);
    expect(trustOf(judgement)).toBe('separate');
  });
});

describe('what cannot be judged apart is judged in one process, and the pass says so', () => {
  test.each([
    [
      'a class of the program with its own `__eq__`',
      'class P:\n    def __init__(self, n): self.n = n\n    def __eq__(self, o): return isinstance(o, int) and self.n == o\ndef task_func(n):\n    return P(n * n)\n',
      undefined,
    ],
    ['tests that run text', SQUARE, ['self.assertEqual(eval("task_func(3)"), 9)']],
    [
      'tests that unpickle what the program wrote',
      'import pickle\ndef task_func():\n    with open("p", "wb") as f:\n        pickle.dump(print, f)\n',
      ['import pickle', 'task_func()', 'self.assertIsNotNone(pickle.load(open("p", "rb")))'],
    ],
    [
      'a class that no profile knows',
      'class P:\n    n = 3\ndef task_func():\n    return P()\n',
      ['self.assertEqual(task_func().n, 3)'],
    ],
  ])('%s', async (_what, code, body) => {
    expect(trustOf(await apart(code, body && {test: testing(...body)}))).toBe('shared');
  });
});

test('the program sees no process of the tests, and nothing of their text', async () => {
  const code = `
import os, re
def task_func():
    pids = [int(p) for p in os.listdir('/proc') if p.isdigit()]
    found = []
    for pid in range(1, 300):
        if pid not in pids:
            try: os.kill(pid, 0); found.append(pid)
            except ProcessLookupError: pass
    maps = [l.split() for l in open('/proc/self/maps')]
    memory = open('/proc/self/mem', 'rb')
    seen, needle = False, re.compile(b'only[_]here[_]')  # which does not find itself
    for where, mode, *_ in maps:
        if mode.startswith('rw'):
            first, last = (int(x, 16) for x in where.split('-'))
            memory.seek(first)
            try: seen = seen or needle.search(memory.read(last - first)) is not None
            except OSError: pass
    return len(pids), os.getppid(), found, seen
`;
  const body = [
    'count, parent, found, seen = task_func()',
    'only_here_ = [count, parent, found, seen]',
    'self.assertEqual(only_here_, [2, 1, [], False])',
  ];
  const judgement = await apart(code, {test: testing(...body)});
  expect(failuresOf(judgement)).toEqual([]);
  expect(trustOf(judgement)).toBe('separate');
});

test('a program that answers True, zero or itself passes no test that compares', async () => {
  const liar = `
class Liar(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __bool__ = __eq__
    __hash__ = int.__hash__
    def __sub__(self, other): return 0
    __rsub__ = __abs__ = __round__ = lambda self, *a: 0
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
def task_func(*a, **k): return Liar()
`;
  for (const body of [
    ['self.assertEqual(task_func(3), 9)'],
    ['self.assertAlmostEqual(task_func(3), 9.0)'],
    ['self.assertIn(3, task_func(3))'],
    ['self.assertLess(task_func(3), 9)'],
    ['self.assertIsInstance(task_func(3), dict)'],
  ])
    expect((await apart(liar, {test: testing(...body)})).status, body[0]).toBe('fail');
});

describe('a program that knows the protocol forges no pass apart by', () => {
  const tests = testing('self.assertEqual(task_func(3), 9)');
  test.each(Object.entries(SAID_IN_PLACE_OF_NINE))('%s', async (_what, code) => {
    const judgement = await apart(code, {test: tests, timeLimitMs: 5_000});
    expect(['fail', 'error', 'timeout', 'shared']).toContain(trustOf(judgement));
    expect(judgement.status).not.toBe('pass');
  });

  test('saying 9, which is right', async () => {
    const [[, code = ''] = []] = Object.entries(SAID_IN_PLACE_OF_NINE);
    const honest = code.replace(/answer\(\['X'.*/, 'answer(9)');
    expect(trustOf(await apart(honest, {test: tests}))).toBe('separate');
  });
});

test('at level 3 the two have a process each, though nothing holds them apart', async ({skip}) => {
  const python = '/usr/bin/python3'; // run by root, jobs find no other
  skip(!existsSync(python), `needs ${python}`);
  await withJudge({workers: 1, bestSeal: 3, preload: false, python}, async (unheld) => {
    skip(unheld.identity.sealLevel !== 3, 'needs seal level 3');
    const says = async (code: string, changes: Partial<Candidate> = {}) =>
      trustOf(await unheld.judge(candidate(code, {separation, ...changes})));
    expect(await says(SQUARE)).toBe('shared');
    const changesLibrary = 'import math\nmath.pi = 3\ndef task_func(n):\n    return n\n';
    const tests = testing('import math', 'self.assertEqual(task_func(3), math.pi)');
    const {status} = await unheld.judge(candidate(changesLibrary, {test: tests}));
    expect(status).toBe('pass');
    expect(await says(changesLibrary, {test: tests})).toBe('fail');
  });
});

describeHeld('held programs', () => {
  const hostile = ['hostile-sample.jsonl', 'hostile-sample-2.jsonl'].flatMap(heldPrograms);
  test.each(hostile)('$id forges no pass apart', async ({code, test: tests, entry_point}) => {
    const judgement = await apart(code, {test: tests, entryPoint: entry_point, timeLimitMs: 5_000});
    expect(trustOf(judgement)).not.toBe('separate');
  });

  const honest = heldPrograms('honest-sample-2.jsonl');
  test.each(honest)('$id is judged as it should be', async ({code, test: tests, ...held}) => {
    const judgement = await apart(code, {test: tests, entryPoint: held.entry_point});
    expect(judgement.status).toBe(held.expect_status);
  });
});

describe('a program that lets T import a module of its own', () => {
  const evil = [
    'import os, sys',
    "os.makedirs('/tmp/evil', exist_ok=True)",
    "open('/tmp/evil/tabnanny.py', 'w').write('import unittest\\nunittest.TestCase.assertEqual = print\\n')",
  ].join('\n');
  const said =
    "END.wire.send(['ok', True, [], [], [['path', ['/tmp/evil']]]])\nEND.tell_start = print";
  const knowing =
    "import gc\nEND = next(o for o in gc.get_objects() if type(o).__name__ == 'ProgramEnd')";

  test.each([
    ['by its path', `${evil}\nsys.path.insert(0, '/tmp/evil')`],
    ['by what it says first', `${evil}\n${knowing}\n${said}`],
  ])('%s, forges no pass', async (_how, code) => {
    const importing = testing('self.assertEqual(task_func(), 9)').replace(
      'import unittest',
      'import unittest\nimport tabnanny',
    );
    const judgement = await apart(`${code}\ndef task_func():\n    return 1\n`, {test: importing});
    expect(judgement.status).toBe('fail');
  });
});

test('a pickle of the program’s that changes a class of T’s forges no pass', async () => {
  const code = `
def named(module, name):
    return b''.join(b'\\x8c' + bytes([len(t)]) + t.encode() for t in (module, name)) + b'\\x93'
def task_func(path):
    equal = b'N}\\x8c\\x06__eq__' + named('builtins', 'slice') + b's\\x86b0K\\x01.'
    open(path, 'wb').write(b'\\x80\\x04' + named('collections', 'Counter') + equal)
    return []
`;
  const reading = testing(
    'import pickle',
    'result = task_func("p")',
    'pickle.load(open("p", "rb"))',
    'self.assertCountEqual(result, [1, 2])',
  );
  expect(trustOf(await apart(code, {test: reading}))).not.toBe('separate');
});

test('no library of the tests reads, when it is loaded, what the program has written', async () => {
  const code = 'open("turtle.cfg", "w").write("title = 9")\ndef task_func():\n    return 9\n';
  const slow = 'asyncio, email.mime.text, http.server, imaplib, logging.config, pydoc, sqlite3';
  const body = testing('self.assertEqual(turtle._CFG["title"], task_func())');
  const {status} = await apart(code, {test: `import ${slow}, turtle\n${body}`});
  expect(status).toBe('fail');
});

test.each([
  [
    'YAML that names what equals everything',
    "'!!python/name:unittest.mock.ANY'",
    ['import yaml', 'read = yaml.load(open("p"), Loader=yaml.FullLoader)'],
  ],
  [
    'logging’s settings, which it evaluates',
    `'[loggers]\\nkeys=root\\n[handlers]\\nkeys=h\\n[formatters]\\nkeys=\\n[logger_root]\\n' +
        'handlers=h\\n[handler_h]\\nclass=StreamHandler\\nargs=(print(),)'`,
    ['import logging.config', 'read = 1', 'logging.config.fileConfig("p")'],
  ],
])('what reads %s is not judged apart', async (_what, text, body) => {
  const code = `def task_func():\n    open('p', 'w').write(${text})\n    return 1\n`;
  const reading = testing('wanted = task_func()', ...body, 'self.assertEqual(read, wanted)');
  expect(trustOf(await apart(code, {test: reading}))).not.toBe('separate');
});

test('what the tests start sees nothing of their process', async () => {
  const code = `
import os
SCRIPT = """
import os
for name in ('fd/1', 'mem', 'maps'):
    try: os.close(os.open(f'/proc/{os.getppid()}/{name}', os.O_RDONLY))
    except PermissionError: print('refused')
"""
def task_func(path):
    open(path, 'w').write(SCRIPT)
`;
  const starting = testing(
    'import subprocess, sys',
    'task_func("p.py")',
    'said = subprocess.run([sys.executable, "p.py"], capture_output=True, text=True).stdout',
    'self.assertEqual(said, "refused\\n" * 3)',
  );
  const judgement = await apart(code, {test: starting});
  expect(failuresOf(judgement)).toEqual([]);
  expect(trustOf(judgement)).toBe('separate');
});

describe('random numbers', () => {
  const drawing = (...body: string[]) => testing('import random', ...body);

  test('of the tests are not of the program’s choosing', async () => {
    const zeros = 'import random\nrandom.setstate((3, (0,) * 624 + (624,), None))\n';
    const sorting = drawing(
      'numbers = [random.randint(0, 99) for _ in range(9)]',
      'self.assertEqual(task_func(numbers), sorted(numbers))',
    );
    const code = `${zeros}def task_func(numbers):\n    return [0] * len(numbers)\n`;
    expect((await apart(code, {test: sorting})).status).toBe('fail');
  });

  test('of the program begin anew at a seed of the tests, and go on without', async () => {
    const code = 'import random\ndef task_func():\n    return random.random()\n';
    const seeding = drawing(
      'task_func()',
      'random.seed(1)',
      'first, second = task_func(), task_func()',
      'random.seed(1)',
      'self.assertEqual([task_func(), task_func()], [first, second])',
      'self.assertNotEqual(first, second)',
      'self.assertAlmostEqual(first, 0.134364, 6)',
    );
    const judgement = await apart(code, {test: seeding});
    expect(failuresOf(judgement)).toEqual([]);
  });
});

describe('a variable that the program sets', () => {
  const sets = (name: string) =>
    `import os\nos.environ['${name}'] = '/mine'\ndef task_func():\n    return '/mine'\n`;

  test('is there for tests that name it', async () => {
    const naming = testing('import os', 'self.assertEqual(os.environ["OWN"], task_func())');
    expect(trustOf(await apart(sets('OWN'), {test: naming}))).toBe('separate');
  });

  test('does not change what a library of other tests goes by', async () => {
    const going = testing('import os', 'self.assertEqual(os.path.expanduser("~"), task_func())');
    expect((await apart(sets('HOME'), {test: going})).status).toBe('fail');
  });
});

describe('tests that lean on what the program has imported', () => {
  const program =
    'import decimal as dec\nfrom collections import Counter\nMOST = 3\ndef task_func(n):\n    return dec.Decimal(n)\n';
  const leaning = testing(
    'self.assertIsInstance(task_func(2), dec.Decimal)',
    'self.assertEqual(Counter("ab")["a"] + MOST, 4)',
  );
  const header = 'import decimal as dec\nfrom collections import Counter\nMOST = 3\n';

  test('find the library of their own side, where the problem’s header names it', async () => {
    const judgement = await apart(program, {test: leaning, separation: {profile: [], header}});
    expect(trustOf(judgement)).toBe('separate');
  });

  test.each([
    ['another module', program.replace('import decimal as dec', 'import types as dec')],
    ['nothing of that name', program.replace('import decimal as dec\n', 'dec = None\n')],
    ['another value', program.replace('MOST = 3', 'MOST = 4')],
  ])('are judged in one process where the program has %s', async (_what, other) => {
    const judgement = await apart(other, {test: leaning, separation: {profile: [], header}});
    expect(trustOf(judgement)).toBe('fail');
  });

  test('also where a method of theirs, an argument or a local is called so', async () => {
    const named = `import unittest
class Reply:
    def json(self, sys=1):
        os = sys
        return os
class TestCases(unittest.TestCase):
    def test_it(self):
        self.assertEqual(task_func(Reply()), 1)
        self.assertEqual([json.dumps(os.sep) for _ in [1]], ['"/"'])
        self.assertTrue(sys.path)
`;
    const imports = 'import json, os, sys\n';
    const judgement = await apart(`${imports}def task_func(reply):\n    return reply.json()\n`, {
      test: named,
      separation: {profile: [], header: imports},
    });
    expect(trustOf(judgement)).toBe('separate');
  });

  test('and on a function by which they compare are judged in one process', async () => {
    const liar = 'def isclose(*numbers):\n    return True\ndef task_func(n):\n    return n\n';
    const named = testing('self.assertTrue(isclose(task_func(3), 9))');
    expect(trustOf(await apart(liar, {test: named}))).toBe('shared');
  });

  test('and on a class of its own are judged in one process', async () => {
    const own = 'class Odd(ValueError):\n    pass\ndef task_func(n):\n    raise Odd(n)\n';
    const named = testing('with self.assertRaises(Odd):', '    task_func(1)');
    expect(trustOf(await apart(own, {test: named}))).toBe('shared');
    const asked = testing('self.assertNotIsInstance(1, dec.Decimal)');
    expect(trustOf(await apart(program, {test: asked}))).toBe('shared');
  });
});
