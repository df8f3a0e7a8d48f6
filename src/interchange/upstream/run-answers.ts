import {join} from 'node:path';
import {createReader} from '../../conversation/answer/reader.js';
import {answerToProgram} from '../../conversation/answer-to-program.js';
import {loadPythonParser} from '../../conversation/python/parser.js';
import {FileFormatError, UsageError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import {readAllJsonl} from '../../files/jsonl.js';
import {answeredAt} from '../../log/answered-at.js';
import {type Feedback, type LogLine, noSyntaxErrors} from '../../log/log-line.js';
import {type Log, openLog, readConversations} from '../../log/read-log.js';
import {completionRow} from '../../model/completion-row.js';
import {option} from '../../options/option-name.js';
import {withPrelude} from '../../problem/prelude.js';
import type {Problem, Suite} from '../../problem/problem.js';
import {type ScenarioId, turnZeroScenario} from '../../problem/scenario.js';
import {readRunManifest, readVerdicts} from '../../run/read-run.js';
import type {RunManifest} from '../../run/run-manifest.js';
import type {VerdictRow} from '../../run/verdict-row.js';
import {placeKey} from '../../run/verdict-row.js';
import type {EvalResult} from '../samples/eval-results.js';

/**
 * Whose answers: those of the run's model, or of the reference whose conversations it was asked
 * about.
 */
export type Whose = 'own' | 'reference';

/**
 * The code that stands at a turn, behind its prelude as upstream has it, and what is known of it;
 * `feedback`: what was said before it.
 */
export type TurnAnswer = {
  taskId: string;
  code: string;
  status: EvalResult['status'];
  failures: string[];
  feedback: Feedback | null;
};

/** A turn of a problem; `scenario` is null at turn 0. */
type AnswerPlace = {scenario: ScenarioId | null; taskId: string; turn: number};

export type RunAnswers = {
  manifest: RunManifest;
  /** The problems that have all their verdicts, in the suite's order. */
  taskIds: string[];
  /** Those that have not, sorted. */
  missing: string[];
  /** @throws {FileFormatError} where the run does not hold the code it judged. */
  at(whose: Whose, place: AnswerPlace): TurnAnswer;
  /**
   * Whether the answer of a live run at turn 0 compiles: by what its log says of the program, and
   * by our parser of both texts in one, which does not see all that Python does.
   */
  firstAnswerCompiles(taskId: string): boolean;
};

/**
 * Opens a finished run by its verdicts, with the code behind each: out of the stored answers, or of
 * the log where nobody was asked.
 * @throws {UsageError} for another suite or log than the run's; {FileFormatError} where run or log
 * are damaged.
 */
export async function openRunAnswers({
  run,
  suite,
  log,
}: {
  run: string;
  suite: Suite;
  log?: Log;
}): Promise<RunAnswers> {
  const manifest = readRunManifest(run);
  if (manifest.suite.sha256 !== suite.hash) {
    throw new UsageError(
      `${run}: is a run of the suite ${manifest.suite.name}, whose hash is not that of ${suite.name}`,
    );
  }
  const verdicts = await readVerdicts(run, manifest.format_version);
  const rows = new Map(verdicts.map((row) => [placeKey(row), row]));
  const itsLog = logOf(run, manifest, log);
  const linesOf = await readLines(manifest, itsLog);
  const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
  const recorded = {linesOf, glued: openGlue(problems, itsLog)};
  const codeOf = await createCodeOf(run, problems, recorded);
  const own = (place: AnswerPlace): TurnAnswer => {
    const row = rowAt(rows, place);
    const code = codeOf(row);
    return {
      taskId: place.taskId,
      code,
      status: row.status,
      failures: row.failures,
      feedback: feedbackAt(linesOf, place),
    };
  };
  const reference = (place: AnswerPlace): TurnAnswer => {
    return {
      ...referenceAnswer(recorded, manifest, place),
      failures: [],
      feedback: feedbackAt(linesOf, place),
    };
  };
  return {
    manifest,
    ...sortTasks(suite, [...rows.values()]),
    at: (whose, place) => (whose === 'own' ? own : reference)(place),
    firstAnswerCompiles(taskId) {
      const told = manifest.scenarios.map((scenario) =>
        feedbackAt(linesOf, {scenario, taskId, turn: 1}),
      );
      const {code} = own({scenario: null, taskId, turn: 0});
      return told.every(isSilentOfErrors) && (createReader().read(code)?.problem ?? null) === null;
    },
  };
}

function isSilentOfErrors(feedback: Feedback | null): boolean {
  return [null, noSyntaxErrors].includes(feedback?.compilation_feedback ?? null);
}

type LinesOf = ReadonlyMap<string, LogLine[]>;

function logOf(run: string, manifest: RunManifest, log: Log | undefined): Log {
  if (manifest.verb === 'generate') return openLog(join(run, 'log'));
  if (!log)
    throw new UsageError(
      `${run}: is a replay; name the log it replayed with ${option('log')}, for upstream's layout holds the reference's results too`,
    );
  if (log.sha256 === manifest.log?.sha256) return log;
  throw new UsageError(
    `${log.directory}: is not the log that ${run} replayed (their hashes differ)`,
  );
}

async function readLines({scenarios}: RunManifest, log: Log): Promise<LinesOf> {
  const linesOf = new Map<string, LogLine[]>();
  for (const scenario of scenarios) {
    for (const {taskId, lines} of await readConversations(log, scenario))
      linesOf.set(`${scenario} ${taskId}`, lines);
  }
  return linesOf;
}

function sortTasks(
  suite: Suite,
  rows: readonly VerdictRow[],
): {taskIds: string[]; missing: string[]} {
  const judged = new Set(rows.map(({task_id}) => task_id));
  const missing = new Set(
    rows.filter(({status}) => status === 'missing').map(({task_id}) => task_id),
  );
  const taskIds = suite.problems
    .map(({task_id}) => task_id)
    .filter((id) => judged.has(id) && !missing.has(id));
  return {taskIds, missing: [...missing].sort()};
}

function rowAt(
  rows: ReadonlyMap<string, VerdictRow>,
  {scenario, taskId, turn}: AnswerPlace,
): VerdictRow & {status: TurnAnswer['status']} {
  const key = placeKey({scenario: scenario ?? turnZeroScenario, task_id: taskId, turn});
  const row = rows.get(key);
  if (row && row.status !== 'missing') return {...row, status: row.status};
  throw new UsageError(
    `verdicts: ${key}: there is none; upstream's layout holds the same problems in every scenario and turn`,
  );
}

/** The code that the line of a turn carries, as upstream has it. */
type Glued = (lines: readonly LogLine[], line: LogLine) => string;

/** Logs of format version 1 hold programs glued to their preludes already. */
function openGlue(problems: ReadonlyMap<string, Problem>, {manifest}: Log): Glued {
  if (manifest.format_version === 1) return (_, {previous_code}) => previous_code;
  return (lines, {task_id, turn, previous_code}) => {
    const problem = problems.get(task_id);
    return problem ? withPrelude(previous_code, problem, answeredAt(lines, turn)) : previous_code;
  };
}

type Recorded = {linesOf: LinesOf; glued: Glued};

type CodeOf = (row: VerdictRow) => string;

async function createCodeOf(
  run: string,
  problems: ReadonlyMap<string, Problem>,
  {linesOf, glued}: Recorded,
): Promise<CodeOf> {
  await loadPythonParser();
  const path = join(run, 'completions.jsonl');
  const texts = new Map(
    (await readAllJsonl(path, completionRow)).map(({request, text}) => [request, text]),
  );
  return (row) => {
    const text = row.request === null ? undefined : texts.get(row.request);
    const problem = problems.get(row.task_id);
    if (text !== undefined && problem) {
      const {program} = answerToProgram(text, problem);
      const code = withPrelude(program, problem, row.turn);
      // Runs of format version 1 have the hash of both together.
      if ([program, code].some((judged) => sha256(judged) === row.code_sha256)) return code;
    } else {
      const lines = linesOf.get(`${row.scenario} ${row.task_id}`) ?? [];
      const line = lineAt(lines, row.turn);
      if (line && line.code_sha256 === row.code_sha256) return glued(lines, line);
    }
    throw new FileFormatError(
      `${path}: ${placeKey(row)}: the code that was judged there is not to be found`,
    );
  };
}

/** The line of a turn; behind the last line that is the last, whose code stays. */
function lineAt(lines: readonly LogLine[], turn: number): LogLine | undefined {
  return lines[turn - 1] ?? lines.at(-1);
}

function feedbackAt(linesOf: LinesOf, {scenario, taskId, turn}: AnswerPlace): Feedback | null {
  return linesOf.get(`${scenario} ${taskId}`)?.[turn - 1] ?? null;
}

/**
 * What the log tells of the reference's own answer: the next line has it; behind a pass nothing
 * changes; behind turn 9 nobody knows.
 */
function referenceAnswer(
  {linesOf, glued}: Recorded,
  {scenarios}: RunManifest,
  {scenario, taskId, turn}: AnswerPlace,
): Pick<TurnAnswer, 'taskId' | 'code' | 'status'> {
  const lines = scenario
    ? linesOf.get(`${scenario} ${taskId}`)
    : scenarios.map((id) => linesOf.get(`${id} ${taskId}`)).find(Boolean);
  const last = lines?.at(-1);
  const line = lines?.[turn] ?? (last?.previous_status === 'pass' ? last : undefined);
  if (!lines || !line) return {taskId, code: '', status: 'unknown'};
  return {taskId, code: glued(lines, line), status: line.previous_status};
}
