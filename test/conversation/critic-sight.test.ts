import {describe, expect, test} from 'vitest';
import {feedbackLine} from '../../src/conversation/feedback-line.js';
import {createModelCritic} from '../../src/conversation/model-critic.js';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import type {CompletionRow} from '../../src/model/completion-row.js';
import {defaultDecoding} from '../../src/model/model.js';
import {fixedPace} from '../../src/model/pace.js';
import {canonicalProgram, type Problem} from '../../src/problem/problem.js';
import {scenarios} from '../../src/problem/scenario.js';
import {loadSuite} from '../../src/problem/suite.js';
import {loadCatalogue} from '../../src/simulation/catalogue.js';
import {createFakeModel, lastMessage} from '../support/fakes.js';

const suite = await loadSuite('starter');
const catalogue = await loadCatalogue(suite);
const prompts = loadPromptSet();

/**
 * The test methods of a problem in source order. The starter suite defines none twice, and none
 * outside its test class.
 */
const testsOf = ({test: source}: Problem) =>
  Array.from(source.matchAll(/^ {4}def (test_\w+)/gm), ([, name]) => name ?? '');

/**
 * What a critic that is a model is shown in `scenario` about code that fails every test, each with
 * words of its own.
 */
async function shown(problem: Problem, previousCode: string, scenarioId: string): Promise<string> {
  const scenario = scenarios.find(({id}) => id === scenarioId);
  if (!scenario) throw new Error(scenarioId);
  const model = createFakeModel(() => 'Look again.');
  const completions = new Map<string, CompletionRow>();
  const store = {completions, cutsTried: () => [], addCompletion: () => {}, journal: () => {}};
  const options = {
    model,
    prompts,
    decoding: defaultDecoding,
    store,
    retries: 0,
    pace: fixedPace(1),
  };
  const tests = testsOf(problem);
  const failures = tests.map((name) => ({test: name, text: `Traceback: words of ${name}`}));
  const standing = {
    program: previousCode,
    judgement: {status: 'fail', report: {tests, failures}} as const,
  };
  await feedbackLine({problem, scenario, turn: 1, standing}, createModelCritic(options));
  return model.asked.map(lastMessage).join('\n');
}

const cases = suite.problems.flatMap((problem) =>
  catalogue.bugsOf(problem.task_id).map(({find, replace, name}) => ({
    problem,
    name: `${problem.task_id} ${name}`,
    previousCode: canonicalProgram(problem).replace(find, () => replace),
  })),
);

const sight = new Map<string, Promise<string>>();

/** As `shown`, of each case and scenario once. */
function seenIn(scenarioId: string, {problem, name, previousCode}: (typeof cases)[number]) {
  const key = `${scenarioId} ${name}`;
  const prompt = sight.get(key) ?? shown(problem, previousCode, scenarioId);
  sight.set(key, prompt);
  return prompt;
}

const linesOf = (code: string) =>
  code
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= 12);

describe('over every bug of the starter suite', () => {
  test.each(['CF_EF_UNIT_SNF', 'CF_EF_FULL_SNF'])(
    '%s: the novice sees no line of the solution that the code does not have',
    async (id) => {
      for (const bug of cases) {
        const {problem, name, previousCode} = bug;
        const prompt = await seenIn(id, bug);
        const open = `${previousCode}\n${problem.instruct_prompt}`;
        const seen = linesOf(problem.canonical_solution).filter(
          (line) => prompt.includes(line) && !open.includes(line),
        );
        expect(seen, name).toEqual([]);
      }
    },
  );

  test.each(['CF_EF_UNIT_SNF', 'CF_EF_UNIT_SEF'])('%s: nobody sees a fourth test', async (id) => {
    for (const bug of cases) {
      const {problem, name} = bug;
      const prompt = await seenIn(id, bug);
      for (const [n, each] of testsOf(problem).entries())
        expect(prompt.includes(`words of ${each}\n`), `${name} ${each}`).toBe(n < 3);
    }
  });

  test.each(['CF_EF_UNIT_SNF', 'CF_EF_FULL_SNF', 'CF_SEF', 'CF_EF_FULL_SEF'])(
    '%s: nobody sees the source of a test',
    async (id) => {
      for (const bug of cases) {
        const {problem, name, previousCode} = bug;
        const prompt = await seenIn(id, bug);
        const open = `${canonicalProgram(problem)}\n${previousCode}\n${problem.instruct_prompt}`;
        const asserts = linesOf(problem.test).filter(
          (line) => line.startsWith('self.assert') && !open.includes(line),
        );
        expect(
          asserts.filter((line) => prompt.includes(line)),
          name,
        ).toEqual([]);
      }
    },
  );

  test('the expert does see the solution, and all tests in full scope: the checks above can fail', async () => {
    for (const bug of cases) {
      const {problem, name} = bug;
      const prompt = await seenIn('CF_EF_FULL_SEF', bug);
      expect(prompt.includes(problem.canonical_solution.trimEnd()), name).toBe(true);
      expect(
        testsOf(problem).every((each) => prompt.includes(`words of ${each}\n`)),
        name,
      ).toBe(true);
    }
  });
});
