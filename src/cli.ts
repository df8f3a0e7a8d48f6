#!/usr/bin/env node
import yargs, {type Argv} from 'yargs';
import {hideBin} from 'yargs/helpers';
import {type Command, type Context, exitCode} from './commands/command.js';
import {refusalOfSystem} from './commands/system-refusal.js';
import {MissingRequirementError, UsageError} from './errors.js';
import {programVersion} from './files/program-version.js';
import {ModelError} from './model/model.js';

/**
 * The verbs. Each is loaded when it is called, so that `--help` does not wait for what it does not
 * need.
 */
const verbs: {command: string; describe: string; load: () => Promise<Command>}[] = [
  {
    command: 'quickstart',
    describe:
      'The whole story offline in under a minute: starter suite, simulated models, live and static',
    load: async () => (await import('./commands/quickstart.js')).quickstart,
  },
  {
    command: 'generate',
    describe:
      'Have a reference model’s conversations live, and freeze them: a run and a log (in DIR/log)',
    load: async () => (await import('./commands/generate.js')).generate,
  },
  {
    command: 'replay',
    describe: 'Evaluate a target model on a frozen log',
    load: async () => (await import('./commands/replay.js')).replay,
  },
  {
    command: 'judge <run>',
    describe: 'Judge the stored answers of a run again, asking no model',
    load: async () => (await import('./commands/judge.js')).judge,
  },
  {
    command: 'report [runs..]',
    describe: 'Pass@1 per turn, MRR and Recall of one or more runs, or the published tables',
    load: async () => (await import('./commands/report.js')).report,
  },
  {
    command: 'correlate',
    describe: 'How far the static ranking agrees with the live one',
    load: async () => (await import('./commands/correlate.js')).correlate,
  },
  {
    command: 'execute',
    describe: 'Judge BigCodeBench samples: {"task_id", "solution"} in, verdicts out',
    load: async () => (await import('./commands/execute.js')).execute,
  },
  {
    command: 'log <action> <path>',
    describe:
      'verify, stats, import, export, import-results, export-results, subset: frozen logs in and out',
    load: async () => (await import('./commands/log/log.js')).log,
  },
  {
    command: 'pull <what>',
    describe:
      'Download the suite bigcodebench or the published log convcodebench, pinned and checked',
    load: async () => (await import('./commands/pull.js')).pull,
  },
  {
    command: 'doctor',
    describe:
      'Is this machine ready: Python, seal, libraries, data, endpoint; the ground truth of a suite',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  {
    command: 'env <action>',
    describe: 'create: a Python environment with the libraries of BigCodeBench’s problems',
    load: async () => (await import('./commands/env.js')).env,
  },
  {
    command: 'list <what>',
    describe: 'What there is: models, scenarios, suites, prompts, logs',
    load: async () => (await import('./commands/list.js')).list,
  },
];

const stop = new AbortController();
const signalCode = {SIGINT: 130, SIGTERM: 143} as const;
let stoppedBy: keyof typeof signalCode | undefined;

const context: Context = {
  print: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  rewrite: (line, last) => process.stderr.write(`\r\u001b[2K${line}${last ? '\n' : ''}`),
  signal: stop.signal,
  interactive: process.stderr.isTTY === true,
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Not `once`: a package of ours ends the process at a signal for which nobody but itself is
  // listening any more.
  process.on(signal, () => {
    if (stoppedBy) process.exit(signalCode[stoppedBy]);
    stoppedBy = signal;
    stop.abort(new Error(`stopped by ${signal}`));
  });
}

// Whoever reads our results may have seen enough (`| head`); what there is to do is done all the
// same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Then a write beyond a limit on the size of files fails, and says so, instead of ending us.
process.on('SIGXFSZ', () => {});

process.exitCode = await main(hideBin(process.argv));

async function main(args: string[]): Promise<number> {
  try {
    let code: number = exitCode.done;
    await parser(async (command, argv) => {
      code = await command.run(argv, context);
    }).parseAsync(args);
    return code;
  } catch (error) {
    return explain(error);
  }
}

function parser(run: (command: Command, argv: {[name: string]: unknown}) => Promise<void>) {
  const base = yargs()
    .scriptName('convcodebench')
    .usage('$0 <verb>: how well does a code model improve its code over a conversation?')
    .demandCommand(1, 'give a verb; convcodebench --help names them')
    .strict()
    .recommendCommands()
    .completion()
    .version(programVersion())
    .wrap(Math.min(120, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(`${message.replace(/\s*\n\s*/g, ' ')}; see --help`);
    });
  for (const {command, describe, load} of verbs) {
    base.command({
      command,
      describe,
      builder: async (each: Argv) => (await load()).builder(each),
      handler: async (argv) => run(await load(), argv),
    });
  }
  return base;
}

/** One line for what the person at the keyboard can mend, a stack for what we have to. */
function explain(error: unknown): number {
  if (stoppedBy) {
    context.note(
      `stopped by ${stoppedBy}: everything finished so far is on disk; give the same command again to go on`,
    );
    return signalCode[stoppedBy];
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return failWith(exitCode.badInput, message);
  // Some usage errors yargs throws past its own `fail`.
  if (error instanceof Error && error.name === 'YError')
    return failWith(exitCode.badInput, `${message}; see --help`);
  if (error instanceof MissingRequirementError || error instanceof ModelError)
    return failWith(exitCode.missingRequirement, message);
  const refusal = refusalOfSystem(error);
  if (refusal) return failWith(refusal.code, refusal.message);
  return failWith(exitCode.ourFault, error instanceof Error ? (error.stack ?? message) : message);
}

function failWith(code: number, message: string): number {
  context.note(`convcodebench: ${message}`);
  return code;
}
