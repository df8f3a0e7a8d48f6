import {describe, expect, test} from 'vitest';
import {type Dialect, dialects, type Sent} from './dialects.js';
import {askOnce, failureOf, meet, question} from './endpoint-fixture.js';
import {answer, send} from './stand-in-server.js';

const everything = {
  ...question,
  messages: [{role: 'system' as const, content: 'Be brief.'}, ...question.messages],
};

const of = ({status, body, headers}: Sent) => send(status, body, headers);

/** Every case of one kind, with the dialect's name. */
function cases<T>(pick: (dialect: Dialect) => readonly T[] | undefined): [string, T][] {
  return dialects.flatMap((dialect) =>
    (pick(dialect) ?? []).map((each): [string, T] => [dialect.name, each]),
  );
}

test('every case says where it is known from', () => {
  const all = dialects.flatMap(({answer, tooLong, overload, ...rest}) => [
    ...[answer, ...tooLong, ...overload],
    ...[...(rest.refusedSettings ?? []), ...(rest.loading ?? []), ...(rest.brokenOff ?? [])],
  ]);
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({source}) => source.trim() === '')).toEqual([]);
});

describe.each(dialects)('$name', ({answer: sent}) => {
  test('gives an answer: text, reasoning and tokens are read', async () => {
    const {options, events} = await meet(of(sent));
    expect(await askOnce(options)).toMatchObject({
      text: sent.text,
      reasoning: sent.reasoning ?? null,
      usage: sent.completionTokens && {completion_tokens: sent.completionTokens},
    });
    expect(events).toMatchObject([{outcome: 'answered', answer_tokens: sent.completionTokens}]);
  });
});

test.each(cases(({plain}) => plain && [plain]))(
  '%s: a plain answer is read',
  async (_name, sent) => {
    const {server, options} = await meet(of(sent));
    const request = {...question, decoding: {...question.decoding, mode: 'plain' as const}};
    expect(await askOnce(options, request)).toMatchObject({
      text: 'text',
      finish_reason: 'length',
      usage: {completion_tokens: 7},
    });
    expect(server.received[0]?.path).toBe('/v1/completions');
  },
);

test.each(cases(({tooLong}) => tooLong))(
  '%s: too long a prompt is one that is cut, not asked again as it is',
  async (_name, sent) => {
    const {server, options} = await meet(of(sent));
    expect(['context-length', 'perhaps-too-long']).toContain(
      (await failureOf(options, everything)).kind,
    );
    expect(server.received).toHaveLength(1);
  },
);

test.each(cases(({refusedSettings}) => refusedSettings))(
  '%s: a refused setting ends the run with its flag',
  async (_name, sent) => {
    const {server, options} = await meet(of(sent));
    expect(await failureOf(options, everything)).toMatchObject({
      kind: 'fatal',
      message: expect.stringContaining(sent.remedy),
    });
    expect(server.received).toHaveLength(1);
  },
);

test.each(cases(({overload}) => overload))('%s: overload passes', async (_name, sent) => {
  const {server, options} = await meet(of(sent), answer);
  expect((await askOnce(options)).text).toBe('the answer');
  expect(server.received).toHaveLength(2);
});

test.each(cases(({brokenOff}) => brokenOff))(
  '%s: what broke off is no answer, and is asked again',
  async (_name, sent) => {
    const {server, options} = await meet(of(sent), answer);
    expect((await askOnce(options)).text).toBe('the answer');
    expect(server.received).toHaveLength(2);
  },
);

test.each(cases(({loading}) => loading))(
  '%s: a model that loads is waited for without retries',
  async (_name, sent) => {
    const {server, options} = await meet(of(sent), of(sent), of(sent), answer);
    expect((await askOnce({...options, retry: {maxRetries: 0}})).text).toBe('the answer');
    expect(server.received).toHaveLength(4);
  },
);
