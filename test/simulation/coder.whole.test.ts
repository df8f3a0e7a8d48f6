import {describe, expect, test} from 'vitest';
import {answerToProgram} from '../../src/conversation/answer-to-program.js';
import {type Message, ModelError} from '../../src/model/model.js';
import type {Problem} from '../../src/problem/problem.js';
import {type Scenario, scenarios} from '../../src/problem/scenario.js';
import type {Bug} from '../../src/simulation/bug.js';
import {findProgram, programWith} from '../../src/simulation/bugs-in-code.js';
import {createSimulatedCoder} from '../../src/simulation/coder.js';
import {type FeedbackKind, feedbackKinds} from '../../src/simulation/heard-feedback.js';
import {findProfile, type Profile, profiles} from '../../src/simulation/profiles.js';
import {
  feedbackOn,
  firstPassingTurn,
  plainTemplate,
  quotingTemplate,
  requestOf,
  testsOf,
} from './imagined-world.js';
import {starterWorld, subsetsOf} from './starter-world.js';

const world = await starterWorld();
const {suite, catalogue} = world;
const templates = [
  {name: 'plain', template: plainTemplate},
  {name: 'quoting', template: quotingTemplate},
];

const coders = new Map<string, ReturnType<typeof createSimulatedCoder>>();

/** One for each profile: it reads the whole suite when it is made. */
function coderOf(profile: Profile) {
  const name = JSON.stringify(profile);
  const coder = coders.get(name) ?? createSimulatedCoder({profile, ...world});
  coders.set(name, coder);
  return coder;
}

/** Mends whatever these kinds of feedback point at, and nothing else. */
function listeningTo(...kinds: FeedbackKind[]): Profile {
  const uptake = {compilation: 0, execution: 0, novice: 0, expert: 0};
  for (const kind of kinds) uptake[kind] = 1;
  return {
    id: `simulated:test-${kinds.join('-')}`,
    description: '',
    skill: 0,
    uptake,
    regression: 0,
  };
}

async function bugsOfAnswer(
  profile: Profile,
  messages: Message[],
  problem: Problem,
): Promise<string[]> {
  const {text} = await coderOf(profile).ask(requestOf(messages));
  const seen = findProgram(
    answerToProgram(text, problem).program,
    problem,
    catalogue.bugsOf(problem.task_id),
  );
  if (seen === undefined) throw new Error(`no variant of ${problem.task_id} in the answer`);
  return namesOf(seen.bugs);
}

function namesOf(bugs: Iterable<Bug>): string[] {
  return [...bugs].map(({name}) => name).sort();
}

const [first] = suite.problems;
if (first === undefined) throw new Error('the starter suite is empty');
const compiling = (bugs: Iterable<Bug>) => [...bugs].every(({kind}) => kind !== 'compile');

describe('an answer', () => {
  const request = requestOf(plainTemplate.first(first.instruct_prompt));
  const coder = coderOf(profiles[0] ?? listeningTo());

  test('is the same for the same messages, whatever decoding and sample', async () => {
    const again = {
      ...request,
      decoding: {...request.decoding, temperature: 1, seed: 7},
      sample: 'CF/Starter/0/1',
    };
    expect(await coderOf(profiles[0] ?? listeningTo()).ask(request)).toEqual(
      await coder.ask(request),
    );
    expect(await coder.ask(again)).toEqual(await coder.ask(request));
  });

  test('looks like a model’s: a sentence, then one fenced program with imports and definition', async () => {
    for (const problem of suite.problems) {
      const {text, usage, finish_reason, model} = await coder.ask(
        requestOf(plainTemplate.first(problem.complete_prompt)),
      );
      expect(text).toMatch(/^[A-Z].*\.\n\n```python\n[\s\S]*\n```\n$/);
      expect(text).toContain(`\`\`\`python\n${problem.code_prompt}`);
      expect(usage?.completion_tokens).toBe(Math.ceil(text.length / 4));
      expect([finish_reason, model]).toEqual(['stop', coder.id]);
    }
  });

  test('changes with any word of the messages and with the profile', async () => {
    const answersTo = async (tail: string, profile: Profile) => {
      const asked = suite.problems.map(({instruct_prompt}) =>
        requestOf([{role: 'user', content: instruct_prompt + tail}]),
      );
      return (await Promise.all(asked.map((one) => coderOf(profile).ask(one)))).map(
        ({text}) => text,
      );
    };
    const [a, b] = [listeningTo(), {...listeningTo(), id: 'simulated:test-other'}];
    expect(await answersTo('\nPlease.', a)).not.toEqual(await answersTo('\nPlease!', a));
    expect(await answersTo('\nPlease.', a)).not.toEqual(await answersTo('\nPlease.', b));
  });

  test('about a problem of no suite is refused as fatal', async () => {
    const messages: Message[] = [
      {role: 'user', content: 'Write a function that adds two numbers.'},
    ];
    const refusal = await coder.ask(requestOf(messages)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ModelError);
    expect(refusal).toMatchObject({kind: 'fatal'});
  });

  test('is the same for a plain completion as for its one message', async () => {
    const plain = {...request, decoding: {...request.decoding, mode: 'plain' as const}};
    expect((await coder.ask(plain)).text).toBe((await coder.ask(request)).text);
  });
});

/**
 * What each kind of feedback must point at, worked out from the catalogue and not from the text.
 */
function pointedAt(
  kind: FeedbackKind,
  problem: Problem,
  present: Set<Bug>,
  scenario: Scenario,
): Set<Bug> {
  const broken = !compiling(present);
  const tests = testsOf(problem);
  const inScope = new Set([
    ...(scenario.execution === 'partial' ? tests.slice(0, 3) : tests),
    'ALL',
  ]);
  const failing = new Set(
    [...present].flatMap(({fails}) => fails).filter((name) => inScope.has(name)),
  );
  const behindTests = [...present].filter(({fails}) => fails.some((name) => failing.has(name)));
  const byTests = scenario.execution === 'none' ? [] : behindTests;
  const compileBugs = [...present].filter((bug) => bug.kind === 'compile');
  // The built-in novice calls what belongs to no single test "everything"; only the names it says
  // can be heard.
  const namable = behindTests.filter(({fails}) =>
    fails.some((name) => name !== 'ALL' && failing.has(name)),
  );
  if (kind === 'compilation') return new Set(compileBugs);
  if (kind === 'execution') return new Set(broken ? [] : byTests);
  if (kind === 'novice') {
    if (scenario.verbal !== 'novice') return new Set();
    return new Set(broken ? compileBugs : scenario.execution === 'none' ? [] : namable);
  }
  return new Set(scenario.verbal === 'expert' && !broken ? present : []);
}

describe.each(templates)('with a $name template', ({template}) => {
  test.each(feedbackKinds)(
    'a coder that takes in all %s feedback mends exactly what it points at',
    async (kind) => {
      const profile = listeningTo(kind);
      let mended = 0;
      for (const [number, problem] of suite.problems.entries()) {
        const bugs = catalogue.bugsOf(problem.task_id);
        const variants = subsetsOf(bugs).filter((present) => present.size > 0);
        for (const [index, present] of variants.entries()) {
          if ((index + number) % 11 !== 0) continue;
          const scenario = scenarios[(index + number) % scenarios.length];
          if (scenario === undefined) throw new Error('unreachable');
          const code = programWith(problem, bugs, present);
          const said = await feedbackOn(problem, code, scenario, world);
          const messages = template.refine({statement: problem.instruct_prompt, code, ...said});
          const pointed = pointedAt(kind, problem, present, scenario);
          const left = namesOf([...present].filter((bug) => !pointed.has(bug)));
          expect(
            await bugsOfAnswer(profile, messages, problem),
            `${problem.task_id} ${scenario.id}`,
          ).toEqual(left);
          mended += pointed.size;
        }
      }
      expect(mended).toBeGreaterThan(20);
    },
  );

  test('a coder that takes in nothing gives the same program back', async () => {
    const bugs = catalogue.bugsOf(first.task_id);
    for (const present of subsetsOf(bugs).slice(1)) {
      const code = programWith(first, bugs, present);
      const said = await feedbackOn(
        first,
        code,
        {id: 'CF_EF_FULL_SEF', execution: 'full', verbal: 'expert'},
        world,
      );
      const messages = template.refine({statement: first.instruct_prompt, code, ...said});
      expect(await bugsOfAnswer(listeningTo(), messages, first)).toEqual(namesOf(present));
    }
  });
});

test('with the whole history as chat turns the last answer is what is mended', async () => {
  const bugs = catalogue.bugsOf(first.task_id).filter(({kind}) => kind !== 'compile');
  const [one, ...others] = bugs;
  if (one === undefined) throw new Error('unreachable');
  const code = (present: Bug[]) =>
    `\`\`\`python\n${programWith(first, catalogue.bugsOf(first.task_id), new Set(present))}\n\`\`\``;
  const messages: Message[] = [
    ...plainTemplate.first(first.instruct_prompt),
    {role: 'assistant', content: code(bugs)},
    {role: 'user', content: `${one.hint} And so on.`},
    {role: 'assistant', content: code(others)},
    {role: 'user', content: others[0]?.hint ?? ''},
  ];
  expect(await bugsOfAnswer(listeningTo('expert'), messages, first)).toEqual(
    namesOf(others.slice(1)),
  );
});

test('a novice other than the built-in one is heard by the tests and errors it names', async () => {
  for (const problem of suite.problems) {
    const bugs = catalogue.bugsOf(problem.task_id);
    const [bug] = bugs.filter(({kind}) => kind === 'value');
    if (bug === undefined) continue;
    const code = programWith(problem, bugs, new Set([bug]));
    const refine = (verbal: string) =>
      plainTemplate.refine({
        statement: problem.instruct_prompt,
        code,
        compilation: 'No syntax errors',
        execution: null,
        verbal,
      });
    const named = `Hm, ${bug.fails[0]?.toUpperCase()} does something odd?`;
    expect(await bugsOfAnswer(listeningTo('novice'), refine(named), problem)).toEqual([]);
    expect(
      await bugsOfAnswer(listeningTo('novice'), refine('Some AssertionError comes up.'), problem),
    ).toEqual([]);
    expect(await bugsOfAnswer(listeningTo('novice'), refine('It does not work.'), problem)).toEqual(
      [bug.name],
    );
  }
});

test('a subtest that fails is heard as its test', async () => {
  for (const problem of suite.problems) {
    const bugs = catalogue.bugsOf(problem.task_id);
    const [bug] = bugs.filter(({kind}) => kind === 'value');
    if (bug === undefined) continue;
    const messages = plainTemplate.refine({
      statement: problem.instruct_prompt,
      code: programWith(problem, bugs, new Set(bugs.filter(({kind}) => kind !== 'compile'))),
      compilation: 'No syntax errors',
      execution: `${bug.fails[0]?.toUpperCase()} [X] (I=1)\nTraceback (most recent call last):\nAssertionError\n`,
      verbal: null,
    });
    const left = await bugsOfAnswer(listeningTo('execution'), messages, problem);
    const behind = bugs.filter(({fails}) => fails.includes(bug.fails[0] ?? ''));
    for (const {name} of behind) expect(left).not.toContain(name);
    expect(left).toHaveLength(bugs.filter(({kind}) => kind !== 'compile').length - behind.length);
  }
});

test('regressions add one bug that was not there', async () => {
  const careless = {...listeningTo(), regression: 1};
  for (const problem of suite.problems) {
    const bugs = catalogue.bugsOf(problem.task_id);
    const present = new Set(bugs.slice(0, 1));
    const code = programWith(problem, bugs, present);
    const said = {compilation: 'No syntax errors', execution: null, verbal: null};
    const after = await bugsOfAnswer(
      careless,
      plainTemplate.refine({statement: problem.instruct_prompt, code, ...said}),
      problem,
    );
    expect(after).toHaveLength(2);
    expect(after).toContain(bugs[0]?.name);
  }
});

test('code that is no variant of the solution is answered afresh', async () => {
  const refine = plainTemplate.refine({
    statement: first.instruct_prompt,
    code: `${first.code_prompt}    return None\n`,
    compilation: 'No syntax errors',
    execution: null,
    verbal: null,
  });
  expect(await bugsOfAnswer({...listeningTo(), skill: 50}, refine, first)).toEqual([]);
  expect(await bugsOfAnswer({...listeningTo(), skill: -50}, refine, first)).toHaveLength(
    catalogue.bugsOf(first.task_id).length,
  );
});

describe('the shipped profiles', async () => {
  const figures = new Map<string, number[]>();
  const turnZero = new Map<string, number>();
  // Of the nine those that differ most.
  const telling = scenarios.filter(({id}) => /^CF_(EF_FULL|EF_FULL_SNF|SEF)$/.test(id));
  for (const profile of profiles) {
    const coder = coderOf(profile);
    const perScenario: number[] = [];
    for (const scenario of telling) {
      const turns = await Promise.all(
        suite.problems.map((problem) => firstPassingTurn(coder, problem, scenario, world)),
      );
      const ranks = turns.map((turn) => (turn === undefined ? 0 : 1 / (turn + 1)));
      perScenario.push(ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length);
      turnZero.set(profile.id, turns.filter((turn) => turn === 0).length / turns.length);
    }
    figures.set(profile.id, perScenario);
  }

  test('are at least nine, all called simulated, codellama-like among them', () => {
    expect(profiles.length).toBeGreaterThanOrEqual(9);
    expect(profiles.every(({id}) => /^simulated:[a-z-]+$/.test(id))).toBe(true);
    expect(findProfile('codellama-like')).toBe(findProfile('simulated:codellama-like'));
    expect(findProfile('simulated:codellama-like')).toBeDefined();
  });

  test('differ: no two have the same figures', () => {
    expect(new Set([...figures.values()].map(String)).size).toBe(profiles.length);
  });

  test('spread from weak to strong at the first answer', () => {
    const rates = [...turnZero.values()];
    expect(Math.min(...rates)).toBeLessThanOrEqual(0.25);
    expect(Math.max(...rates)).toBeGreaterThanOrEqual(0.65);
    expect(turnZero.get('simulated:codellama-like')).toBeLessThan(0.4);
  });

  test('at least three pairs change their order between scenarios by more than 0.03 of MRR', () => {
    const all = [...figures.values()];
    const swapped = all.flatMap((a, i) =>
      all.slice(i + 1).filter((b) => {
        const gaps = a.map((figure, scenario) => figure - (b[scenario] ?? 0));
        return Math.min(...gaps) < -0.03 && Math.max(...gaps) > 0.03;
      }),
    );
    expect(swapped.length).toBeGreaterThanOrEqual(3);
  });
});
