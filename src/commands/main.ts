import {hideBin} from 'yargs/helpers';
import {cutToFit, forLine, forTerminal} from '../report/sanitise.js';
import type {TableWidth} from '../report/table.js';
import type {Context} from './command.js';
import {complaintOf} from './complaint.js';
import {keepHeapSmall} from './heap.js';
import {runProgram} from './program.js';

keepHeapSmall();
const stop = new AbortController();
const signalCode = {SIGINT: 130, SIGTERM: 143} as const;
let stoppedBy: keyof typeof signalCode | undefined;

// What is printed may quote what others wrote: no terminal is to obey it.
const context: Context = {
  print: (text) => process.stdout.write(`${forTerminal(text)}\n`),
  note: (text) => process.stderr.write(`${forTerminal(text)}\n`),
  rewrite: (line, last) =>
    process.stderr.write(
      `\r\u001b[2K${cutToFit(forLine(line), process.stderr.columns)}${last ? '\n' : ''}`,
    ),
  signal: stop.signal,
  interactive: process.stderr.isTTY === true,
  width: widthOfTerminal(process.stdout.columns ?? Number(process.env.COLUMNS)),
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

// Whoever reads what we print may have seen enough (`| head`); what there is to do is done all the
// same.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

// Then a write beyond a limit on the size of files fails, and says so, instead of ending us.
process.on('SIGXFSZ', () => {});

process.exitCode = await main(hideBin(process.argv));

async function main(args: string[]): Promise<number> {
  try {
    return await runProgram(args, context);
  } catch (error) {
    return explain(error);
  }
}

/** Results that go to a file or another program fold early, and keep their names whole. */
function widthOfTerminal(columns: number): TableWidth {
  return columns > 0 ? {fold: columns, wrap: columns} : {fold: 100, wrap: Number.POSITIVE_INFINITY};
}

function explain(error: unknown): number {
  if (stoppedBy) {
    context.note(
      `stopped by ${stoppedBy}: everything finished so far is on disk; give the same command again to go on`,
    );
    return signalCode[stoppedBy];
  }
  const {code, text} = complaintOf(error);
  context.note(text);
  return code;
}
