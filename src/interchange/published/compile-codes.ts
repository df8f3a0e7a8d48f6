import {createInterface} from 'node:readline';
import {execa} from 'execa';
import {z} from 'zod';
import {MissingRequirementError} from '../../errors.js';
import {packagePath} from '../../files/package-root.js';
import {isolatedPython} from '../../judging/server/isolated-python.js';
import {option} from '../../options/option-name.js';

/**
 * Whether a code compiles (`compile(code, "tmp.py", "exec")`) in Python `version`, `3.11.2`; any
 * number of questions at once.
 */
export type Compiler = {
  version: string;
  compiles(code: string): Promise<boolean>;
  close(): Promise<void>;
};

export type CompilerOptions = {
  /** A path, or a name on PATH; `python3` by default. */
  python?: string;
  /** How many Pythons compile at once; 2 by default. */
  processes?: number;
  /**
   * How long one code may take, before its Python is ended; 2 minutes by default: on a busy
   * machine, a hundred times what the slowest takes.
   */
  limitMs?: number;
};

/**
 * Starts Pythons that compile a stream of codes, a fraction of a millisecond each. Nothing is run,
 * so nothing need be sealed.
 * @throws {MissingRequirementError} when that Python does not start; `compiles` too, when it takes
 * too long over a code twice.
 */
export async function openCompiler({
  python = 'python3',
  processes = 2,
  limitMs = 120_000,
}: CompilerOptions = {}): Promise<Compiler> {
  const workers = await Promise.all(
    Array.from({length: processes}, () => openWorker(python, limitMs)),
  );
  const [first] = workers;
  if (first === undefined) throw new RangeError('processes: at least 1 is needed');
  let next = 0;
  return {
    version: first.version,
    compiles(code) {
      next = (next + 1) % workers.length;
      return (workers[next] ?? first).compiles(code);
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

type PendingCode = {
  code: string;
  deaths: number;
  resolve(compiles: boolean): void;
  reject(error: unknown): void;
};

/**
 * One Python, started again when a code ends it: compiling deep nesting can exhaust the C stack,
 * which no `except` catches. The code is asked about once more, for something else may have ended
 * that Python.
 */
async function openWorker(python: string, limitMs: number): Promise<Compiler> {
  const pending: PendingCode[] = [];
  let closing = false;
  let isLate = false;
  let watch: NodeJS.Timeout | undefined;
  let running = await startPython(python, onVerdict, onEnd);

  /** Gives the first in line its time. */
  function watchFirst(): void {
    clearTimeout(watch);
    if (closing || pending.length === 0) return;
    watch = setTimeout(() => {
      isLate = true;
      void running.stop();
    }, limitMs);
  }

  function onVerdict(compiles: boolean): void {
    pending.shift()?.resolve(compiles);
    watchFirst();
  }

  function settleFirst(): void {
    const [first] = pending;
    if (first === undefined || ++first.deaths < 2) return;
    pending.shift();
    if (isLate) first.reject(tooLate(python, limitMs));
    else first.resolve(false);
  }

  function onEnd(): void {
    clearTimeout(watch);
    if (closing || pending.length === 0) return;
    settleFirst();
    isLate = false;
    startPython(python, onVerdict, onEnd).then(
      (restarted) => {
        running = restarted;
        for (const {code} of pending) running.send(code);
        if (closing) void running.stop();
        watchFirst();
      },
      (error: unknown) => {
        for (const {reject} of pending.splice(0)) reject(error);
      },
    );
  }

  return {
    version: running.version,
    compiles: (code) =>
      new Promise((resolve, reject) => {
        pending.push({code, deaths: 0, resolve, reject});
        if (running.ended()) return;
        running.send(code);
        if (pending.length === 1) watchFirst();
      }),
    close: () => {
      closing = true;
      clearTimeout(watch);
      return running.stop();
    },
  };
}

type RunningPython = {
  version: string;
  send(code: string): void;
  ended(): boolean;
  stop(): Promise<void>;
};

const verdictSchema = z.boolean();

const versionSchema = z.string();

async function startPython(
  python: string,
  onVerdict: (compiles: boolean) => void,
  onEnd: () => void,
): Promise<RunningPython> {
  const {file, options} = isolatedPython(python);
  const subprocess = execa(
    file,
    ['-I', packagePath('src/interchange/published/compile-codes.py')],
    {...options, buffer: false, reject: false, stderr: 'ignore'},
  );
  // A Python that has ended closes its input; `onEnd` deals with that.
  subprocess.stdin.on('error', () => undefined);
  let isReady = false;
  let hasEnded = false;
  const ready = new Promise<string>((resolve, reject) => {
    const lines = createInterface({input: subprocess.stdout});
    lines.on('line', (line) => {
      if (isReady) return onVerdict(verdictSchema.parse(JSON.parse(line)));
      isReady = true;
      resolve(versionSchema.parse(JSON.parse(line)));
    });
    // The end of its output, not of the process: by then every verdict has been read.
    lines.on('close', async () => {
      hasEnded = true;
      if (isReady) onEnd();
      else reject(notStarted(python, (await subprocess).exitCode));
    });
  });
  const version = await ready;
  return {
    version,
    send: (code) => subprocess.stdin.write(`${JSON.stringify(code)}\n`),
    ended: () => hasEnded,
    stop: async () => {
      subprocess.kill('SIGKILL');
      await subprocess;
    },
  };
}

function tooLate(python: string, limitMs: number): MissingRequirementError {
  return new MissingRequirementError(
    `Python "${python}": did not say within ${limitMs / 1000} s whether a code compiles, asked twice; try again when this machine is less busy`,
  );
}

function notStarted(python: string, exitCode: number | undefined): MissingRequirementError {
  const reason =
    exitCode === undefined ? 'it does not start' : `it ended with exit code ${exitCode}`;
  return new MissingRequirementError(
    `Python "${python}", needed to see which codes compile: ${reason}; install Python 3.10 or newer, or name one with ${option('python')} PATH`,
  );
}
