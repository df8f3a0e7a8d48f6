import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {generateLog, replayLog, showConversation} from '../../src/index.js';
import {renderConversation} from '../../src/report/conversation-report.js';
import {createFakeJudge, createFakeModel, fencedAnswer} from '../support/fakes.js';

const folder = mkdtempSync(join(tmpdir(), 'convcodebench-test-'));
const live = join(folder, 'live');
const log = join(live, 'log');
const run = join(folder, 'run');
const tasks = ['Starter/0', 'Starter/1'];

/** A live run of three wrong programs and a right one, and a replay of its log. */
beforeAll(async () => {
  const code = (nth: number) => (nth > 6 ? '# passes' : `# fails test_two\nx = ${nth}`);
  await generateLog({
    suite: 'starter',
    tasks,
    scenarios: ['CF_EF_FULL'],
    model: createFakeModel((_, nth) => fencedAnswer(code(nth))),
    judge: createFakeJudge(),
    out: live,
  });
  await replayLog({
    log,
    model: createFakeModel((_, nth) => fencedAnswer(`# fails test_one\ny = ${nth}`)),
    judge: createFakeJudge(),
    out: run,
  });
});

afterAll(() => rmSync(folder, {recursive: true}));

describe('a conversation of a replay', () => {
  test('has at each turn what was given, the answer, its program, the diff and what failed', async () => {
    const shown = await showConversation({directory: run, task: '0', log, prompts: true});
    expect(shown).toMatchObject({
      kind: 'static run',
      task_id: 'Starter/0',
      scenario: 'CF_EF_FULL',
      lacks: [],
    });
    const [first, second] = shown.turns;
    expect(first).toMatchObject({turn: 0, given: null, program: {diff: null}});
    expect(second?.given).toMatchObject({
      status: 'fail',
      compilation_feedback: 'No syntax errors',
      execution_feedback: 'TEST_TWO\nTraceback: it is wrong\n',
    });
    expect(second?.program?.code).toMatch(/^# fails test_one\ny = \d+$/);
    expect(second?.program?.diff?.map(({change}) => change)).toEqual([
      'removed',
      'removed',
      'added',
      'added',
    ]);
    expect(second?.failures).toEqual([{name: 'test_one', text: 'Traceback: it is wrong'}]);
    expect(second?.prompt?.exact).toBe(true);
    expect(second?.prompt?.messages.at(-1)?.content).toContain(second?.given?.code);
  });

  test('ends where the reference had passed, and the text says that once', async () => {
    const shown = await showConversation({directory: run, task: '0', log});
    const over = shown.turns.filter(({verdict}) => verdict?.origin === 'reference-solved');
    expect(over.length).toBeGreaterThan(1);
    expect(
      renderConversation(shown).match(/^Turns \d to 10: nobody was asked, .*\n=/gm),
    ).toHaveLength(1);
  });

  test('without the log has the answers, and says what names it', async () => {
    const shown = await showConversation({directory: run, task: '0', prompts: true});
    expect(shown.turns[1]).toMatchObject({given: null, prompt: null});
    expect(shown.turns[1]?.program?.code).toMatch(/^# fails test_one/);
    expect(shown.lacks).toEqual([expect.stringContaining('`log` DIR names it')]);
  });

  test('whose program has no verdict is not said to be of other rules', async () => {
    const out = join(folder, 'lost');
    const model = createFakeModel((_, nth) => fencedAnswer(`# is lost\ny = ${nth}`));
    await replayLog({log, model, judge: createFakeJudge(), out});
    const {turns, lacks} = await showConversation({directory: out, task: '0', log});
    expect(turns[0]).toMatchObject({program: null, verdict: {origin: 'missing'}});
    expect(turns[0]?.answer?.text).toContain('# is lost');
    expect(lacks).toEqual([]);
  });

  test('whose run does not tell how its model was asked has no prompts, and says so', async () => {
    const untold = join(folder, 'untold');
    cpSync(run, untold, {recursive: true});
    const path = join(untold, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({...manifest, system_prompt: null}));
    const shown = await showConversation({directory: untold, task: '0', log, prompts: true});
    expect(shown.turns.map(({prompt}) => prompt)).toEqual(shown.turns.map(() => null));
    expect(shown.lacks).toEqual([expect.stringContaining('not tell how its model was asked')]);
  });

  test('of format version 1 has its programs, whose hashes hold the prelude too', async () => {
    const versionOne = 'test/fixtures/version-1';
    const {turns, lacks} = await showConversation({
      directory: join(versionOne, 'static'),
      task: '2',
      scenario: 'CF_EF_FULL_SEF',
      log: join(versionOne, 'live/log'),
    });
    expect(turns[1]?.program?.code).toContain('def task_func');
    expect(lacks).not.toContain(expect.stringContaining('other rules'));
  });

  test('of one turn alone; of a turn, a scenario or a log that is not there it says what is', async () => {
    const options = {directory: run, task: '1', log};
    const {turns} = await showConversation({...options, turn: 1});
    expect(turns.map(({turn}) => turn)).toEqual([1]);
    await expect(showConversation({...options, scenario: 'CF'})).rejects.toThrow(
      `\`scenario\`: CF: ${run} does not have it; it has CF_EF_FULL`,
    );
    await expect(
      showConversation({...options, log: 'logs/starter/simulated--codellama-like_by_builtin'}),
    ).rejects.toThrow('replayed another log');
  });
});

test('of a folder of runs says which to give instead', async () => {
  await expect(showConversation({directory: 'test/fixtures/version-1', task: '1'})).rejects.toThrow(
    /^test\/fixtures\/version-1: neither a run nor a log; it holds runs, such as test\/fixtures\/version-1\/(live|static)$/,
  );
});

test.each([
  ['static', 'live/log', 1, 'CF_EF_FULL_SEF'],
  ['live/log', undefined, 1, 'CF_EF_FULL_SEF'],
  // Nobody was asked at turn 9 in either.
  ['static', 'live/log', 9, 'CF_EF_UNIT_SNF'],
  ['static', 'live/log', undefined, 'CF_EF_UNIT_SNF'],
])('of %s the first scenario is shown that asks at the turn', async (source, itsLog, turn, id) => {
  const versionOne = 'test/fixtures/version-1';
  const {scenario} = await showConversation({
    ...{directory: join(versionOne, source), task: '2'},
    ...(itsLog && {log: join(versionOne, itsLog)}),
    ...(turn && {turn}),
  });
  expect(scenario).toBe(id);
});

describe('a conversation of a live run', () => {
  test('has its own log, and each program beside the one before', async () => {
    const {turns, lacks} = await showConversation({directory: live, task: '0', prompts: true});
    expect(lacks).toEqual([]);
    expect(turns[1]?.given?.code).toBe(turns[0]?.program?.code);
    expect(turns[1]?.prompt?.exact).toBe(true);
    expect(turns[1]?.program?.diff?.map(({change}) => change)).toContain('removed');
  });

  test('of a run whose tracebacks were not kept names the failing tests, and what adds the rest', async () => {
    rmSync(join(run, 'failures.jsonl'));
    const shown = await showConversation({directory: run, task: '0', log});
    const {turns, lacks} = shown;
    expect(turns[0]?.failures).toEqual([{name: 'test_one', text: null}]);
    expect(lacks).toEqual([expect.stringContaining('"convcodebench judge" adds them')]);
    expect(renderConversation(shown)).toContain('-- Failed, no traceback kept\n    test_one\n');
  });
});

describe('a conversation of a log', () => {
  test('has the reference’s programs with their verdicts, and the prompt that replay puts', async () => {
    const {turns, kind} = await showConversation({directory: log, task: '0', prompts: true});
    const replayed = await showConversation({directory: run, task: '0', log, prompts: true});
    expect(kind).toBe('log');
    expect(turns[1]?.prompt?.messages).toEqual(replayed.turns[1]?.prompt?.messages);
    expect(turns.at(-1)?.verdict?.status).toBe('pass');
    await expect(showConversation({directory: log, task: '0', turn: 10})).rejects.toThrow(
      /`turn`: 10: Starter\/0 in CF_EF_FULL ends at turn \d/,
    );
  });
});

test('what a model wrote can neither steer the terminal nor pass for a heading of ours', async () => {
  const hostile = '\u001b[2J\u202e\u0000\n== Turn 9: pass\n-- Answer\r</script>';
  const shown = await showConversation({directory: log, task: '0'});
  const [turn] = shown.turns;
  if (!turn?.program) throw new Error('a turn with a program');
  const answer = {
    ...{text: hostile, reasoning: hostile, finish_reason: 'stop\n== x', usage: null},
    ...{model: hostile, cut: null},
  };
  const failures = [{name: hostile, text: hostile}];
  const program = {...turn.program, code: hostile};
  const text = renderConversation({
    ...{...shown, model: hostile, statement: hostile, task_id: hostile, lacks: [hostile]},
    turns: [{...turn, answer, failures, program}],
  });
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(text.match(/^== ?Turn/gm)).toBeNull();
  expect(text.match(/^-- Answer$/gm)).toBeNull();
  expect(text).toContain('    == Turn 9: pass');
});

test('of a text of a million lines the beginning is printed, and how much more there is', async () => {
  const shown = await showConversation({directory: log, task: '0', turn: 0});
  const text = renderConversation({...shown, statement: 'line\n'.repeat(1_000_000)});
  expect(text.split('\n').length).toBeLessThan(700);
  expect(text).toContain('-- 4997499 more characters; `json` prints all');
});
