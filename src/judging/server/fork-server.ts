import {execa} from 'execa';
import {HarnessError} from '../../errors.js';
import type {Candidate} from '../judge.js';
import {START_LIMIT_MS} from '../limits.js';
import type {SealLevel} from '../seal/policy.js';
import {type Deferred, deferred} from './deferred.js';
import {
  type JobResult,
  readResult,
  type ServerReady,
  serverIdle,
  serverPrepared,
  serverReady,
} from './runner-message.js';

/** Which runs a pass must stand besides the first; both, but for tests of one alone. */
export type Layers = {control: boolean; audit: boolean};

/**
 * How to start a fork server: a command (the seal may stand in front of Python) and what it is told
 * first.
 */
export type ServerLaunch = {
  command: string;
  args: string[];
  settings: {
    level: SealLevel;
    limits: Record<string, number>;
    /** Modules by tier; the jobs of a tier find those of the ones before loaded too. */
    preload: string[][];
    distributions: boolean;
    /** Folder in which the jobs' folders are made. */
    scratch: string;
    layers: Layers;
    /** Folders of the Python at hand, and of our runner, that jobs may read. */
    readable: string[];
    /** Links to make for jobs on their way to that Python: path and target. */
    links: [path: string, target: string][];
    runner: string;
    /** Tells servers at the same time apart. */
    number: number;
  };
  environment: Record<string, string>;
};

/** The server ended while a job was with it; nothing is known about that job. */
export class ServerLostError extends Error {
  override name = 'ServerLostError';
}

/** The server did not come to be ready: it ended before, or took too long. */
export class ServerNotReadyError extends HarnessError {
  override name = 'ServerNotReadyError';
}

/**
 * Whether an error tells that something outside ended the server or a job: what may go well another
 * time, and says nothing about code. Every other error is a mistake of ours.
 */
export function isFromOutside(error: unknown): boolean {
  return error instanceof ServerLostError || error instanceof ServerNotReadyError;
}

export type ForkServer = {
  ready: ServerReady;
  pid: number;
  alive(): boolean;
  /**
   * Waits until the libraries of a tier are loaded (or known to end whoever loads them: its jobs
   * then do it themselves).
   * @throws {ServerLostError} when the server ends before.
   */
  prepare(tier: number): Promise<void>;
  /** @throws {ServerLostError} when the server ends before it answers. */
  run(candidate: Candidate, tier: number): Promise<JobResult>;
  close(): Promise<void>;
};

/** `place`: the number that tells a job from the others under way. */
type Waiting = Deferred<JobResult> & {place: number};

const STDERR_KEPT = 4_000;

/**
 * Starts a fork server and waits until it has loaded its libraries. It ends when its input closes,
 * so our own death, however sudden, ends it and all its jobs.
 * @param onIdle is told how many of the jobs sleep whenever that changes.
 * @throws {HarnessError} when it ends before it is ready, or is not ready in time; the message
 * holds what it wrote to stderr.
 */
export async function startForkServer(
  launch: ServerLaunch,
  onIdle: (jobs: number) => void = () => {},
  startLimitMs = START_LIMIT_MS,
): Promise<ForkServer> {
  const subprocess = execa(launch.command, launch.args, {
    env: launch.environment,
    extendEnv: false,
    cwd: '/',
    buffer: false,
    reject: false,
    encoding: 'utf8',
    cleanup: true,
  });
  let said = '';
  subprocess.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-STDERR_KEPT);
  });
  subprocess.stdin.on('error', () => {}); // EPIPE: the end of the process tells all waiting jobs
  const waiting = new Map<number, Waiting>();
  const preparing = new Map<number, Deferred<void>>();
  const tiersReady = new Set<number>();
  const spoilt = new Set<number>();
  let alive = true;
  let nextId = 1;
  const overdueReason = `it was not ready within ${startLimitMs / 1000} s`;
  let trouble = ''; // why we ended it
  const ready = deferred<ServerReady>();
  const ended = listen();

  async function listen(): Promise<void> {
    for await (const line of subprocess.iterable()) {
      if (trouble === '') hearOrEnd(String(line));
    }
    alive = false;
    onIdle(0);
    const result = await subprocess;
    const how = result.signal ?? `exit code ${result.exitCode}`;
    ready.reject(
      new ServerNotReadyError(
        `the fork server ended before it was ready: ${how}${trouble}\n${said.trim()}`,
      ),
    );
    const lost = new ServerLostError(`the fork server ended: ${how}${trouble}`);
    for (const {reject} of [...waiting.values(), ...preparing.values()]) reject(lost);
    waiting.clear();
    preparing.clear();
  }

  function hearOrEnd(line: string): void {
    try {
      hear(line);
    } catch (error) {
      end(describe(error));
    }
  }

  function end(reason: string): void {
    trouble = ` (${reason})`;
    subprocess.kill('SIGKILL');
  }

  function hear(line: string): void {
    const message: unknown = JSON.parse(line);
    const hello = serverReady.safeParse(message);
    if (hello.success) {
      ready.resolve(hello.data.ready);
      return;
    }
    const sleeping = serverIdle.safeParse(message);
    if (sleeping.success) {
      onIdle(sleeping.data.idle);
      return;
    }
    const prepared = serverPrepared.safeParse(message);
    if (prepared.success) {
      const tier = prepared.data.prepared;
      tiersReady.add(tier);
      preparing.get(tier)?.resolve();
      preparing.delete(tier);
      return;
    }
    const result = readResult(message);
    const waiter = waiting.get(result.id);
    if (waiter === undefined)
      throw new Error(`a result of job ${result.id}, which is not under way`);
    waiting.delete(result.id);
    waiter.resolve(result);
    if (!('lost' in result)) return;
    tiersReady.clear(); // a part of the server may be gone, with its libraries
    spoilt.add(waiter.place); // what watched the job may still be clearing up there
  }

  function tell(message: unknown): void {
    subprocess.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async function prepare(tier: number): Promise<void> {
    if (!alive) throw new ServerLostError('the fork server is gone');
    if (tiersReady.has(tier)) return;
    const known = preparing.get(tier);
    if (known !== undefined) return known.promise;
    const prepared = deferred<void>();
    preparing.set(tier, prepared);
    tell({prepare: tier});
    const overdue = setTimeout(() => end(overdueReason), startLimitMs);
    await prepared.promise.finally(() => clearTimeout(overdue));
  }

  function run(candidate: Candidate, tier: number): Promise<JobResult> {
    if (!alive) return Promise.reject(new ServerLostError('the fork server is gone'));
    const id = nextId++;
    const result = deferred<JobResult>();
    const place = freePlace([...spoilt, ...[...waiting.values()].map((other) => other.place)]);
    waiting.set(id, {...result, place});
    const {code, test, entryPoint, timeLimitMs} = candidate;
    tell({id, tier, place, code, test, entry_point: entryPoint, limit_ms: timeLimitMs});
    return result.promise;
  }

  async function close(): Promise<void> {
    subprocess.stdin.end();
    const overdue = setTimeout(() => subprocess.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(overdue);
  }

  const overdue = setTimeout(() => end(overdueReason), startLimitMs);
  const settled = () => clearTimeout(overdue);
  ready.promise.then(settled, settled); // a rejection is reported by the await below
  tell(launch.settings);
  return {
    ready: await ready.promise,
    pid: subprocess.pid ?? 0,
    alive: () => alive,
    prepare,
    run,
    close,
  };
}

function freePlace(taken: readonly number[]): number {
  let place = 0;
  while (taken.includes(place)) place += 1;
  return place;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
