import {randomBytes} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {HarnessError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import {counted} from '../../options/counted.js';
import type {Candidate, Judgement} from '../judge.js';
import {createTierChoice, PRELOAD} from '../server/preload.js';
import {
  type BatchResult,
  batchesHeld,
  decodeResult,
  encodeBatch,
  fewestPrograms,
  inShort,
  type QueuedJob,
  toJob,
  type VerdictInShort,
} from './batch.js';
import {type Canary, makeCanaries} from './canaries.js';
import {isOutOfMemory, type RedisRoom} from './redis.js';
import type {Tempo} from './tempo.js';

/** A batch holds at most so many programs, and so many bytes of them. */
const mostPrograms = 50;
const mostBytes = 256 * 1024;
/** The queue holds at most so many times what the workers hold, and so many bytes. */
export const heldTimes = 4;
const heldBytes = 64 * 1024 * 1024;
/** What few workers are given to choose the slow ones from. */
const leastUnderWay = 512;
/** How often a batch may come back from workers that are not believed. */
const mostDisbelieved = 3;
/** How many batches are looked at at a time: each costs whoever waits a question to Redis. */
const mostLookedAt = 200;
/** Of so many batches that are settled the verdicts are known, to hold late ones to. */
const settledKnown = 64;

/** A program that somebody waits for. */
type AwaitedProgram = {
  job: QueuedJob;
  candidate: Candidate;
  tier: number;
  bytes: number;
  settle(judgement: Judgement): void;
};

type Verdicts = ReadonlyMap<string, VerdictInShort>;

/** A batch that is in the queue or with a worker. `check`: judged before; its verdicts so far. */
type Sent = {
  id: string;
  waiting: readonly AwaitedProgram[];
  canaries: readonly Canary[];
  bytes: number;
  check: Verdicts | null;
  /** How often it was looked for and found nowhere. */
  lost: number;
  /** Whether verdicts on its programs came back once already, and could not be read. */
  isGarbled: boolean;
  /** How often a worker said of it what cannot be; which one the last time. */
  disbelieved: number;
  notBy: string | null;
};

export type DispatchPorts = {
  id: string;
  tempo: Tempo;
  /** Of the batches, how many are judged twice. */
  twice: number;
  onNotice: (notice: string) => void;
  room(): Promise<RedisRoom>;
  workers(): Promise<readonly {cores: number}[]>;
  add(batchId: string, text: string): Promise<unknown>;
  stateOf(batchId: string): Promise<string>;
  /** Takes a failed batch out of the queue. @returns why it failed. */
  failureOf(batchId: string): Promise<string>;
  keep(candidate: Candidate, judgement: Judgement): void;
};

/** Gathers programs into batches, sends them, and settles each once. */
export function createDispatch(ports: DispatchPorts) {
  const {id: producer, tempo, twice, onNotice} = ports;
  const underWay = new Map<string, Promise<Judgement>>();
  const tierOf = createTierChoice(PRELOAD.length - 1);
  const awaited = new Set<AwaitedProgram>();
  const gathered = new Map<number, {programs: AwaitedProgram[]; bytes: number}>();
  const sent = new Map<string, Sent>();
  const settled = new Map<string, Verdicts>();
  const backlog: Omit<Sent, 'id' | 'lost'>[] = [];
  const testHashes = new Map<string, string>();
  let [judged, sentBytes, workers, held, bound] = [0, 0, 1, batchesHeld(1), heldBytes];
  let isOpen = true;
  let isSending = false;
  let isDeserted = false;
  let broken: Error | undefined;
  const timers = new Set<NodeJS.Timeout>();

  function judge(candidate: Candidate, again: boolean): Promise<Judgement> {
    if (broken) return Promise.reject(broken);
    const {prelude, program, test, entryPoint, timeLimitMs, separation} = candidate;
    const testHash = hashOfTest(test);
    const text = JSON.stringify([prelude, program, testHash, entryPoint, timeLimitMs, separation]);
    const key = `${sha256(text).slice(0, 32)}${again ? '-again' : ''}`;
    const shared = underWay.get(key);
    if (shared) return shared;
    const tier = tierOf(candidate);
    const verdict = new Promise<Judgement>((settle) => {
      const bytes = prelude.length + program.length + 200;
      gather({job: toJob(key, candidate, {testHash, again}), candidate, tier, bytes, settle});
    }).finally(() => underWay.delete(key));
    underWay.set(key, verdict);
    return verdict;
  }

  /** Each test is that of many programs. */
  function hashOfTest(test: string): string {
    const known = testHashes.get(test) ?? sha256(test);
    testHashes.set(test, known);
    return known;
  }

  function gather(waiting: AwaitedProgram): void {
    awaited.add(waiting);
    const {tier, bytes} = waiting;
    if ((gathered.get(tier)?.bytes ?? 0) + bytes > mostBytes) flush(tier);
    const open = gathered.get(tier) ?? {programs: [], bytes: 0};
    open.programs.push(waiting);
    open.bytes += bytes;
    gathered.set(tier, open);
    if (open.programs.length >= batchSizeFor(held)) flush(tier);
    else if (open.programs.length === 1) later(tempo.gatherMs, () => flush(tier));
  }

  function flush(tier: number): void {
    const {programs = []} = gathered.get(tier) ?? {};
    gathered.delete(tier);
    if (programs.length > 0) enqueue(programs);
  }

  function enqueue(
    waiting: readonly AwaitedProgram[],
    more: Partial<Pick<Sent, 'check' | 'isGarbled' | 'disbelieved' | 'notBy'>> = {},
  ): void {
    if (broken) return;
    const bytes = waiting.reduce((sum, each) => sum + each.bytes, 0);
    const fresh = {check: null, isGarbled: false, disbelieved: 0, notBy: null};
    backlog.push({waiting, canaries: makeCanaries(), bytes, ...fresh, ...more});
    send().catch(fail);
  }

  /** Sends what the queue has room for. */
  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    try {
      while (isOpen) {
        const [next] = backlog;
        if (!next || isFull(next.bytes)) return;
        backlog.shift();
        const batch: Sent = {...next, id: `b${randomBytes(8).toString('hex')}`, lost: 0};
        sent.set(batch.id, batch);
        sentBytes += batch.bytes;
        await add(batch);
      }
    } finally {
      isSending = false;
    }
  }

  function isFull(bytes: number): boolean {
    if (sent.size === 0) return false;
    return sent.size >= heldTimes * held || sentBytes + bytes > bound;
  }

  async function add({id, waiting, canaries, notBy}: Sent): Promise<void> {
    const jobs = waiting.map(({job}) => job);
    for (const {job} of canaries) jobs.splice(placeOf(job.key, jobs.length), 0, job);
    const text = await encodeBatch({id, producer, notBy, jobs});
    for (;;) {
      try {
        await ports.add(id, text);
        return;
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        // What is there has to be judged first.
        bound = Math.max(mostBytes, Math.floor(bound / 2));
        onNotice('Redis is full: waiting until verdicts make room');
        await sleep(tempo.lookMs);
        // Meanwhile it may count as lost, and have a successor.
        if (!isOpen || !sent.has(id)) return;
      }
    }
  }

  async function receiveText(batchId: string, text: string): Promise<void> {
    const result = await decodeResult(text).catch((error: unknown) => {
      judgeGarbled(batchId, String(error).replaceAll(/\s+/g, ' ').slice(0, 200));
    });
    if (result) receive(result);
  }

  /** Verdicts may be garbled on their way once; a second time it is up to some program. */
  function judgeGarbled(batchId: string, reason: string): void {
    const batch = sent.get(batchId);
    if (!batch) return;
    if (batch.isGarbled) {
      bisect(batch, `its verdicts cannot be read: ${reason}`);
      return;
    }
    drop(batch);
    onNotice(`verdicts that came back cannot be read (${reason}): their batch is judged again`);
    enqueue(batch.waiting, {check: batch.check, notBy: batch.notBy, isGarbled: true});
  }

  /** The verdicts of a batch. Those that come twice are held to the first, and dropped. */
  function receive({id, worker, verdicts}: BatchResult): void {
    const batch = sent.get(id);
    const short = new Map(verdicts.map(({key, judgement}) => [key, inShort(judgement)]));
    if (!batch) {
      for (const [key, first] of settled.get(id) ?? [])
        tellFlake(key, first, short.get(key), worker);
      return;
    }
    drop(batch);
    const fault = faultOf(batch, short);
    if (fault !== null) {
      disbelieve(batch, worker, fault);
      return;
    }
    const byKey = new Map(verdicts.map(({key, judgement}) => [key, judgement]));
    for (const each of batch.waiting) {
      const judgement = byKey.get(each.job.key);
      if (judgement) settle(each, judgement, batch.check, worker);
    }
    know(id, short);
    if (batch.check === null && workers > 1 && Math.random() < twice)
      enqueue(batch.waiting, {check: short, notBy: worker});
    send().catch(fail);
  }

  function know(id: string, verdicts: Verdicts): void {
    settled.set(id, verdicts);
    const [oldest] = settled.keys();
    if (settled.size > settledKnown && oldest !== undefined) settled.delete(oldest);
  }

  function disbelieve(batch: Sent, worker: string, fault: string): void {
    const disbelieved = batch.disbelieved + 1;
    const {waiting, check} = batch;
    if (disbelieved >= mostDisbelieved) {
      const reason = `its workers are not believed: ${fault}`;
      const left = check
        ? 'the first verdicts count'
        : `${counted(waiting.length, 'program is', 'programs are')} missing`;
      onNotice(`worker ${worker} is not believed: ${fault}; ${left}`);
      for (const each of waiting) settle(each, {status: 'missing', reason}, check, worker);
      send().catch(fail);
      return;
    }
    onNotice(`worker ${worker} is not believed: ${fault}; its batch is judged by another`);
    enqueue(waiting, {check, notBy: worker, disbelieved});
  }

  function settle(
    each: AwaitedProgram,
    judgement: Judgement,
    check: Sent['check'],
    worker: string,
  ): void {
    const {job, candidate} = each;
    if (check) {
      const before = check.get(job.key);
      if (before) tellFlake(job.key, before, inShort(judgement), worker);
      return;
    }
    judged += 1;
    ports.keep(candidate, judgement);
    awaited.delete(each);
    each.settle(judgement);
  }

  function tellFlake(
    key: string,
    first: VerdictInShort,
    second: VerdictInShort | undefined,
    worker: string,
  ): void {
    if (!second || (first.status === second.status && first.failing === second.failing)) return;
    // Of what no worker came through with there is nothing to compare.
    if (first.status === 'missing' || second.status === 'missing') return;
    onNotice(
      `flake: program ${key.slice(0, 12)} was ${first.status}, and is ${second.status} at ${worker}; the first counts`,
    );
  }

  function drop(batch: Sent): void {
    if (sent.delete(batch.id)) sentBytes -= batch.bytes;
  }

  /** Looks what became of what was sent: what failed is cut in two, what is lost is sent again. */
  async function look(): Promise<void> {
    const there = await ports.workers();
    tellIfDeserted(there.length);
    workers = Math.max(1, there.length);
    held = Math.max(
      batchesHeld(1),
      there.reduce((sum, {cores}) => sum + batchesHeld(cores), 0),
    );
    const {max, used} = await ports.room();
    if (max !== null)
      bound = Math.min(heldBytes, Math.max(mostBytes, Math.floor((max - used) / 4) + sentBytes));
    for (const batch of [...sent.values()].slice(0, mostLookedAt)) {
      const state = await ports.stateOf(batch.id);
      // Behind the others, which have their turn the next time.
      if (!sent.delete(batch.id)) continue;
      sent.set(batch.id, batch);
      if (state === 'failed') {
        const reason = await ports.failureOf(batch.id);
        if (sent.has(batch.id)) bisect(batch, reason);
      } else if (state !== 'unknown') batch.lost = 0;
      else if (++batch.lost > 2) {
        drop(batch);
        const {waiting, check, isGarbled, disbelieved, notBy} = batch;
        enqueue(waiting, {check, isGarbled, disbelieved, notBy});
      }
    }
    await send().catch(fail);
  }

  function tellIfDeserted(count: number): void {
    if (isDeserted === (count === 0)) return;
    isDeserted = count === 0;
    onNotice(
      isDeserted
        ? `no worker is there any more: ${counted(awaited.size, 'program waits', 'programs wait')} until one is started`
        : `workers are there again: ${count}`,
    );
  }

  function bisect(batch: Sent, reason: string): void {
    drop(batch);
    const {waiting, check, notBy} = batch;
    const [culprit, ...others] = waiting;
    if (culprit && others.length === 0) {
      const missing = `no worker came through with it: ${reason.split('\n', 1)[0]}`;
      settle(culprit, {status: 'missing', reason: missing}, check, 'none');
      return;
    }
    onNotice(`a batch of ${counted(waiting.length, 'program')} was lost (${reason}): cut in two`);
    const half = Math.ceil(waiting.length / 2);
    enqueue(waiting.slice(0, half), {check, notBy});
    enqueue(waiting.slice(half), {check, notBy});
  }

  /** A failure of ours: nobody waits any longer. */
  function fail(error: unknown): void {
    broken ??= error instanceof Error ? error : new HarnessError(String(error));
    onNotice(`the queue broke off: ${broken.message}`);
    for (const each of awaited)
      each.settle({status: 'missing', reason: `the queue broke off: ${broken.message}`});
    awaited.clear();
    gathered.clear();
    sent.clear();
    backlog.length = 0;
  }

  /** Waits for batches that are judged a second time, where nobody waits for a first verdict. */
  async function endChecks(): Promise<void> {
    const open = () => [...sent.values(), ...backlog].filter(({check}) => check !== null).length;
    const until = Date.now() + tempo.closeMs;
    while (awaited.size === 0 && open() > 0 && Date.now() < until) await sleep(20);
    if (awaited.size === 0 && open() > 0)
      onNotice(
        `${counted(open(), 'batch that was', 'batches that were')} to be judged twice did not come back in time`,
      );
  }

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  function lookAgain(): void {
    later(tempo.lookMs, () => void lookAndGoOn());
  }

  async function lookAndGoOn(): Promise<void> {
    try {
      await look();
    } catch (error) {
      if (isOpen) onNotice(`the queue cannot be looked at: ${String(error)}`);
    }
    if (isOpen) lookAgain();
  }

  void lookAndGoOn();

  return {
    judge,
    receive: receiveText,
    fail,
    judged: () => judged,
    waiting: () => awaited.size,
    atOnce: () => underWayFor(held),
    endChecks,
    close: () => {
      isOpen = false;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** How many programs may wait for verdicts where workers hold so many batches: twice those. */
export function underWayFor(held: number): number {
  return Math.max(leastUnderWay, 2 * held * fewestPrograms);
}

/** Fewer programs in a batch where more workers share the work. */
export function batchSizeFor(held: number): number {
  const share = Math.ceil(underWayFor(held) / (2 * held));
  return Math.max(fewestPrograms, Math.min(mostPrograms, share));
}

/** What cannot be of the verdicts of a batch, in words; null where nothing is wrong. */
function faultOf({waiting, canaries}: Sent, verdicts: Verdicts): string | null {
  for (const {job, passes} of canaries) {
    const status = verdicts.get(job.key)?.status ?? 'nothing';
    if (status !== (passes ? 'pass' : 'fail'))
      return `a program that ${passes ? 'passes' : 'fails'} came back as ${status}`;
  }
  const lacking = waiting.filter(({job}) => !verdicts.has(job.key)).length;
  return lacking === 0
    ? null
    : `${lacking} of ${counted(waiting.length, 'program')} came back as nothing`;
}

/** Where a canary hides. */
function placeOf(key: string, length: number): number {
  return Number.parseInt(sha256(key).slice(0, 8), 16) % (length + 1);
}
