import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {z} from 'zod';
import {bigCodeBenchHash} from '../../src/interchange/published/published-suite.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {writeFourModels, writeLiveRun, writeStaticRun} from '../correlate/example-runs.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {runCommand} from './run-command.js';

let root: string;
let shared: string;
let runs: {statics: string[]; lives: string[]};

beforeAll(() => {
  shared = mkdtempSync(join(tmpdir(), 'convcodebench-test-'));
  runs = writeFourModels(shared);
});
beforeEach(() => {
  root = temporaryDirectory();
});
afterAll(() => rmSync(shared, {recursive: true}));

const run = (...args: string[]) => runCommand(['correlate', ...args]);
const given = () => ['--static', ...runs.statics, '--live', ...runs.lives];
const json = async (...args: string[]): Promise<unknown> =>
  JSON.parse((await run(...args, '--json')).printed);

const correlations = z.object({
  correlations: z.array(
    z.looseObject({metric: z.string(), reference: z.string(), agreement: z.looseObject({})}),
  ),
});

describe('agreement', () => {
  it('is what is worked out by hand, with its p-value and the pair whose order differs', async () => {
    const {correlations: rows} = correlations.parse(await json(...given()));
    // Ranks 1 2 3 4 against 1 3 2 4: rho = 1 - 6 x 2 / (4 x 15) = 0.8, tau = (5 - 1) / 6; of the 24
    // orders 8 are as far from 0.
    expect(rows.find(({metric}) => metric === 'mrr')).toMatchObject({
      reference: 'reference',
      scenario: 'CF_SEF',
      agreement: {
        n_models: 4,
        problems: 4,
        resampled: 'problems',
        bootstrap: {seed: 20250, resamples: 1000},
        spearman: {value: expect.closeTo(0.8, 12)},
        kendall_tau_b: {value: expect.closeTo(4 / 6, 12)},
        p_value: {value: expect.closeTo(8 / 24, 12), exact: true},
        discordant_pairs: [{ahead: 'c', behind: 'b', live_gap: 0.25, static_gap: 0.25}],
      },
    });
  });

  it('does not depend on the order in which runs are given', async () => {
    const turned = ['--static', ...runs.statics.toReversed(), '--live', ...runs.lives.toReversed()];
    expect((await run(...turned)).printed).toBe((await run(...given())).printed);
  });

  it('is drawn with the seed that is given, which is printed', async () => {
    expect((await run(...given(), '--seed', '7')).printed).toContain('1000 resamples, seed 7');
  });

  it('matches names by their last part and by --alias, and lists what did not match', async () => {
    const own = {'T/0': 'P', 'T/1': 'P', 'T/2': 'P', 'T/3': 'P'};
    const statics = [...runs.statics, writeStaticRun(join(root, 'e'), {model: 'org/E', own})];
    const lives = [...runs.lives, writeLiveRun(join(root, 'f'), {model: 'other', own})];
    const both = ['--static', ...statics, '--live', ...lives];
    const {printed} = await run(...both);
    expect(printed).toContain('Only static: org/E.');
    expect(printed).toContain('Only live: other.');
    const {correlations: rows} = correlations.parse(await json(...both, '--alias', 'e=other'));
    expect(rows[0]?.agreement).toMatchObject({n_models: 5});
  });

  it('leaves out the reference itself, whose static and live scores are one by construction', async () => {
    const own = {'T/0': 'P', 'T/1': 'P', 'T/2': 'P', 'T/3': 'P'};
    const statics = [...runs.statics, writeStaticRun(join(root, 'r'), {model: 'reference', own})];
    const lives = [...runs.lives, writeLiveRun(join(root, 'rl'), {model: 'reference', own})];
    const {printed} = await run('--static', ...statics, '--live', ...lives);
    expect(printed).toContain('on its own log static and live are one: reference.');
    expect(printed).not.toContain('│      5 │');
  });

  it('leaves it out too where only an alias tells that it is the reference', async () => {
    const own = {'T/0': 'P', 'T/1': 'P', 'T/2': 'P', 'T/3': 'P'};
    const statics = [...runs.statics, writeStaticRun(join(root, 'r'), {model: 'org/Served', own})];
    const lives = [...runs.lives, writeLiveRun(join(root, 'rl'), {model: 'reference', own})];
    const sides = ['--static', ...statics, '--live', ...lives];
    for (const alias of ['served=reference', 'reference=served']) {
      const {printed} = await run(...sides, '--alias', alias);
      expect(printed).toContain('on its own log static and live are one: org/Served.');
      expect(printed).not.toContain('│      5 │');
      expect(printed).not.toContain('Aliases that name no model');
    }
    expect((await run(...sides, '--alias', 'served=slip')).printed).toContain(
      'Aliases that name no model: served=slip.',
    );
  });

  it('sets several logs side by side, two of one reference apart from each other', async () => {
    const other = writeFourModels(join(root, 'other'), {
      log: {sha256: 'd'.repeat(64), reference_model: 'reference'},
    });
    const {printed} = await run(
      '--static',
      ...runs.statics,
      ...other.statics,
      '--live',
      ...runs.lives,
      '--format',
      'md',
    );
    expect(printed).toContain('## Spearman of static with live, by reference model');
    expect(printed).toContain(
      '| scenario | metric | reference (log bbbbbbbb) | reference (log dddddddd) |',
    );
  });

  it('takes runs and a table together, and prints CSV for programs', async () => {
    const table = join(root, 'scores.csv');
    writeFileSync(
      table,
      'model,scenario,metric,static,live\na,CF,mrr,10,10\nb,CF,mrr,20,20\nc,CF,mrr,30,30\n',
    );
    const {printed} = await run(...given(), '--table', table, '--format', 'csv');
    expect(printed).toContain('scores.csv,CF,mrr,spearman,1,');
    expect(printed).toMatch(/^reference,CF_SEF,mrr,spearman,0\.(8|79{9})/m);
  });

  it('compares static runs over BigCodeBench with the published live figures', async () => {
    const published = writeFourModels(join(root, 'bcb'), {
      suite: {name: 'bigcodebench', sha256: bigCodeBenchHash},
    });
    const aliases = [
      'a=GPT-4o-2024-05-13',
      'b=Llama-3.1-8B-Instruct',
      'c=GPT-4-0613',
      'd=CodeLlama-13B-Instruct',
    ];
    const {correlations: rows} = correlations.parse(
      await json(
        '--static',
        ...published.statics,
        '--live',
        'published',
        ...aliases.flatMap((alias) => ['--alias', alias]),
      ),
    );
    // Live CF_SEF, Table 7: 63.3, 49.4, 63.1, 43.9 for a, b, c, d: again b and c change places.
    expect(rows[0]).toMatchObject({
      agreement: {spearman: {value: expect.closeTo(0.8, 12)}, problems: 4, resampled: 'models'},
    });
  });
});

it('--power without sizes takes some that the problems in common are enough for', async () => {
  // Four problems: an eighth of them rounds to one, as a quarter is.
  const {printed} = await run(...given(), '--power');
  expect(printed).toMatch(/1 problem │ +2 problems │ +4 problems/);
});

it('leaves runs out that are not finished, and says so', async () => {
  const unfinished = join(root, 'unfinished');
  cpSync(runs.statics[0] ?? '', unfinished, {recursive: true});
  const path = join(unfinished, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({...manifest, model: 'e', totals: null}));
  const whole = await run(...given());
  const {printed, noted} = await run(...given(), '--static', unfinished);
  expect(printed).toBe(whole.printed);
  expect(noted).toContain(`left out: ${unfinished} is not finished`);
  await expect(run('--static', unfinished, '--live', ...runs.lives)).rejects.toThrow(
    `${unfinished}: this run is not finished, and no other of --static is`,
  );
});

it('names runs that lack verdicts', async () => {
  const static_ = join(root, 'lacking');
  cpSync(runs.statics[0] ?? '', static_, {recursive: true});
  const verdicts = join(static_, 'verdicts.jsonl');
  const [first = '', ...rows] = readFileSync(verdicts, 'utf8').split('\n');
  const lost = {origin: 'missing', status: 'missing', failures: [], missing: '500: no'};
  const nothing = {code_sha256: null, request: null, found: null, trust: null};
  const row = JSON.stringify({...JSON.parse(first), ...lost, ...nothing});
  writeFileSync(verdicts, [row, ...rows].join('\n'));
  const path = join(static_, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.totals.answered -= 1;
  manifest.totals.missing += 1;
  writeFileSync(path, JSON.stringify(manifest));
  const statics = [static_, ...runs.statics.slice(1)];
  const {noted} = await run('--static', ...statics, '--live', ...runs.lives);
  expect(noted).toContain(`${static_}: 1 verdict is missing; problems that lack one are left out`);
});

describe('refusals', () => {
  it.each<[string, () => string[], string]>([
    ['nothing given', () => [], 'nothing given'],
    ['one side only', () => ['--static', ...runs.statics], '--live: none given'],
    ['the other side only', () => ['--live', ...runs.lives], '--static: none given'],
    [
      'sides changed',
      () => ['--static', ...runs.lives, '--live', ...runs.statics],
      'is a live run',
    ],
    [
      'two models',
      () => ['--static', ...runs.statics.slice(0, 2), '--live', ...runs.lives],
      'CF_SEF, mrr: 2 models have both sides, expected at least 3 (only live: c, d)',
    ],
    [
      'published figures of another suite',
      () => ['--static', ...runs.statics, '--live', 'published'],
      'over bigcodebench',
    ],
    [
      'published figures of another suite of the same name',
      () => {
        const suite = {name: 'bigcodebench', sha256: 'e'.repeat(64)};
        return [
          '--static',
          ...writeFourModels(join(root, 'own'), {suite}).statics,
          '--live',
          'published',
        ];
      },
      'suite: bigcodebench (eeeeeeee), but the published live figures are over bigcodebench (3f684a90)',
    ],
    ['a run twice', () => [...given(), '--static', runs.statics[0] ?? ''], 'are one model'],
    [
      'two views at once',
      () => [...given(), '--references', '--power', '2'],
      'one of them at a time',
    ],
    ['a size that is none', () => [...given(), '--power', '2,x'], '--power: '],
    ['a seed that is none', () => [...given(), '--seed', '-1'], '--seed: '],
    ['one candidate reference', () => [...given(), '--references'], 'a choice needs at least 2'],
    [
      'a model that is not there',
      () => [...given(), '--predict', 'z'],
      'no static run and no table has this model',
    ],
  ])('%s', async (_, args, message) => {
    await expect(run(...args())).rejects.toThrow(message);
  });

  it('runs over another suite', async () => {
    const lives = writeFourModels(join(root, 'x'), {
      suite: {name: 'example', sha256: 'f'.repeat(64)},
    }).lives;
    await expect(run('--static', ...runs.statics, '--live', ...lives)).rejects.toThrow(
      'compare runs over one suite',
    );
  });
});

describe('other views', () => {
  it('tell the agreement to expect of fewer problems; all of them agree as the whole does', async () => {
    const {printed} = await run(...given(), '--power', '4,9', '--format', 'csv');
    const [, , , , ...figures] = /^reference,CF_SEF,mrr,4,.*$/m.exec(printed)?.[0].split(',') ?? [];
    for (const figure of figures.slice(0, 3)) expect(Number(figure)).toBeCloseTo(0.8, 12);
    expect(figures).toHaveLength(4);
    expect(printed).toContain('reference,CF_SEF,mrr,9,,,,there are only 4 problems');
  });

  it('predict from models with both sides, the model itself left out; three others are too few', async () => {
    const {code, printed, noted} = await run(...given(), '--predict', 'a');
    expect(code).toBe(1);
    expect(noted).toContain('--predict: no fit tells what a score of a means live');
    expect(printed).toContain(
      'cannot be told: 3 other models have both scores; a fit needs at least 4',
    );
  });

  it('predict within a table', async () => {
    const table = join(root, 'line.csv');
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (model, i) => `${model},CF,mrr,${i * 10 + 10},${i * 10 + 15}`,
    );
    writeFileSync(table, `model,scenario,metric,static,live\n${rows.join('\n')}\n`);
    // The others lie on live = static + 5 exactly.
    const {code, printed} = await run('--table', table, '--predict', 'c');
    expect(code).toBe(0);
    expect(printed).toContain(
      'static MRR 30.0 in CF: about 35.0 live (95% prediction interval 35.0 to 35.0, 5 models)',
    );
  });

  it('choose a reference: the log that ranks as live does, with what its replay asks', async () => {
    // On the other log static courses are the live ones, so it agrees perfectly.
    const log = {sha256: 'd'.repeat(64), reference_model: 'weak'};
    const courses: {[model: string]: string[]} = {
      a: ['P', 'P', 'P', 'P'],
      b: ['P', 'F', 'F', 'F'],
      c: ['P', 'P', 'F', 'F'],
      d: ['FP', 'F', 'F', 'F'],
    };
    const statics = Object.entries(courses).map(([model, own]) =>
      writeStaticRun(join(root, 'weak', model), {
        model,
        own: Object.fromEntries(own.map((course, i) => [`T/${i}`, course])),
        changes: {log},
      }),
    );
    const {printed} = await run(
      '--static',
      ...runs.statics,
      ...statics,
      '--live',
      ...runs.lives,
      '--references',
      '--log',
      starterLog,
      '--format',
      'md',
    );
    expect(printed).toMatch(
      /\| weak \| 1\.000 \(CF_SEF\) \| 1\.000 .*\n\| reference \| 0\.800 \(CF_SEF\)/,
    );
    expect(printed).toContain('The problems are the same in every resample');
    expect(printed).toMatch(/Verdict: (choose weak|not decided\. weak has the best median)/);
    // Four problems never solved by the reference: asked at each of ten turns, and once at turn 0.
    expect(printed).toContain('| weak | 4 | 4 | 4 | 4 | 4 | 4 | 4 | 4 | 4 | 4 | 4 | 44 |');
    expect(printed).toContain('## Cost of a replay, by log');
  });
});
