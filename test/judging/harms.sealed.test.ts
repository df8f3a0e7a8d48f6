import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import {candidate, failuresOf, SQUARE, withJudge} from './judge-fixture.js';

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge({workers: 1});
});
afterAll(() => judge.close());

/** What `task_func`, whose body this is, raises. */
async function raised(body: string, from = judge): Promise<string | undefined> {
  const code = `import errno, fcntl, os, resource, socket\ndef task_func(n):\n${body}`;
  const [first] = failuresOf(await from.judge(candidate(code)));
  return first?.[1].split('\n').at(-1);
}

describe('a job', () => {
  test('sets no limits of another process: its monitor may be of the same user', async () => {
    const body = `    child = os.fork()
    if child == 0:
        os.read(os.pipe()[0], 1)
    resource.prlimit(child, resource.RLIMIT_CPU, (1, 1))\n`;
    expect(await raised(body)).toMatch(/^PermissionError/);
  });

  test('sets limits of its own, and asks for those of others', async () => {
    const body = `    resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
    child = os.fork()
    if child == 0:
        os._exit(0)
    limits = resource.prlimit(child, resource.RLIMIT_NOFILE)
    os.waitpid(child, 0)
    raise ValueError(limits)\n`;
    expect(await raised(body)).toBe('ValueError: (50, 50)');
  });

  test.each([
    ['AF_VSOCK', 'socket.socket(40, socket.SOCK_STREAM)'],
    ['AF_ALG', 'socket.socket(38, socket.SOCK_SEQPACKET)'],
    ['a pair of AF_TIPC', 'socket.socketpair(30, socket.SOCK_STREAM)'],
  ])('opens no socket of a family that no namespace holds: %s', async (_, call) => {
    expect(await raised(`    ${call}\n`)).toBe(
      'OSError: [Errno 97] Address family not supported by protocol',
    );
  });

  test('opens the sockets that programs use', async (context) => {
    context.skip(judge.identity.sealLevel > 2, 'no sockets at this level');
    const body = `    socket.socketpair()
    for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
        socket.socket(family, socket.SOCK_DGRAM if family != socket.AF_NETLINK else socket.SOCK_RAW)
    raise ValueError("all opened")\n`;
    expect(await raised(body)).toBe('ValueError: all opened');
  });

  test('finds its standard channels as no job has left them', async () => {
    const flags = '[fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_NONBLOCK for fd in (0, 1, 2)]';
    const set = `    for fd in (0, 1, 2):
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
    raise ValueError(${flags})\n`;
    expect(await raised(set)).toBe('ValueError: [2048, 2048, 2048]');
    expect(await raised(`    raise ValueError(${flags})\n`)).toBe('ValueError: [0, 0, 0]');
  });
});

describe('a job of its own world', () => {
  test('finds in its memory no text of another job, nor of what that reported', async () => {
    const test = (expected: string) => `import unittest
class TestCases(unittest.TestCase):
    def test_a(self):
        self.assertEqual(task_func(0), ${expected})
`;
    const victim = `def task_func(n):\n    return "VICTIM-PROGRAM-" + "w" * 60\n`;
    const told = `"VICTIM-TESTS-" + "q" * 60`;
    for (const n of [1, 2, 3])
      expect(
        failuresOf(await judge.judge(candidate(`${victim}# ${n}`, {test: test(told)})))[0]?.[1],
      ).toContain('VICTIM-TESTS-qqq');
    const scan = `    found = set()
    memory = os.open("/proc/self/mem", os.O_RDONLY)
    for line in open("/proc/self/maps").read().splitlines():
        span, access, *_, name = (line + " -").split()[:7]
        if not access.startswith("rw"):
            continue
        start, end = (int(edge, 16) for edge in span.split("-"))
        for at in range(start, end, 1 << 20):
            try:
                data = os.pread(memory, min(end - at, (1 << 20) + 40), at)
            except OSError:
                break
            found.update(re.findall(b"VIC" b"TIM-(?:PROGRAM-w|TESTS-q)", data))
    raise ValueError(sorted(found))\n`;
    expect(await raised(`    import re\n${scan}`)).toBe('ValueError: []');
  });

  test('goes first when memory runs out, and cannot change that', async (context) => {
    context.skip(judge.identity.sealLevel > 3, 'no promise at this level');
    const body = `    now = open("/proc/self/oom_score_adj").read().strip()
    try:
        open("/proc/self/oom_score_adj", "w").write("0")
    except OSError as error:
        raise ValueError(now)
`;
    expect(await raised(body)).toBe('ValueError: 1000');
  });

  test.for([1, 2] as const)(
    'at level %i, finds nothing in a later run of an earlier one',
    async (bestSeal, {skip}) => {
      const code = `import ctypes, os, socket
libc = ctypes.CDLL(None)
def task_func(n):
    if n == 0:
        found = [libc.shmget(4660, 4096, 0o600), libc.msgget(119, 0o600), os.path.exists("left")]
        if found != [-1, -1, False] or os.getpid() != 2 or os.getppid() != 1:
            raise ValueError(found, os.getpid(), os.getppid())
        libc.shmget(4660, 4096, 0o1600)
        libc.msgget(119, 0o1600)
        open("left", "w").close()
        place = ("127.0.0.1", 5555)
        listener = socket.socket()
        listener.bind(place)
        listener.listen()
        there = socket.create_connection(place)
        here, _ = listener.accept()
        for each in (here, there, listener):  # who closes first keeps the port busy
            each.close()
        try:
            socket.socket().bind(place)
        except OSError:
            return 0
        raise ValueError("the port is free")
    return n * n
`;
      await withJudge({workers: 1, bestSeal, preload: false}, async (one) => {
        skip(one.identity.sealLevel !== bestSeal, `needs seal level ${bestSeal}`);
        expect(await one.judge(candidate(code))).toMatchObject({status: 'pass'}); // three runs
      });
    },
  );

  test('is charged with the CPU time of its descendants, whoever their parent is', async (context) => {
    context.skip(judge.identity.sealLevel > 2, 'counted in a world of its own');
    const program = `import os, time
def task_func(n):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while time.process_time() < 0.3:
                pass
            time.sleep(3600)
        os._exit(0)
    time.sleep(3600)
`;
    const used = async (timeLimitMs: number, separation?: {profile: null}): Promise<number> => {
      const judgement = await judge.judge(candidate(program, {timeLimitMs, separation}));
      const cpuMs = judgement.status === 'timeout' ? (judgement.cpuMs ?? 0) : 0;
      // A busy machine may not have given it that much in so short a time.
      return cpuMs >= 250 || timeLimitMs > 10_000 ? cpuMs : used(4 * timeLimitMs, separation);
    };
    expect(await used(700)).toBeGreaterThanOrEqual(250);
    expect(await used(700, {profile: null})).toBeGreaterThanOrEqual(250);
  });
});

/** Folders that no seal shows: a home, not a temporary one. */
describe.each([1, 2] as const)('at level %i, a Python keeps its seal when it is', (bestSeal) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(homedir(), '.convcodebench-links-'));
    mkdirSync(join(folder, 'bin'));
    symlinkSync('/usr/bin/python3', join(folder, 'bin/py'));
    symlinkSync('py', join(folder, 'bin/python'));
    const made = ['-I', '-m', 'venv', '--without-pip', '--symlinks', join(folder, 'venv')];
    spawnSync(join(folder, 'bin/py'), made);
  });
  afterAll(() => rmSync(folder, {recursive: true}));

  test.for([
    ['a link to a link to one of the system', 'bin/python'],
    ['a virtual environment made by such a link', 'venv/bin/python'],
  ] as const)('%s', async ([, name], {skip}) => {
    await withJudge({workers: 1, bestSeal}, async ({identity}) =>
      skip(identity.sealLevel !== bestSeal, `needs seal level ${bestSeal}`),
    );
    await withJudge({workers: 1, bestSeal, python: join(folder, name)}, async (linked) => {
      expect(linked.identity.sealLevel).toBe(bestSeal);
      expect(await linked.judge(candidate(SQUARE))).toMatchObject({status: 'pass'});
      const body = `    import subprocess, sys
    raise ValueError(subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True).stdout)\n`;
      expect(await raised(body, linked)).toBe("ValueError: b'42\\n'");
    });
  });
});
