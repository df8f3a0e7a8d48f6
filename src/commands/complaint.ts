import {MissingRequirementError, UsageError} from '../errors.js';
import {ModelError} from '../model/model.js';
import {forLine} from '../report/sanitise.js';
import {exitCode} from './command.js';
import {refusalOfSystem} from './system-refusal.js';

/** What is said on stderr of an error that ended a command, and the exit code. */
export type Complaint = {code: number; text: string};

/** One line for what the person at the keyboard can mend, a stack for what we have to. */
export function complaintOf(error: unknown): Complaint {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return lineOf(exitCode.badInput, message);
  // Some usage errors yargs throws past its own `fail`.
  if (error instanceof Error && error.name === 'YError')
    return lineOf(exitCode.badInput, `${message}; see --help`);
  if (error instanceof MissingRequirementError || error instanceof ModelError)
    return lineOf(exitCode.missingRequirement, message);
  const refusal = refusalOfSystem(error);
  if (refusal) return lineOf(refusal.code, refusal.message);
  const stack = error instanceof Error ? error.stack : message;
  return {code: exitCode.ourFault, text: `convcodebench: ${stack}`};
}

function lineOf(code: number, message: string): Complaint {
  return {code, text: `convcodebench: ${forLine(message)}`};
}
