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
