import {createHash} from 'node:crypto';
import {type LogLine, noSyntaxErrors} from '../../src/log/log-line.js';

/**
 * A line of a log about code that failed and of which only the compiler speaks; `changes` replaces
 * what a test is about.
 */
export function exampleLine(changes: Partial<LogLine> = {}): LogLine {
  const previous_code = changes.previous_code ?? 'def task_func(x):\n    return x\n';
  return {
    task_id: 'Example/0',
    turn: 1,
    previous_code,
    code_sha256: createHash('sha256').update(previous_code).digest('hex'),
    previous_status: 'fail',
    compilation_feedback: noSyntaxErrors,
    execution_feedback: null,
    verbal_feedback: null,
    notes: [],
    ...changes,
  };
}

/** The last line of a conversation that was solved at `turn` - 1. */
export function solvedLine(changes: Partial<LogLine> = {}): LogLine {
  return exampleLine({previous_status: 'pass', compilation_feedback: null, ...changes});
}
