import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {queueFinding} from '../../../src/doctor/queue.js';
import {HarnessError} from '../../../src/errors.js';
import {sha256} from '../../../src/files/canonical-hash.js';
import type {Candidate, Judge} from '../../../src/judging/judge.js';
import {DEFAULT_LIMITS} from '../../../src/judging/limits.js';
import {lookAtQueue} from '../../../src/judging/queue/look-at-queue.js';
import {openQueueJudge, type QueueJudgeOptions} from '../../../src/judging/queue/queue-judge.js';
import {runQueueWorker} from '../../../src/judging/queue/queue-worker.js';
import {usualTempo} from '../../../src/judging/queue/tempo.js';
import {VERDICT_VERSION} from '../../../src/judging/verdict-version.js';
import {honestVerdict, passes} from '../../support/honest-worker.js';
import {hasRedis, startRedis, type TestRedis} from '../../support/redis.js';

const tempo = {
  ...usualTempo,
  lockMs: 1_000,
  stalledMs: 300,
  avoidMs: 20,
  lookMs: 50,
  firstWorkerMs: 3_000,
  closeMs: 1_000,
};
/** For what a busy machine may take long over. */
const patient = {timeout: 60_000};
const suite = {hash: 'f'.repeat(64), tests: ['']};
const limits = DEFAULT_LIMITS;
const identity: Judge['identity'] = {
  verdictVersion: VERDICT_VERSION,
  pythonMinor: '3.11',
  environment: 'stdlib',
  sealLevel: 1,
};

type Judging = (candidate: Candidate) => Promise<ReturnType<typeof honestVerdict>>;

function judgeWith(judge: Judging, more: Partial<Judge['identity']> = {}): Judge {
  return {
    identity: {...identity, ...more},
    judge,
    jobsRun: () => 0,
    close: async () => {},
  };
}

function candidate(number: number, padding = ''): Candidate {
  const program = `def f():\n    return ${number}\n${padding}`;
  return {prelude: '', program, test: '', entryPoint: 'f', timeLimitMs: 1_000};
}

describe.skipIf(!hasRedis)('a queue on Redis (needs redis-server)', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
  });
  afterAll(() => redis.close());

  /** A worker that ends with the test; what it judged, and what it was told. */
  async function worker(
    {
      judge = async (given) => honestVerdict(given),
      differs = {},
      machine = 'm',
    }: {judge?: Judging; differs?: Partial<Judge['identity']>; machine?: string} = {},
    url = redis.url,
  ) {
    const judged: string[] = [];
    const notices: string[] = [];
    const stop = new AbortController();
    const ended = runQueueWorker(
      {
        url,
        judge: judgeWith(async (given) => {
          const verdict = await judge(given);
          if (!given.program.includes('task_')) judged.push(given.program);
          return verdict;
        }, differs),
        cores: 1,
        limits,
        suite,
        machine,
        tempo,
        onNotice: (notice) => notices.push(notice),
      },
      stop.signal,
    );
    onTestFinished(async () => {
      stop.abort();
      await ended.catch(() => {});
    });
    while (!notices.some((notice) => notice.includes('judges for'))) {
      await Promise.race([sleep(10), ended]);
    }
    return {judged, notices, ended, stop};
  }

  async function producer(more: Partial<QueueJudgeOptions> = {}) {
    const notices: string[] = [];
    const judge = await openQueueJudge({
      ...{url: redis.url, suiteHash: suite.hash, limits, tempo, twice: 0},
      onNotice: (notice) => notices.push(notice),
      ...more,
    });
    onTestFinished(() => judge.close());
    const judgeAll = (from: number, to: number, padding?: string) =>
      Promise.all(
        Array.from({length: to - from}, (_, i) => judge.judge(candidate(from + i, padding))),
      );
    return {judge, judgeAll, notices};
  }

  test('judges for two commands at once, each program once', async () => {
    const workers = [await worker(), await worker()];
    const [a, b] = [await producer(), await producer()];
    const verdicts = await Promise.all([a.judgeAll(0, 300), b.judgeAll(200, 500)]);
    expect(verdicts.flat()).toEqual(Array.from({length: 600}, () => passes));
    const judged = workers.flatMap((each) => each.judged);
    expect(judged).toHaveLength(600);
    for (const each of workers) expect(each.judged.length).toBeGreaterThan(0);
    const state = await lookAtQueue(redis.url);
    expect(state.producers).toHaveLength(2);
    expect(state.queues).toMatchObject([{waiting: 0, active: 0, failed: 0, identity: {limits}}]);
    expect(state.queues[0]?.workers).toHaveLength(2);
    expect(queueFinding(state, {name: 'own', hash: suite.hash})).toMatchObject({verdict: 'good'});
    expect(queueFinding(state, {name: 'other', hash: 'e'.repeat(64)})).toMatchObject({
      verdict: 'bad',
      remedy: expect.stringContaining('no worker has the suite other, eeeeeeeeeeee…'),
    });
  });

  test('a program at which every worker fails is missing, and no other', async () => {
    const poison: Judging = async (given) => {
      if (given.program.includes('return 7\n')) throw new Error('the fork server ended');
      return honestVerdict(given);
    };
    await worker({judge: poison});
    await worker({judge: poison});
    const {judgeAll, notices} = await producer();
    const verdicts = await judgeAll(0, 20);
    const reason = 'no worker came through with it: the fork server ended';
    expect(verdicts).toEqual(
      verdicts.map((_, i) => (i === 7 ? {status: 'missing', reason} : passes)),
    );
    expect(notices).toContain(
      'a batch of 20 programs was lost (the fork server ended): cut in two',
    );
  });

  test('verdicts that nobody waits for any more are not left in Redis', async () => {
    let [isJudging, isHeld] = [false, true];
    const {ended, stop} = await worker({
      judge: async (given) => {
        isJudging = true;
        while (isHeld) await sleep(5);
        return honestVerdict(given);
      },
    });
    const {judge, judgeAll} = await producer();
    void judgeAll(0, 1);
    while (!isJudging) await sleep(5);
    await judge.close();
    isHeld = false;
    stop.abort();
    await ended;
    expect(redis.command('keys', 'bull:convcodebench-results-*')).toBe('');
  });

  test('a worker whose judge does not work any more ends, and another goes on', async () => {
    let isBroken = false;
    const broken = await worker({
      judge: async (given) => {
        if (isBroken) throw new Error('no space left');
        return honestVerdict(given);
      },
    });
    await worker();
    const {judgeAll} = await producer();
    isBroken = true;
    const failed = expect(broken.ended).rejects.toThrow('its judge fails: Error: no space left');
    expect(await judgeAll(0, 200)).toEqual(Array.from({length: 200}, () => passes));
    await failed;
    await expect(broken.ended).rejects.toThrow(HarnessError);
  });

  test('a liar is named, and another machine judges what he had', async () => {
    const liar = await worker({judge: async () => passes, machine: 'liars'});
    const honest = await worker({machine: 'honest'});
    const {judgeAll, notices} = await producer();
    expect(await judgeAll(0, 300)).toEqual(Array.from({length: 300}, () => passes));
    expect(liar.judged.length).toBeGreaterThan(0);
    expect(honest.judged).toHaveLength(300);
    expect(notices).toContainEqual(
      expect.stringMatching(/^worker liars:\S+ is not believed: a program that fails came back as/),
    );
  });

  test('a worker that would judge differently gets no work; both are told in which field', async () => {
    const old = await worker({differs: {verdictVersion: VERDICT_VERSION - 1}});
    const told: string[] = [];
    const under = producer({
      tempo: {...tempo, firstWorkerMs: 2_500},
      onNotice: (notice) => told.push(notice),
    });
    const field = `verdictVersion ${VERDICT_VERSION - 1}, wanted is ${VERDICT_VERSION}`;
    await expect(under).rejects.toThrow(field);
    expect(told[0]).toContain(field);
    const here = `verdictVersion is ${VERDICT_VERSION - 1} here, wanted is ${VERDICT_VERSION}`;
    expect(old.notices).toContainEqual(expect.stringContaining(here));
    await worker({differs: {pythonMinor: '3.11'}});
    const other = await worker({differs: {pythonMinor: '3.12'}});
    expect(other.notices.join()).toContain('pythonMinor is "3.11" there and "3.12" here');
    await expect(producer()).rejects.toThrow(
      /: its workers judge differently: pythonMinor is "3.1\d" at m:\S+ and "3.1\d"/,
    );
    expect(queueFinding(await lookAtQueue(redis.url), null)).toMatchObject({
      verdict: 'bad',
      remedy: expect.stringContaining('differ'),
    });
  });

  test.each([
    ['that comes back with all it had', false],
    ['that comes back empty', true],
  ])('goes on with a Redis %s', async (_, isEmpty) => {
    const slow: Judging = async (given) => {
      await sleep(5);
      return honestVerdict(given);
    };
    const workers = [await worker({judge: slow}), await worker({judge: slow})];
    const {judgeAll, notices} = await producer();
    const verdicts = judgeAll(0, 1_000);
    while (workers.every(({judged}) => judged.length < 50)) await sleep(5);
    if (isEmpty) redis.command('flushall');
    await redis.stop();
    await sleep(1_000);
    await redis.start();
    expect((await verdicts).filter(({status}) => status !== 'pass')).toEqual([]);
    expect(notices).toContain(`${redis.url} does not answer any more: waiting for it`);
    // All may have been judged before Redis went.
    await expect.poll(() => notices, patient).toContain(`${redis.url} answers again`);
    const judged = workers.flatMap((each) => each.judged);
    expect(new Set(judged).size).toBe(1_000);
    // Judged again is at most what was on its way.
    expect(judged.length).toBeLessThan(2_000);
  });

  test('has room enough in a Redis of 8 MB', async () => {
    const small = await startRedis(['--maxmemory', '8mb']);
    onTestFinished(() => small.close());
    await worker({}, small.url);
    const [queue] = (await lookAtQueue(small.url)).queues;
    const meta = `bull:${queue?.name}:meta`;
    small.command('del', meta);
    await lookAtQueue(small.url);
    // Looking writes nothing.
    expect(small.command('exists', meta)).toBe('0');
    const {judgeAll} = await producer({url: small.url});
    const noise = (seed: number) =>
      Array.from({length: 300}, (_, i) => sha256(`${seed} ${i}`)).join('');
    const verdicts = await judgeAll(0, 400, `# ${noise(1)}`);
    const more = await Promise.all(
      Array.from({length: 30}, (_, i) => judgeAll(i, i + 1, noise(i))),
    );
    expect([...verdicts, ...more.flat()].filter(({status}) => status !== 'pass')).toEqual([]);
  });

  test('is refused where Redis evicts, asks for a password, or holds a queue of another version', async () => {
    const evicting = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    onTestFinished(() => evicting.close());
    await expect(producer({url: evicting.url})).rejects.toThrow('maxmemory-policy is allkeys-lru');
    evicting.command('config', 'set', 'maxmemory-policy', 'noeviction');
    evicting.command('set', 'convcodebench:format', '99');
    await expect(producer({url: evicting.url})).rejects.toThrow(
      'Redis holds a queue of version 99, this is version',
    );
    await expect(worker({}, evicting.url)).rejects.toThrow('version 99');
    await expect(lookAtQueue(evicting.url)).rejects.toThrow('version 99');
    // Who is refused lets go of it, or no command would end.
    await expect.poll(() => evicting.command('client', 'list').split('\n')).toHaveLength(1);
    evicting.command('config', 'set', 'requirepass', 'secret');
    await expect(producer({url: evicting.url})).rejects.toThrow('password is missing or wrong');
    await expect(producer({url: 'redis://127.0.0.1:1'})).rejects.toThrow('does not answer');
  });
});
