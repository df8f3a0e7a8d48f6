import {describe, expect, test} from 'vitest';
import * as library from '../../src/index.js';
import {
  createEnvironment,
  establishGroundTruth,
  executeSamples,
  exportLog,
  exportResults,
  generateLog,
  importLog,
  importResults,
  judgeRun,
  replayLog,
  runQuickstart,
  subsetLog,
  UsageError,
} from '../../src/index.js';

const verbs = {
  createEnvironment,
  establishGroundTruth,
  executeSamples,
  exportLog,
  exportResults,
  generateLog,
  importLog,
  importResults,
  judgeRun,
  replayLog,
  runQuickstart,
  subsetLog,
};

/**
 * What a caller in plain JavaScript may give: anything. `whole` are options that are well formed,
 * about files that do not exist.
 */
const calls: {call: keyof typeof verbs; whole: object; required: string}[] = [
  {
    call: 'replayLog',
    whole: {log: '/nowhere', model: 'canonical', out: '/nowhere/run'},
    required: 'log',
  },
  {
    call: 'generateLog',
    whole: {suite: '/nowhere', model: 'canonical', out: '/nowhere/run'},
    required: 'suite',
  },
  {call: 'judgeRun', whole: {directory: '/nowhere'}, required: 'directory'},
  {
    call: 'executeSamples',
    whole: {suite: '/nowhere', samples: '/nowhere', out: '/nowhere/o'},
    required: 'samples',
  },
  {call: 'establishGroundTruth', whole: {suite: '/nowhere'}, required: 'suite'},
  {
    call: 'subsetLog',
    whole: {directory: '/nowhere', out: '/nowhere/o', wanted: {problems: 1}},
    required: 'wanted',
  },
  {call: 'importLog', whole: {file: '/nowhere', out: '/nowhere/o'}, required: 'file'},
  {call: 'exportLog', whole: {directory: '/nowhere', out: '/nowhere/o'}, required: 'out'},
  {
    call: 'importResults',
    whole: {results: '/nowhere', model: 'm', out: '/nowhere/o'},
    required: 'model',
  },
  {call: 'exportResults', whole: {run: '/nowhere', out: '/nowhere/o'}, required: 'run'},
  {call: 'runQuickstart', whole: {out: '/nowhere/o'}, required: 'out'},
];

async function refusal(call: keyof typeof verbs, options: unknown): Promise<string> {
  try {
    await Reflect.apply(verbs[call], undefined, [options]);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`${call} took it`);
}

describe.each(calls)('$call', ({call, whole, required}) => {
  test('refuses an option of another name, and names the one that was meant', async () => {
    expect(await refusal(call, {...whole, [`${required}s`]: 'x'})).toMatch(
      new RegExp(
        `^${call}: options: no option is called ${required}s; did you mean ${required}\\?$`,
      ),
    );
  });

  test('refuses to go without what it needs', async () => {
    expect(await refusal(call, {...whole, [required]: undefined})).toMatch(
      new RegExp(`^${call}: ${required}: missing; expected `),
    );
    expect(await refusal(call, undefined)).toBe(`${call}: options: missing; expected an object`);
  });

  test('refuses a value of another type, and null', async () => {
    expect(await refusal(call, {...whole, [required]: 7})).toMatch(
      new RegExp(`^${call}: ${required}: expected .*, got 7$`),
    );
    expect(await refusal(call, {...whole, [required]: null})).toMatch(
      new RegExp(
        `^${call}: ${required}: expected .*, got null \\(leave out what is not wanted\\)$`,
      ),
    );
  });
});

const whole = {log: '/nowhere', model: 'canonical', out: '/nowhere/run'};

test.each<[string, object, string | RegExp]>([
  ['a function', {onNotice: 'print'}, 'onNotice: expected a function, got "print"'],
  ['a signal', {signal: {aborted: false}}, 'signal: expected an AbortSignal, got an object'],
  ['a range', {concurrency: 0}, 'concurrency: expected a whole number of at least 1, got 0'],
  ['a scenario', {scenarios: ['CF_EFF']}, /^scenarios\.0: expected CF or .*, got "CF_EFF"$/],
  ['a decoding', {decoding: {temperature: '0'}}, 'decoding.temperature: expected a number of at'],
  ['a spec', {model: {spec: 'm', url: 'x'}}, 'model: no option is called url; there are spec,'],
  [
    'a field within',
    {model: {spec: 'm', endpoint: {timeout: 1}}},
    /^model\.endpoint: no option is called timeout; did you mean timeoutMs/,
  ],
  ['a model that is none', {model: {id: 'mine'}}, /^model/],
  ['a model without an id', {model: {ask: () => {}}}, 'model.id: missing; expected text'],
  ['a model that cannot be asked', {model: {id: 'm', ask: 5}}, 'model.ask: expected a function'],
  ['a judge without identity', {judge: {judge: () => {}}}, 'judge.identity: missing; '],
  ['a purse that is none', {budget: {take: 5}}, 'budget.take: expected a function, got 5'],
  [
    'a budget',
    {budget: {maxRequest: 5}},
    'budget: no option is called maxRequest; did you mean max',
  ],
  ['a limit', {judge: {limits: {memoryMiB: 1}}}, 'judge.limits.memoryMiB: expected a whole number'],
  ['layers of the seal', {judge: {layers: {audit: false}}}, 'judge: no option is called layers; '],
  ['a level of the seal', {judge: {bestSeal: 4}}, 'judge: no option is called bestSeal; '],
])('replayLog names %s that cannot be', async (_, wrong, message) => {
  const said = await refusal('replayLog', {...whole, ...wrong});
  expect(said.replace(/^replayLog: /, '')).toMatch(message);
});

test('an option that is like none is answered with those there are', async () => {
  expect(await refusal('judgeRun', {directory: '/nowhere', zzz: 1})).toBe(
    'judgeRun: options: no option is called zzz; there are directory, suite, log, shard, out, judge, trust, signal, onProgress, onNotice',
  );
});

test.each(['tasks', 'scenarios'])('an empty list of %s chooses nothing', async (option) => {
  expect(await refusal('replayLog', {...whole, [option]: []})).toBe(
    `replayLog: ${option}: expected at least one (leave it out for the default), got an empty list`,
  );
});

/** Everything that the library lets be called, but what takes nothing. */
const takingSomething = Object.entries(library).filter(
  ([name, value]) =>
    typeof value === 'function' &&
    !(value.prototype instanceof Error) &&
    name !== 'readPublishedReport',
);

test('there are such calls, with their arguments in places too', () => {
  const names = takingSomething.map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(['replayLog', 'openLog', 'scoreRun', 'readRun']));
});

test.each(takingSomething)('%s refuses what it cannot take, by name', async (name, call) => {
  const named = new RegExp(`^${name}: [a-zA-Z]+(?:\\.\\w+)*: `);
  for (const wrong of [7, true, null, [], () => {}]) {
    const called = async () => Reflect.apply(call as () => unknown, undefined, [wrong, wrong]);
    await expect(called(), `given ${String(wrong)}`).rejects.toThrow(UsageError);
    await expect(called()).rejects.toThrow(named);
  }
});

test.each<[string, readonly unknown[], RegExp]>([
  ['openLog', [7], /^openLog: named: expected text, got 7$/],
  ['openLog', [], /^openLog: named: missing; expected text$/],
  ['readConversations', ['log', 'CF'], /^readConversations: log: expected what openLog gives, got/],
  ['scoreStoredRun', [{}, 'credited'], /^scoreStoredRun: run: expected what readRun gives, got an/],
  ['scoreRun', [{mode: 'static', rows: 5, seed: 1, resamples: 100}], /^scoreRun: rows: expected a/],
  ['renderReport', [{tables: [], records() {}, json: 1}, 'pdf'], /^renderReport: format: expected/],
  ['powerView', [{}], /^powerView: inputs: expected what readCorrelateInputs gives, got an object/],
])('%s says what its argument should be', async (name, given, message) => {
  const call = Object.entries(library).find(([known]) => known === name)?.[1];
  const called = async () => Reflect.apply(call as () => unknown, undefined, given);
  await expect(called()).rejects.toThrow(message);
});

test('a message shows no object: it may hold keys', async () => {
  const environment = {OPENAI_API_KEY: 'sk-secret'};
  const said = await refusal('replayLog', {...whole, model: {spec: 'm', endpoint: [environment]}});
  expect(said).toBe('replayLog: model.endpoint: expected an object, got a list');
});

test('calls that need nothing refuse what they do not know all the same', async () => {
  expect(await refusal('createEnvironment', {place: 'x'})).toMatch(
    /^createEnvironment: options: no option is called place; there are directory, /,
  );
  expect(await refusal('createEnvironment', {python: 3.11})).toBe(
    'createEnvironment: python: expected text, got 3.11',
  );
});
