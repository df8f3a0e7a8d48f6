import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {
  type GenerateOptions,
  type LineStore,
  runGenerate,
} from '../../src/conversation/generate.js';
import {type PlannedPlace, planReplay} from '../../src/conversation/plan-replay.js';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import {type Progress, runReplay} from '../../src/conversation/replay.js';
import type {Asking} from '../../src/conversation/request.js';
import type {LogLine} from '../../src/log/log-line.js';
import {
  defaultDecoding,
  type Model,
  ModelError,
  type Request,
  requestHash,
} from '../../src/model/model.js';
import {fixedPace} from '../../src/model/pace.js';
import {type ScenarioId, scenarios} from '../../src/problem/scenario.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {exampleProblem} from '../support/example-problem.js';
import {
  createFakeCritic,
  createFakeJudge,
  createFakeModel,
  fencedAnswer,
  lastMessage,
} from '../support/fakes.js';
import {sitting} from '../support/open-run.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const asking: Asking = {
  prompts: loadPromptSet(),
  history: 'last',
  systemPrompt: true,
  decoding: defaultDecoding,
};
const problem = exampleProblem({task_id: 'P/0', instruct_prompt: 'Solve it.', code_prompt: ''});

/** A line store in memory that outlives a sitting, as the files do. */
function createLines(): LineStore & {of(scenario: ScenarioId, taskId?: string): LogLine[]} {
  const stored = new Map<string, LogLine[]>();
  const at = (scenario: string, taskId: string) => stored.get(`${scenario} ${taskId}`) ?? [];
  return {
    lines: at,
    of: (scenario, taskId = problem.task_id) => at(scenario, taskId),
    add: (scenario, line) =>
      stored.set(`${scenario} ${line.task_id}`, [...at(scenario, line.task_id), line]),
  };
}

type Changes = Partial<Omit<GenerateOptions, 'scenarios'>> & Pick<GenerateOptions, 'model'>;

function converse(
  path: string,
  ids: readonly ScenarioId[],
  changes: Changes,
): Promise<VerdictRow[]> {
  const problems = changes.problems ?? [problem];
  return sitting(path, async (run) => {
    await runGenerate({
      problems,
      scenarios: scenarios.filter(({id}) => ids.includes(id)),
      critic: null,
      asking,
      judging: {judge: createFakeJudge(), timeLimitMs: () => 2_000},
      run,
      log: createLines(),
      pace: fixedPace(4),
      ...changes,
    });
    return run.finish(new Map(problems.map(({task_id}, i) => [task_id, i])));
  });
}

/**
 * Answers in turn: the n-th code of a chain is asked for by a prompt that shows the one before it.
 */
function answering(...codes: string[]) {
  return createFakeModel((request) => {
    const shown = codes.findIndex((code) => lastMessage(request).includes(code));
    return fencedAnswer(codes[shown + 1] ?? codes.at(-1) ?? '');
  });
}

function failingCode(n: number, how = 'fails test_two'): string {
  return `version_${n}_ = 0 # ${how}`;
}

const summary = (rows: readonly VerdictRow[], scenario: string) =>
  rows.filter((row) => row.scenario === scenario).map(({origin, status}) => `${origin} ${status}`);

describe('a conversation', () => {
  test('ends at the first pass; the line behind it has no feedback, the turns behind it are solved', async () => {
    const log = createLines();
    const model = answering(failingCode(0), failingCode(1), 'done = 1 # passes');
    const rows = await converse(temporaryDirectory(), ['CF_EF_FULL'], {model, log});
    expect(summary(rows, 'NONE')).toEqual(['answered fail']);
    expect(summary(rows, 'CF_EF_FULL')).toEqual([
      'answered fail',
      'answered pass',
      ...Array(8).fill('solved pass'),
    ]);
    expect(rows.every(({reference_status}) => reference_status === null)).toBe(true);
    expect(
      log
        .of('CF_EF_FULL')
        .map(({turn, previous_code, previous_status, execution_feedback}) => [
          turn,
          previous_code,
          previous_status,
          execution_feedback,
        ]),
    ).toEqual([
      [1, failingCode(0), 'fail', 'TEST_TWO\nTraceback: it is wrong\n'],
      [2, failingCode(1), 'fail', 'TEST_TWO\nTraceback: it is wrong\n'],
      [3, 'done = 1 # passes', 'pass', null],
    ]);
    expect(log.of('CF_EF_FULL').at(-1)).toMatchObject({
      compilation_feedback: null,
      verbal_feedback: null,
      notes: [],
    });
  });

  test('ends after turn 10: ten lines, eleven answers', async () => {
    const log = createLines();
    const model = answering(...Array.from({length: 11}, (_, n) => failingCode(n)));
    const rows = await converse(temporaryDirectory(), ['CF_EF_FULL'], {model, log});
    expect(model.asked).toHaveLength(11);
    expect(log.of('CF_EF_FULL').map(({turn}) => turn)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(summary(rows, 'CF_EF_FULL')).toEqual(Array(10).fill('answered fail'));
  });

  test('that is solved at turn 10 has no line for it', async () => {
    const log = createLines();
    const model = answering(
      ...Array.from({length: 10}, (_, n) => failingCode(n)),
      'done = 1 # passes',
    );
    const rows = await converse(temporaryDirectory(), ['CF_EF_FULL'], {model, log});
    expect(log.of('CF_EF_FULL').at(-1)).toMatchObject({turn: 10, previous_status: 'fail'});
    expect(summary(rows, 'CF_EF_FULL').at(-1)).toBe('answered pass');
  });

  test('without anything actionable asks nobody: code, status and feedback are repeated to turn 10', async () => {
    const log = createLines();
    const model = answering(failingCode(0, 'times out'));
    const rows = await converse(temporaryDirectory(), ['CF'], {model, log});
    expect(model.asked).toHaveLength(1);
    expect(summary(rows, 'CF')).toEqual(Array(10).fill('no-feedback timeout'));
    const [first, ...others] = log.of('CF');
    expect(first).toMatchObject({
      turn: 1,
      previous_status: 'timeout',
      compilation_feedback: 'No syntax errors',
    });
    expect(others).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10].map((turn) => ({...first, turn})));
  });

  test('whose failing tests are out of sight in partial scope stays as it is, in full scope goes on', async () => {
    const model = answering(failingCode(0, 'fails test_four'), 'done = 1 # passes');
    const rows = await converse(temporaryDirectory(), ['CF_EF_UNIT', 'CF_EF_FULL'], {model});
    expect(summary(rows, 'CF_EF_UNIT')).toEqual(Array(10).fill('no-feedback fail'));
    expect(summary(rows, 'CF_EF_FULL')).toEqual(['answered pass', ...Array(9).fill('solved pass')]);
  });

  test('of code that does not compile hears the compiler and no test', async () => {
    const log = createLines();
    await converse(temporaryDirectory(), ['CF_EF_FULL'], {
      model: answering(failingCode(0, 'does not compile'), 'done = 1 # passes'),
      log,
    });
    expect(log.of('CF_EF_FULL')[0]).toMatchObject({
      compilation_feedback: 'SyntaxError: invalid syntax\n',
      execution_feedback: null,
    });
  });
});

describe('turn 0', () => {
  test('is asked and judged once for all nine scenarios', async () => {
    const judge = createFakeJudge();
    const model = answering('done = 1 # passes');
    const rows = await converse(
      temporaryDirectory(),
      scenarios.map(({id}) => id),
      {
        model,
        critic: createFakeCritic(),
        judging: {judge, timeLimitMs: () => 2_000},
      },
    );
    expect(model.asked).toHaveLength(1);
    expect(judge.judged).toHaveLength(1);
    expect(rows).toHaveLength(1 + 9 * 10);
  });

  test('of one problem does not keep its other scenarios waiting: what may be in flight is', async () => {
    const problems = [1, 2, 3, 4].map((n) =>
      exampleProblem({task_id: `P/${n}`, instruct_prompt: `Solve ${n}.`, code_prompt: ''}),
    );
    const fake = createFakeModel(() => fencedAnswer('done = 1 # passes'));
    let inFlight = 0;
    const most: number[] = [];
    const model: Model = {
      ...fake,
      async ask(request, signal) {
        inFlight += 1;
        most.push(inFlight);
        return fake.ask(request, signal).finally(() => {
          inFlight -= 1;
        });
      },
    };
    await converse(temporaryDirectory(), ['CF', 'CF_EF_UNIT', 'CF_EF_FULL'], {model, problems});
    expect(fake.asked).toHaveLength(4);
    expect(Math.max(...most)).toBe(4);
  });

  test('that is missing leaves every place behind it missing, and no line', async () => {
    const log = createLines();
    const told: Progress[] = [];
    const model = createFakeModel(() => {
      throw new ModelError('refused', 'content filter');
    });
    const rows = await converse(temporaryDirectory(), ['CF', 'CF_EF_FULL'], {
      model,
      log,
      onProgress: (progress) => told.push(progress),
    });
    expect(rows.map(({origin}) => origin)).toEqual(Array(21).fill('missing'));
    expect(log.of('CF')).toEqual([]);
    expect(told.at(-1)).toMatchObject({done: 2, total: 2, before: 0, missing: 20});
  });
});

describe('verbal feedback', () => {
  test('comes from the critic the scenario names, who sees what the scenario allows', async () => {
    const critic = createFakeCritic();
    const model = answering(failingCode(0, 'fails test_two test_four'), 'done = 1 # passes');
    const log = createLines();
    await converse(temporaryDirectory(), ['CF_EF_UNIT_SNF', 'CF_SEF'], {model, critic, log});
    const novice = critic.shown.find(({kind}) => kind === 'novice');
    expect(novice?.input).toEqual({
      statement: 'Solve it.',
      previousCode: failingCode(0, 'fails test_two test_four'),
      compilationFeedback: 'No syntax errors',
      executionFeedback: 'TEST_TWO\nTraceback: it is wrong\n',
    });
    expect(critic.shown.find(({kind}) => kind === 'expert')?.input).toEqual({
      problem,
      previousCode: failingCode(0, 'fails test_two test_four'),
      compilationFeedback: 'No syntax errors',
      executionFeedback: null,
    });
    expect(log.of('CF_EF_UNIT_SNF')[0]?.verbal_feedback).toMatch(/^novice on /);
    expect(log.of('CF_SEF')[0]?.verbal_feedback).toMatch(/^expert on /);
  });

  test('that shows the solution is kept with a note', async () => {
    const critic = createFakeCritic();
    critic.expert = async () => ({text: 'The answer is 2 * x.', leak: true});
    const log = createLines();
    await converse(temporaryDirectory(), ['CF_SEF'], {
      model: answering(failingCode(0), 'done = 1 # passes'),
      critic,
      log,
    });
    expect(log.of('CF_SEF').map(({notes}) => notes)).toEqual([['leak'], []]);
  });

  test('is not asked of an expert where the code does not compile, nor of a novice who sees nothing wrong', async () => {
    const critic = createFakeCritic();
    await converse(temporaryDirectory(), ['CF_SEF'], {
      model: answering(failingCode(0, 'does not compile'), 'done = 1 # passes'),
      critic,
    });
    await converse(temporaryDirectory(), ['CF_SNF'], {model: answering(failingCode(0)), critic});
    expect(critic.shown).toEqual([]);
  });

  test('that is due without a critic is our fault, and nothing is recorded', async () => {
    const log = createLines();
    await expect(
      converse(temporaryDirectory(), ['CF_SEF'], {model: answering(failingCode(0)), log}),
    ).rejects.toHaveProperty('message', 'P/0: verbal feedback is due and there is no critic');
    expect(log.of('CF_SEF')).toEqual([]);
  });

  test('refused by the critic leaves the rest of that chain missing, with the reason; the next sitting goes on there', async () => {
    const path = temporaryDirectory();
    const log = createLines();
    const codes = [failingCode(0), failingCode(1), 'done = 1 # passes'];
    const refusing = createFakeCritic((_, code) => {
      if (code === failingCode(1)) throw new ModelError('refused', 'content filter');
      return 'Mend it.';
    });
    const rows = await converse(path, ['CF_SEF', 'CF_EF_FULL'], {
      model: answering(...codes),
      critic: refusing,
      log,
    });
    expect(summary(rows, 'CF_SEF')).toEqual(['answered fail', ...Array(9).fill('missing missing')]);
    expect(summary(rows, 'CF_EF_FULL')[1]).toBe('answered pass');
    const journal = readFileSync(join(path, 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(journal.filter(({event}) => event === 'missing')).toMatchObject([
      {scenario: 'CF_SEF', task_id: 'P/0', turn: 2, reason: 'critic: content filter'},
    ]);
    const model = answering(...codes);
    const critic = createFakeCritic(() => 'Mend it.');
    const again = await converse(path, ['CF_SEF', 'CF_EF_FULL'], {model, critic, log});
    expect(model.asked).toHaveLength(1);
    expect(critic.shown).toHaveLength(1);
    expect(summary(again, 'CF_SEF')).toEqual([
      'answered fail',
      'answered pass',
      ...Array(8).fill('solved pass'),
    ]);
  });
});

describe('a second sitting', () => {
  const ids = scenarios.map(({id}) => id);
  const codes = Array.from({length: 12}, (_, n) =>
    failingCode(n, n % 3 === 2 ? 'does not compile' : 'fails test_two'),
  );

  test('of finished conversations asks, judges and records nothing', async () => {
    const path = temporaryDirectory();
    const log = createLines();
    const rows = await converse(path, ids, {
      model: answering(...codes),
      critic: createFakeCritic(),
      log,
    });
    const [model, critic, judge] = [answering(...codes), createFakeCritic(), createFakeJudge()];
    const before = ids.map((id) => log.of(id));
    const told: Progress[] = [];
    const again = await converse(path, ids, {
      ...{model, critic, log, judging: {judge, timeLimitMs: () => 2_000}},
      onProgress: (progress) => told.push(progress),
    });
    expect(told.at(-1)).toMatchObject({done: 9, total: 9, before: 9});
    expect([model.asked, critic.shown, judge.judged]).toEqual([[], [], []]);
    expect(again).toEqual(rows);
    expect(ids.map((id) => log.of(id))).toEqual(before);
  });

  test('after a stop at any answer ends as an undisturbed run, no stored answer or remark asked again', async () => {
    const undisturbed = {
      log: createLines(),
      critic: createFakeCritic(),
      model: answering(...codes),
    };
    const expected = await converse(temporaryDirectory(), ids, undisturbed);
    const total = undisturbed.model.asked.length;
    for (const stopAt of [1, 2, 5, 11, 12, 13, total - 1]) {
      const [path, log, stop] = [temporaryDirectory(), createLines(), new AbortController()];
      const stopping = createFakeModel((request, nth) => {
        if (nth === stopAt) stop.abort(new Error('killed'));
        const shown = codes.findIndex((code) => lastMessage(request).includes(code));
        return fencedAnswer(codes[shown + 1] ?? '');
      });
      await expect(
        converse(path, ids, {
          model: stopping,
          critic: createFakeCritic(),
          log,
          signal: stop.signal,
        }),
      ).rejects.toHaveProperty('message', 'killed');
      const stored = readFileSync(join(path, 'completions.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .flatMap((line) => (line ? [JSON.parse(line).request] : []));
      const model = answering(...codes);
      expect(
        await converse(path, ids, {model, critic: createFakeCritic(), log}),
        `stopped at ${stopAt}`,
      ).toEqual(expected);
      expect(model.asked.map(requestHash).filter((hash) => stored.includes(hash))).toEqual([]);
      expect(ids.map((id) => log.of(id))).toEqual(ids.map((id) => undisturbed.log.of(id)));
    }
  });

  test('goes on in the middle of turns that nobody is asked at', async () => {
    const path = temporaryDirectory();
    const whole = createLines();
    const rows = await converse(path, ['CF'], {model: answering(failingCode(0)), log: whole});
    const log = createLines();
    for (const line of whole.of('CF').slice(0, 3)) log.add('CF', line);
    const [model, judge] = [answering(failingCode(0)), createFakeJudge()];
    expect(
      await converse(path, ['CF'], {model, log, judging: {judge, timeLimitMs: () => 2_000}}),
    ).toEqual(rows);
    expect(log.of('CF')).toEqual(whole.of('CF'));
    expect([model.asked, judge.judged]).toEqual([[], []]);
  });

  test('reads the feedback that is on disk, also where it would be another now', async () => {
    const path = temporaryDirectory();
    const log = createLines();
    const breaking = createFakeModel((_, nth) => {
      if (nth === 2) throw new Error('killed');
      return fencedAnswer(failingCode(0));
    });
    const old = {model: breaking, critic: createFakeCritic(() => 'Old words.'), log};
    await expect(converse(path, ['CF_SEF'], old)).rejects.toHaveProperty('message', 'killed');
    const model = answering(failingCode(0), 'done = 1 # passes');
    await converse(path, ['CF_SEF'], {model, critic: createFakeCritic(() => 'New words.'), log});
    expect(log.of('CF_SEF').map(({verbal_feedback}) => verbal_feedback)).toEqual([
      'Old words.',
      null,
    ]);
    expect(
      lastMessage(model.asked[0] ?? {messages: [], decoding: defaultDecoding, sample: 0}),
    ).toContain('Old words.');
  });
});

describe('what stops a generator', () => {
  test('a fatal error of the model or the critic does so at once', async () => {
    const problems = Array.from({length: 30}, (_, i) =>
      exampleProblem({task_id: `M/${i}`, instruct_prompt: `Solve ${i}.`}),
    );
    const fatal = () => {
      throw new ModelError('fatal', '401: wrong key');
    };
    const model = createFakeModel(fatal);
    await expect(converse(temporaryDirectory(), ['CF'], {model, problems})).rejects.toHaveProperty(
      'message',
      '401: wrong key',
    );
    expect(model.asked.length).toBeLessThanOrEqual(4);
    const answered = answering(failingCode(0));
    await expect(
      converse(temporaryDirectory(), ['CF_SEF'], {
        model: answered,
        problems,
        critic: createFakeCritic(fatal),
      }),
    ).rejects.toHaveProperty('message', '401: wrong key');
    expect(answered.asked.length).toBeLessThan(30);
  });

  test('a fatal error waits neither for a verdict nor for a critic', async () => {
    const problems = ['M/0', 'M/1', 'M/2'].map((task_id) =>
      exampleProblem({task_id, instruct_prompt: `Solve ${task_id}.`}),
    );
    const judge = createFakeJudge();
    const {judge: judged} = judge;
    judge.judge = (candidate) =>
      candidate.program.includes('# never') ? new Promise(() => {}) : judged(candidate);
    let awaitedCritic = () => {};
    const criticAsked = new Promise<void>((resolve) => {
      awaitedCritic = resolve;
    });
    const critic = createFakeCritic();
    critic.expert = (_input, signal) => {
      awaitedCritic();
      return new Promise((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason)),
      );
    };
    const model = createFakeModel((request) =>
      fencedAnswer(lastMessage(request).includes('M/0') ? 'x = 0 # never' : failingCode(0)),
    );
    const failing = {
      ...model,
      ask: async (request: Request, signal?: AbortSignal) => {
        if (!lastMessage(request).includes('M/2')) return model.ask(request, signal);
        await criticAsked;
        throw new ModelError('fatal', '401: wrong key');
      },
    };
    await expect(
      converse(temporaryDirectory(), ['CF_SEF'], {
        model: failing,
        problems,
        critic,
        judging: {judge, timeLimitMs: () => 2_000},
      }),
    ).rejects.toHaveProperty('message', '401: wrong key');
  });
});

describe('live and static', () => {
  const ids = scenarios.map(({id}) => id);
  const codes = [
    failingCode(0),
    failingCode(1, 'does not compile'),
    failingCode(2, 'times out'),
    failingCode(3, 'fails test_four'),
    'done = 1 # passes',
  ];

  function asked(plan: readonly PlannedPlace[]): Request[] {
    return plan.flatMap((planned) => (planned.kind === 'ask' ? [planned.question.build()] : []));
  }

  test.each(['last', 'full'] as const)(
    'give equal messages for equal problem, code and feedback, history %s',
    async (history) => {
      const log = createLines();
      const path = temporaryDirectory();
      const model = answering(...codes);
      const changes = {...asking, history};
      const live = await converse(path, ids, {
        model,
        critic: createFakeCritic(),
        log,
        asking: changes,
      });
      const frozen = new Map(ids.map((id) => [id, [{taskId: 'P/0', lines: () => log.of(id)}]]));
      const plan = planReplay(frozen, [problem], changes);
      expect(new Set(asked(plan).map(requestHash))).toEqual(new Set(model.asked.map(requestHash)));
      // Self-replay in the same directory of answers: nothing new is asked, and each answered place
      // fares as it did live.
      const target = answering('never asked');
      const replayed = await sitting(path, async (run) => {
        const store = {
          ...run,
          verdictAt: () => undefined,
          addVerdict: (row: VerdictRow) => rows.push(row),
        };
        const rows: VerdictRow[] = [];
        await runReplay({
          plan,
          model: target,
          judging: {judge: createFakeJudge(), timeLimitMs: () => 2_000},
          run: store,
          pace: fixedPace(4),
        });
        return rows;
      });
      expect(target.asked).toEqual([]);
      const statusAt = (rows: readonly VerdictRow[]) =>
        new Map(rows.map(({scenario, turn, status}) => [`${scenario} ${turn}`, status]));
      expect(statusAt(replayed)).toEqual(statusAt(live));
    },
  );
});
