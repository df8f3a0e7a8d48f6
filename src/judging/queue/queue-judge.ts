import {randomBytes} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {HarnessError, MissingRequirementError, UsageError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import type {Candidate, Judge, Judgement} from '../judge.js';
import type {Limits} from '../limits.js';
import {createTierChoice, PRELOAD} from '../server/preload.js';
import {wasStarved} from '../starved.js';
import {openVerdictCache} from '../verdict-cache.js';
import {VERDICT_VERSION} from '../verdict-version.js';
import {
  type BatchResult,
  decodeResult,
  encodeBatch,
  isSameVerdict,
  type QueuedJob,
  toJob,
} from './batch.js';
import {type Canary, makeCanaries} from './canaries.js';
import {
  differenceFromWanted,
  differenceOf,
  type QueueIdentity,
  queueName,
} from './queue-identity.js';
import {connectRedis, isOutOfMemory, loadQueueLibraries, printableRedis, roomOf} from './redis.js';
import {heartbeatMs, openRegistry, type QueueRegistry} from './registry.js';
import {resultsQueue, type Tempo, usualTempo} from './tempo.js';

export type QueueJudgeOptions = {
  url: string;
  suiteHash: string;
  limits: Limits;
  /** Folder of the verdict cache, where verdicts are kept before they are acknowledged. */
  cacheDirectory?: string | undefined;
  /** Of the batches, how many are judged twice, on different machines. Default 0.02. */
  twice?: number | undefined;
  tempo?: Tempo | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

/** A batch holds at most so many programs, and so many bytes of them. */
const mostPrograms = 50;
const fewestPrograms = 10;
const mostBytes = 256 * 1024;
/** The queue holds at most so many times what the workers hold, and so many bytes. */
const heldTimes = 4;
const heldBytes = 64 * 1024 * 1024;
/** Batches that a worker holds. */
const perWorker = 2;

/** A program that somebody waits for. */
type AwaitedProgram = {
  job: QueuedJob;
  candidate: Candidate;
  tier: number;
  bytes: number;
  settle(judgement: Judgement): void;
};

/** A batch that is in the queue or with a worker. `check`: judged before; its verdicts so far. */
type Sent = {
  id: string;
  waiting: readonly AwaitedProgram[];
  canaries: readonly Canary[];
  bytes: number;
  check: ReadonlyMap<string, Judgement> | null;
  /** How often it was looked for and found nowhere. */
  lost: number;
  /** Whether verdicts on its programs came back once already, and could not be read. */
  isGarbled: boolean;
  notBy: string | null;
};

/**
 * A judge whose programs are judged by workers elsewhere, over Redis. What it is made of is theirs
 * to say: it waits for the first worker of the suite.
 * @throws {MissingRequirementError} where no worker comes, or Redis does not answer; {UsageError}
 * where workers would judge differently, naming the field.
 */
export async function openQueueJudge(options: QueueJudgeOptions): Promise<Judge> {
  const {url, limits, tempo = usualTempo, onNotice = () => {}} = options;
  const libraries = await loadQueueLibraries();
  const redis = await connectRedis(libraries, url);
  try {
    const registry = await openRegistry(redis);
    const identity = await findIdentity(registry, options);
    const id = randomBytes(8).toString('hex');
    await registry.tellProducer(id);
    const beat = setInterval(() => void registry.tellProducer(id).catch(ignoreOutage), heartbeatMs);
    const {Queue, Worker} = libraries.bullmq;
    const queue = new Queue<string>(queueName(identity), {connection: redis});
    queue.on('error', ignoreOutage);
    const cache =
      options.cacheDirectory === undefined
        ? undefined
        : openVerdictCache(options.cacheDirectory, identity.judge, limits);
    const dispatch = createDispatch({
      id,
      tempo,
      twice: options.twice ?? 0.02,
      onNotice,
      room: () => roomOf(redis),
      workers: async () =>
        (await registry.livingWorkers()).filter(
          (worker) => queueName(worker.identity) === queue.name,
        ),
      add: (batchId, text) =>
        queue.add('batch', text, {
          jobId: batchId,
          removeOnComplete: true,
          attempts: 3,
          backoff: {type: 'fixed', delay: tempo.avoidMs},
        }),
      stateOf: (batchId) => queue.getJobState(batchId),
      failureOf: async (batchId) => {
        const job = await queue.getJob(batchId);
        await job?.remove();
        return job?.failedReason ?? 'its workers were lost';
      },
      keep: (candidate, judgement) => {
        if (!wasStarved(judgement)) cache?.put(cache.key(candidate), judgement);
      },
    });
    const listening = redis.duplicate({maxRetriesPerRequest: null});
    listening.on('error', ignoreOutage);
    const results = new Worker<string>(
      resultsQueue(id),
      ({id: batchId = '', data}) => dispatch.receive(batchId, data),
      {connection: listening, concurrency: 4, drainDelay: 1},
    );
    results.on('error', ignoreOutage);
    results.on('failed', (_, error) => dispatch.fail(error));
    return {
      identity: identity.judge,
      separates: identity.judge.sealLevel <= 2,
      jobsRun: dispatch.judged,
      judge: async (candidate, {again = false} = {}) => {
        const known = cache?.get(cache.key(candidate));
        return known ?? dispatch.judge(candidate, again);
      },
      close: async () => {
        clearInterval(beat);
        dispatch.close();
        await registry.leaveProducer(id).catch(ignoreOutage);
        await results.close();
        const own = new Queue(resultsQueue(id), {connection: redis});
        own.on('error', ignoreOutage);
        await own.obliterate({force: true}).catch(ignoreOutage);
        await own.close();
        await queue.close();
        listening.disconnect();
        redis.disconnect();
      },
    };
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

/** The identity of the workers that there are; waits for the first. */
async function findIdentity(
  registry: QueueRegistry,
  {url, suiteHash, limits, tempo = usualTempo, onNotice = () => {}}: QueueJudgeOptions,
): Promise<QueueIdentity> {
  const wanted = {suite_sha256: suiteHash, verdictVersion: VERDICT_VERSION, limits};
  const until = Date.now() + tempo.firstWorkerMs;
  let isTold = false;
  for (;;) {
    const workers = await registry.livingWorkers();
    const others: string[] = [];
    const fitting = workers.filter(({id, identity}) => {
      const difference = differenceFromWanted(identity, wanted);
      if (difference)
        others.push(
          `${id} has ${difference.field} ${difference.before}, wanted is ${difference.now}`,
        );
      return difference === null;
    });
    const [first] = fitting;
    if (first) {
      for (const {id, identity} of fitting) {
        const difference = differenceOf(identity, first.identity);
        if (difference)
          throw new UsageError(
            `--judge-queue: its workers judge differently: ${difference.field} is ${difference.before} at ${id} and ${difference.now} at ${first.id}; stop one kind of them`,
          );
      }
      onNotice(
        `code is judged by ${fitting.length} workers at ${printableRedis(url)}, at seal level ${first.identity.judge.sealLevel}`,
      );
      return first.identity;
    }
    const told =
      others.length === 0 ? 'no worker is there' : `no worker fits: ${others.join('; ')}`;
    if (Date.now() > until)
      throw new MissingRequirementError(
        `--judge-queue: ${told}; start one: convcodebench worker --queue URL --suite SUITE`,
      );
    if (!isTold) onNotice(`${told}; waiting for a worker of this suite`);
    isTold = true;
    await sleep(Math.min(500, tempo.lookMs));
  }
}

type DispatchPorts = {
  id: string;
  tempo: Tempo;
  twice: number;
  onNotice: (notice: string) => void;
  room(): Promise<{max: number | null; used: number}>;
  workers(): Promise<readonly {cores: number}[]>;
  add(batchId: string, text: string): Promise<unknown>;
  stateOf(batchId: string): Promise<string>;
  /** Takes a failed batch out of the queue. */
  failureOf(batchId: string): Promise<string>;
  keep(candidate: Candidate, judgement: Judgement): void;
};

/** Gathers programs into batches, sends them, and settles each once. */
export function createDispatch(ports: DispatchPorts) {
  const {id: producer, tempo, twice, onNotice} = ports;
  const underWay = new Map<string, Promise<Judgement>>();
  const tierOf = createTierChoice(PRELOAD.length - 1);
  const awaited = new Set<AwaitedProgram>();
  const gathered = new Map<number, AwaitedProgram[]>();
  const sent = new Map<string, Sent>();
  const backlog: Omit<Sent, 'id' | 'lost'>[] = [];
  let [judged, sentBytes, workers, cores, bound] = [0, 0, 1, 1, heldBytes];
  let isOpen = true;
  let isSending = false;
  let broken: Error | undefined;
  const timers = new Set<NodeJS.Timeout>();

  function judge(candidate: Candidate, again: boolean): Promise<Judgement> {
    if (broken) return Promise.reject(broken);
    const {prelude, program, test, entryPoint, timeLimitMs, separation} = candidate;
    const text = JSON.stringify([prelude, program, test, entryPoint, timeLimitMs, separation]);
    const key = `${sha256(text).slice(0, 32)}${again ? '-again' : ''}`;
    const shared = underWay.get(key);
    if (shared) return shared;
    const tier = tierOf(candidate);
    const verdict = new Promise<Judgement>((settle) => {
      const bytes = prelude.length + program.length + 200;
      gather({job: toJob(key, candidate, again), candidate, tier, bytes, settle});
    }).finally(() => underWay.delete(key));
    underWay.set(key, verdict);
    return verdict;
  }

  function gather(waiting: AwaitedProgram): void {
    awaited.add(waiting);
    const batch = gathered.get(waiting.tier) ?? [];
    const bytes = batch.reduce((sum, each) => sum + each.bytes, waiting.bytes);
    if (batch.length > 0 && bytes > mostBytes) flush(waiting.tier);
    const open = gathered.get(waiting.tier) ?? [];
    open.push(waiting);
    gathered.set(waiting.tier, open);
    if (open.length >= batchSize()) flush(waiting.tier);
    else if (open.length === 1) later(tempo.gatherMs, () => flush(waiting.tier));
  }

  /** Fewer in a batch where there are more cores to share the work. */
  function batchSize(): number {
    return Math.max(fewestPrograms, Math.min(mostPrograms, Math.ceil(512 / (2 * cores))));
  }

  function flush(tier: number): void {
    const waiting = gathered.get(tier) ?? [];
    gathered.delete(tier);
    if (waiting.length > 0) enqueue(waiting);
  }

  function enqueue(waiting: readonly AwaitedProgram[], more: Partial<Sent> = {}): void {
    if (broken) return;
    const bytes = waiting.reduce((sum, each) => sum + each.bytes, 0);
    const id = randomBytes(6).toString('hex');
    const canaries = makeCanaries(id);
    backlog.push({waiting, canaries, bytes, check: null, isGarbled: false, notBy: null, ...more});
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
    return sent.size >= heldTimes * perWorker * workers || sentBytes + bytes > bound;
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
        if (!isOpen || broken) return;
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

  /** The verdicts of a batch; those that come twice are compared, and dropped. */
  function receive({id, worker, verdicts}: BatchResult): void {
    const batch = sent.get(id);
    if (!batch) return;
    const byKey = new Map(verdicts.map(({key, judgement}) => [key, judgement]));
    const liar = batch.canaries.find(
      ({job, passes}) => byKey.get(job.key)?.status !== (passes ? 'pass' : 'fail'),
    );
    const isWhole = batch.waiting.every(({job}) => byKey.has(job.key));
    drop(batch);
    if (liar || !isWhole) {
      onNotice(
        `worker ${worker} is not believed: a program that ${liar?.passes ? 'passes' : 'fails'} came back as ${byKey.get(liar?.job.key ?? '')?.status ?? 'nothing'}; its batch is judged by another`,
      );
      enqueue(batch.waiting, {check: batch.check, notBy: worker});
      return;
    }
    for (const each of batch.waiting) {
      const judgement = byKey.get(each.job.key);
      if (judgement) settle(each, judgement, batch.check, worker);
    }
    if (batch.check === null && workers > 1 && Math.random() < twice)
      enqueue(batch.waiting, {check: byKey, notBy: worker});
    send().catch(fail);
  }

  function settle(
    each: AwaitedProgram,
    judgement: Judgement,
    check: Sent['check'],
    worker: string,
  ): void {
    const {job, candidate} = each;
    const before = check?.get(job.key);
    if (before) {
      if (!isSameVerdict(before, judgement))
        onNotice(
          `flake: program ${sha256(job.program).slice(0, 12)} was ${before.status}, and is ${judgement.status} at ${worker}; the first counts`,
        );
      return;
    }
    judged += 1;
    ports.keep(candidate, judgement);
    awaited.delete(each);
    each.settle(judgement);
  }

  function drop(batch: Sent): void {
    if (sent.delete(batch.id)) sentBytes -= batch.bytes;
  }

  /** Looks what became of what was sent: what failed is cut in two, what is lost is sent again. */
  async function look(): Promise<void> {
    const there = await ports.workers();
    workers = Math.max(1, there.length);
    cores = Math.max(
      1,
      there.reduce((sum, each) => sum + each.cores, 0),
    );
    const {max, used} = await ports.room();
    if (max !== null)
      bound = Math.min(heldBytes, Math.max(mostBytes, Math.floor((max - used) / 4) + sentBytes));
    for (const batch of [...sent.values()]) {
      const state = await ports.stateOf(batch.id);
      if (!sent.has(batch.id)) continue;
      if (state === 'failed') bisect(batch, await ports.failureOf(batch.id));
      else if (state !== 'unknown') batch.lost = 0;
      else if (++batch.lost > 2) {
        drop(batch);
        enqueue(batch.waiting, batch);
      }
    }
    await send().catch(fail);
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
    onNotice(`a batch of ${waiting.length} programs was lost (${reason}): cut in two`);
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

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  function lookAgain(): void {
    later(tempo.lookMs, () => {
      look()
        .catch((error: unknown) => onNotice(`the queue cannot be looked at: ${String(error)}`))
        .finally(() => isOpen && lookAgain());
    });
  }

  look()
    .catch(ignoreOutage)
    .finally(() => isOpen && lookAgain());

  return {
    judge,
    receive: receiveText,
    fail,
    judged: () => judged,
    close: () => {
      isOpen = false;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Where a canary hides. */
function placeOf(key: string, length: number): number {
  return Number.parseInt(sha256(key).slice(0, 8), 16) % (length + 1);
}

/** A server that goes away comes back; what it forgot is found missing, and sent again. */
function ignoreOutage(): void {}
