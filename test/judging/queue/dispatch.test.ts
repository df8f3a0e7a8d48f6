import {setTimeout as sleep} from 'node:timers/promises';
import {expect, onTestFinished, test} from 'vitest';
import type {Judgement} from '../../../src/judging/judge.js';
import {decodeBatch, encodeResult, type QueuedBatch} from '../../../src/judging/queue/batch.js';
import {createDispatch} from '../../../src/judging/queue/queue-judge.js';
import {usualTempo} from '../../../src/judging/queue/tempo.js';

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

const brokeOff = {status: 'missing', reason: 'the queue broke off: READONLY'};

test('nobody waits any longer where nothing can be sent: not in a batch, nor for one', async () => {
  let refuse = (_: Error) => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
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
  const {id, jobs} = await sent(1);
  const isCanary = (program: string) => program.startsWith('def ');
  const report = {tests: [], failures: []};
  const judgementOn = (key: string, program: string): Judgement =>
    isCanary(program) && key.endsWith('-1')
      ? {status: 'fail', report}
      : {status: 'pass', report, trust: 'shared'};
  const result = {
    id,
    worker: 'w',
    verdicts: jobs.map(({key, program}) => ({key, judgement: judgementOn(key, program)})),
  };
  const text = await encodeResult(result);
  await dispatch.receive(id, text).catch(dispatch.fail);
  expect(await Promise.all(verdicts)).toEqual([brokeOff, brokeOff]);
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
