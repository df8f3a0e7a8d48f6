import {closeSync, existsSync, openSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import {VISIBLE} from '../../src/judging/seal/visible.js';
import {candidate, failuresOf, withJudge} from './judge-fixture.js';

const dirty = `import builtins, calendar, csv, decimal, json, locale, logging, os, random, re, signal, sqlite3, sys, tempfile, time, warnings
random.seed(123)
random.random()
os.environ["LEFT"] = "behind"
os.environ["TZ"] = "Asia/Tokyo"
time.tzset()
os.umask(0o777)
warnings.simplefilter("error")
logging.basicConfig(level=1)
logging.getLogger("left").setLevel(1)
decimal.getcontext().prec = 3
sys.path.append("/left")
sys.setrecursionlimit(500)
json.left = re.left = True
calendar.setfirstweekday(3)
csv.field_size_limit(1)
builtins.left = True
signal.signal(signal.SIGUSR1, lambda *a: None)
for folder in (".", "..", "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~")):
    try:
        open(os.path.join(folder, "left.txt"), "w").write("behind")
    except OSError:
        pass
try:
    import matplotlib
    matplotlib.rcParams["lines.linewidth"] = 77
    import numpy
    numpy.random.seed(5)
    numpy.random.rand()
except ImportError:
    pass
os.makedirs("deep", exist_ok=True)
os.chdir("deep")
def task_func(n):
    return n * n
`;

/** Raises what it sees of the world; two equal worlds give equal texts. */
const look = `import builtins, calendar, csv, decimal, json, locale, logging, os, random, re, signal, sys, tempfile, threading, time, warnings
def task_func(n):
    seen = [random.random(), sorted(os.environ.items()), time.tzname, os.umask(0o22), warnings.filters[:], logging.root.level,
            logging.getLogger("left").level, decimal.getcontext().prec, sys.path, sys.getrecursionlimit(),
            hasattr(json, "left"), hasattr(re, "left"), hasattr(builtins, "left"), calendar.firstweekday(), csv.field_size_limit(),
            str(signal.getsignal(signal.SIGUSR1)), os.getcwd(), threading.active_count(), tempfile.gettempdir(),
            [sorted(os.listdir(d)) for d in (".", "..", "/tmp", "/dev/shm", os.path.expanduser("~")) if "shm" not in d or os.path.isdir(d)],
            os.path.exists("/var/tmp/left.txt")]
    try:
        import matplotlib, numpy
        seen += [matplotlib.rcParams["lines.linewidth"], numpy.random.rand()]
    except ImportError:
        pass
    raise ValueError(repr(seen))
`;

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge({workers: 1});
});
afterAll(() => judge.close());

const seenBy = async (code: string) =>
  failuresOf(await judge.judge(candidate(code)))[0]?.[1]
    .split('\n')
    .at(-1);

describe('a job leaves nothing to the next', () => {
  test('neither in memory nor in files nor in the environment', async () => {
    const before = await seenBy(look);
    expect(before).toMatch(/^ValueError: \[0\.\d+/);
    expect((await judge.judge(candidate(dirty))).status).not.toBe('missing');
    expect(await seenBy(`${look}#`)).toBe(before);
    expect(before).not.toContain('left');
  });

  test('also where what it leaves is its last run of three', async () => {
    const before = await seenBy(`${look}##`);
    expect(await judge.judge(candidate(`${dirty}#gc`))).toMatchObject({status: expect.any(String)});
    expect(await seenBy(`${look}###`)).toBe(before);
  });
});

test('what a job leaves in shared memory that it shares with others goes with it; what others use stays', async (context) => {
  context.skip(!existsSync('/dev/shm'), 'needs /dev/shm');
  const name = (which: string) => `/dev/shm/convcodebench-test-${which}-${process.pid}`;
  const code = `import os, time
open(${JSON.stringify(name('left'))}, "w").write("behind")
os.mkdir(${JSON.stringify(name('folder'))})
time.sleep(0.5)
def task_func(n):
    return n * n
`;
  await withJudge({workers: 1, bestSeal: 4, layers: {audit: false}}, async (open) => {
    const verdict = open.judge(candidate(code));
    while (!existsSync(name('left'))) await sleep(10);
    const used = openSync(name('used'), 'w');
    expect(await verdict).toMatchObject({status: 'pass'});
    expect([name('left'), name('folder'), name('used')].map((path) => existsSync(path))).toEqual([
      false,
      false,
      true,
    ]);
    closeSync(used);
    rmSync(name('used'));
  });
});

test('a job that signals what watches it gets its verdict all the same', async () => {
  const code = `import os, signal
def task_func(n):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
        try:
            os.kill(os.getppid(), number)
        except PermissionError:
            pass
    return None
`;
  expect((await judge.judge(candidate(code))).status).toBe('fail');
});

test.for([1, 2, 3] as const)(
  'at level %i, what libraries of the system read in /etc is there, and nothing of the users',
  async (bestSeal, {skip}) => {
    const code = `import os
def task_func(names):
    def readable(name):
        path = os.path.join("/etc", name)
        try:
            os.listdir(path) if os.path.isdir(path) else open(path).close()
            return True
        except OSError:
            return False
    return " ".join(name for name in names if readable(name))
`;
    const there = VISIBLE.etc.filter((name) => existsSync(join('/etc', name)));
    const asked = [...there, 'shadow', 'sudoers', 'ssh'];
    const test = `import unittest
class TestCases(unittest.TestCase):
    def test_a(self):
        self.assertEqual(task_func(${JSON.stringify(asked)}), ${JSON.stringify(there.join(' '))})
`;
    await withJudge({workers: 1, bestSeal}, async (sealed) => {
      skip(sealed.identity.sealLevel !== bestSeal, `needs seal level ${bestSeal}`);
      expect(await sealed.judge(candidate(code, {test}))).toMatchObject({status: 'pass'});
    });
  },
);

test('loading libraries ahead changes no verdict and no text', async () => {
  const bare = await createJudge({workers: 1, preload: false});
  try {
    for (const code of [
      'import json\ndef task_func(n):\n    return json.loads("{")\n',
      'def task_func(n):\n    return n * n\n',
      'import sqlite3\ndef task_func(n):\n    return sqlite3.connect("x").execute("nope")\n',
    ]) {
      expect(await bare.judge(candidate(code))).toEqual(await judge.judge(candidate(code)));
    }
  } finally {
    await bare.close();
  }
});
