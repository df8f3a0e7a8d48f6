import {answerToProgram} from '../../src/conversation/answer-to-program.js';
import {isCriticAsked} from '../../src/feedback/critic.js';
import {executionFeedback} from '../../src/feedback/execution.js';
import {isActionable, noSyntaxErrors} from '../../src/log/log-line.js';
import {defaultDecoding, type Message, type Model, type Request} from '../../src/model/model.js';
import type {Problem, Suite} from '../../src/problem/problem.js';
import {lastTurn, type Scenario} from '../../src/problem/scenario.js';
import type {Bug} from '../../src/simulation/bug.js';
import {findProgram} from '../../src/simulation/bugs-in-code.js';
import type {Catalogue} from '../../src/simulation/catalogue.js';
import {createBuiltInCritic} from '../../src/simulation/critic.js';

/**
 * A world without Python for the tests of simulated coders: what a program does is read off its
 * bugs, each failing the tests that the catalogue says it fails.
 */
export type World = {suite: Suite; catalogue: Catalogue};

/** A template in the tests' own words; the coders must not depend on it. */
export type Template = {
  first(statement: string): Message[];
  refine(turn: {
    statement: string;
    code: string;
    compilation: string;
    execution: string | null;
    verbal: string | null;
  }): Message[];
};

export const plainTemplate: Template = {
  first: (statement) => [{role: 'user', content: `Solve this:\n${statement}\n\nThanks.`}],
  refine: ({statement, code, compilation, execution, verbal}) => [
    {role: 'system', content: 'You mend programs.'},
    {
      role: 'user',
      content: [
        `<task>${statement}</task>`,
        '<code>',
        code,
        '</code>',
        compilation,
        execution,
        verbal,
      ]
        .filter(Boolean)
        .join('\n'),
    },
  ],
};

/** Feedback before the code, everything quoted or indented, the fence without a language. */
export const quotingTemplate: Template = {
  first: (statement) => [{role: 'user', content: quoted(statement)}],
  refine: ({statement, code, compilation, execution, verbal}) => [
    {
      role: 'user',
      content: [
        `A reader says: ${verbal ?? '-'}`,
        `Compiler:\n${indented(compilation)}`,
        execution === null ? '' : `Test runs:\n${indented(execution)}`,
        `This was yours:\n~~~\n${indented(code)}\n~~~`,
        `And this was the task:\n${indented(statement)}`,
      ].join('\n\n'),
    },
  ],
};

export function requestOf(messages: Message[]): Request {
  return {messages, decoding: defaultDecoding, sample: 0};
}

/**
 * The failing entries' names of a program with these bugs, in source order, `ALL` last; empty: it
 * passes.
 */
export function failingTests(problem: Problem, bugs: Iterable<Bug>): string[] {
  const failing = new Set([...bugs].flatMap(({fails}) => fails));
  return [...testsOf(problem), 'ALL'].filter((name) => failing.has(name));
}

export function testsOf(problem: Problem): string[] {
  return [...problem.test.matchAll(/^ +def (test\w*)/gm)].map(([, name]) => name ?? '');
}

/**
 * What is said about a program with these bugs in this scenario, by the machine and by the built-in
 * critic.
 */
export async function feedbackOn(
  problem: Problem,
  code: string,
  scenario: Scenario,
  {catalogue}: World,
) {
  const bugs = [...(findProgram(code, problem, catalogue.bugsOf(problem.task_id))?.bugs ?? [])];
  const broken = bugs.find(({kind}) => kind === 'compile');
  const compilation = broken === undefined ? noSyntaxErrors : syntaxError;
  const failures = failingTests(problem, bugs).map((test) => ({test, text: tracebackOf(test)}));
  const execution =
    broken === undefined
      ? executionFeedback(
          {status: 'fail', report: {tests: testsOf(problem), failures}},
          scenario.execution,
        )
      : null;
  const critic = createBuiltInCritic(catalogue);
  const seen = {previousCode: code, compilationFeedback: compilation, executionFeedback: execution};
  const asked = isCriticAsked(scenario.verbal, seen);
  const remark = !asked
    ? null
    : scenario.verbal === 'expert'
      ? await critic.expert({problem, ...seen})
      : await critic.novice({statement: problem.instruct_prompt, ...seen});
  return {compilation, execution, verbal: remark?.text ?? null};
}

/**
 * The first turn at which the coder's program has no bug, live, with the last turn only in sight;
 * undefined: never.
 */
export async function firstPassingTurn(
  coder: Model,
  problem: Problem,
  scenario: Scenario,
  world: World,
  template: Template = plainTemplate,
): Promise<number | undefined> {
  let messages = template.first(problem.instruct_prompt);
  for (let turn = 0; turn <= lastTurn; turn += 1) {
    const {text} = await coder.ask(requestOf(messages));
    const {program: code} = answerToProgram(text, problem);
    const seen = findProgram(code, problem, world.catalogue.bugsOf(problem.task_id));
    if (seen?.bugs.size === 0) return turn;
    const said = await feedbackOn(problem, code, scenario, world);
    const line = {
      compilation_feedback: said.compilation,
      execution_feedback: said.execution,
      verbal_feedback: said.verbal,
    };
    if (!isActionable(line)) return undefined;
    messages = template.refine({statement: problem.instruct_prompt, code, ...said});
  }
  return undefined;
}

const syntaxError =
  '  File "tmp.py", line 7\n    for row in rows\n                   ^\nSyntaxError: expected \':\'';

function tracebackOf(test: string): string {
  return test === 'ALL'
    ? 'Timed out: the tests did not finish within 2 s'
    : `Traceback (most recent call last):\n  File "__test__.py", line 61, in ${test}\n    self.assertEqual(task_func(1), 2)\nAssertionError: 3 != 2\n\nFirst differing element 0:\n- ValueError\n+ 2`;
}

function quoted(text: string): string {
  return text.replace(/^/gm, '> ');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
