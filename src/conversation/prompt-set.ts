import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {Eta} from 'eta';
import {UsageError} from '../errors.js';
import {refuseLarge} from '../files/bounds.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {packagePath} from '../files/package-root.js';
import type {Feedback} from '../log/log-line.js';

/**
 * What each template is given; a template that asks for anything else is refused when the set is
 * loaded.
 */
type TemplateInput = {
  system: Record<never, never>;
  first: {statement: string};
  refine: {statement: string; previousCode: string; feedback: string};
  'follow-up': {feedback: string};
  feedback: {compilation: string | null; execution: string | null; verbal: string | null};
  novice: {statement: string; previousCode: string; feedback: string};
  expert: {statement: string; previousCode: string; feedback: string; solution: string};
  'expert-again': {leak: string};
};
type TemplateName = keyof TemplateInput;

/**
 * A set of prompt templates. `hash` covers the text of all of them and stands in every manifest.
 */
export type PromptSet = {
  name: string;
  hash: string;
  system(): string;
  first(statement: string): string;
  refine(input: {statement: string; previousCode: string; feedback: Feedback}): string;
  followUp(feedback: Feedback): string;
  novice(input: {statement: string; previousCode: string; feedback: Feedback}): string;
  expert(input: {
    statement: string;
    previousCode: string;
    feedback: Feedback;
    solution: string;
  }): string;
  /** What an expert is told whose remark showed the solution; `leak` says how. */
  expertAgain(leak: string): string;
};

export const promptSetsDirectory = packagePath('src/conversation/prompts');

/** Tried when a set is loaded; both branches of what may be null. */
const probes: {[Name in TemplateName]: TemplateInput[Name][]} = {
  system: [{}],
  first: [{statement: ''}],
  refine: [{statement: '', previousCode: '', feedback: ''}],
  'follow-up': [{feedback: ''}],
  feedback: [
    {compilation: '', execution: '', verbal: ''},
    {compilation: null, execution: null, verbal: null},
  ],
  novice: [{statement: '', previousCode: '', feedback: ''}],
  expert: [{statement: '', previousCode: '', feedback: '', solution: ''}],
  'expert-again': [{leak: ''}],
};

/**
 * Loads a prompt set: a folder with one Eta template (`<name>.eta`) for each of `templateNames`.
 * @param directory the folder; the set that ships (`default`) without it.
 * @throws {UsageError} for a template that is missing, does not parse, or asks for a value it is
 * not given.
 */
export function loadPromptSet(directory = join(promptSetsDirectory, 'default')): PromptSet {
  const texts = readTemplates(directory);
  const eta = new Eta({autoEscape: false, autoTrim: false});
  for (const name of templateNames())
    namingFile(directory, name, () => eta.loadTemplate(`@${name}`, texts[name]));
  const render = <Name extends TemplateName>(name: Name, input: TemplateInput[Name]): string =>
    eta.render(`@${name}`, refusingUnknown(input)).trimEnd();
  probeAll(render, directory);
  const feedbackText = ({compilation_feedback, execution_feedback, verbal_feedback}: Feedback) =>
    render('feedback', {
      compilation: compilation_feedback,
      execution: execution_feedback,
      verbal: verbal_feedback,
    });
  return {
    name: basename(directory),
    hash: canonicalHash(texts),
    system: () => render('system', {}),
    first: (statement) => render('first', {statement}),
    refine: ({statement, previousCode, feedback}) =>
      render('refine', {
        statement,
        previousCode: fenced(previousCode),
        feedback: feedbackText(feedback),
      }),
    followUp: (feedback) => render('follow-up', {feedback: feedbackText(feedback)}),
    novice: ({statement, previousCode, feedback}) =>
      render('novice', {
        statement,
        previousCode: fenced(previousCode),
        feedback: feedbackText(feedback),
      }),
    expert: ({statement, previousCode, feedback, solution}) =>
      render('expert', {
        statement,
        previousCode: fenced(previousCode),
        feedback: feedbackText(feedback),
        solution: fenced(solution),
      }),
    expertAgain: (leak) => render('expert-again', {leak}),
  };
}

/** `code` in a fence that nothing in it can close. */
export function fenced(code: string): string {
  const longest = Array.from(code.matchAll(/`{3,}/g)).reduce(
    (most, [run]) => Math.max(most, run.length),
    2,
  );
  const fence = '`'.repeat(longest + 1);
  let end = code.length;
  while (code[end - 1] === '\n') end -= 1;
  return `${fence}python\n${code.slice(0, end)}\n${fence}`;
}

/** The names of the sets that ship. */
export function shippedPromptSets(): string[] {
  return readdirSync(promptSetsDirectory).sort();
}

function templateNames(): TemplateName[] {
  return ['system', 'first', 'refine', 'follow-up', 'feedback', 'novice', 'expert', 'expert-again'];
}

/** In bytes; what asks for more is no prompt. */
const LARGEST_TEMPLATE = 1024 * 1024;

function readTemplates(directory: string): Record<TemplateName, string> {
  const read = (name: TemplateName): string => {
    const path = join(directory, `${name}.eta`);
    if (!existsSync(path))
      throw new UsageError(
        `${path}: no such file; a prompt set has ${templateNames().join(', ')} (.eta)`,
      );
    refuseLarge(path, LARGEST_TEMPLATE);
    return readFileSync(path, 'utf8');
  };
  return {
    system: read('system'),
    first: read('first'),
    refine: read('refine'),
    'follow-up': read('follow-up'),
    feedback: read('feedback'),
    novice: read('novice'),
    expert: read('expert'),
    'expert-again': read('expert-again'),
  };
}

/** Eta prints `undefined` for an unknown value; here asking for one throws. */
function refusingUnknown(input: object): object {
  return new Proxy(input, {
    get(target, key) {
      if (!Object.hasOwn(target, key))
        throw new UsageError(`asks for it.${String(key)}, which it is not given`);
      return Reflect.get(target, key);
    },
  });
}

function probeAll(
  render: <Name extends TemplateName>(name: Name, input: TemplateInput[Name]) => string,
  directory: string,
) {
  for (const name of templateNames()) {
    namingFile(directory, name, () => {
      for (const probe of probes[name]) render(name, probe);
    });
  }
}

/**
 * What goes wrong in a template is said of its file, in one line: Eta's first two lines, behind
 * which it prints generated code.
 */
function namingFile(directory: string, name: TemplateName, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const lines =
      cause instanceof Error
        ? cause.message.split('\n').filter((line) => line !== '')
        : [String(cause)];
    const reason = cause instanceof UsageError ? lines[0] : lines.slice(0, 2).join(': ');
    throw new UsageError(`${join(directory, `${name}.eta`)}: ${reason}`, {cause});
  }
}
