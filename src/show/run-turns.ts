import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {loadPromptSet} from '../conversation/prompt-set.js';
import {sha256} from '../files/canonical-hash.js';
import {readJsonl} from '../files/jsonl.js';
import {refuseLink} from '../files/own-file.js';
import {isActionable, type LogLine} from '../log/log-line.js';
import type {Log} from '../log/read-log.js';
import {type CompletionRow, completionRow} from '../model/completion-row.js';
import {option} from '../options/option-name.js';
import type {Problem} from '../problem/problem.js';
import {lastTurn, type ScenarioId, scenarios, turnZeroScenario} from '../problem/scenario.js';
import {type FailedProgram, programKey, readFailedPrograms} from '../run/failed-programs.js';
import {logOfRun} from '../run/log-of-run.js';
import {readRun, type StoredRun} from '../run/read-run.js';
import {isFinished, readUnfinishedRun} from '../run/unfinished-run.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {candidateScenarios} from './candidate-scenarios.js';
import type {codeDiff} from './code-diff.js';
import {type AskingAgain, askingOfRun, promptAgain} from './exact-prompt.js';
import {findTask} from './find-task.js';
import {linesOf} from './log-lines.js';
import {problemOf} from './problem-of.js';
import {programInAnswer} from './program-in-answer.js';
import type {ShowOptions} from './show-options.js';
import {givenBy, type ScenarioCourse, type ShownConversation, type ShownTurn} from './shown.js';

/** A conversation as a run has it: its model’s answers, and what became of them. */
export async function showRun(directory: string, options: ShowOptions): Promise<ShownConversation> {
  const stored = isFinished(directory)
    ? await readRun(directory)
    : await readUnfinishedRun(directory);
  const {manifest, mode} = stored;
  const tasks = [...new Set(stored.rows.map(({task_id}) => task_id))];
  const taskId = findTask(options.task, tasks, directory);
  const rows = stored.rows.filter(({task_id}) => task_id === taskId);
  const has = scenarios.map(({id}) => id).filter((id) => rows.some((row) => row.scenario === id));
  const candidates = candidateScenarios(options.scenario, has, directory);
  const asked = rows.filter((row) => row.turn === options.turn && wasAsked(row));
  const scenario =
    candidates.find((id) => asked.some((row) => row.scenario === id)) ?? candidates[0];
  const own = rows
    .filter((row) => row.scenario === scenario || row.scenario === turnZeroScenario)
    .sort((a, b) => a.turn - b.turn);
  const log = logOfRun(stored, options.log);
  const found = await problemOf(taskId, {directory, manifest}, options.suite);
  const again = options.prompts
    ? askingOfRun(manifest, loadPromptSet(options.promptsDirectory))
    : null;
  const known: ConversationSources = {
    mode,
    lines: await linesIn(log, scenario, taskId),
    problem: 'problem' in found ? found.problem : null,
    again,
    answers: await readAnswers(directory, own),
    failed: await readFailedPrograms(directory),
    // The package behind it is loaded where it is needed only.
    codeDiff: (await import('./code-diff.js')).codeDiff,
  };
  const turns = own.map((row) => turnOf(row, known));
  const lacks = [
    ...(log === null ? [lacksLog(stored)] : []),
    ...('lacks' in found ? [found.lacks] : []),
    ...(again && 'lacks' in again ? [again.lacks] : []),
    ...turns.flatMap((turn) => turn.lacks),
  ];
  return {
    directory,
    kind: mode === 'static' ? 'static run' : 'live run',
    model: manifest.model,
    reference_model: manifest.log?.reference_model ?? null,
    task_id: taskId,
    scenario,
    statement: known.problem?.instruct_prompt ?? null,
    courses: has.map((id) => courseOf(id, rows)),
    turns: turns.map(({shown}) => shown),
    lacks: [...new Set(lacks)],
  };
}

/** What a run, its log and its suite tell of one conversation. */
type ConversationSources = {
  mode: StoredRun['mode'];
  /** Of the log; none where it is not at hand. */
  lines: readonly LogLine[];
  problem: Problem | null;
  /** Null where prompts are not asked for. */
  again: AskingAgain | null;
  /** By the hash of their request. */
  answers: ReadonlyMap<string, CompletionRow>;
  /** By `programKey`; null where the run kept none. */
  failed: ReadonlyMap<string, FailedProgram['failures']> | null;
  codeDiff: typeof codeDiff;
};

function turnOf(row: VerdictRow, known: ConversationSources): {shown: ShownTurn; lacks: string[]} {
  const {answers, lines, problem} = known;
  const {turn, origin, status, reference_status, trust, missing} = row;
  const given = isOpen(row) ? (lines[turn - 1] ?? null) : null;
  const answer = row.request === null ? undefined : answers.get(row.request);
  const program = programOf(row, answer, known);
  const prompt = promptOf(row, answer, known);
  const failures = failuresOf(row, known);
  const lacks = [
    ...(row.request !== null && !answer ? ['answers: the run does not hold all of them'] : []),
    ...(answer && problem && !program && origin === 'answered' ? [otherRules] : []),
    ...(prompt && 'lacks' in prompt ? [`prompts: turn ${turn}: ${prompt.lacks}`] : []),
    ...(failures.some(({text}) => text === null) ? [noTracebacks] : []),
  ];
  const shown = {
    turn,
    given: given && givenBy(given),
    prompt: prompt && 'messages' in prompt ? prompt : null,
    answer: answer ? withoutRequest(answer) : null,
    program: program && {
      ...program,
      diff: given && known.codeDiff(given.previous_code, program.code),
    },
    verdict: {origin, status, reference_status, trust, missing},
    failures,
  };
  return {shown, lacks};
}

const otherRules =
  'programs: an answer’s program is not the one that was judged; an earlier version found it by other rules';
const noTracebacks =
  'tracebacks: the run comes from a version that kept none; "convcodebench judge" adds them';

function wasAsked({origin}: VerdictRow): boolean {
  return origin === 'answered' || origin === 'missing';
}

/** Whether there was something to ask at the place. */
function isOpen({origin}: VerdictRow): boolean {
  return origin !== 'reference-solved' && origin !== 'solved';
}

/** The program that was judged: found in the answer, or as the log of a live run goes on. */
function programOf(
  row: VerdictRow,
  answer: CompletionRow | undefined,
  {mode, lines, problem}: ConversationSources,
): {code: string; found: VerdictRow['found']} | null {
  const {code_sha256, turn, origin, found} = row;
  if (origin !== 'answered') return null;
  const held = answer ? programInAnswer(answer.text, row, problem) : null;
  if (held !== null) return {code: held, found};
  const next = mode === 'live' ? lines[turn]?.previous_code : undefined;
  return next !== undefined && sha256(next) === code_sha256 ? {code: next, found} : null;
}

function promptOf(
  row: VerdictRow,
  answer: CompletionRow | undefined,
  {again, lines, problem}: ConversationSources,
): ReturnType<typeof promptAgain> | null {
  if (again === null || 'lacks' in again || problem === null || !isOpen(row)) return null;
  const line = lines[row.turn - 1];
  const isAsked = row.turn === 0 || (line !== undefined && isActionable(line));
  if (!isAsked) return null;
  const answered = answer ? {request: answer.request, cut: answer.cut} : null;
  const {scenario, turn} = row;
  return promptAgain({problem, scenario, lines: lines.slice(0, turn), answered}, again.asking);
}

function failuresOf(row: VerdictRow, {failed}: ConversationSources): ShownTurn['failures'] {
  const texts = failed?.get(programKey(row));
  return row.failures.map((name) => {
    return {name, text: texts?.find((failure) => failure.name === name)?.text ?? null};
  });
}

async function linesIn(log: Log | null, scenario: ScenarioId, taskId: string): Promise<LogLine[]> {
  return log?.manifest.scenarios[scenario] ? linesOf(log, scenario, taskId) : [];
}

function lacksLog({mode, manifest}: StoredRun): string {
  if (mode === 'live' && manifest.totals === null)
    return 'what was said: the run’s log is not written yet; the command that began it goes on';
  if (mode === 'live') return 'what was said: the run’s own log, its folder log, is not there';
  if (manifest.imported) return 'what was given and answered: the run was imported';
  return `what was given: the log that was replayed is not at hand; ${option('log')} DIR names it`;
}

/** The answers that rows name, by the hash of their request. */
async function readAnswers(
  directory: string,
  rows: readonly VerdictRow[],
): Promise<Map<string, CompletionRow>> {
  const path = join(directory, 'completions.jsonl');
  const wanted = new Set(rows.map(({request}) => request));
  const answers = new Map<string, CompletionRow>();
  refuseLink(path);
  if (!existsSync(path)) return answers;
  for await (const {value} of readJsonl(path, completionRow, {tornLastLine: 'drop'}))
    if (wanted.has(value.request)) answers.set(value.request, value);
  return answers;
}

function withoutRequest({request: _, ...answer}: CompletionRow): Omit<CompletionRow, 'request'> {
  return answer;
}

function courseOf(scenario: ScenarioId, rows: readonly VerdictRow[]): ScenarioCourse {
  const at = (turn: number) =>
    rows.find((row) => row.turn === turn && (turn === 0 || row.scenario === scenario));
  return {
    scenario,
    statuses: Array.from({length: lastTurn + 1}, (_, turn) => {
      const row = at(turn);
      if (!row) return null;
      return row.origin === 'answered' || row.origin === 'missing' ? row.status : row.origin;
    }),
  };
}
