import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {type ForkServer, type ServerLaunch, startForkServer} from '../server/fork-server.js';
import type {SealLevel} from './policy.js';

/** What a real job managed of what a level must hold back. */
type Breaches = {
  wrote: boolean;
  read: boolean;
  connected: boolean;
  sawHost: boolean;
  survived: boolean;
};

const MARK = 'convcodebench-probe';

/**
 * Lets a job try to write outside, read a file of the user, reach a listener of the host, see a
 * host process and outlive its verdict. Undefined when all was held back that `level` promises,
 * else the reason. What tells nothing (a server or job ended from outside, or too slow on a busy
 * machine) is tried once more.
 * @param launch starts the server of the job.
 * @param running a server of that kind where there is one, which has the job first and stays.
 */
export async function probeSeal(
  launch: ServerLaunch,
  level: SealLevel,
  running?: () => Promise<ForkServer>,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), `${MARK}-`));
  const canary = join(folder, 'canary');
  writeFileSync(canary, 'secret');
  const listener = await listen();
  try {
    const mark = `${MARK}-${process.pid}-${level}`;
    const tryFor = (name: string) => (server: ForkServer) =>
      tryAll(server, canary, listener, `${mark}-${name}`);
    let breaches = await (running === undefined
      ? withServer(launch, tryFor('first'))
      : running().then(tryFor('first'), reasonOf));
    if (typeof breaches === 'string') breaches = await withServer(launch, tryFor('second'));
    return typeof breaches === 'string' ? breaches : firstBroken(breaches, level);
  } finally {
    listener.server.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

type Listener = {server: Server; port: number; heard: () => boolean};

async function listen(): Promise<Listener> {
  let heard = false;
  const server = createServer((socket) => {
    heard = true;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : 0,
    heard: () => heard,
  };
}

/** What `work` says of a server of its own; why there is none. */
async function withServer(
  launch: ServerLaunch,
  work: (server: ForkServer) => Promise<Breaches | string>,
): Promise<Breaches | string> {
  const server = await startForkServer(launch).catch(reasonOf);
  if (typeof server === 'string') return server;
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

async function tryAll(
  server: ForkServer,
  canary: string,
  listener: Listener,
  mark: string,
): Promise<Breaches | string> {
  const program = probeCode(canary, listener.port, mark);
  const test =
    'import unittest\nclass TestCases(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(task_func(), "")\n';
  const job = {prelude: '', program, test, entryPoint: 'task_func', timeLimitMs: 10_000};
  const result = await server.run(job, 0).catch(reasonOf);
  if (typeof result === 'string') return result;
  if ('lost' in result) return result.lost;
  if ('compilation_error' in result) return result.compilation_error;
  const told = result.report.failures.map(([, text]) => text).join('\n');
  if (result.status !== 'pass' && !told.includes(MARK))
    return `an honest job does not pass: ${told}`;
  await sleep(50);
  return {
    wrote: readFileSync(canary, 'utf8') !== 'secret',
    read: told.includes(`${MARK} read`),
    connected: listener.heard(),
    sawHost: told.includes(`${MARK} saw`),
    survived: commandLines().some((line) => line.includes(`${mark}-survivor`)),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A program that tries, and returns what it managed; its child takes a command line of its own to
 * be found by.
 */
function probeCode(canary: string, port: number, mark: string): string {
  return `import colorsys, os, socket, sys
def task_func():
    done = ""
    try:
        done += "${MARK} read " if open(${JSON.stringify(canary)}).read() else ""
    except OSError:
        pass
    try:
        open(${JSON.stringify(canary)}, "w").write("changed")
    except OSError:
        pass
    try:
        socket.create_connection(("127.0.0.1", ${port}), 1).close()
    except OSError:
        pass
    try:
        done += "${MARK} saw " if b"node" in open("/proc/${process.pid}/cmdline", "rb").read() else ""
    except OSError:
        pass
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable, "-S", "-c", "import time; time.sleep(60)", "${mark}-survivor"])
        os._exit(0)
    return done
`;
}

function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8');
      } catch {
        return ''; // it ended between the two looks
      }
    });
}

function firstBroken(breaches: Breaches, level: SealLevel): string | undefined {
  if (breaches.wrote) return 'a job wrote a file outside';
  if (breaches.read) return 'a job read a file of the user';
  if (breaches.connected) return 'a job reached a listener of the host';
  if (breaches.sawHost && level <= 2) return 'a job saw a process of the host';
  if (breaches.survived && level <= 2) return 'a process of a job outlived it';
  return undefined;
}
