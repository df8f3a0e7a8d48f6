import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {planReplay} from '../../src/conversation/plan-replay.js';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import {type Progress, runReplay} from '../../src/conversation/replay.js';
import type {Asking} from '../../src/conversation/request.js';
import {sha256} from '../../src/files/canonical-hash.js';
import type {LogLine} from '../../src/log/log-line.js';
import {defaultDecoding, type Model, ModelError, requestHash} from '../../src/model/model.js';
import {fixedPace} from '../../src/model/pace.js';
import type {Problem} from '../../src/problem/problem.js';
import {readVerdicts} from '../../src/run/read-run.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {exampleProblem} from '../support/example-problem.js';
import {createFakeJudge, createFakeModel, fencedAnswer, lastMessage} from '../support/fakes.js';
import {sitting} from '../support/open-run.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const asking: Asking = {
  prompts: loadPromptSet(),
  history: 'last',
  systemPrompt: true,
  decoding: defaultDecoding,
};

const problems = ['P/0', 'P/1'].map((task_id) =>
  exampleProblem({task_id, instruct_prompt: `Solve ${task_id}.`, code_prompt: ''}),
);
const taskOrder = new Map(problems.map(({task_id}, i) => [task_id, i]));

/**
 * P/0: two turns asked, then solved; P/1: never solved, turns 1 to 9 with the same code and remark,
 * so with one prompt.
 */
const lines: {[task: string]: LogLine[]} = {
  'P/0': [
    exampleLine({task_id: 'P/0', turn: 1, verbal_feedback: 'First.'}),
    exampleLine({task_id: 'P/0', turn: 2, verbal_feedback: 'Second.'}),
    solvedLine({task_id: 'P/0', turn: 3}),
  ],
  'P/1': Array.from({length: 10}, (_, i) =>
    exampleLine({task_id: 'P/1', turn: i + 1, verbal_feedback: i < 9 ? 'Again.' : 'Last.'}),
  ),
};
// Questions: turn 0 of both, two of P/0, and of P/1 one shared by nine turns and one.
const distinctQuestions = 6;

function conversations(of: {[task: string]: LogLine[]} = lines) {
  return Object.entries(of).map(([taskId, lines]) => ({taskId, lines: () => lines}));
}

type Sitting = {
  model: Model;
  of?: typeof lines;
  changes?: Partial<Asking>;
  judge?: ReturnType<typeof createFakeJudge>;
  only?: Problem[];
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
};

async function replayIn(
  path: string,
  {model, of, changes, judge = createFakeJudge(), only = problems, ...rest}: Sitting,
): Promise<VerdictRow[]> {
  const plan = planReplay(new Map([['CF_SEF', conversations(of)]]), only, {...asking, ...changes});
  return sitting(path, async (run) => {
    await runReplay({
      plan,
      model,
      judging: {judge, timeLimitMs: () => 2_000},
      run,
      pace: fixedPace(4),
      ...rest,
    });
    return run.finish(taskOrder);
  });
}

function journal(path: string): {event: string; [field: string]: unknown}[] {
  return readFileSync(join(path, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const wrong = fencedAnswer('task_func = print # fails test_two');

describe('a replay', () => {
  test('asks equal requests once, keeps every answer, and has a row for every place in order', async () => {
    const path = temporaryDirectory();
    const model = createFakeModel((request) =>
      lastMessage(request).includes('Second.') ? fencedAnswer('task_func = abs # passes') : wrong,
    );
    const rows = await replayIn(path, {model});
    expect(model.asked).toHaveLength(distinctQuestions);
    expect(new Set(model.asked.map(requestHash)).size).toBe(distinctQuestions);
    expect(await readVerdicts(path)).toEqual(rows);
    const places = (task: string, from: number) =>
      Array.from(
        {length: 11 - from},
        (_, i) => `${from === 0 ? 'NONE' : 'CF_SEF'} ${task} ${from + i}`,
      );
    expect(rows.map(({scenario, task_id, turn}) => `${scenario} ${task_id} ${turn}`)).toEqual([
      'NONE P/0 0',
      'NONE P/1 0',
      ...places('P/0', 1),
      ...places('P/1', 1),
    ]);
    expect(rows.find(({task_id, turn}) => task_id === 'P/0' && turn === 1)).toEqual({
      scenario: 'CF_SEF',
      task_id: 'P/0',
      turn: 1,
      origin: 'answered',
      status: 'fail',
      reference_status: 'fail',
      failures: ['test_two'],
      code_sha256: sha256('task_func = print # fails test_two'),
      request: expect.stringMatching(/^[0-9a-f]{64}$/),
      found: 'block',
      trust: null,
      missing: null,
    });
    expect(
      rows
        .filter(({task_id}) => task_id === 'P/0')
        .map(({origin, status}) => `${origin} ${status}`),
    ).toEqual([
      'answered fail',
      'answered fail',
      'answered pass',
      ...Array(8).fill('reference-solved pass'),
    ]);
    const shared = rows.filter(({task_id, turn}) => task_id === 'P/1' && turn >= 1 && turn <= 9);
    expect(new Set(shared.map(({request}) => request)).size).toBe(1);
  });

  test('at temperature 0.5 asks every place by itself, turn 0 once', async () => {
    const model = createFakeModel(() => wrong);
    await replayIn(temporaryDirectory(), {
      model,
      changes: {decoding: {...defaultDecoding, temperature: 0.5}},
    });
    expect(model.asked.map(({sample}) => sample).sort()).toEqual(
      [
        'NONE/P/0/0',
        'NONE/P/1/0',
        'CF_SEF/P/0/1',
        'CF_SEF/P/0/2',
        ...Array.from({length: 10}, (_, i) => `CF_SEF/P/1/${i + 1}`),
      ].sort(),
    );
  });

  test('tells how far it has come', async () => {
    const told: Progress[] = [];
    const model = createFakeModel(() => fencedAnswer('# is lost'));
    await replayIn(temporaryDirectory(), {model, onProgress: (progress) => told.push(progress)});
    // 22 places: 14 asked, of which none gets a verdict, and 8 behind the reference's pass.
    expect(told).toHaveLength(1 + 14);
    expect(told[0]).toEqual({done: 8, total: 22, before: 8, inFlight: 0, missing: 0});
    expect(told.at(-1)).toMatchObject({done: 22, total: 22, before: 8, missing: 14});
  });

  test('tells what took nothing: places that nobody is asked at, and those an earlier sitting has', async () => {
    const path = temporaryDirectory();
    await replayIn(path, {model: createFakeModel(() => wrong), only: problems.slice(0, 1)});
    const told: Progress[] = [];
    await replayIn(path, {
      model: createFakeModel(() => wrong),
      onProgress: (progress) => told.push(progress),
    });
    // Of P/1 turn 0 and ten turns are asked, all of P/0 is there.
    expect(told.at(-1)).toMatchObject({done: 22, before: 11});
  });

  test('judges an answer without code as a fail of empty code', async () => {
    const judge = createFakeJudge();
    const rows = await replayIn(temporaryDirectory(), {
      model: createFakeModel(() => '<think>never ends'),
      judge,
    });
    expect(new Set(judge.judged)).toEqual(new Set(['']));
    expect(rows[0]).toMatchObject({origin: 'answered', status: 'fail', code_sha256: sha256('')});
  });
});

describe('a second sitting', () => {
  test('of a finished run asks nothing, judges nothing and changes no byte', async () => {
    const path = temporaryDirectory();
    await replayIn(path, {model: createFakeModel(() => wrong)});
    const bytes = () =>
      ['completions.jsonl', 'verdicts.jsonl'].map((name) => readFileSync(join(path, name), 'utf8'));
    const before = bytes();
    const [model, judge] = [createFakeModel(() => 'other'), createFakeJudge()];
    await replayIn(path, {model, judge});
    expect(model.asked).toEqual([]);
    expect(judge.judged).toEqual([]);
    expect(bytes()).toEqual(before);
  });

  test('asks only for what is missing, and ends as an undisturbed run', async () => {
    const [path, undisturbed] = [temporaryDirectory(), temporaryDirectory()];
    const refusing = createFakeModel((request) => {
      if (lastMessage(request).includes('First.'))
        throw new ModelError('refused', 'content filter');
      return wrong;
    });
    const rows = await replayIn(path, {model: refusing});
    expect(rows.filter(({origin}) => origin === 'missing')).toEqual([
      {
        scenario: 'CF_SEF',
        task_id: 'P/0',
        turn: 1,
        origin: 'missing',
        status: 'missing',
        reference_status: 'fail',
        failures: [],
        code_sha256: null,
        request: null,
        found: null,
        trust: null,
        missing: 'content filter',
      },
    ]);
    expect(journal(path).filter(({event}) => event === 'missing')).toMatchObject([
      {scenario: 'CF_SEF', task_id: 'P/0', turn: 1, reason: 'content filter'},
    ]);
    const model = createFakeModel(() => wrong);
    await replayIn(path, {model});
    expect(model.asked).toHaveLength(1);
    await replayIn(undisturbed, {model: createFakeModel(() => wrong)});
    for (const name of ['completions.jsonl', 'verdicts.jsonl'])
      expect(readFileSync(join(path, name), 'utf8')).toBe(
        readFileSync(join(undisturbed, name), 'utf8'),
      );
  });

  test('judges a stored answer again that got no verdict, without asking', async () => {
    const path = temporaryDirectory();
    const lost = createFakeJudge();
    lost.judge = async () => ({status: 'missing', reason: 'worker killed'});
    const rows = await replayIn(path, {model: createFakeModel(() => wrong), judge: lost});
    expect(rows.filter(({origin}) => origin === 'missing')).toHaveLength(14);
    expect(journal(path).filter(({reason}) => reason === 'worker killed')).toHaveLength(14);
    const model = createFakeModel(() => wrong);
    const again = await replayIn(path, {model});
    expect(model.asked).toEqual([]);
    expect(again.some(({status}) => status === 'missing')).toBe(false);
  });

  test('takes more problems than the first', async () => {
    const path = temporaryDirectory();
    await replayIn(path, {model: createFakeModel(() => wrong), only: problems.slice(0, 1)});
    const model = createFakeModel(() => wrong);
    const rows = await replayIn(path, {model});
    expect(model.asked.every((request) => lastMessage(request).includes('P/1'))).toBe(true);
    expect(rows).toHaveLength(22);
  });
});

describe('what stops a replay', () => {
  test('a fatal error does so at once', async () => {
    const many = Array.from({length: 50}, (_, i) =>
      exampleProblem({task_id: `M/${i}`, instruct_prompt: `Solve ${i}.`}),
    );
    const model = createFakeModel(() => {
      throw new ModelError('fatal', '401: wrong key');
    });
    const of = Object.fromEntries(
      many.map(({task_id}) => [task_id, [exampleLine({task_id, verbal_feedback: task_id})]]),
    );
    const path = temporaryDirectory();
    await expect(replayIn(path, {model, of, only: many})).rejects.toHaveProperty(
      'message',
      '401: wrong key',
    );
    // Four in flight when the first comes back; none of the 96 behind them.
    expect(model.asked.length).toBeLessThanOrEqual(4);
    expect(readFileSync(join(path, 'verdicts.jsonl'), 'utf8')).not.toContain('"fail"');
  });

  test('a signal does so, and what was answered before is on disk', async () => {
    const stop = new AbortController();
    const model = createFakeModel((_, nth) => {
      if (nth === 5) stop.abort(new Error('stopped by SIGINT'));
      return wrong;
    });
    const path = temporaryDirectory();
    await expect(replayIn(path, {model, signal: stop.signal})).rejects.toHaveProperty(
      'message',
      'stopped by SIGINT',
    );
    expect(
      readFileSync(join(path, 'completions.jsonl'), 'utf8').split('\n').length,
    ).toBeGreaterThan(4);
    expect(await readVerdicts(path)).not.toContainEqual(
      expect.objectContaining({status: 'missing'}),
    );
  });

  test('a fatal error and a signal do so without waiting for the verdicts that are queued', async () => {
    const never = createFakeJudge();
    never.judge = (candidate) => {
      never.judged.push(candidate.program);
      return new Promise(() => {});
    };
    const stop = new AbortController();
    const fatal = createFakeModel((_, nth) => {
      if (nth === distinctQuestions) throw new ModelError('fatal', '401: wrong key');
      return wrong;
    });
    const stopped = createFakeModel((_, nth) => {
      if (nth === distinctQuestions) stop.abort(new Error('stopped by SIGINT'));
      return wrong;
    });
    const sat = (model: Model, signal?: AbortSignal) =>
      replayIn(temporaryDirectory(), {model, judge: never, ...(signal && {signal})});
    await expect(sat(fatal)).rejects.toHaveProperty('message', '401: wrong key');
    expect(never.judged.length).toBeGreaterThan(0);
    await expect(sat(stopped, stop.signal)).rejects.toHaveProperty('message', 'stopped by SIGINT');
  });

  test('a judge that breaks does so: it is our fault, no verdict', async () => {
    const judge = createFakeJudge();
    judge.judge = async () => {
      throw new Error('pool broken');
    };
    await expect(
      replayIn(temporaryDirectory(), {model: createFakeModel(() => wrong), judge}),
    ).rejects.toHaveProperty('message', 'pool broken');
  });
});

test('where the log breaks off its places are missing, with the reason in the journal', async () => {
  const path = temporaryDirectory();
  const of = {'P/0': [exampleLine({task_id: 'P/0', verbal_feedback: 'First.'})]};
  const rows = await replayIn(path, {model: createFakeModel(() => wrong), of});
  expect(rows.filter(({origin}) => origin === 'missing').map(({turn}) => turn)).toEqual([
    2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
  expect(
    journal(path)
      .filter(({event}) => event === 'missing')
      .map(({turn, reason}) => [turn, reason]),
  ).toEqual(
    [2, 3, 4, 5, 6, 7, 8, 9, 10].map((turn) => [turn, 'the log breaks off before this turn']),
  );
});

describe('a context-length refusal', () => {
  const execution_feedback = `TEST_ONE\n${'a'.repeat(3_900)}\n${'b'.repeat(3_900)}\n`;
  const of = {
    'P/0': [
      exampleLine({task_id: 'P/0', execution_feedback}),
      solvedLine({task_id: 'P/0', turn: 2}),
    ],
  };

  /** Refuses prompts longer than `limit` characters. */
  const narrow = (limit: number) =>
    createFakeModel((request) => {
      if (lastMessage(request).length > limit) throw new ModelError('context-length', 'too long');
      return wrong;
    });
  const shownLengths = (model: ReturnType<typeof createFakeModel>) =>
    model.asked.map(
      (request) =>
        /TEST_ONE|\.\.\.|[ab]{9,}/g
          [Symbol.match](lastMessage(request))
          ?.map(({length}) => length) ?? [],
    );

  test('cuts the execution feedback in the fixed steps and records the one that was taken', async () => {
    const path = temporaryDirectory();
    const model = narrow(2_000);
    const rows = await replayIn(path, {model, of});
    // Turn 0, the long form, then the steps: three lines, so w = 1: the name in front, the last
    // line at the rear.
    expect(shownLengths(model)).toEqual([
      [],
      [8, 3_900, 3_900],
      [8, 3, 3_900],
      [8, 3, 2_000],
      [8, 3, 1_000],
    ]);
    const completions = readFileSync(join(path, 'completions.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const row = rows.find(({turn}) => turn === 1);
    expect(completions.find(({request}) => request === row?.request)?.cut).toEqual({
      front: 1000,
      rear: 1000,
      dropped_turns: 0,
    });
    expect(completions).toHaveLength(2);
    expect(
      journal(path)
        .filter(({event}) => event === 'shortened')
        .map(({cut}) => cut),
    ).toMatchObject([
      {front: 2000, rear: 4000},
      {front: 2000, rear: 2000},
      {front: 1000, rear: 1000},
    ]);
  });

  test('is not met again on the next sitting: the long form is not asked', async () => {
    const path = temporaryDirectory();
    const first = await replayIn(path, {model: narrow(2_000), of});
    const model = narrow(2_000);
    const judge = createFakeJudge();
    // The verdict is lost, the answer is not.
    rmSync(join(path, 'verdicts.jsonl'));
    expect(await replayIn(path, {model, of, judge})).toEqual(first);
    expect(model.asked).toEqual([]);
  });

  test('is met once per sitting where places share the request', async () => {
    const shared = Array.from({length: 10}, (_, i) =>
      exampleLine({task_id: 'P/0', turn: i + 1, execution_feedback}),
    );
    const model = narrow(2_000);
    await replayIn(temporaryDirectory(), {model, of: {'P/0': shared}});
    expect(model.asked).toHaveLength(1 + 4);
  });

  test('in every step leaves the place missing with the reason, and the run goes on', async () => {
    const path = temporaryDirectory();
    const model = narrow(250);
    const rows = await replayIn(path, {model, of});
    expect(shownLengths(model).slice(1)).toEqual([
      [8, 3_900, 3_900],
      [8, 3, 3_900],
      [8, 3, 2_000],
      [8, 3, 1_000],
      [8, 3, 500],
      [3],
    ]);
    expect(rows.map(({turn, origin}) => [turn, origin]).slice(0, 3)).toEqual([
      [0, 'answered'],
      [1, 'missing'],
      [2, 'reference-solved'],
    ]);
    expect(journal(path).at(-1)).toMatchObject({
      event: 'missing',
      turn: 1,
      reason: 'too long in every shortening: too long',
    });
  });

  test('of turn 0, which has nothing to cut, leaves it missing', async () => {
    const rows = await replayIn(temporaryDirectory(), {model: narrow(10), of});
    expect(rows[0]).toMatchObject({turn: 0, origin: 'missing'});
  });

  test('with full history drops the oldest turns first', async () => {
    const chain = [1, 2, 3].map((turn) =>
      exampleLine({task_id: 'P/0', turn, verbal_feedback: `Remark ${turn}.`}),
    );
    const history = {'P/0': [...chain, solvedLine({task_id: 'P/0', turn: 4})]};
    const path = temporaryDirectory();
    const model = createFakeModel((request) => {
      if (request.messages.length > 4) throw new ModelError('context-length', 'too long');
      return wrong;
    });
    await replayIn(path, {model, of: history, changes: {history: 'full'}});
    // System, statement, and two messages a turn. Turn 2 is cut by one turn, turn 3 by two.
    expect(model.asked.map(({messages}) => messages.length).sort()).toEqual([2, 4, 4, 4, 6, 6, 8]);
    const cuts = journal(path)
      .filter(({event}) => event === 'shortened')
      .map(({cut}) => cut);
    expect(cuts).toEqual(
      expect.arrayContaining([
        {front: null, rear: null, dropped_turns: 1},
        {front: null, rear: null, dropped_turns: 2},
      ]),
    );
    expect(cuts).toHaveLength(3);
  });
});
