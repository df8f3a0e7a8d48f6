import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {describe, expect, test} from 'vitest';
import {
  type Critic,
  generateLog,
  type Judge,
  loadSuite,
  type Model,
  ModelError,
  openLog,
  readConversations,
  replayLog,
  UsageError,
} from '../../src/index.js';
import {
  createFakeCritic,
  createFakeJudge,
  createFakeModel,
  fencedAnswer,
} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const starter = await loadSuite('starter');
const tasks = ['Starter/0', 'Starter/1'];
const scenarios = ['CF_EF_UNIT_SEF'] as const;

/** Code for the problem that is asked about, which says of itself what the judge shall say. */
const answering = (verdict: (question: string) => string) =>
  createFakeModel(({messages}) => {
    const question = messages.map(({content}) => content).join('\n');
    const problem = starter.problems.find((each) => question.includes(each.instruct_prompt));
    return fencedAnswer(`def ${problem?.entry_point}():\n    pass  # ${verdict(question)}`);
  });

/** Ports of the caller's, and how often each was closed. */
function openOwn() {
  const closed = {model: 0, judge: 0, critic: 0};
  const count = (port: keyof typeof closed) => async () => {
    closed[port] += 1;
  };
  const model: Model = {...answering(() => 'fails test_one'), close: count('model')};
  const judge: Judge & {judged: string[]} = {...createFakeJudge(), close: count('judge')};
  const critic: Critic = {
    ...createFakeCritic((kind) => `${kind}: think again.`),
    close: count('critic'),
  };
  return {model, judge, critic, closed};
}

const generated = (own: ReturnType<typeof openOwn>, out = join(temporaryDirectory(), 'live')) => {
  const {model, judge, critic} = own;
  return generateLog({suite: 'starter', scenarios, tasks, out, model, judge, critic});
};

describe('a model, a judge and a critic of the caller’s', () => {
  test('drive a live run: what they say is what its files hold', async () => {
    const own = openOwn();
    const {directory, manifest, jobsRun} = await generated(own);
    expect(manifest).toMatchObject({
      model: 'fake',
      model_served: ['fake-served'],
      critic: 'fake-critic',
      judge: own.judge.identity,
      simulated: false,
    });
    expect(jobsRun).toBe(own.judge.judged.length);
    expect(jobsRun).toBeGreaterThan(0);
    const conversations = await readConversations(openLog(join(directory, 'log')), scenarios[0]);
    const remarks = conversations.flatMap(({lines}) =>
      lines.map(({verbal_feedback}) => verbal_feedback),
    );
    expect(remarks).toHaveLength(20);
    expect(new Set(remarks)).toEqual(new Set(['expert: think again.']));
  });

  test('drive a replay of it, and stay open behind both', async () => {
    const own = openOwn();
    const {directory} = await generated(own);
    const before = own.judge.judged.length;
    const target = {
      ...own.model,
      ...answering((asked) => (asked.includes('think again') ? 'passes' : 'fails test_one')),
    };
    const {metrics, manifest, jobsRun} = await replayLog({
      log: join(directory, 'log'),
      out: join(directory, '../static'),
      model: {...target, id: 'mine'},
      judge: own.judge,
      tasks,
    });
    expect(manifest).toMatchObject({
      model: 'mine',
      critic: 'fake-critic',
      judge: own.judge.identity,
    });
    expect(jobsRun).toBe(own.judge.judged.length - before);
    const [turnZero, refined] = metrics.scenarios;
    expect(turnZero).toMatchObject({scenario: 'NONE', mrr: {value: 0}});
    expect(refined).toMatchObject({scenario: scenarios[0], mrr: {value: 0.5}, recall: {value: 1}});
    expect(own.closed).toEqual({model: 0, judge: 0, critic: 0});
  });

  test('are held to their shape: what they say is written down for others', async () => {
    const own = openOwn();
    const broken = {
      model: {id: 'mute', ask: async () => JSON.parse('{"text": null}')},
      judge: {...own.judge, judge: async () => JSON.parse('{"status": "passed"}')},
      critic: {...own.critic, expert: async () => JSON.parse('"wrong"')},
    };
    const refusal = (port: keyof typeof broken) => generated({...own, [port]: broken[port]});
    await expect(refusal('model')).rejects.toThrow(UsageError);
    await expect(refusal('model')).rejects.toThrow('the model mute: its answer: text: ');
    await expect(refusal('judge')).rejects.toThrow('the judge: its judgement: ');
    await expect(refusal('critic')).rejects.toThrow('the critic fake-critic: its remark: ');
  });
});

test('plain JavaScript drives both with classes of its own', async () => {
  const folder = temporaryDirectory();
  const file = pathToFileURL(join(import.meta.dirname, 'ports-of-their-own.mjs')).href;
  const {driveBoth} = await import(file);
  const {generated, replayed, judge, critic, reference, target, notices} = await driveBoth(folder);
  expect(generated.manifest).toMatchObject({model: 'reference', critic: 'blunt'});
  expect(generated.manifest.judge).toEqual(judge.identity);
  const log = readFileSync(join(folder, 'live/log', `${scenarios[0]}.jsonl`), 'utf8');
  expect(log).toContain(`You forgot ${starter.problems[0]?.entry_point}.`);
  expect(replayed.metrics.scenarios[1]).toMatchObject({mrr: {value: 0.5}, recall: {value: 1}});
  expect(replayed.manifest.judge).toEqual(judge.identity);
  // Turn 0 of each problem, and each of the ten distinct questions about the same wrong code once.
  expect(target.asked).toHaveLength(new Set(target.asked).size);
  expect([judge, critic, reference, target].map(({closed}) => closed)).toEqual([0, 0, 0, 0]);
  expect(notices).toContain('code is judged by a judge of the caller’s, at seal level 2');
});

test('an attempt in which nothing was answered claims no directory', async () => {
  const out = join(temporaryDirectory(), 'run');
  const judge = createFakeJudge();
  const refusing = {
    id: 'mistyped',
    ask: async () => {
      throw new ModelError('fatal', 'no such model');
    },
  };
  const wanted = {suite: 'starter', tasks, scenarios: ['CF_EF_UNIT'], out, judge} as const;
  await expect(generateLog({...wanted, model: refusing})).rejects.toThrow('no such model');
  const answered = {...answering(() => 'passes'), id: 'meant'};
  expect((await generateLog({...wanted, model: answered})).manifest.model).toBe('meant');
  await expect(generateLog({...wanted, model: refusing})).rejects.toThrow('model: this run has');
});
