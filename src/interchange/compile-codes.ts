import {createInterface} from 'node:readline';
import {execa} from 'execa';
import {z} from 'zod';
import {MissingRequirementError} from '../errors.js';
import {packagePath} from '../files/package-root.js';

/** Whether a code compiles (`compile(code, "tmp.py", "exec")`); any number of questions at once. */
export type Compiler = {compiles(code: string): Promise<boolean>; close(): Promise<void>};

export type CompilerOptions = {
  /** A path, or a name on PATH; `python3` by default. */
  python?: string;
  /** How many Pythons compile at once; 2 by default. */
  processes?: number;
};

/**
 * Starts Pythons that compile a stream of codes, a fraction of a millisecond each. Nothing is run, so nothing need be sealed.
 * @throws {MissingRequirementError} when that Python does not start.
 */
export async function openCompiler({python = 'python3', processes = 2}: CompilerOptions = {}): Promise<Compiler> {
  const workers = await Promise.all(Array.from({length: processes}, () => openWorker(python)));
  let next = 0;
  return {
    compiles(code) {
      next = (next + 1) % workers.length;
      const worker = workers[next];
      if (worker === undefined) throw new RangeError('processes: at least 1 is needed');
      return worker.compiles(code);
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

type Question = {code: string; resolve(compiles: boolean): void; reject(error: unknown): void};

/** One Python, started again when a code ends it: compiling deep nesting can exhaust the C stack, which no `except` catches. */
async function openWorker(python: string): Promise<Compiler> {
  const pending: Question[] = [];
  let closing = false;
  let running = await startPython(python, onVerdict, onEnd);

  function onVerdict(compiles: boolean): void {
    pending.shift()?.resolve(compiles);
  }

  function onEnd(): void {
    if (closing || pending.length === 0) return;
    pending.shift()?.resolve(false);
    startPython(python, onVerdict, onEnd).then(
      (restarted) => {
        running = restarted;
        for (const {code} of pending) running.send(code);
        if (closing) void running.stop();
      },
      (error: unknown) => {
        for (const {reject} of pending.splice(0)) reject(error);
      },
    );
  }

  return {
    compiles: (code) =>
      new Promise((resolve, reject) => {
        pending.push({code, resolve, reject});
        if (!running.ended()) running.send(code);
      }),
    close: () => {
      closing = true;
      return running.stop();
    },
  };
}

type RunningPython = {send(code: string): void; ended(): boolean; stop(): Promise<void>};

const verdictSchema = z.boolean();

async function startPython(
  python: string,
  onVerdict: (compiles: boolean) => void,
  onEnd: () => void,
): Promise<RunningPython> {
  const subprocess = execa(python, ['-I', packagePath('src/interchange/compile-codes.py')], {
    buffer: false,
    reject: false,
    stderr: 'ignore',
  });
  // A Python that has ended closes its input; `onEnd` deals with that.
  subprocess.stdin.on('error', () => undefined);
  let isReady = false;
  let hasEnded = false;
  const ready = new Promise<void>((resolve, reject) => {
    const lines = createInterface({input: subprocess.stdout});
    lines.on('line', (line) => {
      if (isReady) onVerdict(verdictSchema.parse(JSON.parse(line)));
      isReady = true;
      resolve();
    });
    // The end of its output, not of the process: by then every verdict has been read.
    lines.on('close', async () => {
      hasEnded = true;
      if (isReady) onEnd();
      else reject(notStarted(python, (await subprocess).exitCode));
    });
  });
  await ready;
  return {
    send: (code) => subprocess.stdin.write(`${JSON.stringify(code)}\n`),
    ended: () => hasEnded,
    stop: async () => {
      subprocess.kill('SIGKILL');
      await subprocess;
    },
  };
}

function notStarted(python: string, exitCode: number | undefined): MissingRequirementError {
  const reason = exitCode === undefined ? 'it does not start' : `it ended with exit code ${exitCode}`;
  return new MissingRequirementError(
    `Python "${python}", needed to see which codes compile: ${reason}; install Python 3.10 or newer, or name one with --python PATH`,
  );
}
