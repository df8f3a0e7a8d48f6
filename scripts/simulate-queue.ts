/**
 * How wall time falls with more workers on a queue, and what bounds it:
 * `npx tsx scripts/simulate-queue.ts --times FILE [--cores N] [--producer-ms N] [--latency-ms N]`.
 * FILE holds measured times of jobs, a JSON list of milliseconds; programs take theirs from it in
 * turn, shuffled with a seed. Batches, what workers hold and what is under way are by the rules of
 * the queue itself; the producer is one thread, as measured by bench-queue.ts.
 */
import {readFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {z} from 'zod';
import {batchesHeld} from '../src/judging/queue/batch.js';
import {batchSizeFor, heldTimes, underWayFor} from '../src/judging/queue/dispatch.js';
import {drawWithoutReplacement, seededRandom} from '../src/score/seeded-random.js';

const {values} = parseArgs({
  options: {
    times: {type: 'string', default: 'scripts/job-times.json'},
    cores: {type: 'string', default: '1'},
    'producer-ms': {type: 'string', default: '0.5'},
    'latency-ms': {type: 'string', default: '2'},
    'canary-ms': {type: 'string', default: '30'},
  },
});
const times = z
  .array(z.number())
  .min(1)
  .parse(JSON.parse(readFileSync(values.times, 'utf8')));
const cores = Number(values.cores);
const producerMs = Number(values['producer-ms']);
const latencyMs = Number(values['latency-ms']);
const canaryMs = Number(values['canary-ms']);

type Batch = {programs: number; left: number};
type Worker = {busy: number; jobs: {batch: Batch; ms: number}[]};

for (const total of [1_140, 57_000]) {
  const jobs = shuffled(total);
  const work = jobs.reduce((sum, ms) => sum + ms, 0);
  const longest = Math.max(...jobs);
  console.log(
    `\n${total} programs, ${(work / 1000).toFixed(0)} s of work, the longest ${(longest / 1000).toFixed(1)} s; workers of ${cores} cores\n| workers | wall, s | times as fast | share of the cores used | bound by |\n| --- | --- | --- | --- | --- |`,
  );
  let alone = 0;
  for (let count = 1; count <= 512; count *= 2) {
    const wall = simulate(jobs, count);
    if (count === 1) alone = wall;
    const bounds: [string, number][] = [
      ['the work itself', work / (count * cores)],
      ['the longest program', longest],
      ['the producer', total * producerMs],
    ];
    const [name = '', bound = 0] = bounds.sort(([, a], [, b]) => b - a)[0] ?? [];
    const rest = wall > 1.3 * bound ? `${name}, and uneven batches` : name;
    console.log(
      `| ${count} | ${(wall / 1000).toFixed(1)} | ${(alone / wall).toFixed(1)} | ${((100 * work) / (wall * count * cores)).toFixed(0)}% | ${rest} |`,
    );
  }
}

/** The wall time in ms of having `jobs` judged by `count` workers. */
function simulate(jobs: readonly number[], count: number): number {
  const held = count * batchesHeld(cores);
  const events = openAgenda();
  const waiting: number[][] = [];
  const workers = Array.from({length: count}, (): Worker => ({busy: 0, jobs: []}));
  // A worker stands in it once for each batch that it can take.
  const free = Array.from({length: held}, (_, i) => i % count);
  let [now, next, underWay, sent, done, producerFree] = [0, 0, 0, 0, 0, 0];

  const produce = (programs: number, then: () => void) => {
    producerFree = Math.max(now, producerFree) + (programs * producerMs) / 2;
    events.add(producerFree + latencyMs, then);
  };
  const send = () => {
    while (next < jobs.length && sent < heldTimes * held) {
      const size = Math.min(batchSizeFor(held), jobs.length - next);
      if (underWay + size > underWayFor(held)) return;
      const batch = jobs.slice(next, next + size);
      next += size;
      underWay += size;
      sent += 1;
      produce(size, () => {
        waiting.push(batch);
        take();
      });
    }
  };
  const take = () => {
    while (waiting.length > 0 && free.length > 0) {
      const [batch = [], at = 0] = [waiting.shift(), free.shift()];
      const worker = workers[at];
      const known: Batch = {programs: batch.length, left: batch.length + 2};
      for (const ms of [...batch, canaryMs, canaryMs]) worker?.jobs.push({batch: known, ms});
      work(at);
    }
  };
  const work = (at: number) => {
    const worker = workers[at];
    while (worker && worker.busy < cores) {
      const job = worker.jobs.shift();
      if (!job) return;
      worker.busy += 1;
      events.add(now + job.ms, () => {
        worker.busy -= 1;
        job.batch.left -= 1;
        if (job.batch.left === 0) giveBack(at, job.batch);
        work(at);
      });
    }
  };
  const giveBack = (at: number, {programs}: Batch) => {
    free.push(at);
    events.add(now + latencyMs, () =>
      produce(programs, () => {
        done += programs;
        underWay -= programs;
        sent -= 1;
        send();
      }),
    );
    take();
  };

  send();
  while (done < jobs.length) {
    const event = events.take();
    now = event.at;
    event.happen();
  }
  return now;
}

function shuffled(total: number): number[] {
  const order = drawWithoutReplacement(total, total, seededRandom(1));
  return Array.from(order, (i) => times[i % times.length] ?? 0);
}

type Happening = {at: number; happen: () => void};

/** What is to happen, the soonest first: a binary heap. */
function openAgenda() {
  const heap: Happening[] = [];
  const isSooner = (a: number, b: number) => (heap[a]?.at ?? Infinity) < (heap[b]?.at ?? Infinity);
  const swap = (a: number, b: number) => {
    const [first, second] = [heap[a], heap[b]];
    if (first && second) [heap[a], heap[b]] = [second, first];
  };
  return {
    add(at: number, happen: () => void) {
      let place = heap.push({at, happen}) - 1;
      for (let above = (place - 1) >> 1; place > 0 && isSooner(place, above); ) {
        swap(place, above);
        [place, above] = [above, (above - 1) >> 1];
      }
    },
    take(): Happening {
      const [first] = heap;
      const last = heap.pop();
      if (!first || !last) throw new Error('nothing is to happen any more');
      if (heap.length === 0) return first;
      heap[0] = last;
      for (let place = 0; ; ) {
        const [left, right] = [2 * place + 1, 2 * place + 2];
        const below = isSooner(right, left) ? right : left;
        if (!isSooner(below, place)) return first;
        swap(below, place);
        place = below;
      }
    },
  };
}
