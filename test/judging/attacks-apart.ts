/**
 * Attacks on the two-process run by a program that knows the protocol: it finds its own end of the
 * wire and says what it likes. Each is an entry point for tests that want 9 for 3.
 */

const KNOWS_PROTOCOL = `
import gc, json, os, struct, sys
END = next(o for o in gc.get_objects() if type(o).__name__ == 'ProgramEnd')
WIRE = END.wire
def answer(tree, changed=[], events=[], state=[], outcome='ok'):
    END._reply = lambda *a: WIRE.send([outcome, tree, changed, events, state])
def raw(data):
    END._reply = lambda *a: os.write(WIRE.writes, data)
`;

const attack = (...body: string[]) =>
  `${KNOWS_PROTOCOL}\ndef task_func(n):\n${body.map((line) => `    ${line}\n`).join('')}`;

const claiming = (claims: string[], special: string[]) =>
  attack(`answer(['X', 1, ${JSON.stringify(claims)}, ${JSON.stringify(special)}, None])`);

/** What C says in place of 9. */
export const SAID_IN_PLACE_OF_NINE: {readonly [name: string]: string} = {
  'a reference that claims to be a number': claiming(['builtins:int'], ['__eq__', '__int__']),
  'a reference with reflected comparisons': claiming([], ['__eq__', '__ne__', '__req__']),
  'a reference that claims to be a test case': claiming(['unittest.case:TestCase'], ['__eq__']),
  'a reference that claims to be a mock': claiming(['unittest.mock:_ANY'], ['__eq__']),
  'a reference that claims to be a reference': claiming(
    ['convcodebench_runner.separate.reference:Reference'],
    ['__eq__'],
  ),
  'a reference of a hundred thousand claims': attack(
    "answer(['X', 1, ['a:b'] * 100_000, ['__eq__'], None])",
  ),
  'a reference whose number is a text': attack("answer(['X', '1', [], ['__eq__'], None])"),
  'an object of the tests that was never given': attack("answer(['R', 77])"),
  'an argument that was never given': attack("answer(['k', 4])"),
  'an argument below the first': attack("answer(['k', -1])"),
  'a pickle': attack(
    'import base64, pickle',
    "answer(['pk', base64.b64encode(pickle.dumps(9)).decode()])",
  ),
  'a name of the tests’ process': attack("answer(['gl', 'os', 'getpid'])"),
  'a module of the tests’ process': attack("answer(['gl', 'unittest', ''])"),
  'an enumeration that is none': attack("answer(['en', 'unittest.mock:_ANY', '__eq__'])"),
  'a named tuple with a field of its own class': attack(
    "answer(['nt', 'unittest.mock:_ANY', ['__eq__'], [9]])",
  ),
  'an object of JSON': attack("answer({'__class__': 'int', 'value': 9})"),
  'an unknown tag': attack("answer(['??', 9])"),
  'a list without a tag': attack('answer([])'),
  'a tag that is a list': attack('answer([[9], 9])'),
  'a decimal number of a million digits': attack("answer(['D', '9' * 1_000_000])"),
  'a number of a billion bits': attack("answer(['I', '0x' + 'f' * 30_000_000])"),
  'a depth of a hundred thousand': attack("raw(struct.pack('!I', 200_000) + b'[' * 200_000)"),
  'a message longer than any': attack("raw(struct.pack('!I', 0xffffffff))"),
  'a message that never ends': attack(
    "raw(struct.pack('!I', 1 << 20) + b'[')",
    'os.close(WIRE.writes)',
  ),
  'bytes that are no text': attack("raw(struct.pack('!I', 4) + b'\\xff\\xfe\\x00\\x80')"),
  'an answer before the question': attack(
    "WIRE.send(['ok', 8, [], [], []])",
    "WIRE.send(['ok', 8, [], [], []])",
    'return 1',
  ),
  'two answers to one question': attack(
    "END._reply = lambda *a: [WIRE.send(['ok', each, [], [], []]) for each in (0, 9)]",
  ),
  'an answer of no kind': attack("answer(9, outcome='pass')"),
  'a refusal': attack("answer(9, outcome='no')"),
  'an exception that skips': attack(
    "answer(['ex', ['unittest.case:SkipTest'], [], 'skip', [], [], ''], outcome='err')",
  ),
  'an exception that stops a test quietly': attack(
    "answer(['ex', ['unittest.case:_ShouldStop'], [], '', [], [], ''], outcome='err')",
  ),
  'an exception that interrupts': attack(
    "answer(['ex', ['builtins:KeyboardInterrupt'], [], '', [], [], ''], outcome='err')",
  ),
  'an exception that leaves': attack(
    "answer(['ex', ['builtins:SystemExit'], [0], '', [], [], ''], outcome='err')",
  ),
  'an exception that is no class': attack(
    "answer(['ex', ['os:system'], ['true'], '', [], [], ''], outcome='err')",
  ),
  'an exception in the place of a result': attack(
    "answer(['ex', ['unittest.case:SkipTest'], [], 'skip', [], [], ''])",
  ),
  'a value raised that is no exception': attack("answer(9, outcome='err')"),
  'a call of an object of the tests that there is none': attack(
    "WIRE.send(['call', ['R', 5], '', [], [], []])",
    'return 1',
  ),
  'a flood of questions': attack(
    'for _ in range(300_000):',
    "    WIRE.send(['get', ['R', 1], 'x', [], [], []])",
    'return 1',
  ),
  'an event of no kind': attack("answer(1, events=[['pass', 'test_it']])"),
  'an event that is none': attack('answer(1, events=[9])'),
  'a log of a class': attack("answer(1, events=[['log', ['x'], 9, 'x']])"),
  'prints without end': attack("answer(1, events=[['out', 'x' * 9_000_000]])"),
  'a rounding of the tests’ own sums': attack(
    "answer(1, state=[['decimal', [1, 'ROUND_UP', -1, 1, 1, 0]]])",
  ),
  'a state of no kind': attack("answer(1, state=[['modules', 'unittest']])"),
  'random words that are none': attack("answer(1, state=[['random', [3, [9], None]]])"),
  'variables that load a library': attack(
    "answer(1, state=[['environment', [['LD_PRELOAD', '/tmp/x.so'], ['PYTHONPATH', '/tmp']]]])",
  ),
  'a path to modules of its own': attack(
    "open('/tmp/job/unittest.py', 'w').write('def main(): pass')",
    "os.makedirs('/tmp/evil', exist_ok=True)",
    "open('/tmp/evil/json.py', 'w').write('raise SystemExit(0)')",
    "answer(1, state=[['path', ['/tmp/evil', '/tmp/job']]])",
  ),
  'the end of its keeper': attack('os.kill(1, 9)', 'return 1'),
  'the end of everybody': attack('os.kill(-1, 9)', 'return 1'),
  'the end of its wire': attack('os.closerange(0, 256)', 'return 1'),
  'a process that goes on in its place': attack(
    'if os.fork(): os._exit(0)',
    'answer(1)',
    'return 1',
  ),
  'another program in its place': attack("os.execv('/bin/true', ['true'])"),
};
