import type {Critic, ExpertInput, NoviceInput, Remark} from '../feedback/critic.js';
import {ALL, testOf} from '../judging/failing-entries.js';
import {noSyntaxErrors} from '../log/log-line.js';
import type {Problem} from '../problem/problem.js';
import {findProgram} from './bugs-in-code.js';
import type {Catalogue} from './catalogue.js';
import {normalizeSpace} from './statement-index.js';

/**
 * The critic that needs no model; as deterministic as the simulated coders it was made for. The
 * novice puts the error in its sight into a beginner's words. The expert gives the catalogue's
 * hints for the bugs in the code; about code that is no variant of the canonical solution it only
 * names what the statement asks for.
 */
export function createBuiltInCritic(catalogue: Catalogue): Critic {
  return {
    id: 'builtin',
    novice: async (input) => withoutLeak(noviceText(input)),
    expert: async (input) => withoutLeak(expertText(input, catalogue)),
  };
}

/**
 * Nothing here can leak: the novice is not given the solution, and the expert's words are the
 * catalogue's.
 */
function withoutLeak(text: string): Remark {
  return {text, leak: false};
}

function noviceText({compilationFeedback, executionFeedback}: NoviceInput): string {
  if (compilationFeedback !== noSyntaxErrors) {
    return `I tried to start it but Python does not even read it: ${errorLine(compilationFeedback)}${whereabouts(compilationFeedback)}. I think something is written wrongly there.`;
  }
  const entries = entriesOf(executionFeedback ?? '');
  if (entries.length === 0) return 'It does not do what I wanted, but I cannot say why.';
  const named = entries.map(({name, error}) => `"${name.toLowerCase()}" goes wrong (${error})`);
  const opening =
    entries.length === 1
      ? 'One check does not work for me'
      : `${entries.length} checks do not work for me`;
  return `${opening}: ${named.join('; ')}. I do not know much about it, could you look at that again?`;
}

type HeardEntry = {name: string; error: string};

/**
 * What fails by execution feedback (DESIGN.md, section 3): a name in capitals on a line of its own,
 * its text below. Of the subtests of one test a beginner tells of the last.
 */
function entriesOf(feedback: string): HeardEntry[] {
  const lines = feedback.split('\n');
  const heads = [...lines.entries()].flatMap(([index, line]) =>
    isHead(line, lines[index + 1]) ? [{index, test: testOf(line)}] : [],
  );
  const errors = new Map(
    heads.map(({index, test}, n) => [
      test === ALL ? 'everything' : test,
      errorLine(lines.slice(index + 1, heads[n + 1]?.index).join('\n')),
    ]),
  );
  return [...errors].map(([name, error]) => ({name, error}));
}

function isHead(line: string, next: string | undefined): boolean {
  const opens = /^(?:Traceback|Timed out: |The process ended|\.\.\.$)/.test(next ?? '');
  return (
    opens &&
    line !== '' &&
    line === line.toUpperCase() &&
    /^[\p{L}_][\p{L}\p{N}_]*$/u.test(testOf(line))
  );
}

const longestError = 160;

/**
 * The line that names the exception; without one the last line. Long ones are cut, as a beginner
 * would.
 */
function errorLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const exception = lines.findLast((line) =>
    /^[\w.]+(?:Error|Exception|Interrupt|Exit|Warning|Iteration)\b(?::|$)/.test(line),
  );
  const line = normalizeSpace(exception ?? lines.at(-1) ?? 'no message');
  return line.length <= longestError ? line : `${line.slice(0, longestError)}…`;
}

function whereabouts(traceback: string): string {
  const number = /File "tmp\.py", line (\d+)/.exec(traceback)?.[1];
  return number === undefined ? '' : `, it says around line ${number}`;
}

function expertText({problem, previousCode}: ExpertInput, catalogue: Catalogue): string {
  const seen = findProgram(previousCode, problem, catalogue.bugsOf(problem.task_id));
  const hints = [...(seen?.bugs ?? [])].map(({hint}) => hint);
  const [first, ...others] = hints;
  if (first === undefined) return generalHint(problem);
  if (others.length === 0)
    return `The structure is sound, one thing is not. ${first} The rest can stay as it is.`;
  const list = [first, ...others].map((hint, index) => `(${index + 1}) ${hint}`).join(' ');
  return `The structure is sound, but ${hints.length} things need another look. ${list} Leave the rest as it is.`;
}

/** What the statement asks for, in its own words; nothing that stands in the solution too. */
function generalHint(problem: Problem): string {
  const asked = normalizeSpace(
    problem.instruct_prompt.split('You should write self-contained code')[0] ?? '',
  );
  const sentence = /^.{20,300}?[.!?](?= |$)/.exec(asked)?.[0] ?? asked.slice(0, 300);
  const quotesSolution = problem.canonical_solution
    .split('\n')
    .some((line) => line.trim().length >= 12 && sentence.includes(line.trim()));
  const task = quotesSolution ? 'the statement' : `what is asked for ("${sentence}")`;
  return `Go back to ${task} and compare it with what the function does, step by step: the values handed back, their form, and the special cases and errors that the statement names.`;
}
