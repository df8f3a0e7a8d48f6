/**
 * How near the number of questions in flight that adapts comes to the best fixed one, against a
 * stand-in on loopback: `npx tsx scripts/measure-pace.ts [PLACES] [SECONDS AN ANSWER] [QUESTIONS]`.
 */
import {createServer} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import PQueue from 'p-queue';
import {createEndpointModel} from '../src/model/endpoint/endpoint.js';
import {defaultDecoding, type Request} from '../src/model/model.js';
import {adaptivePace, fixedPace, type Pace} from '../src/model/pace.js';

const [places = 4, seconds = 2, questions = 200] = process.argv.slice(2).map(Number);

/** Answers so many at a time; the others wait. */
async function startStandIn(): Promise<{url: string; close(): void}> {
  const queue = new PQueue({concurrency: places});
  const message = {role: 'assistant', content: 'x = 1'};
  const usage = {prompt_tokens: 10, completion_tokens: 10};
  const body = JSON.stringify({choices: [{finish_reason: 'stop', message}], usage});
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    queue.add(() => sleep(seconds * 1000)).then(() => outgoing.end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    close: () => server.close().closeAllConnections(),
  };
}

/** Answers a second, the slowest of them in seconds, and those that had to be asked again. */
async function measure(pace: Pace): Promise<{rate: number; slowest: number; again: number}> {
  const server = await startStandIn();
  let [slowestMs, again] = [0, 0];
  const model = createEndpointModel({
    model: 'stand-in',
    baseUrl: server.url,
    environment: {},
    onEvent: (event) => {
      pace.observe(event);
      slowestMs = Math.max(slowestMs, event.duration_ms);
      if (event.outcome !== 'answered') again += 1;
    },
  });
  const queue = new PQueue({concurrency: pace.limit()});
  const begun = performance.now();
  for (let nth = 0; nth < questions; nth += 1) {
    const messages: Request['messages'] = [{role: 'user', content: `question ${nth}`}];
    queue.add(async () => {
      await model.ask({messages, decoding: defaultDecoding, sample: 0});
      queue.concurrency = pace.limit();
    });
  }
  await queue.onIdle();
  const took = (performance.now() - begun) / 1000;
  await model.close?.();
  server.close();
  return {rate: questions / took, slowest: slowestMs / 1000, again};
}

const now = () => performance.now();
const candidates: [string, Pace][] = [
  [`fixed at its ${places} places`, fixedPace(places)],
  ['fixed at 32, the former default', fixedPace(32)],
  ['adapting', adaptivePace({timeoutMs: 600_000, now})],
];
for (const [name, pace] of candidates) {
  const {rate, slowest, again} = await measure(pace);
  console.log(
    `${name}: ${rate.toFixed(2)} answers/s, slowest ${slowest.toFixed(1)} s, ${again} asked again, ${pace.limit()} in flight at the end`,
  );
}
