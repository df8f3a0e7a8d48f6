import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {z} from 'zod';
import {hoursInAll} from '../../src/sweep/estimate-sweep.js';
import {planSweep, sourcesOf} from '../../src/sweep/plan-sweep.js';
import {readSweepFile, sweepFileSchema, sweepJsonSchema} from '../../src/sweep/sweep-file.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const good = {
  out: 'runs',
  logs: ['logs/a', 'logs/b'],
  endpoints: {
    one: {base_url: 'http://localhost:1/v1', api_key_env: 'KEY_ONE', concurrency: 4, timeout: 1.5},
    two: {base_url: 'http://localhost:2/v1'},
  },
  models: ['simulated:careful', {model: 'a/b', endpoint: 'one', decoding: {seed: 3}}],
  decoding: {temperature: 0.5},
};

async function read(text: string | object, environment = {KEY_ONE: 'k'}) {
  const path = join(temporaryDirectory(), 'sweep.yaml');
  writeFileSync(path, typeof text === 'string' ? text : JSON.stringify(text));
  return {path, file: await readSweepFile(path, environment)};
}

describe('the file of a sweep', () => {
  test('takes the numbers of tasks as YAML has them', async () => {
    const {file} = await read('out: a\nlogs: [x]\nmodels: [y]\ntasks: [0, 3-5, Starter/7]\n');
    expect(file.tasks).toEqual(['0', '3-5', 'Starter/7']);
  });

  test('is planned as a replay for each log and model, log by log', async () => {
    const {path, file} = await read(good);
    const plan = planSweep(path, file);
    expect(plan.map(({name}) => name)).toEqual([
      'a/simulated--careful',
      'a/a--b',
      'b/simulated--careful',
      'b/a--b',
    ]);
    expect(plan[0]?.endpoint).toBeNull();
    expect(plan[1]?.endpoint?.name).toBe('one');
    expect(plan[1]?.options).toMatchObject({
      log: 'logs/a',
      out: join('runs', 'a', 'a--b'),
      concurrency: 4,
      decoding: {temperature: 0.5, seed: 3},
      model: {
        spec: 'a/b',
        baseUrl: 'http://localhost:1/v1',
        endpoint: {apiKeyEnv: 'KEY_ONE', timeoutMs: 1500},
      },
    });
  });

  test('keeps the runs of a log that is told by dots in its own folder', async () => {
    const {path, file} = await read({...good, logs: ['logs/a/..'], models: ['simulated:careful']});
    expect(planSweep(path, file)[0]?.options.out).toBe(join('runs', 'logs', 'simulated--careful'));
  });

  test('refuses an alias inside of what it repeats', async () => {
    const text = 'out: a\nlogs: [x]\nmodels: [y]\ndecoding: &d {extra_body: {a: *d}}\n';
    await expect(read(text)).rejects.toThrow('sweep.yaml: an alias stands inside what it repeats');
  });

  test('takes the only endpoint for a model that names none', async () => {
    const {path, file} = await read({...good, endpoints: {two: good.endpoints.two}, models: ['x']});
    expect(planSweep(path, file)[0]?.endpoint?.name).toBe('two');
  });

  test.each([
    {
      models: ['a', 'b', 'c'],
      told: {models_at_once: 2, rpm: 501, tpm: 9000},
      share: [2, 250, 4500],
    },
    {models: ['a'], told: {models_at_once: 4, rpm: 500}, share: [2, 250, undefined]},
    {models: ['a', 'b'], told: {models_at_once: 3, rpm: 1}, share: [1, 1, undefined]},
  ])('shares the limits of an endpoint among the models asked at once: %j', async (given) => {
    const endpoints = {one: {base_url: 'http://localhost:1/v1', ...given.told}};
    const {path, file} = await read({...good, endpoints, models: given.models});
    for (const {endpoint, options} of planSweep(path, file)) {
      const {requestsPerMinute, tokensPerMinute} = z
        .object({
          endpoint: z.object({
            rateLimits: z.object({
              requestsPerMinute: z.number().optional(),
              tokensPerMinute: z.number().optional(),
            }),
          }),
        })
        .parse(options.model).endpoint.rateLimits;
      expect([endpoint?.atOnce, requestsPerMinute, tokensPerMinute]).toEqual(given.share);
    }
  });

  test('takes as long as the endpoint that ends last, with so many models at once', async () => {
    const endpoints = {one: {...good.endpoints.two, models_at_once: 2}, two: good.endpoints.two};
    const models = [
      {model: 'a', endpoint: 'one'},
      {model: 'b', endpoint: 'one'},
      {model: 'c', endpoint: 'two'},
    ];
    const {path, file} = await read({...good, endpoints, models});
    const plan = planSweep(path, file);
    const hours = [3, 2, 1, 2, 1, 1];
    expect(hoursInAll(plan.map(({endpoint}, i) => ({endpoint, hours: hours[i] ?? null})))).toBe(4);
    expect(hoursInAll(plan.map(({endpoint}) => ({endpoint, hours: null})))).toBeNull();
  });

  test('is refused with a simulated model that is none, before any is asked', async () => {
    const {path, file} = await read({...good, models: ['simulated:careful', 'simulated:hsty']});
    expect(() => planSweep(path, file)).toThrow(
      'models.1: simulated:hsty: no such profile; did you mean simulated:hasty?',
    );
  });

  test.each<[string, string | object, RegExp]>([
    [
      'an alias of nothing',
      'out: a\nlogs: [x]\nmodels: [*qwen]\n',
      /sweep\.yaml: Unresolved alias .*: qwen$/,
    ],
    [
      'a name that is none',
      'out: a\nlogs: [x]\nmodels: [y]\nscenario: [CF]\n',
      /:4: scenario: there is no such field; did you mean scenarios\?$/,
    ],
    [
      'a key',
      'out: a\nlogs: [x]\nmodels: [y]\nendpoints:\n  e:\n    base_url: http://h/v1\n    api_key: sk-1\n',
      /:7: endpoints\.e\.api_key: there is no such field; did you mean api_key_env, the name of a variable; keys do not stand in files\?$/,
    ],
    [
      'a key for its name',
      {...good, endpoints: {one: {base_url: 'http://h/v1', api_key_env: 'sk-or-v1'}}},
      /api_key_env: expected the name of an environment variable$/,
    ],
    [
      'an unknown scenario',
      'out: a\nlogs: [x]\nmodels: [y]\nscenarios: [CF_EF_FUL]\n',
      /:4: scenarios\.0: CF_EF_FUL: unknown scenario; did you mean CF_EF_FULL\? "conv/,
    ],
    [
      'a word for a list',
      'out: a\nlogs: [x]\nmodels: [y]\ntasks: 0-1\n',
      /:4: tasks: expected a list, got "0-1"; write \[0-1\]$/,
    ],
    ['a task that is none', {...good, tasks: [null]}, /tasks\.0: expected text, got null$/],
    ['a list for all of it', '- a\n', /sweep\.yaml:1: expected an object, got a list$/],
    [
      'a number in words',
      {...good, limit: 'few'},
      /limit: expected a whole number of at least 1, got "few"$/,
    ],
    ['nothing of models', 'out: a\nlogs: [x]\n', /:1: models: missing; expected a list$/],
    ['no model', {...good, models: []}, /:1: models: /],
    [
      'a field of a model',
      {...good, models: [{model: 'x', seed: 1}]},
      /models\.0\.seed: there is no such field/,
    ],
    [
      'a password of a server',
      'out: a\nlogs: [x]\nmodels: [y]\nendpoints:\n  e:\n    base_url: http://me:secret@h/v1\n',
      /:6: endpoints\.e\.base_url: holds a password; put it in an environment variable, and name that in api_key_env$/,
    ],
    [
      'a password of a queue',
      {...good, judge: {queue: 'redis://:secret@head:6379'}},
      /judge\.queue: holds a password; put it in CONVCODEBENCH_REDIS_PASSWORD/,
    ],
    [
      'another queue',
      {...good, judge: {queue: 'http://head'}},
      /judge\.queue: expected an address such as redis:\/\/head:6379, got "http:\/\/head"$/,
    ],
    ['a queue that is no URL', {...good, judge: {queue: 'head'}}, /judge\.queue: expected an addr/],
    ['no YAML', 'out: [a\nlogs: b', /sweep\.yaml:\d: not YAML: /],
    [
      'a field that stands twice',
      'out: a\nout: b\nlogs: [x]\nmodels: [y]\n',
      /:2: this field stands twice; leave one of both out$/,
    ],
  ])('is refused with %s, by file, line and field', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('is refused while an environment variable is not set', async () => {
    await expect(read(good, {KEY_ONE: ''})).rejects.toThrow(
      'endpoints.one.api_key_env: KEY_ONE is not set',
    );
  });

  test('is refused where two runs would have one directory, or no endpoint is told', async () => {
    const plan = async (models: unknown[]) => {
      const {path, file} = await read({...good, models});
      return planSweep(path, file);
    };
    await expect(plan([...good.models, 'simulated:careful'])).rejects.toThrow(
      /two runs would have the directory .*a\/simulated--careful, number 1 and 3\); give one of the models a name$/,
    );
    expect(await plan([...good.models, {model: 'simulated:careful', name: 'again'}])).toHaveLength(
      6,
    );
    await expect(plan(['x'])).rejects.toThrow('models.0: endpoint: missing; there are one, two');
    await expect(plan([{model: 'x', endpoint: 'three'}])).rejects.toThrow(
      'models.0.endpoint: three: no such endpoint; there are one, two',
    );
    for (const endpoint of ['constructor', '__proto__'])
      await expect(plan([{model: 'x', endpoint}])).rejects.toThrow('no such endpoint');
    await expect(plan([{model: 'simulated:careful', name: '..'}])).rejects.toThrow(
      'models.0: `model`: ".." cannot name a folder',
    );
    const {path, file} = await read({...good, logs: ['p/a', 'q/a']});
    expect(() => planSweep(path, file)).toThrow('two runs would have the directory');
  });

  test('tells a page of its runs what the file names, each log once', async () => {
    const {path, file} = await read({...good, suite: 'own.jsonl', prompts: 'prompts/own'});
    expect(sourcesOf(planSweep(path, file))).toEqual({
      logs: ['logs/a', 'logs/b'],
      suite: 'own.jsonl',
      promptsDirectory: 'prompts/own',
    });
    expect(sourcesOf(planSweep(path, file).slice(0, 1)).logs).toEqual(['logs/a']);
  });

  test('has a published schema, and the pages’ examples are of it', () => {
    const published: unknown = JSON.parse(readFileSync('docs/sweep.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(sweepJsonSchema()));
    for (const page of ['docs/many-machines.md', 'README.md']) {
      const [, example = ''] = /```yaml\n(out:[\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
      expect(sweepFileSchema.safeParse(parse(example)).error, page).toBeUndefined();
    }
  });
});
