import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {answerToProgram} from '../../../src/conversation/answer-to-program.js';
import {writeJson} from '../../../src/files/write.js';
import {exportUpstreamResults} from '../../../src/interchange/upstream/export.js';
import {importUpstreamResults} from '../../../src/interchange/upstream/results.js';
import type {LogLine} from '../../../src/log/log-line.js';
import {openLog} from '../../../src/log/read-log.js';
import {writeScenario} from '../../../src/log/write-log.js';
import {programIn} from '../../../src/problem/prelude.js';
import type {Problem} from '../../../src/problem/problem.js';
import type {VerdictRow} from '../../../src/run/verdict-row.js';
import {scoreRun} from '../../../src/score/score-run.js';
import {scratch, sha256, toySuite} from '../published/published-fixture.js';

const suite = toySuite(['Toy/0', 'Toy/1']);
const model = 'lab/coder';
const referenceModel = 'lab/reference';
const date = '2024-09-10 12:00';

type Status = VerdictRow['status'];

function lineOf(
  task_id: string,
  turn: number,
  previous_status: LogLine['previous_status'],
  change: Partial<LogLine> = {},
): LogLine {
  const previous_code = change.previous_code ?? `reference_${task_id.at(-1)}_${turn - 1} = 1\n`;
  const isSolved = previous_status === 'pass';
  return {
    task_id,
    turn,
    previous_code,
    code_sha256: sha256(previous_code),
    previous_status,
    compilation_feedback: isSolved ? null : 'No syntax errors',
    execution_feedback: null,
    verbal_feedback: isSolved ? null : `hint ${turn}`,
    notes: [],
    ...change,
  };
}

/**
 * The reference: Toy/0 fails at turn 0, passes at turn 1; Toy/1 never passes, and hears nothing
 * before turn 3.
 */
const referenceLines = [
  lineOf('Toy/0', 1, 'fail'),
  lineOf('Toy/0', 2, 'pass'),
  ...Array.from({length: 10}, (_, index) =>
    lineOf('Toy/1', index + 1, 'fail', index === 2 ? {verbal_feedback: null} : {}),
  ),
];

function problemOf(task_id: string): Problem {
  const problem = suite.problems.find((each) => each.task_id === task_id);
  if (!problem) throw new Error(`no ${task_id}`);
  return problem;
}

function programOf(text: string, task_id: string): string {
  return answerToProgram(text, problemOf(task_id)).program;
}

type TextOf = (task_id: string, turn: number) => string;

const answerText: TextOf = (task_id, turn) => `answer_${task_id.at(-1)}_${turn} = 1\n`;

function answered(
  task_id: string,
  turn: number,
  status: Status,
  referenceStatus: Status | null,
  textOf = answerText,
): VerdictRow {
  const text = textOf(task_id, turn);
  return {
    scenario: turn === 0 ? 'NONE' : 'CF_SEF',
    task_id,
    turn,
    origin: 'answered',
    status,
    reference_status: referenceStatus,
    failures: status === 'fail' ? ['test_it'] : [],
    code_sha256: sha256(programOf(text, task_id)),
    request: sha256(text),
    found: null,
    trust: null,
    missing: null,
  };
}

function staying(
  line: LogLine,
  turn: number,
  origin: VerdictRow['origin'],
  referenceStatus: Status | null,
): VerdictRow {
  const {task_id, previous_status: status, code_sha256} = line;
  return {
    scenario: 'CF_SEF',
    task_id,
    turn,
    origin,
    status,
    reference_status: referenceStatus,
    failures: [],
    code_sha256,
    request: null,
    found: null,
    trust: null,
    missing: null,
  };
}

function writeLog(directory: string, lines: LogLine[], asked: string) {
  writeJson(join(makeDirectory(directory), 'manifest.json'), {
    format: 'convcodebench-log',
    format_version: 1,
    suite: {name: 'toy', sha256: suite.hash},
    reference_model: {asked, served: null},
    decoding: null,
    history: 'last',
    critic: 'gpt-4o',
    prompt_set_sha256: null,
    partial_scope: 'first-3-tests',
    python: '3.11',
    catalogue_sha256: null,
    scenarios: {CF_SEF: writeScenario(directory, 'CF_SEF', lines)},
  });
  return openLog(directory);
}

function writeRun(
  directory: string,
  rows: VerdictRow[],
  log: {sha256: string; reference_model: string} | null,
  textOf = answerText,
): string {
  makeDirectory(directory);
  const answers = rows.filter(({request}) => request !== null);
  const completions = answers.map(({task_id, turn, request}) => {
    const text = textOf(task_id, turn);
    return {request, text, reasoning: null, finish_reason: 'stop', usage: null, model, cut: null};
  });
  writeLines(join(directory, 'verdicts.jsonl'), rows);
  writeLines(join(directory, 'completions.jsonl'), completions);
  writeJson(join(directory, 'manifest.json'), {
    format: 'convcodebench-run',
    format_version: 1,
    verb: log ? 'replay' : 'generate',
    suite: {name: 'toy', sha256: suite.hash},
    log,
    model,
    decoding: {
      temperature: 0,
      max_tokens: 2048,
      stop: [],
      seed: null,
      extra_body: {},
      mode: 'chat',
    },
    prompt_set_sha256: 'a'.repeat(64),
    system_prompt: true,
    history: 'last',
    critic: 'gpt-4o',
    simulated: false,
    catalogue_sha256: null,
    partial_scope: 'first-3-tests',
    program_version: '0.1.0',
    scenarios: ['CF_SEF'],
    problems: 2,
    model_served: [],
    judge: null,
    totals: null,
  });
  return directory;
}

function writeLines(path: string, records: readonly unknown[]): void {
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function makeDirectory(path: string): string {
  mkdirSync(path, {recursive: true});
  return path;
}

/**
 * The target: Toy/0 crashes at turn 0 and fails at turn 1, then the reference has passed; Toy/1
 * passes at turn 5.
 */
function staticRun(
  directory: string,
  change: (rows: VerdictRow[]) => VerdictRow[] = (rows) => rows,
) {
  const log = writeLog(join(directory, 'log'), referenceLines, referenceModel);
  const [, solvedLine] = referenceLines;
  const silent = referenceLines[4];
  if (!solvedLine || !silent) throw new Error('the fixture has changed');
  const rows = [
    answered('Toy/0', 0, 'error', 'fail'),
    answered('Toy/1', 0, 'fail', 'fail'),
    answered('Toy/0', 1, 'fail', 'pass'),
    ...Array.from({length: 9}, (_, index) =>
      staying(solvedLine, index + 2, 'reference-solved', 'pass'),
    ),
    ...Array.from({length: 10}, (_, index) => index + 1).map((turn) =>
      turn === 3
        ? staying(silent, 3, 'no-feedback', 'fail')
        : answered('Toy/1', turn, turn === 5 ? 'pass' : 'timeout', turn === 10 ? null : 'fail'),
    ),
  ];
  return {
    log,
    rows: change(rows),
    run: writeRun(join(directory, 'run'), change(rows), {
      sha256: log.sha256,
      reference_model: referenceModel,
    }),
  };
}

const score = (mode: 'live' | 'static', rows: VerdictRow[], convention: 'credited' | 'upstream') =>
  scoreRun({mode, rows, convention, seed: 1, resamples: 100}).scenarios;

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

describe('export of a static run', () => {
  test('imported again it has the same figures, by both conventions and replay-only', async () => {
    const directory = scratch();
    const {run, log, rows} = staticRun(directory);
    const out = join(directory, 'upstream');
    expect(await exportUpstreamResults({run, suite, log, out, date})).toMatchObject({
      problems: 2,
      leftOut: [],
      scenarios: ['CF_SEF'],
    });
    const again = await importUpstreamResults({
      results: join(out, 'results/v0.3.6'),
      model,
      referenceModel,
      programOf: (taskId, solution) => programIn(solution, problemOf(taskId)),
    });
    expect(score('static', again.rows, 'credited')).toEqual(score('static', rows, 'credited'));
    expect(score('static', again.rows, 'upstream')).toEqual(score('static', rows, 'upstream'));
    const told = ({origin, failures, code_sha256}: VerdictRow) => ({origin, failures, code_sha256});
    expect(again.rows.map(told)).toEqual([...rows].sort(byTurn).map(told));
  });

  test("has the files that upstream's script looks for, and no others", async () => {
    const directory = scratch();
    const {run, log} = staticRun(directory);
    const out = join(directory, 'upstream');
    await exportUpstreamResults({run, suite, log, out, date});
    const results = join(out, 'results/v0.3.6');
    const turns = (name: string) =>
      Array.from(
        {length: 10},
        (_, index) => `${name}${index === 0 ? '' : `_ITER=${index + 1}`}`,
      ).flatMap((stem) => [`${stem}.jsonl`, `${stem}_eval_results.json`]);
    const frozen = 'bigcodebench_lab_reference_CF_SEF_by_gpt-4o';
    expect(readdirSync(results).sort()).toEqual([...turns(frozen), 'static'].sort());
    expect(readdirSync(join(results, 'static'))).toEqual([frozen]);
    expect(readdirSync(join(results, 'static', frozen)).sort()).toEqual(
      turns('bigcodebench_lab_coder_CF_SEF_by_gpt-4o').sort(),
    );
    expect(
      readdirSync(join(out, 'bigcodebench/sanitized_calibrated_samples/instruct')).sort(),
    ).toEqual(
      ['coder', 'reference'].flatMap((name) => {
        const stem = `lab--${name}--bigcodebench-instruct--vllm-0-1-sanitized-calibrated`;
        return [`${stem}.jsonl`, `${stem}_eval_results.json`];
      }),
    );
  });

  test('holds code, status, failing tests and feedback of each turn', async () => {
    const directory = scratch();
    const {run, log} = staticRun(directory);
    const out = join(directory, 'upstream');
    await exportUpstreamResults({run, suite, log, out, date});
    const frozen = join(out, 'results/v0.3.6/bigcodebench_lab_reference_CF_SEF_by_gpt-4o');
    const own = join(
      out,
      'results/v0.3.6/static/bigcodebench_lab_reference_CF_SEF_by_gpt-4o/bigcodebench_lab_coder_CF_SEF_by_gpt-4o',
    );
    expect(read(`${own}_eval_results.json`)).toEqual({
      date,
      eval: {
        'Toy/0': [
          {task_id: 'Toy/0', solution: 'answer_0_1 = 1', status: 'fail', details: {test_it: ''}},
        ],
        'Toy/1': [{task_id: 'Toy/1', solution: 'answer_1_1 = 1', status: 'timeout', details: {}}],
      },
    });
    expect(readFileSync(`${own}.jsonl`, 'utf8').split('\n')[1]).toBe(
      JSON.stringify({
        task_id: 'Toy/1',
        solution: 'answer_1_1 = 1',
        compilation_feedback: 'No syntax errors',
        execution_feedback: null,
        user_feedback: 'hint 1',
        log: null,
        iteration: 1,
      }),
    );
    // A crash is a timeout to BigCodeBench; turn 0 has the stub in front.
    const turnZero = join(
      out,
      'bigcodebench/sanitized_calibrated_samples/instruct/lab--coder--bigcodebench-instruct--vllm-0-1-sanitized-calibrated',
    );
    expect(read(`${turnZero}_eval_results.json`).eval['Toy/0'][0]).toMatchObject({
      solution: 'def task_func():\n\n    pass\nanswer_0_0 = 1',
      status: 'timeout',
    });
    // The reference: solved ones stay; what it answered at turn 10 no log tells.
    expect(read(`${frozen}_ITER=9_eval_results.json`).eval).toMatchObject({
      'Toy/0': [{solution: 'reference_0_1 = 1\n', status: 'pass'}],
      'Toy/1': [{solution: 'reference_1_9 = 1\n', status: 'fail'}],
    });
    expect(read(`${frozen}_ITER=10_eval_results.json`).eval).toMatchObject({
      'Toy/0': [{status: 'pass'}],
      'Toy/1': [{solution: '', status: 'unknown'}],
    });
  });

  test('is refused while verdicts are missing, unless their problems are left out', async () => {
    const directory = scratch();
    const lose = (rows: VerdictRow[]): VerdictRow[] =>
      rows.map((row) =>
        row.task_id === 'Toy/1' && row.turn === 7
          ? {...row, origin: 'missing', status: 'missing', code_sha256: null, request: null}
          : row,
      );
    const {run, log} = staticRun(directory, lose);
    const out = join(directory, 'upstream');
    await expect(exportUpstreamResults({run, suite, log, out, date})).rejects.toThrow(
      '1 problem has missing verdicts (the first is Toy/1)',
    );
    expect(readdirSync(directory).sort()).toEqual(['log', 'run']);
    expect(
      await exportUpstreamResults({run, suite, log, out, date, leaveOutMissing: true}),
    ).toMatchObject({
      problems: 1,
      leftOut: ['Toy/1'],
    });
    expect(
      (await importUpstreamResults({results: join(out, 'results/v0.3.6'), model, referenceModel}))
        .problems,
    ).toBe(1);
  });

  test('needs the log that was replayed, and the suite of the run', async () => {
    const directory = scratch();
    const {run, log} = staticRun(directory);
    const out = join(directory, 'upstream');
    const other = writeLog(join(directory, 'other'), referenceLines, 'lab/somebody-else');
    await expect(exportUpstreamResults({run, suite, out, date})).rejects.toThrow(
      'is a replay; name the log it replayed with `log`',
    );
    await expect(exportUpstreamResults({run, suite, log: other, out, date})).rejects.toThrow(
      'is not the log that',
    );
    await expect(exportUpstreamResults({run, suite: toySuite(), log, out, date})).rejects.toThrow(
      'whose hash is not that of toy',
    );
  });

  test('stops at code that is not what was judged, and leaves nothing behind', async () => {
    const directory = scratch();
    const forge = (rows: VerdictRow[]) =>
      rows.map((row) =>
        row.turn === 5 && row.task_id === 'Toy/1' ? {...row, code_sha256: 'f'.repeat(64)} : row,
      );
    const {run, log} = staticRun(directory, forge);
    await expect(
      exportUpstreamResults({run, suite, log, out: join(directory, 'upstream'), date}),
    ).rejects.toThrow(
      'completions.jsonl: CF_SEF Toy/1 5: the code that was judged there is not to be found',
    );
    expect(readdirSync(directory).sort()).toEqual(['log', 'run']);
  });
});

describe('the critic', () => {
  const folders = (out: string) => readdirSync(join(out, 'results/v0.3.6/static'));

  test('of the published log is called what upstream’s script calls it, any other by its name', async () => {
    const directory = scratch();
    const {run, log} = staticRun(directory);
    const manifest = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
    writeJson(join(run, 'manifest.json'), {...manifest, critic: 'GPT-4o-2024-05-13'});
    const {script} = await exportUpstreamResults({
      run,
      suite,
      log,
      out: join(directory, 'a'),
      date,
    });
    expect(folders(join(directory, 'a'))).toEqual(['bigcodebench_lab_reference_CF_SEF_by_gpt-4o']);
    expect(script.command).toBe(
      'python print_results.py --model_name lab/coder --option static --ref_model_name lab/reference --simulator_name gpt-4o --version v0.3.6',
    );
    await exportUpstreamResults({
      run,
      suite,
      log,
      out: join(directory, 'b'),
      date,
      simulatorName: 'my/critic',
    });
    expect(folders(join(directory, 'b'))).toEqual([
      'bigcodebench_lab_reference_CF_SEF_by_my_critic',
    ]);
  });

  test('with a slash, and scenarios that are short, stop upstream’s script: that is said', async () => {
    const directory = scratch();
    const {run, log} = staticRun(directory);
    const out = join(directory, 'upstream');
    const {script} = await exportUpstreamResults({
      run,
      suite,
      log,
      out,
      date,
      simulatorName: 'my/critic',
    });
    expect(script.obstacles).toEqual([
      'older versions of it also need CF_EF_UNIT_SNF, CF_EF_FULL_SNF, CF_EF_UNIT_SEF, CF_EF_FULL_SEF, which this run has not',
      'older versions of it do not find a critic with "/" in its name; give `simulatorName`',
    ]);
  });
});

/** Toy/0 passes at turn 1 and stays solved; Toy/1 fails on, its first answer as it is told here. */
function liveRun(
  directory: string,
  first: {text?: string; compilationFeedback?: string} = {},
): {run: string; rows: VerdictRow[]} {
  const run = join(directory, 'run');
  const textOf: TextOf = (task_id, turn) =>
    (task_id === 'Toy/1' && turn === 0 && first.text) || answerText(task_id, turn);
  const code = (task_id: string, turn: number) => programOf(textOf(task_id, turn), task_id);
  const solvedLine = lineOf('Toy/0', 2, 'pass', {previous_code: code('Toy/0', 1)});
  const told = {compilation_feedback: first.compilationFeedback ?? 'No syntax errors'};
  const lines = [
    lineOf('Toy/0', 1, 'fail', {previous_code: code('Toy/0', 0)}),
    solvedLine,
    ...Array.from({length: 10}, (_, index) =>
      lineOf('Toy/1', index + 1, 'fail', {
        previous_code: code('Toy/1', index),
        ...(index === 0 && told),
      }),
    ),
  ];
  const rows = [
    answered('Toy/0', 0, 'fail', null),
    answered('Toy/1', 0, 'fail', null, textOf),
    answered('Toy/0', 1, 'pass', null),
    ...Array.from({length: 9}, (_, index) => staying(solvedLine, index + 2, 'solved', null)),
    ...Array.from({length: 10}, (_, index) => answered('Toy/1', index + 1, 'fail', null)),
  ];
  writeRun(run, rows, null, textOf);
  writeLog(join(run, 'log'), lines, model);
  return {run, rows};
}

describe('export of a live run', () => {
  test('brings its own log, and imported again has the same figures', async () => {
    const directory = scratch();
    const {run, rows} = liveRun(directory);
    const out = join(directory, 'upstream');
    await exportUpstreamResults({run, suite, out, date, version: 'v1'});
    const again = await importUpstreamResults({results: join(out, 'results/v1'), model});
    expect(again.mode).toBe('live');
    expect(score('live', again.rows, 'credited')).toEqual(score('live', rows, 'credited'));
    expect(score('live', again.rows, 'upstream')).toEqual(score('live', rows, 'upstream'));
    expect(again.rows.map(({origin}) => origin)).toEqual(
      [...rows].sort(byTurn).map(({origin}) => origin),
    );
  });

  test.each([
    ['of all that compile', {}, false],
    ['of one that does not', {compilationFeedback: 'SyntaxError: invalid syntax'}, true],
    [
      'of one that does not behind its prelude',
      {text: 'from __future__ import annotations\nanswer_1_0 = 1\n'},
      true,
    ],
  ])(
    'without CF and CF_SNF, %s at turn 0, says what stops upstream’s script',
    async (_, first, stops) => {
      const directory = scratch();
      const {run} = liveRun(directory, first);
      const {script} = await exportUpstreamResults({run, suite, out: join(directory, 'o'), date});
      expect(script.obstacles).toEqual([
        ...(stops
          ? [
              'without CF and CF_SNF it wants every first answer to compile, and that to Toy/1 does not',
            ]
          : []),
        'older versions of it also need CF_EF_UNIT, CF_EF_FULL, CF_EF_UNIT_SNF, CF_EF_FULL_SNF, CF_EF_UNIT_SEF, CF_EF_FULL_SEF, which this run has not',
      ]);
    },
  );
});

/** Turn 0 first, then turn by turn, as an import reads its files. */
function byTurn(a: VerdictRow, b: VerdictRow): number {
  return a.turn - b.turn || (a.task_id < b.task_id ? -1 : 1);
}
