import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {buildStarterFiles} from '../../scripts/build-starter-suite.js';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Candidate, Judge, Judgement} from '../../src/judging/judge.js';
import {starterProfilesPath} from '../../src/judging/known-profiles.js';
import {judgeSettled} from '../../src/judging/starved.js';
import {canonicalProgram, type Problem} from '../../src/problem/problem.js';
import {loadSuite, starterSuitePath} from '../../src/problem/suite.js';
import {type Bug, bugKindSchema} from '../../src/simulation/bug.js';
import {programWith} from '../../src/simulation/bugs-in-code.js';
import {loadCatalogue, starterCataloguePath} from '../../src/simulation/catalogue.js';

const suite = await loadSuite('starter');
const catalogue = await loadCatalogue(suite);
const bugs = suite.problems.flatMap((problem) =>
  catalogue.bugsOf(problem.task_id).map((bug) => ({problem, bug})),
);

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge();
});
afterAll(() => judge.close());

function judged(problem: Problem, code: string, changes = {}): Promise<Judgement> {
  return judge.judge({...candidateOf(problem, code), ...changes});
}

/** Of what a busy machine starved, the second run. */
function settled(problem: Problem, code: string, changes = {}): Promise<Judgement> {
  return judgeSettled(judge, {...candidateOf(problem, code), ...changes});
}

function candidateOf(problem: Problem, code: string): Candidate {
  return {
    prelude: '',
    program: code,
    test: problem.test,
    entryPoint: problem.entry_point,
    timeLimitMs: suite.timeLimitMs,
  };
}

function testNames(problem: Problem): string[] {
  return [...problem.test.matchAll(/^ {4}def (test\w*)\(self\):/gm)].map(([, name]) => name ?? '');
}

describe('the starter suite', () => {
  test('has 40 problems of five to nine tests, each named once, in the nine fields of BigCodeBench', () => {
    expect(suite.problems.map(({task_id}) => task_id)).toEqual(
      Array.from({length: 40}, (_, n) => `Starter/${n}`),
    );
    for (const problem of suite.problems) {
      const names = testNames(problem);
      expect(names.length, problem.task_id).toBeGreaterThanOrEqual(5);
      expect(names.length, problem.task_id).toBeLessThanOrEqual(9);
      expect(new Set(names).size).toBe(names.length);
      expect(Object.keys(JSON.parse(problem.doc_struct))).toEqual([
        'description',
        'notes',
        'params',
        'returns',
        'reqs',
        'raises',
        'examples',
      ]);
      expect(problem.instruct_prompt).toMatch(
        /\nYou should write self-contained code starting with:\n```\n[\s\S]+:\n```$/,
      );
      expect(problem.complete_prompt).toMatch(/\n {4}"""\n$/);
    }
  });

  test('is passed by its canonical solutions, all tests run, whatever a comment says', async () => {
    const comment = '\n# traceback\n# unittest exec eval __eq__\n';
    for (const problem of suite.problems) {
      const code = canonicalProgram(problem) + comment;
      const both = [judged(problem, code, {separation: {profile: []}}), judged(problem, code)];
      const [apart, together] = await Promise.all(both);
      const report = {tests: testNames(problem), failures: []};
      expect(apart, problem.task_id).toMatchObject({status: 'pass', trust: 'separate', report});
      expect(together, problem.task_id).toEqual({status: 'pass', report});
    }
  });

  test('needs the standard library alone', async () => {
    const modules = suite.problems.flatMap(({libs}) =>
      [...libs.matchAll(/'(\w+)'/g)].map(([, name]) => name),
    );
    const problem = suite.problems[0];
    if (problem === undefined) throw new Error('unreachable');
    const code = `import sys\ndef task_func():\n    return set(${JSON.stringify(modules)}) - set(sys.stdlib_module_names)\n`;
    const test =
      'import unittest\nclass TestCases(unittest.TestCase):\n    def test_all(self):\n        self.assertEqual(task_func(), set())\n';
    expect((await judged({...problem, test}, code)).status).toBe('pass');
  });
});

describe('the bugs of the starter suite, each alone', () => {
  test('fail at least one test, as the catalogue says: the shipped files are those of a fresh build', async () => {
    // Building judges every bug and refuses one that passes.
    const built = await buildStarterFiles(judge);
    expect(readFileSync(starterSuitePath, 'utf8')).toBe(built.suite);
    expect(readFileSync(starterCataloguePath, 'utf8')).toBe(built.catalogue);
    expect(readFileSync(starterProfilesPath, 'utf8')).toBe(built.profiles);
  });

  test('fail to the letter as in one process with their tests (every fourth bug)', async () => {
    const some = bugs.filter(({bug}, i) => i % 4 === 0 && bug.kind !== 'loop');
    const pairs = some.map(async ({problem, bug}) => {
      const code = programWith(problem, [bug], new Set([bug]));
      const separation = {profile: []};
      const both = [settled(problem, code, {separation}), settled(problem, code)];
      const [apart, together] = await Promise.all(both);
      expect(apart, `${problem.task_id} ${bug.name}`).toEqual(together);
    });
    await Promise.all(pairs);
  });

  test('fail in every way: do not compile, raise, give a wrong value, or loop (at most four)', () => {
    const ofKind = (kind: Bug['kind']) => bugs.filter(({bug}) => bug.kind === kind).length;
    for (const kind of bugKindSchema.exclude(['unknown']).options)
      expect(ofKind(kind), kind).toBeGreaterThan(0);
    expect(ofKind('loop')).toBeLessThanOrEqual(4);
    expect(ofKind('unknown')).toBe(0);
  });

  test('are invisible to the first three tests in at least a third of all cases', () => {
    const hidden = bugs.filter(({problem, bug}) => {
      const inScope = new Set([...testNames(problem).slice(0, 3), 'ALL']);
      return bug.fails.every((name) => !inScope.has(name));
    });
    expect(hidden.length / bugs.length).toBeGreaterThanOrEqual(1 / 3);
  });

  test('have hints that differ from each other', () => {
    expect(new Set(bugs.map(({bug}) => bug.hint)).size).toBe(bugs.length);
  });
});
