import {execa} from 'execa';
import {HarnessError, present} from '../../errors.js';
import type {Candidate} from '../judge.js';
import {START_LIMIT_MS} from '../limits.js';
import type {SealLevel} from '../seal/policy.js';
import {type Deferred, deferred} from './deferred.js';
import {
  createMessageReader,
  type JobResult,
  readResult,
  type ServerReady,
  serverBroken,
  serverIdle,
  serverPrepared,
  serverReady,
} from './runner-message.js';

/** Which runs a pass in one process must stand besides the first; left out in tests alone. */
export type Layers = {audit: boolean};

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
    /** Whether the runner finds a memory group of ours, for it to make one for each job. */
    memory_group: boolean;
  };
  environment: Record<string, string>;
  /** The open folder of that group. */
  memoryGroup?: number | undefined;
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

/** As the runner has it (`intake.py`), in both directions. */
const HEADER_BYTES = 160;
const STDERR_KEPT = 4_000;
const CLOSE_LIMIT_MS = 5_000;
/** What a user installs to have a program. */
const PROGRAM_NAMES: Record<string, string> = {bwrap: 'bubblewrap'};

/**
 * Starts a fork server and waits until it has loaded its libraries. It ends when its input closes,
 * so our own death, however sudden, ends it and all its jobs.
 * @param onIdle is told how many of the jobs sleep whenever that changes.
 * @throws {ServerNotReadyError} when it ends before it is ready, or is not in time; the first line
 * of the message says why, the others are what it wrote to stderr.
 */
export async function startForkServer(
  launch: ServerLaunch,
  onIdle: (jobs: number) => void = () => {},
  startLimitMs = START_LIMIT_MS,
): Promise<ForkServer> {
  return new RunningServer(launch, onIdle, startLimitMs).started();
}

type Subprocess = ReturnType<typeof start>;

function start({command, args, environment, memoryGroup}: ServerLaunch) {
  return execa(command, args, {
    ...withDescriptor(memoryGroup),
    env: environment,
    extendEnv: false,
    cwd: '/',
    buffer: false,
    reject: false,
    encoding: 'utf8',
    cleanup: true,
  });
}

/** A fourth channel, of which execa's types know no numbers. */
function withDescriptor(number: number | undefined): object {
  return number === undefined ? {} : {stdio: ['pipe', 'pipe', 'pipe', number]};
}

/** Starting, then serving, then ended; what the server says and its end decide which. */
class RunningServer implements Omit<ForkServer, 'ready' | 'pid'> {
  readonly #subprocess: Subprocess;
  readonly #program: string;
  readonly #onIdle: (jobs: number) => void;
  readonly #startLimitMs: number;
  readonly #ready = deferred<ServerReady>();
  readonly #ended: Promise<void>;
  readonly #jobs = new Map<number, Waiting>();
  readonly #preparing = new Map<number, Deferred<void>>();
  readonly #tiersReady = new Set<number>();
  /** Places where what watched a lost job may still be clearing up. */
  readonly #spoilt = new Set<number>();
  #alive = true;
  #nextId = 1;
  /** Why it was ended, by us or by an error of its own. */
  #trouble = '';
  #said = '';

  constructor(launch: ServerLaunch, onIdle: (jobs: number) => void, startLimitMs: number) {
    this.#subprocess = start(launch);
    this.#program = launch.command;
    this.#onIdle = onIdle;
    this.#startLimitMs = startLimitMs;
    this.#subprocess.stderr.on('data', (chunk) => {
      this.#said = (this.#said + chunk).slice(-STDERR_KEPT);
    });
    this.#subprocess.stdin.on('error', () => {}); // EPIPE: the end of the process tells all jobs
    this.#ended = this.#listen();
    this.#subprocess.stdin.write(`${JSON.stringify(launch.settings)}\n`);
  }

  async started(): Promise<ForkServer> {
    return {
      ready: await this.#within(this.#ready.promise),
      pid: present(this.#subprocess.pid, 'the process id of a server that is ready'),
      alive: () => this.alive(),
      prepare: (tier) => this.prepare(tier),
      run: (candidate, tier) => this.run(candidate, tier),
      close: () => this.close(),
    };
  }

  alive(): boolean {
    return this.#alive;
  }

  async prepare(tier: number): Promise<void> {
    if (!this.#alive) throw new ServerLostError('the fork server is gone');
    if (this.#tiersReady.has(tier)) return;
    const known = this.#preparing.get(tier);
    if (known !== undefined) return known.promise;
    const prepared = deferred<void>();
    this.#preparing.set(tier, prepared);
    this.#tell({prepare: tier});
    await this.#within(prepared.promise);
  }

  async run(candidate: Candidate, tier: number): Promise<JobResult> {
    if (!this.#alive) throw new ServerLostError('the fork server is gone');
    const id = this.#nextId++;
    const result = deferred<JobResult>();
    const place = this.#freePlace();
    this.#jobs.set(id, {...result, place});
    const {prelude, program, test, entryPoint, timeLimitMs, separation} = candidate;
    this.#tell(
      {id, tier, place, limit_ms: timeLimitMs, separates: separation !== undefined},
      {
        ...{prelude, program, test, entry_point: entryPoint},
        ...{profile: separation?.profile ?? null, header: separation?.header ?? ''},
      },
    );
    return result.promise;
  }

  async close(): Promise<void> {
    this.#subprocess.stdin.end();
    const overdue = setTimeout(() => this.#subprocess.kill('SIGKILL'), CLOSE_LIMIT_MS);
    await this.#ended;
    clearTimeout(overdue);
  }

  /** A header of fixed length, and the texts of a job, which the server passes on unseen. */
  #tell(header: object, texts?: object): void {
    const body = texts === undefined ? '' : `${JSON.stringify(texts)}\n`;
    const line = JSON.stringify({...header, bytes: Buffer.byteLength(body)});
    this.#subprocess.stdin.write(`${line.padEnd(HEADER_BYTES - 1)}\n${body}`);
  }

  /** Ends the server where it takes too long to load. */
  async #within<T>(loading: Promise<T>): Promise<T> {
    const reason = `it was not ready within ${this.#startLimitMs / 1000} s`;
    const overdue = setTimeout(() => this.#end(reason), this.#startLimitMs);
    return loading.finally(() => clearTimeout(overdue));
  }

  #end(reason: string): void {
    this.#trouble = reason;
    this.#subprocess.kill('SIGKILL');
  }

  async #listen(): Promise<void> {
    const read = createMessageReader();
    for await (const line of this.#subprocess.iterable()) {
      if (this.#trouble !== '') continue;
      try {
        const message = read(String(line));
        if (message !== undefined) this.#hear(message);
      } catch (error) {
        this.#end(error instanceof Error ? error.message : String(error));
      }
    }
    this.#alive = false;
    this.#onIdle(0);
    const how = await this.#ending();
    const unready = `the fork server ended before it was ready: ${how}\n${this.#said}`;
    this.#ready.reject(new ServerNotReadyError(unready.trim()));
    const lost = new ServerLostError(`the fork server ended: ${how}`);
    for (const {reject} of [...this.#jobs.values(), ...this.#preparing.values()]) reject(lost);
    this.#jobs.clear();
    this.#preparing.clear();
  }

  async #ending(): Promise<string> {
    const {signal, exitCode, code} = await this.#subprocess;
    const why = this.#trouble === '' ? '' : ` (${this.#trouble})`;
    if (signal !== undefined) return `${signal}${why}`;
    if (exitCode !== undefined) return `exit code ${exitCode}${why}`;
    return code === 'ENOENT'
      ? `${PROGRAM_NAMES[this.#program] ?? this.#program} is not installed`
      : `${this.#program} does not start (${code ?? 'for a reason unknown'})`;
  }

  #hear(message: unknown): void {
    const hello = serverReady.safeParse(message);
    const sleeping = serverIdle.safeParse(message);
    const prepared = serverPrepared.safeParse(message);
    const broken = serverBroken.safeParse(message);
    if (hello.success) this.#ready.resolve(hello.data.ready);
    else if (sleeping.success) this.#onIdle(sleeping.data.idle);
    else if (prepared.success) this.#notePrepared(prepared.data.prepared);
    else if (broken.success) this.#trouble = broken.data.broken;
    else this.#noteResult(readResult(message));
  }

  #notePrepared(tier: number): void {
    this.#tiersReady.add(tier);
    this.#preparing.get(tier)?.resolve();
    this.#preparing.delete(tier);
  }

  #noteResult(result: JobResult): void {
    const job = this.#jobs.get(result.id);
    if (job === undefined) throw new Error(`a result of job ${result.id}, which is not under way`);
    this.#jobs.delete(result.id);
    job.resolve(result);
    if (!('lost' in result)) return;
    this.#tiersReady.clear(); // a part of the server may be gone, with its libraries
    this.#spoilt.add(job.place);
  }

  #freePlace(): number {
    const taken = new Set([...this.#spoilt, ...[...this.#jobs.values()].map(({place}) => place)]);
    let place = 0;
    while (taken.has(place)) place += 1;
    return place;
  }
}
