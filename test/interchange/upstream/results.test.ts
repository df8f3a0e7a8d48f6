import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, test} from 'vitest';
import {
  importUpstreamResults,
  type UpstreamResults,
} from '../../../src/interchange/upstream/results.js';
import type {Convention} from '../../../src/score/convention.js';
import {scoreRun} from '../../../src/score/score-run.js';
import {upstreamPercent} from '../../../src/score/upstream-percent.js';
import {scratch} from '../published/published-fixture.js';
import {
  type Checkout,
  type Courses,
  checkout,
  writeEvaluation,
  writeFeedback,
  writeTurns,
  writeTurnZero,
} from './upstream-fixture.js';

const model = 'lab/coder-7b';
const referenceModel = 'codellama/CodeLlama-7b-Instruct-hf';

let folder: Checkout;
beforeEach(() => {
  folder = checkout(scratch());
});

function score({mode, rows}: UpstreamResults, convention: Convention) {
  const {scenarios} = scoreRun({mode, rows, convention, seed: 0, resamples: 100});
  return new Map(scenarios.map((scores) => [scores.scenario, scores]));
}

const values = (figures: readonly {value: number | null}[] = []) => figures.map(({value}) => value);
const repeat = (value: number, times: number) => Array<number>(times).fill(value);

describe('live results', () => {
  /**
   * A passed at once; B at turn 2, and its judging flickered at turn 3; C never; D at turn 10 after
   * timeouts. MRR = (1 + 1/3 + 0 + 1/11) / 4 = 47/132 (35.6%), Recall = 3/4 (75.0%).
   */
  const courses: Courses = {
    'BigCodeBench/0': 'PPPPPPPPPPP',
    'BigCodeBench/1': 'FFPFPPPPPPP',
    'BigCodeBench/2': 'FFFFFFFFFFF',
    'BigCodeBench/10': 'TTTTTTTTTTP',
  };

  beforeEach(() => {
    writeTurnZero(folder, model, courses);
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b_CF_SEF_by_gpt-4o', courses);
  });

  test("give upstream's figures by its convention: the status at the turn, or at turn 0", async () => {
    const scores = score(
      await importUpstreamResults({results: folder.results, model}),
      'upstream',
    ).get('CF_SEF');
    expect(scores?.mrr).toMatchObject({value: expect.closeTo(47 / 132, 14), n: 4, missing: 0});
    expect(scores?.recall).toMatchObject({value: expect.closeTo(3 / 4, 14), n: 4, missing: 0});
    expect(values(scores?.pass_at_1)).toEqual([0.25, 0.25, 0.5, 0.25, ...repeat(0.5, 6), 0.75]);
    expect(
      [scores?.mrr.value, scores?.recall.value].map((value) => upstreamPercent(value ?? 0)),
    ).toEqual([35.6, 75]);
  });

  test('give credited figures, where what was solved stays solved', async () => {
    const scores = score(
      await importUpstreamResults({results: folder.results, model}),
      'credited',
    ).get('CF_SEF');
    expect(scores?.mrr.value).toBe(47 / 132);
    expect(values(scores?.pass_at_1)).toEqual([0.25, 0.25, ...repeat(0.5, 8), 0.75]);
  });

  test('become rows that say who was asked, with the names of failing tests', async () => {
    const {rows, ...rest} = await importUpstreamResults({results: folder.results, model});
    expect(rest).toEqual({
      mode: 'live',
      model,
      critic: 'gpt-4o',
      referenceModel: null,
      scenarios: ['CF_SEF'],
      problems: 4,
    });
    expect(rows).toHaveLength(4 + 4 * 10);
    const flickering = rows.filter(
      ({task_id, scenario}) => task_id === 'BigCodeBench/1' && scenario === 'CF_SEF',
    );
    expect(flickering.slice(0, 5)).toMatchObject([
      {
        turn: 1,
        origin: 'answered',
        status: 'fail',
        failures: ['test_case_1'],
        reference_status: null,
      },
      {turn: 2, origin: 'answered', status: 'pass', failures: []},
      {turn: 3, origin: 'solved', status: 'fail'},
      {turn: 4, origin: 'answered', status: 'pass'},
      {turn: 5, origin: 'solved', status: 'pass'},
    ]);
  });

  test('a turn about which nothing was said asked nobody', async () => {
    const said = {
      'BigCodeBench/1': ['No syntax errors', null, 'hint'],
      'BigCodeBench/2': ['No syntax errors', 'Passed all test runs', null],
    } as const;
    writeFeedback(join(folder.results, 'bigcodebench_lab_coder-7b_CF_SEF_by_gpt-4o.jsonl'), {
      'BigCodeBench/1': [...said['BigCodeBench/1']],
      'BigCodeBench/2': [...said['BigCodeBench/2']],
    });
    const {rows} = await importUpstreamResults({results: folder.results, model});
    expect(
      rows
        .filter(({scenario, turn}) => scenario === 'CF_SEF' && turn === 1)
        .map(({origin}) => origin),
    ).toEqual(['solved', 'answered', 'no-feedback', 'answered']);
  });

  test("scenarios are told apart though one name begins with another, and are read in the paper's order", async () => {
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b_CF', courses);
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b_CF_EF_UNIT', courses);
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b_CF_EF_UNIT_SNF_by_gpt-4o', courses);
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b-long_CF_EF_FULL', courses);
    const {scenarios} = await importUpstreamResults({results: folder.results, model});
    expect(scenarios).toEqual(['CF', 'CF_EF_UNIT', 'CF_EF_UNIT_SNF', 'CF_SEF']);
  });

  test('the critic is named where there are several, and needs no name where the model was its own', async () => {
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b_CF_SEF_by_other_critic', {
      ...courses,
      'BigCodeBench/2': 'FPPPPPPPPPP',
    });
    await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
      'lab/coder-7b in CF_SEF has results by several critics (gpt-4o, other_critic); name one with `critic`',
    );
    const results = await importUpstreamResults({
      results: folder.results,
      model,
      critic: 'other/critic',
    });
    expect(score(results, 'upstream').get('CF_SEF')?.recall.value).toBe(1);
    writeTurnZero(folder, 'gpt-4o', courses, 'openai');
    writeTurns(folder.results, 'bigcodebench_gpt-4o_CF_SEF', courses);
    expect(
      (await importUpstreamResults({results: folder.results, model: 'gpt-4o', critic: 'gpt-4o'}))
        .scenarios,
    ).toEqual(['CF_SEF']);
  });

  test('results with the model as its own critic are told apart from those with another', async () => {
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b_CF_SEF', {
      ...courses,
      'BigCodeBench/2': 'FPPPPPPPPPP',
    });
    const imported = (critic: string) =>
      importUpstreamResults({results: folder.results, model, critic});
    const own = await imported(model);
    expect(own.critic).toBe(model);
    expect(score(own, 'upstream').get('CF_SEF')?.recall.value).toBe(1);
    const other = await imported('gpt-4o');
    expect(other.critic).toBe('gpt-4o');
    expect(score(other, 'upstream').get('CF_SEF')?.recall.value).toBeLessThan(1);
    await expect(imported('nobody')).rejects.toThrow(
      'has no live results of lab/coder-7b by the critic nobody',
    );
  });

  test('a run whose only critic was the model itself says so', async () => {
    writeTurnZero(folder, 'lab/self', courses);
    writeTurns(folder.results, 'bigcodebench_lab_self_CF_SEF', courses);
    expect(await importUpstreamResults({results: folder.results, model: 'lab/self'})).toMatchObject(
      {
        critic: 'lab/self',
      },
    );
    writeTurnZero(folder, 'lab/mute', courses);
    writeTurns(folder.results, 'bigcodebench_lab_mute_CF', courses);
    expect(await importUpstreamResults({results: folder.results, model: 'lab/mute'})).toMatchObject(
      {critic: null},
    );
  });

  test('scenarios of different critics are not mixed', async () => {
    writeTurns(folder.results, 'bigcodebench_lab_coder-7b_CF_EF_UNIT_SEF_by_other', courses);
    await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
      'the scenarios are of different critics (CF_SEF gpt-4o, CF_EF_UNIT_SEF other); name one with `critic`',
    );
    const {scenarios} = await importUpstreamResults({
      results: folder.results,
      model,
      critic: 'other',
    });
    expect(scenarios).toEqual(['CF_EF_UNIT_SEF']);
  });

  test('turn 0 may lie in another folder', async () => {
    rmSync(join(folder.root, 'bigcodebench'), {recursive: true});
    await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
      /lab--coder-7b--bigcodebench-instruct--vllm-0-1-sanitized-calibrated_eval_results\.json: no such file; turn 0 of lab\/coder-7b is looked for in /,
    );
    const elsewhere = scratch();
    writeEvaluation(
      join(
        elsewhere,
        'lab--coder-7b--bigcodebench-instruct--vllm-0-1-sanitized-calibrated_eval_results.json',
      ),
      courses,
      0,
    );
    expect(
      (await importUpstreamResults({results: folder.results, model, turnZero: elsewhere})).problems,
    ).toBe(4);
  });

  describe('that are not as they should be are refused with file and place', () => {
    const stem = 'bigcodebench_lab_coder-7b_CF_SEF_by_gpt-4o';

    test('a missing turn', async () => {
      rmSync(join(folder.results, `${stem}_ITER=4_eval_results.json`));
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${stem}_ITER=4_eval_results.json: is missing, though other turns are there; turns 1 to 10 are needed`,
      );
    });

    test('a missing first turn', async () => {
      rmSync(join(folder.results, `${stem}_eval_results.json`));
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${stem}_eval_results.json: is missing`,
      );
    });

    test('a status that we do not know', async () => {
      writeEvaluation(
        join(folder.results, `${stem}_ITER=4_eval_results.json`),
        {...courses, 'BigCodeBench/1': 'xxxxxxxxxxx'},
        4,
      );
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${stem}_ITER=4_eval_results.json: eval.BigCodeBench/1.0.status: `,
      );
    });

    test('a problem that stands twice in an evaluation', async () => {
      const path = join(folder.results, `${stem}_ITER=4_eval_results.json`);
      const text = readFileSync(path, 'utf8');
      const entry = JSON.stringify(JSON.parse(text).eval['BigCodeBench/1']);
      writeFileSync(path, text.replace(/}}$/, `,"BigCodeBench/1":${entry}}}`));
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${path}: eval.BigCodeBench/1: stands twice`,
      );
    });

    test('a problem that stands twice, or is none of theirs, among the generations', async () => {
      const path = join(folder.results, `${stem}_ITER=4.jsonl`);
      const said = JSON.stringify({task_id: 'BigCodeBench/1', solution: ''});
      writeFileSync(path, `${said}\n\n${said}\n`);
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${path}:3: task_id: BigCodeBench/1 stands on line 1 already`,
      );
      writeFileSync(path, `${said}\n${said.replace('/1', '/77')}\n`);
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${path}:2: task_id: BigCodeBench/77 is not in `,
      );
    });

    test.each<[string, Courses, string]>([
      [
        'a problem too few',
        {'BigCodeBench/0': 'PPPPP'},
        'eval: BigCodeBench/1 is missing, though ',
      ],
      [
        'a problem too many',
        {...courses, 'BigCodeBench/7': 'PPPPP'},
        'eval.BigCodeBench/7: is not in ',
      ],
    ])('%s', async (_, others, message) => {
      writeEvaluation(join(folder.results, `${stem}_ITER=4_eval_results.json`), others, 4);
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${stem}_ITER=4_eval_results.json: ${message}`,
      );
    });

    test('a file that is not JSON', async () => {
      writeFileSync(join(folder.results, `${stem}_ITER=4_eval_results.json`), '{"eval": {');
      await expect(importUpstreamResults({results: folder.results, model})).rejects.toThrow(
        `${stem}_ITER=4_eval_results.json: record: not JSON`,
      );
    });

    test('another model, another scenario, no folder', async () => {
      writeTurnZero(folder, 'lab/none', courses);
      await expect(
        importUpstreamResults({results: folder.results, model: 'lab/none'}),
      ).rejects.toThrow('has no live results of lab/none; it has lab_coder-7b');
      await expect(
        importUpstreamResults({results: folder.results, model, scenarios: ['CF']}),
      ).rejects.toThrow('has no results of lab/coder-7b in CF');
      const turnZero = join(folder.root, 'bigcodebench/sanitized_calibrated_samples/instruct');
      await expect(
        importUpstreamResults({results: join(folder.root, 'nowhere'), model, turnZero}),
      ).rejects.toThrow('nowhere: no such folder');
    });
  });
});

describe('static results', () => {
  const reference: Courses = {
    'BigCodeBench/0': 'FFFFFFFFFFF',
    'BigCodeBench/1': 'PPPPPPPPPPP',
    'BigCodeBench/2': 'FFPPPPPPPPP',
    'BigCodeBench/3': 'FFFFFFFFFFF',
    'BigCodeBench/4': 'FFFFFFFFFFP',
  };
  /**
   * 0: its own answer at turn 3 passes, 1/4. 1: the reference had passed at turn 0, 1. 2: the
   * reference passes at turn 2, 1/3, and its code, kept on, is judged otherwise at turn 4. 3: its
   * own first answer passes, 1. 4: never; the reference's turn 10 does not count. MRR = (1/4 + 1 +
   * 1/3 + 1 + 0) / 5 = 31/60 (51.7%), Recall = 4/5.
   */
  const own: Courses = {
    'BigCodeBench/0': 'FFFPFFFFFFF',
    'BigCodeBench/1': 'FPPPPPPPPPP',
    'BigCodeBench/2': 'FFFPFPPPPPP',
    'BigCodeBench/3': 'PFFFFFFFFFF',
    'BigCodeBench/4': 'FFFFFFFFFFF',
  };
  const frozen = 'bigcodebench_codellama_CodeLlama-7b-Instruct-hf_CF_SEF_by_gpt-4o';

  beforeEach(() => {
    writeTurnZero(folder, model, own);
    writeTurnZero(folder, referenceModel, reference);
    writeTurns(folder.results, frozen, reference);
    writeTurns(
      join(folder.results, 'static', frozen),
      'bigcodebench_lab_coder-7b_CF_SEF_by_gpt-4o',
      own,
    );
  });

  const read = () => importUpstreamResults({results: folder.results, model, referenceModel});

  test("give upstream's figures by its convention: the status at the turn, or the reference's at turn 0", async () => {
    const scores = score(await read(), 'upstream').get('CF_SEF');
    expect(scores?.mrr).toMatchObject({value: expect.closeTo(31 / 60, 14), n: 5, missing: 0});
    expect(scores?.recall.value).toBe(4 / 5);
    expect(values(scores?.pass_at_1)).toEqual([0.2, 0.2, 0.2, 0.6, 0.2, ...repeat(0.4, 6)]);
    expect(upstreamPercent(scores?.mrr.value ?? 0)).toBe(51.7);
  });

  test('give credited figures: the answer at the turn passes, or the reference had passed before', async () => {
    const scores = score(await read(), 'credited').get('CF_SEF');
    expect(scores?.mrr.value).toBe(31 / 60);
    expect(values(scores?.pass_at_1)).toEqual([0.2, 0.2, 0.2, 0.6, ...repeat(0.4, 7)]);
  });

  test('give replay-only figures over the problems that were asked', async () => {
    // Problem 1 is never asked, 2 at turns 1 and 2. Only 0 answers well, at turn 3: MRR = (1/4 + 0
    // + 0 + 0) / 4.
    const replayOnly = score(await read(), 'credited').get('CF_SEF')?.replay_only;
    expect(replayOnly?.mrr).toMatchObject({value: 1 / 16, n: 4});
    expect(replayOnly?.recall).toMatchObject({value: 1 / 4, n: 4});
    expect(replayOnly?.pass_at_1.map(({value, n}) => [value, n]).slice(0, 4)).toEqual([
      [0, 4],
      [0, 4],
      [1 / 3, 3],
      [0, 3],
    ]);
  });

  test('a problem that had nothing to act upon is not among those asked', async () => {
    for (let turn = 1; turn <= 10; turn += 1) {
      const name = `bigcodebench_lab_coder-7b_CF_SEF_by_gpt-4o${turn === 1 ? '' : `_ITER=${turn}`}.jsonl`;
      writeFeedback(join(folder.results, 'static', frozen, name), {
        'BigCodeBench/3': ['No syntax errors', null, null],
      });
    }
    const results = await read();
    expect(score(results, 'credited').get('CF_SEF')?.replay_only?.mrr).toMatchObject({
      value: 1 / 12,
      n: 3,
    });
    expect(score(results, 'upstream').get('CF_SEF')?.mrr.value).toBeCloseTo(31 / 60, 14);
  });

  test("become rows with the reference's status, up to turn 9", async () => {
    const {rows, mode} = await read();
    expect(mode).toBe('static');
    const solvedByReference = rows.filter(({task_id}) => task_id === 'BigCodeBench/2');
    expect(
      solvedByReference.map(({turn, origin, status, reference_status}) => [
        turn,
        origin,
        status,
        reference_status,
      ]),
    ).toEqual([
      [0, 'answered', 'fail', 'fail'],
      [1, 'answered', 'fail', 'fail'],
      [2, 'answered', 'fail', 'pass'],
      [3, 'reference-solved', 'pass', 'pass'],
      [4, 'reference-solved', 'fail', 'pass'],
      ...[5, 6, 7, 8, 9].map((turn) => [turn, 'reference-solved', 'pass', 'pass']),
      [10, 'reference-solved', 'pass', null],
    ]);
  });

  test("need the reference's own results up to turn 9", async () => {
    rmSync(join(folder.results, `${frozen}_ITER=10_eval_results.json`));
    expect((await read()).problems).toBe(5);
    rmSync(join(folder.results, `${frozen}_ITER=9_eval_results.json`));
    await expect(read()).rejects.toThrow(`${frozen}_ITER=9_eval_results.json: is missing`);
  });

  test('of a reference that there is not are refused', async () => {
    writeTurnZero(folder, 'lab/other', reference);
    await expect(
      importUpstreamResults({results: folder.results, model, referenceModel: 'lab/other'}),
    ).rejects.toThrow('has no static results of lab/coder-7b');
  });
});
