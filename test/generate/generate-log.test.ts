import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, test} from 'vitest';
import {type GenerateLogOptions, generateLog} from '../../src/generate/generate-log.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {verifyLog} from '../../src/log/verify-log.js';
import {replayLog} from '../../src/replay/replay-log.js';
import {verifyLines} from '../../src/report/log-report.js';
import {
  createFakeCritic,
  createFakeJudge,
  createFakeModel,
  fencedAnswer,
} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {writeSamples, writeTinySuite} from '../support/tiny-suite.js';

let directory: string;
let suite: string;
let notices: string[];

beforeEach(() => {
  directory = temporaryDirectory();
  suite = writeTinySuite(directory, 3);
  notices = [];
});

/** A live run of a model that answers with the n-th of `codes` at its n-th question. */
function generate(codes: readonly string[], changes: Partial<GenerateLogOptions> = {}) {
  const model = createFakeModel((_, nth) => fencedAnswer(codes[nth - 1] ?? codes.at(-1) ?? ''));
  return generateLog({
    suite,
    model,
    judge: createFakeJudge(),
    scenarios: ['CF_EF_FULL'],
    out: join(directory, 'run'),
    concurrency: 1,
    onNotice: (notice) => notices.push(notice),
    ...changes,
  });
}

const failing = 'x = 1 # fails test_two';
const passing = 'x = 2 # passes';
const log = () => join(directory, 'run', 'log');

describe('first answers that are there already', () => {
  test('are judged as the model’s own; the model is asked about other problems only', async () => {
    const samples = writeSamples(directory, [
      [0, passing],
      [1, failing],
    ]);
    const {manifest} = await generate([passing], {firstAnswers: samples});
    expect(manifest.totals).toMatchObject({answered: 4, requests: 4, missing: 0});
    expect(manifest.model_served).toEqual(['fake-served', 'samples:samples.jsonl']);
    expect(manifest.first_answers_sha256).toMatch(/^[0-9a-f]{64}$/);
    const conversations = await readConversations(openLog(log()), 'CF_EF_FULL');
    expect(conversations.map(({lines}) => lines.map((line) => line.previous_status))).toEqual([
      ['pass'],
      ['fail', 'pass'],
      ['pass'],
    ]);
    expect(conversations[1]?.lines[0]?.previous_code).toContain(failing);
    expect(openLog(log()).manifest).toMatchObject({
      reference_model: {served: 'fake-served'},
      first_answers_sha256: manifest.first_answers_sha256,
    });
    expect(notices).toContain(
      '2 of 3 problems begin with a first answer that is there already; the model is asked for the others',
    );
  });

  test('make another run than none or other ones', async () => {
    const first = writeSamples(directory, [[0, passing]]);
    await generate([passing], {firstAnswers: first});
    await expect(generate([passing])).rejects.toThrow('first_answers_sha256: this run has');
    const other = join(directory, 'other.jsonl');
    writeFileSync(other, readFileSync(first, 'utf8').replace('x = 2', 'x = 3'));
    await expect(generate([passing], {firstAnswers: other})).rejects.toThrow(
      'first_answers_sha256: this run has',
    );
  });

  test.each<[string, readonly ([number, string] | string)[], string]>([
    ['of another suite', [[7, passing]], ':1: task_id: "Tiny/7" is not in the suite'],
    [
      'two of one problem',
      [
        [0, passing],
        [0, failing],
      ],
      ':2: task_id: Tiny/0 has a sample',
    ],
    ['no JSON', ['nonsense'], ':1: record: not JSON'],
  ])('%s are refused before anything is made', async (_, lines, message) => {
    const firstAnswers = writeSamples(directory, lines);
    await expect(generate([passing], {firstAnswers})).rejects.toThrow(`${firstAnswers}${message}`);
  });
});

describe('with fewer turns', () => {
  test('a conversation stops there, and goes on with more', async () => {
    const {manifest} = await generate([failing], {turns: 2, limit: 1});
    expect(manifest.totals).toMatchObject({places: 3, answered: 3, missing: 0});
    const [conversation] = await readConversations(openLog(log()), 'CF_EF_FULL');
    expect(conversation?.lines.map(({turn}) => turn)).toEqual([1, 2]);
    expect(verifyLines(await verifyLog(log()))).toEqual([
      `${log()}: sound, 2 lines`,
      `${log()}: CF_EF_FULL: 1 incomplete conversations (Tiny/0)`,
    ]);
    const notices: string[] = [];
    const onNotice = (notice: string) => notice.includes('conversations') && notices.push(notice);
    await generate([failing], {turns: 2, limit: 1, onNotice});
    expect(notices).toEqual([]);
    const further = await generate([failing], {limit: 1, onNotice});
    expect(notices).toEqual([
      'the conversations of this run ended at turn 2, and now end at turn 10; `turns` 2 leaves them there',
    ]);
    expect(further.manifest.totals).toMatchObject({places: 11, answered: 11, missing: 0});
    expect((await verifyLog(log())).incomplete).toEqual([]);
  });

  test('a conversation that went further before is told of', async () => {
    await generate([failing], {limit: 1});
    const notices: string[] = [];
    const onNotice = (notice: string) => notice.includes('conversations') && notices.push(notice);
    await generate([failing], {turns: 2, limit: 1, onNotice});
    expect(notices).toEqual([
      'the conversations of this run ended at turn 10, and now end at turn 2; `turns` 10 leaves them there',
    ]);
  });

  test('one that is solved at the last of them is whole', async () => {
    await generate([failing, `${failing} again`, passing], {turns: 2, limit: 1});
    const [conversation] = await readConversations(openLog(log()), 'CF_EF_FULL');
    expect(conversation?.lines.map(({previous_status}) => previous_status)).toEqual([
      'fail',
      'fail',
      'pass',
    ]);
    expect((await verifyLog(log())).incomplete).toEqual([]);
  });
});

describe('a log that is not whole', () => {
  /** Stopped when the second problem is about to be asked a second time. */
  async function stopped() {
    const stop = new AbortController();
    const model = createFakeModel((_, nth) => {
      if (nth === 3) stop.abort(new Error('stopped by hand'));
      return fencedAnswer(nth === 1 ? passing : failing);
    });
    await expect(generate([], {model, signal: stop.signal})).rejects.toThrow('stopped by hand');
  }

  test('of a run that was stopped can be looked at, and names what is incomplete', async () => {
    await stopped();
    const {sound, incomplete} = await verifyLog(log());
    expect(sound).toBe(true);
    expect(incomplete).toEqual([{scenario: 'CF_EF_FULL', tasks: ['Tiny/1', 'Tiny/2']}]);
  });

  test('is replayed on its whole conversations only, and the run says so', async () => {
    await stopped();
    const replay = (tasks?: string[]) =>
      replayLog({
        log: log(),
        suite,
        model: createFakeModel(() => fencedAnswer(passing)),
        judge: createFakeJudge(),
        out: join(directory, `replay-${tasks}`),
        tasks,
        onNotice: (notice) => notices.push(notice),
      });
    const {manifest, metrics} = await replay();
    expect(manifest.totals?.left_out).toEqual({
      'their conversation in the log is incomplete': 2,
    });
    expect(metrics.scenarios.map(({n}) => n)).toEqual([1, 1]);
    expect(notices).toContain(
      'left out: 2 of 3 problems (their conversation in the log is incomplete)',
    );
    await expect(replay(['Tiny/2'])).rejects.toThrow('nothing to ask: 1 of 1 problem (their');
  });
});

test('a critic that had nothing to say, since nothing compiled, is told of', async () => {
  const verbal = {scenarios: ['CF_SEF' as const], critic: createFakeCritic(), limit: 1, turns: 2};
  await generate(['def task_func(x: # does not compile'], verbal);
  expect(notices).toContain(
    'CF_SEF: the critic had nothing to say in all of 2 turns: no program compiled, and then an expert is not asked',
  );
  notices = [];
  await generate([failing], {...verbal, out: join(directory, 'other')});
  expect(notices.filter((notice) => notice.includes('the critic'))).toEqual([]);
});

test('a run keeps how long its critic’s remarks may be', async () => {
  const answers = join(directory, 'critic.jsonl');
  writeFileSync(answers, '');
  const verbal = (maxTokens?: number): Partial<GenerateLogOptions> => ({
    scenarios: ['CF_SEF'],
    critic: {spec: `file:${answers}`, maxTokens},
  });
  const {manifest} = await generate([passing], verbal(7));
  expect(manifest.critic_max_tokens).toBe(7);
  for (const other of [9, undefined])
    await expect(generate([passing], verbal(other))).rejects.toThrow(
      'critic_max_tokens: this run has 7',
    );
  await generate([passing]);
  expect((await generate([passing], verbal(7))).manifest.critic_max_tokens).toBe(7);
});
