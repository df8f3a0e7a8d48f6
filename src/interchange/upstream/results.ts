import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import {readJsonl} from '../../files/jsonl.js';
import {isActionable} from '../../log/log-line.js';
import {option} from '../../options/option-name.js';
import {lastTurn, type ScenarioId, turnZeroScenario} from '../../problem/scenario.js';
import type {Mode} from '../../run/mode.js';
import type {VerdictRow} from '../../run/verdict-row.js';
import {type EvalResults, readEvalResults} from '../samples/eval-results.js';
import {findScenarioFolders, type ScenarioFolder, type UpstreamQuery} from './folders.js';
import {evalFile, generationsFile, turnZeroFolder, turnZeroStem} from './layout.js';

export type ImportUpstreamOptions = UpstreamQuery & {
  /**
   * Where the turn-0 files are; `bigcodebench/sanitized_calibrated_samples/instruct` beside
   * `results`, or `results/<version>` itself, by default.
   */
  turnZero?: string;
  /**
   * The program of a solution, which upstream's files have behind what the prompt gives. Default:
   * the solution as it is.
   */
  programOf?: (taskId: string, solution: string) => string;
  /** Looked at between scenarios. */
  signal?: AbortSignal;
  onProgress?: (progress: {scenario: ScenarioId; done: number; total: number}) => void;
};

export type UpstreamResults = {
  mode: Mode;
  model: string;
  referenceModel: string | null;
  scenarios: ScenarioId[];
  problems: number;
  /** Who wrote the verbal feedback: as named, or as the files are; null where there is none. */
  critic: string | null;
  /** For `scoreRun`: turn 0 under `NONE`, then scenario by scenario. */
  rows: VerdictRow[];
};

/**
 * Reads upstream's evaluated results as verdict rows. Statuses are those of the files at every
 * turn, so that `--convention upstream` gives upstream's figures to the last digit: upstream judges
 * the code of a solved problem again each turn, and a flaky test may then differ. Who was asked is
 * told by the verdict of the turn before, and by the feedback recorded beside the evaluations
 * (`….jsonl`) where that is there.
 * @throws {UsageError} when model, scenario or critic cannot be found or told apart;
 * {FileFormatError} `path: …` for a missing turn, problems that differ between files, or a status
 * that we do not know.
 */
export async function importUpstreamResults(
  options: ImportUpstreamOptions,
): Promise<UpstreamResults> {
  const {model, referenceModel, programOf = (_, solution) => solution} = options;
  const own = readTurnZero(options, model);
  const reference =
    referenceModel === undefined ? null : readTurnZero(options, referenceModel, own);
  const folders = findScenarioFolders(options);
  const rows = turnZeroRows(own, {reference, programOf});
  for (const [index, folder] of folders.entries()) {
    options.signal?.throwIfAborted();
    rows.push(...(await scenarioRows(folder, {own, reference, programOf})));
    options.onProgress?.({scenario: folder.scenario, done: index + 1, total: folders.length});
  }
  return {
    mode: reference ? 'static' : 'live',
    model,
    referenceModel: referenceModel ?? null,
    scenarios: folders.map(({scenario}) => scenario),
    problems: own.results.size,
    critic: folders.find(({critic}) => critic !== null)?.critic ?? null,
    rows,
  };
}

/** An evaluation and where it stands. */
type Evaluation = {path: string; results: EvalResults};

function readTurnZero(
  {results, turnZero}: ImportUpstreamOptions,
  model: string,
  like?: Evaluation,
): Evaluation {
  const places =
    turnZero === undefined ? [results, join(results, '..', '..', turnZeroFolder)] : [turnZero];
  const paths = places.flatMap((place) =>
    ['vllm', 'openai'].map((source) => join(place, evalFile(turnZeroStem(model, source)))),
  );
  const path = paths.find(existsSync);
  if (path) return readEvaluation(path, like);
  throw new UsageError(
    `${paths[0]}: no such file; turn 0 of ${model} is looked for in ${places.join(' and ')} (name another folder with ${option('turnZero')})`,
  );
}

/**
 * Every evaluation must be of the same problems: a missing one would be left out in silence, or
 * counted as failed.
 */
function readEvaluation(path: string, like?: Evaluation): Evaluation {
  if (!existsSync(path))
    throw new FileFormatError(
      `${path}: is missing, though other turns are there; turns 1 to ${lastTurn} are needed`,
    );
  const results = readEvalResults(path);
  const unknown = like && [...results.keys()].find((taskId) => !like.results.has(taskId));
  if (unknown !== undefined)
    throw new FileFormatError(`${path}: eval.${unknown}: is not in ${like?.path}`);
  const missing = like && [...like.results.keys()].find((taskId) => !results.has(taskId));
  if (missing !== undefined)
    throw new FileFormatError(`${path}: eval: ${missing} is missing, though ${like?.path} has it`);
  return {path, results};
}

/** What the files do not say of an answer. */
const untold = {found: null, trust: null, missing: null} as const;

type ProgramOf = NonNullable<ImportUpstreamOptions['programOf']>;

function turnZeroRows(
  own: Evaluation,
  {reference, programOf}: {reference: Evaluation | null; programOf: ProgramOf},
): VerdictRow[] {
  return [...own.results].map(([task_id, {solution, status, failures}]) => ({
    scenario: turnZeroScenario,
    task_id,
    turn: 0,
    origin: 'answered',
    status,
    reference_status: reference?.results.get(task_id)?.status ?? null,
    failures,
    code_sha256: sha256(programOf(task_id, solution)),
    request: null,
    ...untold,
  }));
}

async function scenarioRows(
  {scenario, turns: stems, reference: referenceStems}: ScenarioFolder,
  turnZero: {own: Evaluation; reference: Evaluation | null; programOf: ProgramOf},
): Promise<VerdictRow[]> {
  const rows: VerdictRow[] = [];
  let before = turnZero.reference ?? turnZero.own;
  for (const [index, stem] of stems.entries()) {
    const now = readEvaluation(evalFile(stem), turnZero.own);
    const referenceStem = referenceStems?.[index];
    const reference =
      referenceStem === undefined ? null : readEvaluation(evalFile(referenceStem), turnZero.own);
    const unasked = await readUnasked(generationsFile(stem), now);
    for (const [task_id, {solution, status, failures}] of now.results) {
      const wasSolved = before.results.get(task_id)?.status === 'pass';
      rows.push({
        scenario,
        task_id,
        turn: index + 1,
        origin: wasSolved
          ? turnZero.reference
            ? 'reference-solved'
            : 'solved'
          : unasked.has(task_id)
            ? 'no-feedback'
            : 'answered',
        status,
        reference_status: reference?.results.get(task_id)?.status ?? null,
        failures,
        code_sha256: sha256(turnZero.programOf(task_id, solution)),
        request: null,
        ...untold,
      });
    }
    // Static turns go on from the reference's code, live ones from the model's own; behind turn 10
    // nothing follows.
    before = turnZero.reference ? (reference ?? before) : now;
  }
  return rows;
}

const feedback = z.string().nullable().default(null);
const generationSchema = z.object({
  task_id: z.string(),
  compilation_feedback: feedback,
  execution_feedback: feedback,
  user_feedback: feedback,
});

/**
 * The problems at whose turn there was nothing to act upon; none where no feedback is recorded at
 * all.
 * @throws {FileFormatError} `path:line: task_id: …` for a problem that stands twice, or that the
 * evaluation beside has not.
 */
async function readUnasked(path: string, evaluation: Evaluation): Promise<Set<string>> {
  const unasked = new Set<string>();
  const seen = new Map<string, number>();
  if (!existsSync(path)) return unasked;
  for await (const {line, value} of readJsonl(path, generationSchema)) {
    const before = seen.get(value.task_id);
    if (before !== undefined)
      throw new FileFormatError(
        `${path}:${line}: task_id: ${value.task_id} stands on line ${before} already`,
      );
    if (!evaluation.results.has(value.task_id))
      throw new FileFormatError(
        `${path}:${line}: task_id: ${value.task_id} is not in ${evaluation.path}`,
      );
    seen.set(value.task_id, line);
    const {compilation_feedback, execution_feedback, user_feedback: verbal_feedback} = value;
    const isRecorded =
      compilation_feedback !== null || execution_feedback !== null || verbal_feedback !== null;
    if (isRecorded && !isActionable({compilation_feedback, execution_feedback, verbal_feedback}))
      unasked.add(value.task_id);
  }
  return unasked;
}
