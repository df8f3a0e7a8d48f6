import {resolve} from 'node:path';
import {expect, test} from 'vitest';
import {createSpending, type Spent} from '../../src/conversation/spending.js';
import {defaultDecoding, type Request} from '../../src/model/model.js';

// No prompt tokens to speak of; at most ten answer tokens, at 0.1 each: 1 is set aside for every
// question.
const request: Request = {messages: [], decoding: {...defaultDecoding, max_tokens: 10}, sample: 0};
const price = {prompt: 0, completion: 100_000};

/** Asks one after the other until the budget says no; how many were let out. */
async function lettingOut(maxCost: number, spent: Spent): Promise<number> {
  const spending = createSpending({maxRequests: null, maxCost, price});
  for (let asked = 0; asked < 100; asked += 1) {
    const account = await spending.take(request).catch(() => null);
    if (!account) return asked;
    account(spent);
  }
  return 100;
}

test('what the server counted is spent', async () => {
  // 0.4 each: after five, 2.0 are spent and the 1.0 set aside for a sixth fits 3; after six, 2.4
  // and 1.0 do not.
  expect(await lettingOut(3, {prompt_tokens: 0, completion_tokens: 4})).toBe(6);
});

test('an answer without a count costs what was set aside, so that a bound on cost holds for servers that count nothing', async () => {
  expect(await lettingOut(3, 'uncounted')).toBe(3);
});

test('a failed question costs nothing', async () => {
  expect(await lettingOut(3, 'failed')).toBe(100);
});

test('a question waits while those in flight may turn out cheaper', async () => {
  const spending = createSpending({maxRequests: null, maxCost: 1.5, price});
  const first = await spending.take(request);
  const second = spending.take(request);
  first({prompt_tokens: 0, completion_tokens: 1});
  await expect(second).resolves.toBeTypeOf('function');
});

test('a bound on requests counts those in flight and waits for nobody', async () => {
  const spending = createSpending({maxRequests: 1, maxCost: null, price});
  await spending.take(request);
  await expect(spending.take(request)).rejects.toThrow('`maxRequests` 1 is reached');
});

test('what was not asked is counted, whatever the model, with the bound that forbade it', async () => {
  const spending = createSpending({maxRequests: 1, maxCost: null, price});
  expect(spending.refusals()).toBeNull();
  (await spending.take(request))('failed');
  expect(spending.refusals()).toBeNull();
  await expect(spending.take(request)).rejects.toThrow();
  await expect(spending.at({prompt: 0, completion: 1}).take(request)).rejects.toThrow();
  expect(spending.refusals()).toEqual({bound: '`maxRequests` 1 is reached', questions: 2});
});

test('models of different prices share one purse', async () => {
  const spending = createSpending({maxRequests: null, maxCost: 3, price});
  const critic = spending.at({prompt: 0, completion: 250_000});
  (await critic.take(request))('uncounted');
  // 2.5 are spent: neither 1 more nor 2.5 fit 3.
  await expect(spending.take(request)).rejects.toThrow('`maxCost` 3 would be passed');
  // Ten tokens at 0.025 each do.
  await expect(spending.at({prompt: 0, completion: 25_000}).take(request)).resolves.toBeTypeOf(
    'function',
  );
});

test('what earlier sittings took counts towards both bounds, once for each run', async () => {
  const requests = createSpending({maxRequests: 3, maxCost: null, price});
  const earlier = {requests: 2, usage: {prompt_tokens: 0, completion_tokens: 15}};
  for (const run of ['runs/a', './runs/a', resolve('runs/a')]) requests.recall(run, earlier);
  await requests.take(request);
  await expect(requests.take(request)).rejects.toThrow('`maxRequests` 3 is reached');
  // 1.5 at 0.1 a token and as much at twice the price are 4.5; a question sets 1 aside.
  const cost = createSpending({maxRequests: null, maxCost: 5.4, price});
  cost.recall('a', earlier);
  cost.at({prompt: 0, completion: 200_000}).recall('a critic', earlier);
  await expect(cost.take(request)).rejects.toThrow('`maxCost` 5.4 would be passed');
});
