import {setTimeout as sleep} from 'node:timers/promises';
import {expect, onTestFinished, test} from 'vitest';
import type {Judgement} from '../../../src/judging/judge.js';
import {decodeBatch, encodeResult, type QueuedBatch} from '../../../src/judging/queue/batch.js';
import {createDispatch} from '../../../src/judging/queue/dispatch.js';
import {isForAnother} from '../../../src/judging/queue/queue-worker.js';
import {usualTempo} from '../../../src/judging/queue/tempo.js';
import {fails, honestVerdict, passes} from '../../support/honest-worker.js';

type Ports = Parameters<typeof createDispatch>[0];

/** A dispatch on a queue that is none, with the batches that it sent. */
function dispatched(ports: Partial<Ports> = {}, gatherMs = 1) {
  const batches: QueuedBatch[] = [];
  const notices: string[] = [];
  const dispatch = createDispatch({
    id: 'producer',
    tempo: {...usualTempo, lookMs: 5, gatherMs},
    twice: 0,
    onNotice: (notice) => notices.push(notice),
    room: async () => ({max: null, used: 0}),
    workers: async () => [{cores: 1}],
    stateOf: async () => 'active',
    failureOf: async () => 'lost',
    keep: () => {},
    ...ports,
    add: async (batchId, text) => {
      await ports.add?.(batchId, text);
      const batch = await decodeBatch(text);
      batches.push({...batch, id: batchId});
    },
  });
  onTestFinished(dispatch.close);
  const judge = (from: number, to: number): Promise<Judgement>[] =>
    Array.from({length: to - from}, (_, i) =>
      dispatch.judge(
        {
          ...{prelude: '', program: `x = ${from + i}`, test: '', entryPoint: 'x'},
          timeLimitMs: 1000,
        },
        false,
      ),
    );
  const sent = async (count: number) => {
    while (batches.length < count) await sleep(1);
    return batches[count - 1] as QueuedBatch;
  };
  return {dispatch, batches, notices, judge, sent};
}

/** What a worker sends back; `on` says of the programs that are not known beforehand. */
function resultOf(
  {id, jobs}: QueuedBatch,
  {worker = 'host:1:w', on = honestVerdict}: {worker?: string; on?: typeof honestVerdict} = {},
): Promise<string> {
  const verdicts = jobs.map(({key, program, test}) => {
    const text = 'text' in test ? test.text : '';
    return {key, judgement: on({program, test: text})};
  });
  return encodeResult({id, worker, verdicts});
}

const brokeOff = {status: 'missing', reason: 'the queue broke off: READONLY'};

test('nobody waits any longer where nothing can be sent: not in a batch, nor for one', async () => {
  let refuse = (_: Error) => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  // It may be refused before anybody waits for it.
  refused.catch(() => {});
  const {judge} = dispatched({add: () => refused}, 60_000);
  const verdicts = judge(0, 512);
  await sleep(20);
  refuse(new Error('READONLY'));
  expect(new Set((await Promise.all(verdicts)).map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify(brokeOff)]),
  );
  await expect(Promise.all(judge(600, 601))).rejects.toThrow('READONLY');
});

test('nobody waits where what is kept cannot be written', async () => {
  const {judge, dispatch, sent} = dispatched({
    keep: () => {
      throw new Error('READONLY');
    },
  });
  const verdicts = judge(0, 2);
  const batch = await sent(1);
  await dispatch.receive(batch.id, await resultOf(batch)).catch(dispatch.fail);
  expect(await Promise.all(verdicts)).toEqual([brokeOff, brokeOff]);
});

test('a batch that counts as lost while Redis is full is not sent beside its copy', async () => {
  let tries = 0;
  const there = new Set<string>();
  const {dispatch, judge, sent} = dispatched({
    stateOf: async (id) => (there.has(id) ? 'active' : 'unknown'),
    add: async (id) => {
      tries += 1;
      if (tries <= 20) throw new Error('OOM command not allowed');
      there.add(id);
    },
  });
  const verdicts = judge(0, 2);
  const batch = await sent(1);
  await sleep(20);
  expect(there).toEqual(new Set([batch.id]));
  await dispatch.receive(batch.id, await resultOf(batch));
  expect(await Promise.all(verdicts)).toEqual([passes, passes]);
});

test('a failure to send, found when looking, is one of the queue', async () => {
  let [there, added] = [1, 0];
  const {judge, sent} = dispatched({
    workers: async () => Array.from({length: there}, () => ({cores: 1})),
    add: async () => {
      added += 1;
      if (added > 8) throw new Error('READONLY');
    },
  });
  const verdicts = judge(0, 450);
  await sent(8);
  await sleep(20);
  there = 2;
  expect((await Promise.all(verdicts)).at(-1)).toEqual(brokeOff);
});

test('verdicts that cannot be read are judged again; then their batch is cut in two', async () => {
  const {dispatch, judge, sent, batches, notices} = dispatched();
  const verdicts = judge(0, 2);
  for (let count = 1; count <= 6; count += 1)
    await dispatch.receive((await sent(count)).id, 'no verdicts');
  expect(await Promise.all(verdicts)).toEqual(
    verdicts.map(() => ({
      status: 'missing',
      reason: expect.stringContaining('its verdicts cannot be read: Error: incorrect header'),
    })),
  );
  // Each batch has two programs besides whose verdict is known.
  expect(batches.map(({jobs}) => jobs.length - 2)).toEqual([2, 2, 1, 1, 1, 1]);
  expect(notices[0]).toContain('their batch is judged again');
  expect(() => judge(5, 6)).not.toThrow();
});

test('a worker that says of a known program what cannot be is not believed, and named', async () => {
  const {dispatch, judge, sent, notices} = dispatched();
  const verdicts = judge(0, 2);
  const lie = {worker: 'host:1:liar', on: () => passes};
  const first = await sent(1);
  await dispatch.receive(first.id, await resultOf(first, lie));
  expect(notices[0]).toBe(
    'worker host:1:liar is not believed: a program that fails came back as pass; its batch is judged by another',
  );
  const second = await sent(2);
  expect(second.notBy).toBe('host:1:liar');
  await dispatch.receive(second.id, await resultOf(second));
  expect(await Promise.all(verdicts)).toEqual([passes, passes]);
});

test('where nobody but liars judges, programs are missing', async () => {
  const {dispatch, judge, sent} = dispatched();
  const verdicts = judge(0, 2);
  for (let count = 1; count <= 3; count += 1) {
    const batch = await sent(count);
    await dispatch.receive(batch.id, await resultOf(batch, {on: () => fails}));
  }
  const reason = 'its workers are not believed: a program that passes came back as fail';
  expect(await Promise.all(verdicts)).toEqual(verdicts.map(() => ({status: 'missing', reason})));
});

test('a batch that is judged twice goes to another machine, and a difference is a flake', async () => {
  const {dispatch, judge, sent, notices} = dispatched({
    twice: 1,
    workers: async () => [{cores: 1}, {cores: 1}],
  });
  await sleep(20);
  const verdicts = judge(0, 3);
  const first = await sent(1);
  await dispatch.receive(first.id, await resultOf(first, {worker: 'a:1:x'}));
  expect(await Promise.all(verdicts)).toEqual([passes, passes, passes]);
  const check = await sent(2);
  expect(check.notBy).toBe('a:1:x');
  const ended = dispatch.endChecks();
  const on: typeof honestVerdict = (job) => (job.program === 'x = 1' ? fails : honestVerdict(job));
  await dispatch.receive(check.id, await resultOf(check, {worker: 'b:1:y', on}));
  await ended;
  expect(notices).toEqual([
    expect.stringMatching(/^flake: program [0-9a-f]{12} was pass, and is fail at b:1:y; the first/),
  ]);
  const workers = [{id: 'a:1:x'}, {id: 'a:2:z'}, {id: 'b:1:y'}];
  const judgeIt = (there: typeof workers) =>
    there.filter(({id}) => !isForAnother(id, 'a:1:x', there)).map(({id}) => id);
  expect(judgeIt(workers)).toEqual(['b:1:y']);
  expect(judgeIt(workers.slice(0, 2))).toEqual(['a:2:z']);
  expect(judgeIt(workers.slice(0, 1))).toEqual(['a:1:x']);
});

test('nothing is missing where only those are not believed who judge a batch again', async () => {
  const {dispatch, judge, sent, notices} = dispatched({
    twice: 1,
    workers: async () => [{cores: 1}, {cores: 1}],
  });
  await sleep(20);
  const verdicts = judge(0, 2);
  const first = await sent(1);
  await dispatch.receive(first.id, await resultOf(first));
  for (let count = 2; count <= 4; count += 1) {
    const batch = await sent(count);
    await dispatch.receive(batch.id, await resultOf(batch, {on: () => fails}));
  }
  expect(await Promise.all(verdicts)).toEqual([passes, passes]);
  expect(notices.at(-1)).toMatch(/ came back as fail; the first verdicts count$/);
});

test('verdicts that come twice count once, and are held to the first', async () => {
  const {dispatch, judge, sent, notices} = dispatched();
  const verdicts = judge(0, 2);
  const batch = await sent(1);
  await dispatch.receive(batch.id, await resultOf(batch));
  await dispatch.receive(batch.id, await resultOf(batch, {worker: 'late'}));
  expect(notices).toEqual([]);
  const on: typeof honestVerdict = (job) => (job.program === 'x = 0' ? fails : honestVerdict(job));
  await dispatch.receive(batch.id, await resultOf(batch, {worker: 'later', on}));
  expect(notices).toEqual([expect.stringContaining('was pass, and is fail at later')]);
  expect(await Promise.all(verdicts)).toEqual([passes, passes]);
  expect(dispatch.judged()).toBe(2);
});

test('a batch that nobody comes through with is cut in two, down to the one that is missing', async () => {
  const failed = new Set<string>();
  const {dispatch, judge} = dispatched({
    stateOf: async (id) => (failed.has(id) ? 'failed' : 'active'),
    failureOf: async () => 'job stalled more than allowable limit',
    add: async (id, text) => {
      const batch = {...(await decodeBatch(text)), id};
      if (batch.jobs.some(({program}) => program === 'x = 5')) failed.add(id);
      else setTimeout(async () => dispatch.receive(id, await resultOf(batch)), 5);
    },
  });
  const verdicts = judge(0, 8);
  const reason = 'no worker came through with it: job stalled more than allowable limit';
  expect(await Promise.all(verdicts)).toEqual(
    verdicts.map((_, i) => (i === 5 ? {status: 'missing', reason} : passes)),
  );
});

test('a batch whose verdicts come while its failure is asked for is not cut in two', async () => {
  const {dispatch, judge, batches, notices} = dispatched({
    stateOf: async () => (batches.length > 0 ? 'failed' : 'active'),
    failureOf: async (id) => {
      const batch = batches.find((each) => each.id === id);
      if (batch) await dispatch.receive(id, await resultOf(batch));
      return 'lost';
    },
  });
  expect(await Promise.all(judge(0, 2))).toEqual([passes, passes]);
  await sleep(20);
  expect(batches).toHaveLength(1);
  expect(notices).toEqual([]);
});

test('who waits is told that the last worker went, and that one came', async () => {
  let there = 1;
  const {judge, notices} = dispatched({
    workers: async () => Array.from({length: there}, () => ({cores: 1})),
  });
  void judge(0, 3);
  there = 0;
  while (notices.length < 1) await sleep(1);
  there = 2;
  while (notices.length < 2) await sleep(1);
  expect(notices).toEqual([
    'no worker is there any more: 3 programs wait until one is started',
    'workers are there again: 2',
  ]);
});

test('many cores have enough under way, and no batch so large that others wait', async () => {
  const {dispatch, judge, batches} = dispatched({
    workers: async () => Array.from({length: 25}, () => ({cores: 8})),
  });
  await sleep(20);
  expect(dispatch.atOnce()).toBe(1500);
  void judge(0, 600);
  while (batches.length < 60) await sleep(1);
  expect(new Set(batches.map(({jobs}) => jobs.length - 2))).toEqual(new Set([10]));
});
