import {createEndpointModel, type EndpointOptions} from '../../../src/model/endpoint/endpoint.js';
import type {ModelEvent} from '../../../src/model/events.js';
import {defaultDecoding, ModelError, type Request} from '../../../src/model/model.js';
import {type Behaviour, type StandIn, startStandIn} from './stand-in-server.js';
import {createTestClock, type TestClock} from './test-clock.js';

export const key = 'sk-very-secret-key-0123456789';

export const question: Request = {
  messages: [{role: 'user', content: 'Write a function.'}],
  decoding: defaultDecoding,
  sample: 0,
};

export type Situation = {
  server: StandIn;
  clock: TestClock;
  events: ModelEvent[];
  options: EndpointOptions;
};

/**
 * A stand-in with that script and the options of a model that asks it; every wait is drawn as half
 * of its range.
 */
export async function meet(...script: [Behaviour, ...Behaviour[]]): Promise<Situation> {
  const server = await startStandIn(...script);
  const clock = createTestClock();
  const events: ModelEvent[] = [];
  const options = {
    model: 'asked-model',
    baseUrl: server.url,
    environment: {OPENAI_API_KEY: key},
    clock,
    random: () => 0.5,
    onEvent: (event: ModelEvent) => events.push(event),
  };
  return {server, clock, events, options};
}

/** Asks once and closes. */
export async function askOnce(options: EndpointOptions, request = question, signal?: AbortSignal) {
  const model = createEndpointModel(options);
  try {
    return await model.ask(request, signal);
  } finally {
    await model.close?.();
  }
}

/** The ModelError that asking ends with. */
export async function failureOf(options: EndpointOptions, request = question): Promise<ModelError> {
  const ended = await askOnce(options, request).catch((error: unknown) => error);
  if (ended instanceof ModelError) return ended;
  throw new Error(`expected a ModelError, got ${JSON.stringify(ended)}`, {cause: ended});
}
