import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, test} from 'vitest';
import {generateLog, judgeRun, replayLog} from '../../src/index.js';
import {createFakeJudge, createFakeModel, fencedAnswer} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {writeTinySuite} from '../support/tiny-suite.js';

let root: string;
let suite: string;
let live: string;

/** The reference fails three times and passes at turn 3; asked about two problems. */
beforeEach(async () => {
  root = temporaryDirectory();
  suite = writeTinySuite(root, 2);
  live = join(root, 'live');
  const asked = new Map<string, number>();
  const model = createFakeModel(({messages}) => {
    const problem = /the way of problem \d/.exec(messages.at(-1)?.content ?? '')?.[0] ?? '';
    const nth = (asked.get(problem) ?? 0) + 1;
    asked.set(problem, nth);
    return fencedAnswer(`v${nth} = 1 # ${nth === 4 ? 'passes' : 'fails test_one'}`);
  });
  const judge = createFakeJudge();
  await generateLog({suite, model, judge, scenarios: ['CF_EF_FULL'], out: live});
});

type Row = {[field: string]: unknown} & {task_id: string; turn: number};

/** Changes the row of `Tiny/0` at that turn. */
function tamper(directory: string, turn: number, changes: Record<string, unknown>): void {
  const path = join(directory, 'verdicts.jsonl');
  const rows: Row[] = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row));
  const changed = rows.map((row) =>
    row.task_id === 'Tiny/0' && row.turn === turn ? {...row, ...changes} : row,
  );
  writeFileSync(path, changed.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

const judgeAgain = (directory: string, log?: string) =>
  judgeRun({directory, suite, log, judge: createFakeJudge()});

describe('a live run', () => {
  test('that is whole is judged again', async () => {
    expect((await judgeAgain(live)).changed).toBe(0);
  });

  test.each<[string, number, Record<string, unknown>, string]>([
    ['solved before anything passed', 2, {origin: 'solved', request: null}, 'no turn before it'],
    ['of another code', 1, {code_sha256: 'f'.repeat(64)}, 'the log goes on with another code'],
    ['answered by nobody', 1, {request: null}, 'it names no answer'],
    ['of a reference', 1, {origin: 'reference-solved', request: null}, 'has no reference'],
  ])('with a row %s is refused, the row named', async (_, turn, changes, why) => {
    tamper(live, turn, changes);
    const message = `verdicts.jsonl: 1 row is not borne out by the run’s log and answers: CF_EF_FULL Tiny/0 turn ${turn}: `;
    await expect(judgeAgain(live)).rejects.toThrow(message);
    await expect(judgeAgain(live)).rejects.toThrow(why);
  });
});

describe('a replay', () => {
  let replay: string;
  const log = () => join(live, 'log');

  beforeEach(async () => {
    replay = join(root, 'replay');
    const model = createFakeModel(() => fencedAnswer('x = 1 # fails test_two'));
    await replayLog({log: log(), suite, model, judge: createFakeJudge(), out: replay});
  });

  test('that is whole is judged again, with its log and without', async () => {
    expect((await judgeAgain(replay, log())).changed).toBe(0);
    expect((await judgeAgain(replay)).changed).toBe(0);
  });

  const credit = {origin: 'reference-solved', status: 'pass', request: null};

  test('with a credit that the log does not give is refused, the row named', async () => {
    tamper(replay, 2, credit);
    const found = 'CF_EF_FULL Tiny/0 turn 2: reference-solved, but ';
    await expect(judgeAgain(replay, log())).rejects.toThrow(
      `${found}in the log the reference had not passed`,
    );
    await expect(judgeAgain(replay)).rejects.toThrow(`${found}the reference had not passed before`);
  });

  test('whose rows agree with each other is held to the log', async () => {
    tamper(replay, 1, {reference_status: 'pass'});
    for (const turn of [2, 3]) tamper(replay, turn, credit);
    expect((await judgeAgain(replay)).changed).toBe(0);
    await expect(judgeAgain(replay, log())).rejects.toThrow('2 rows are not borne out');
  });

  test('that took a credit away, or of another log, is refused', async () => {
    tamper(replay, 5, {origin: 'no-feedback', status: 'fail'});
    await expect(judgeAgain(replay, log())).rejects.toThrow(
      'turn 5: no-feedback, but in the log the reference had passed',
    );
    const other = join(root, 'other');
    const model = createFakeModel(() => fencedAnswer('y = 1 # passes'));
    const judge = createFakeJudge();
    await generateLog({suite, model, judge, scenarios: ['CF'], out: other});
    await expect(judgeAgain(replay, join(other, 'log'))).rejects.toThrow('replayed another log');
  });
});
