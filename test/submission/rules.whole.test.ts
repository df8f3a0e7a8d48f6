import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {
  checkSubmission,
  loadSuite,
  prepareSubmission,
  replayLog,
  starterLog,
} from '../../src/index.js';
import {createCanonicalModel} from '../../src/simulation/canonical-model.js';
import {loadCatalogue} from '../../src/simulation/catalogue.js';
import {createSimulatedCoder} from '../../src/simulation/coder.js';
import {findProfile} from '../../src/simulation/profiles.js';
import {faultLine} from '../../src/submission/fault.js';
import {boardRules, ownRules} from '../../src/submission/rules/all.js';
import {
  type BundleFiles,
  editJson,
  editLines,
  exampleBundle,
  exampleInfo,
  readBundleFiles,
  writeBundle,
} from '../support/example-bundle.js';
import {createFakeJudge} from '../support/fakes.js';

let root: string;
let bundle: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'convcodebench-rules-'));
  bundle = (await exampleBundle(root)).out;
});
afterAll(() => rmSync(root, {recursive: true}));

type Value = {[field: string]: never};

/** What is told of the example once `change` was at it and its manifest fits again. */
async function told(change: (files: BundleFiles) => void, rules?: object): Promise<string[]> {
  const files = readBundleFiles(bundle);
  change(files);
  const file = writeBundle(join(root, 'changed.tar.gz'), files);
  return toldOf(file, rules);
}

async function toldOf(file: string, rules?: object): Promise<string[]> {
  const board = join(root, 'rules.json');
  writeFileSync(
    board,
    JSON.stringify({format: 'convcodebench-rules', format_version: 1, ...rules}),
  );
  const {faults} = await checkSubmission({file, rules: board});
  return faults.map(faultLine).map((line) => line.replaceAll(root, '.'));
}

test('a file of a log that the run does not have is named', async () => {
  const said = await told((files) => void files.set('log/CF.jsonl', Buffer.from('anything')));
  expect(said).toEqual([
    expect.stringContaining('files: log/CF.jsonl: a static run of these scenarios has no such'),
  ]);
});

const run = (edit: (value: Value) => void) => (files: BundleFiles) =>
  editJson(files, 'run.json', edit);
type Row = Record<string, unknown>;
const row = (where: (row: Row) => boolean, changes: Row) => (files: BundleFiles) =>
  editLines(files, 'verdicts.jsonl', (rows) => {
    const at = rows.findIndex(where);
    return rows.map((each, i) => (i === at ? {...each, ...changes} : each));
  });
const isCredit = ({origin}: Row) => origin === 'reference-solved';
const isAnswered = ({origin, status}: Row) => origin === 'answered' && status === 'fail';

const limits = {memoryMiB: 9999, timeLimitMs: 60_000};
const limited = (files: BundleFiles) => {
  const text = files.get('run.json')?.toString() ?? '';
  const value = Object.entries(JSON.parse(text)).flatMap(([name, each]) =>
    name === 'judge'
      ? [
          [name, each],
          ['limits', limits],
        ]
      : [[name, each]],
  );
  const changed = JSON.stringify(Object.fromEntries(value), null, 2);
  files.set('run.json', Buffer.from(`${changed}\n`));
};

/** One change for each rule, at least. */
const changes: {[rule: string]: ((files: BundleFiles) => void)[]} = {
  manifest: [(files) => files.delete('manifest.json')],
  files: [(files) => files.delete('metrics.json')],
  form: [
    (files) => files.set('verdicts.jsonl', Buffer.from(`${files.get('verdicts.jsonl')} \n`)),
    run((value) => Object.assign(value, {format_version: 1})),
  ],
  frozen: [
    run(({log}) => Object.assign(log ?? {}, {sha256: 'f'.repeat(64)})),
    run(({suite}) => Object.assign(suite ?? {}, {sha256: 'f'.repeat(64)})),
    run((value) => Object.assign(value, {prompt_set_sha256: 'f'.repeat(64)})),
    run(({log}) => Object.assign(log ?? {}, {reference_model: 'another'})),
  ],
  rows: [
    row(isCredit, {origin: 'answered'}),
    row(isCredit, {status: 'fail'}),
    row(({origin}) => origin === 'answered', {origin: 'reference-solved', status: 'pass'}),
    row(isAnswered, {reference_status: 'error'}),
    row(isAnswered, {trust: 'separate'}),
    (files) => editLines(files, 'verdicts.jsonl', (rows) => rows.slice(1)),
    (files) => editLines(files, 'verdicts.jsonl', ([a, b, ...rest]) => [b ?? {}, a ?? {}, ...rest]),
    (files) => editLines(files, 'verdicts.jsonl', (rows) => [...rows, rows.at(-1) ?? {}]),
  ],
  questions: [
    row(isAnswered, {request: 'f'.repeat(64)}),
    run(({decoding}) => Object.assign(decoding ?? {}, {temperature: 1})),
    (files) =>
      editLines(files, 'completions.jsonl', ([first, ...rest]) => [
        {...first, cut: {front: 500, rear: 500, dropped_turns: 0}},
        ...rest,
      ]),
  ],
  answers: [
    (files) =>
      editLines(files, 'completions.jsonl', (rows) => [
        {...rows[0], request: '0'.repeat(64)},
        ...rows,
      ]),
    (files) => editLines(files, 'completions.jsonl', (rows) => rows.toReversed()),
  ],
  programs: [
    (files) =>
      editLines(files, 'completions.jsonl', ([first, second, ...rest]) => [
        {...first, text: second?.text},
        {...second, text: first?.text},
        ...rest,
      ]),
    row(isAnswered, {found: 'bare'}),
  ],
  totals: [
    run(({totals}) => Object.assign(totals ?? {}, {missing: 3})),
    run((value) => Object.assign(value, {model_served: ['gpt-9']})),
    run((value) => Object.assign(value, {problems: 5})),
  ],
  metrics: [
    (files) =>
      editJson(files, 'metrics.json', ({scenarios}: {scenarios: {mrr: {value: number}}[]}) => {
        if (scenarios[0]) scenarios[0].mrr.value = 1;
      }),
    row(isAnswered, {status: 'pass', trust: 'shared', failures: []}),
  ],
  'ground-truth': [
    run((value) => Object.assign(value, {ground_truth: {passes: 9, fails: 1, sha256: '0'}})),
  ],
  environment: [
    (files) =>
      editJson(files, 'environment.json', (value) => Object.assign(value, {distributions: ['a']})),
    (files) =>
      editJson(files, 'environment.json', (value) => Object.assign(value, {environment: '3.9.1'})),
  ],
  simulated: [run((value) => Object.assign(value, {simulated: true}))],
};

const wanted: {[rule: string]: object[]} = {
  'board-frozen': [{suites: ['0'.repeat(64)]}, {logs: ['0'.repeat(64)]}, {modes: ['live']}],
  'board-coverage': [{scenarios: ['CF']}, {left_out_at_most: 5}],
  'board-judge': [
    {python_minors: ['3.10']},
    {environments: ['3.10.1+x']},
    {seal_level_at_most: 3},
    {verdict_versions: [99]},
  ],
  'board-ground-truth': [{ground_truth_passes_at_least: 40}],
  'board-version': [{program_version_at_least: '9.0.0'}, {program_version_at_most: '0.0.1'}],
};

describe('the rule', () => {
  test.each(Object.entries(changes))(
    '%s says what is wrong, where, and what to do',
    async (rule, edits) => {
      const lines: string[] = [];
      for (const edit of edits) {
        const found = await told(edit);
        expect(found.map((line) => line.split(':')[0])).toContain(rule);
        lines.push(...found, '');
      }
      expect(lines.join('\n')).toMatchSnapshot();
    },
  );

  test.each(Object.entries(wanted))('%s says what the board wants', async (rule, boards) => {
    const lines: string[] = [];
    for (const board of boards) {
      const found = await toldOf(bundle, board);
      expect(found.map((line) => line.split(':')[0])).toEqual([rule]);
      lines.push(...found);
    }
    expect(lines.join('\n')).toMatchSnapshot();
  });

  test('board-limits says which limit', async () => {
    const lines = await told(limited);
    expect(lines.join('\n')).toMatchSnapshot();
    expect(await toldOf(join(root, 'changed.tar.gz'), {limits})).toEqual([]);
  });

  test('board-limits can be below the usual ones, which a run does not tell', async () => {
    expect(await toldOf(bundle, {limits: {memoryMiB: 1024, timeLimitMs: 2000}})).toEqual([
      expect.stringContaining('run.json: limits.memoryMiB: 4096, the board allows 1024'),
    ]);
  });

  test('board-version takes no version that is none', async () => {
    const nameless = run((value) => Object.assign(value, {program_version: 'newest'}));
    for (const bound of ['program_version_at_least', 'program_version_at_most'])
      expect(await told(nameless, {[bound]: '0.1.0'}), bound).toEqual([
        expect.stringContaining('run.json: program_version: newest'),
      ]);
  });

  test('archive tells what another program packed from what we did', async () => {
    const other = join(root, 'other.tar.gz');
    writeFileSync(other, gzipSync(gunzipSync(readFileSync(bundle)), {level: 1}));
    const reordered = writeBundle(
      join(root, 'reordered.tar.gz'),
      new Map([...readBundleFiles(bundle)].toReversed()),
      {resigned: false},
    );
    const cut = join(root, 'cut.tar.gz');
    writeFileSync(cut, readFileSync(bundle).subarray(0, 500));
    const lines = [...(await toldOf(other)), ...(await toldOf(reordered)), ...(await toldOf(cut))];
    expect(lines.join('\n')).toMatchSnapshot();
  });

  test.each(['simulated:careful', 'canonical'])(
    'renamed knows %s under another name',
    async (model) => {
      const suite = await loadSuite('starter');
      const profile = findProfile(model);
      const shipped = profile
        ? createSimulatedCoder({profile, suite, catalogue: await loadCatalogue(suite)})
        : createCanonicalModel(suite);
      const {directory} = await replayLog({
        log: starterLog,
        model: {
          id: 'gpt-9',
          ask: async (request) => ({...(await shipped.ask(request)), model: 'gpt-9'}),
        },
        judge: createFakeJudge(),
        scenarios: ['CF_EF_FULL'],
        tasks: ['0-3'],
        out: join(mkdtempSync(join(root, 'renamed-')), 'run'),
      });
      const out = join(root, 'renamed.tar.gz');
      await expect(prepareSubmission({run: directory, info: exampleInfo, out})).rejects.toThrow(
        `renamed: completions.jsonl: 4 of the first 4 answers are those of ${model};`,
      );
    },
  );

  test('of every kind is in this file', () => {
    const asked = [
      ...Object.keys(changes),
      ...Object.keys(wanted),
      'archive',
      'board-limits',
      'renamed',
    ];
    const elsewhere = ['board-simulated'];
    for (const {name} of [...ownRules, ...boardRules])
      expect([...asked, ...elsewhere]).toContain(name);
  });
});
