import {join} from 'node:path';
import {UsageError} from '../../errors.js';
import {toJsonLine} from '../../files/jsonl.js';
import {makeWholeDirectory} from '../../files/whole-directory.js';
import {streamAtomically} from '../../files/write.js';
import type {Log} from '../../log/read-log.js';
import {counted} from '../../options/counted.js';
import type {Suite} from '../../problem/problem.js';
import type {ScenarioId} from '../../problem/scenario.js';
import type {RunManifest} from '../../run/run-manifest.js';
import {turns} from '../published/published-shape.js';
import {writeEvalResults} from '../samples/eval-results.js';
import {
  evalFile,
  generationsFile,
  stemOf,
  turnZeroFolder,
  turnZeroStem,
  upstreamVersion,
} from './layout.js';
import {openRunAnswers, type TurnAnswer, type Whose} from './run-answers.js';
import {scriptCommand, scriptObstacles, simulatorName} from './script.js';

export type ExportUpstreamOptions = {
  /** The directory of a finished run. */
  run: string;
  suite: Suite;
  /** The log that was replayed; a live run has its own. */
  log?: Log;
  /**
   * The folder to make: it stands for upstream's `convcodeworld/`, from which its script is run.
   * New or empty.
   */
  out: string;
  /** Names the folder in `results`; upstream's `v0.3.6` by default. */
  version?: string;
  /**
   * What the critic is called in folders and files; by default its own name, and upstream's for the
   * one of the published log.
   */
  simulatorName?: string;
  /**
   * Leaves problems with a missing verdict out of every file; by default they are refused, for
   * upstream knows no missing verdict.
   */
  leaveOutMissing?: boolean;
  /** Looked at between files; stopping leaves nothing behind. */
  signal?: AbortSignal;
  /** Written into every file of verdicts, `2024-09-10 12:00`. */
  date: string;
};

/** `script`: the command by which upstream's script prints it, and what would stop that. */
export type ExportedResults = {
  problems: number;
  leftOut: string[];
  scenarios: ScenarioId[];
  script: {command: string; obstacles: string[]};
};

/**
 * Writes a run into upstream's layout, so that its `print_results.py` reads it: `--model_name` and
 * `--ref_model_name` as the run's manifest has them. A static run brings the reference's own
 * results along, for the script needs them; the reference's answer at turn 10, which no log holds
 * and no figure uses, has the status `unknown`. Failing tests are named without their texts, which
 * a run does not keep.
 * @throws {UsageError} for missing verdicts (unless left out), another suite or log than the run's,
 * or an output folder with something in it; {FileFormatError} for a damaged run or log.
 */
export async function exportUpstreamResults(
  options: ExportUpstreamOptions,
): Promise<ExportedResults> {
  const answers = await openRunAnswers(options);
  const {taskIds, missing} = answers;
  const version = options.version ?? upstreamVersion;
  const manifest = {
    ...answers.manifest,
    critic: options.simulatorName ?? simulatorName(answers.manifest.critic),
  };
  if (missing.length > 0 && !options.leaveOutMissing) {
    throw new UsageError(
      `${options.run}: ${counted(missing.length, 'problem has', 'problems have')} missing verdicts (the first is ${missing[0]}); run it again to go on, or leave them out`,
    );
  }
  if (taskIds.length === 0) throw new UsageError(`${options.run}: no problem has all its verdicts`);
  await makeWholeDirectory(options.out, async (directory) => {
    for (const {stem, whose, scenario, turn} of plannedFiles(directory, manifest, version)) {
      options.signal?.throwIfAborted();
      const entries = taskIds.map((taskId) => answers.at(whose, {scenario, taskId, turn}));
      await writeTurn(stem, {entries, turn, date: options.date});
    }
  });
  const {model, critic, log, scenarios} = manifest;
  const query = {model, reference: log?.reference_model ?? null, critic, version};
  const notCompiling = log ? [] : taskIds.filter((taskId) => !answers.firstAnswerCompiles(taskId));
  const script = {
    command: scriptCommand(query),
    obstacles: scriptObstacles(query, {scenarios, notCompiling}),
  };
  return {problems: taskIds.length, leftOut: missing, scenarios, script};
}

/** A pair of files: generations and their evaluation. `scenario` is null for turn 0. */
type PlannedFiles = {stem: string; whose: Whose; scenario: ScenarioId | null; turn: number};

function plannedFiles(
  directory: string,
  {model, critic, log, scenarios}: RunManifest,
  version: string,
): PlannedFiles[] {
  const results = join(directory, 'results', version);
  const turnZero = (whose: Whose, name: string): PlannedFiles => {
    return {
      stem: join(directory, turnZeroFolder, turnZeroStem(name)),
      whose,
      scenario: null,
      turn: 0,
    };
  };
  const conversation = (
    whose: Whose,
    scenario: ScenarioId,
    {folder, name}: {folder: string; name: string},
  ): PlannedFiles[] =>
    turns.map((turn) => ({
      stem: join(folder, stemOf({model: name, scenario, critic}, turn)),
      whose,
      scenario,
      turn,
    }));
  if (!log) {
    return [
      turnZero('own', model),
      ...scenarios.flatMap((scenario) =>
        conversation('own', scenario, {folder: results, name: model}),
      ),
    ];
  }
  const reference = log.reference_model;
  const frozen = (scenario: ScenarioId) =>
    join(results, 'static', stemOf({model: reference, scenario, critic}, 1));
  return [
    turnZero('own', model),
    ...(reference === model ? [] : [turnZero('reference', reference)]),
    ...scenarios.flatMap((scenario) => [
      ...conversation('own', scenario, {folder: frozen(scenario), name: model}),
      ...conversation('reference', scenario, {folder: results, name: reference}),
    ]),
  ];
}

async function writeTurn(
  stem: string,
  {entries, turn, date}: {entries: TurnAnswer[]; turn: number; date: string},
): Promise<void> {
  await streamAtomically(
    generationsFile(stem),
    entries.map((entry) => toGeneration(entry, turn)),
  );
  const results = entries.map(({taskId, code, status, failures}) => ({
    task_id: taskId,
    solution: code,
    status,
    details: Object.fromEntries(failures.map((test) => [test, ''])),
  }));
  await writeEvalResults(evalFile(stem), date, results);
}

function toGeneration({taskId, code, feedback}: TurnAnswer, turn: number): string {
  return toJsonLine({
    task_id: taskId,
    solution: code,
    compilation_feedback: feedback?.compilation_feedback ?? null,
    execution_feedback: feedback?.execution_feedback ?? null,
    user_feedback: feedback?.verbal_feedback ?? null,
    log: null,
    iteration: turn,
  });
}
