import {describe, expect, test} from 'vitest';
import {decodingSchema} from '../../src/log/decoding.js';
import {logManifestSchema} from '../../src/log/log-manifest.js';

const sha256 = 'a'.repeat(64);
const decoding = {
  temperature: 0.5,
  max_tokens: 512,
  stop: ['\n\n'],
  seed: 7,
  extra_body: {top_k: 3},
  mode: 'chat',
};

/** What `generate` knows of its log. */
const generated = {
  format: 'convcodebench-log',
  format_version: 1,
  suite: {name: 'starter', sha256},
  reference_model: {asked: 'm', served: 'm-2026'},
  decoding,
  history: 'last',
  critic: 'builtin',
  prompt_set_sha256: sha256,
  partial_scope: 'first-3-tests',
  python: '3.11',
  catalogue_sha256: sha256,
  scenarios: {CF_SEF: {lines: 12, leaks: 2, incomplete: ['T/1'], sha256}},
};

/** What an import knows of one that was published. */
const imported = {
  ...generated,
  reference_model: {asked: 'm', served: null},
  decoding: null,
  history: null,
  critic: null,
  prompt_set_sha256: null,
  partial_scope: 'first-3-functions',
  only_consistent: true,
  python: null,
  catalogue_sha256: null,
  scenarios: {CF: {lines: 12, leaks: 0, denied: 3, feedback_of_other_code: 4, sha256}},
};

test.each([
  ['generated', generated],
  ['generated with the whole history', {...generated, history: 'full'}],
  ['imported', imported],
])('the manifest of a log that was %s keeps all it says', (_, manifest) => {
  expect(logManifestSchema.parse(manifest)).toEqual(manifest);
});

describe('a manifest is refused where', () => {
  const file = generated.scenarios.CF_SEF;
  const of = (change: object) => ({...generated, scenarios: {CF_SEF: {...file, ...change}}});
  test.each<[string, object, string]>([
    ['a file has fewer lines than none', of({lines: -1}), 'scenarios.CF_SEF.lines'],
    ['a line is not whole', of({lines: 1.5}), 'scenarios.CF_SEF.lines'],
    ['there are fewer leaks than none', of({leaks: -1}), 'scenarios.CF_SEF.leaks'],
    ['or half a leak', of({leaks: 0.5}), 'scenarios.CF_SEF.leaks'],
    ['fewer denied', of({denied: -1}), 'scenarios.CF_SEF.denied'],
    [
      'fewer about other code',
      of({feedback_of_other_code: -1}),
      'scenarios.CF_SEF.feedback_of_other_code',
    ],
    ['an incomplete problem is no id', of({incomplete: [1]}), 'scenarios.CF_SEF.incomplete.0'],
    ['the version is not whole', {...generated, format_version: 1.5}, 'format_version'],
    ['the history is another', {...generated, history: 'none'}, 'history'],
    ['the scope is another', {...generated, partial_scope: 'all'}, 'partial_scope'],
    ['it is consistent in part', {...generated, only_consistent: false}, 'only_consistent'],
  ])('%s', (_, manifest, field) => {
    const issues = logManifestSchema.safeParse(manifest).error?.issues ?? [];
    expect(issues.map(({path}) => path.join('.'))).toEqual([field]);
  });

  test('it is of another kind: the message tells where a log is', () => {
    const {error} = logManifestSchema.safeParse({...generated, format: 'convcodebench-run'});
    expect(error?.issues[0]?.message).toBe(
      'expected "convcodebench-log"; the log of a run of generate is in RUN/log',
    );
  });
});

describe('decoding', () => {
  test.each([
    {},
    {temperature: 0},
    {max_tokens: 1},
    {seed: null},
    {seed: -3},
    {mode: 'plain'},
    {stop: [], extra_body: {}},
  ])('may have %j', (change) => {
    expect(decodingSchema.parse({...decoding, ...change})).toEqual({...decoding, ...change});
  });

  test.each([
    ['temperature', -0.1],
    ['max_tokens', 0],
    ['max_tokens', 1.5],
    ['seed', 0.5],
    ['mode', 'completion'],
    ['stop', 'x'],
    ['extra_body', []],
  ])('has no %s of %j', (field, value) => {
    const issues = decodingSchema.safeParse({...decoding, [field]: value}).error?.issues ?? [];
    expect(issues.map(({path}) => path.join('.'))).toEqual([field]);
  });
});
