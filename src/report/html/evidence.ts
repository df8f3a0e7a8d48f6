import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {loadPromptSet, type PromptSet} from '../../conversation/prompt-set.js';
import {loadPythonParser} from '../../conversation/python/parser.js';
import {MissingRequirementError, UsageError} from '../../errors.js';
import {once} from '../../files/once.js';
import type {LogLine} from '../../log/log-line.js';
import {findShippedLog, type Log, openLog} from '../../log/read-log.js';
import {openConversations, type RecordedConversation} from '../../log/recorded-conversations.js';
import type {CompletionRow, PromptCut} from '../../model/completion-row.js';
import type {Message} from '../../model/model.js';
import {option} from '../../options/option-name.js';
import type {Problem, Suite} from '../../problem/problem.js';
import {loadRecordedSuite} from '../../problem/recorded-suite.js';
import {type ScenarioId, turnZeroScenario} from '../../problem/scenario.js';
import {loadSuite} from '../../problem/suite.js';
import {
  type Compiling,
  compilingOf,
  type FailedProgram,
  programKey,
  readFailedPrograms,
} from '../../run/failed-programs.js';
import type {StoredRun} from '../../run/read-run.js';
import type {RunManifest} from '../../run/run-manifest.js';
import type {VerdictRow} from '../../run/verdict-row.js';
import {askingOfRun, promptAgain} from '../../show/exact-prompt.js';
import {programInAnswer} from '../../show/program-in-answer.js';
import {openStoredAnswers} from './stored-answers.js';

/** Where to look for what a run's directory does not hold. */
export type EvidenceSources = {
  /** Directories of logs that were replayed, besides those that ship. Default: none. */
  logs?: readonly string[] | undefined;
  /** Name or file of the suite, where it cannot be found by the name in the manifest. */
  suite?: string | undefined;
  /** Folder of the prompt set. Default: the one that ships. */
  promptsDirectory?: string | undefined;
};

/** What is at hand about the conversations of a run. */
export type RunEvidence = {
  /** What is not at hand and what is therefore not shown, a sentence each. */
  lacks: string[];
  /** In the suite's order; null where the suite is not at hand. */
  problems: ReadonlyMap<string, Problem> | null;
  /** Whether the run kept what its programs failed at. */
  hasFailures: boolean;
  failuresOf(row: VerdictRow): FailedProgram['failures'] | undefined;
  compiles: Compiling;
  /** The log's lines of a conversation, turn 1 first; none where the log is not at hand. */
  linesOf(scenario: ScenarioId, taskId: string): readonly LogLine[];
  answerOf(row: VerdictRow): CompletionRow | undefined;
  /** The program at a place, where it can be had; `''` where the answer holds none. */
  programOf(row: VerdictRow, answer: CompletionRow | undefined): string | null;
  /** The prompt that asked for the answer at a place; null where it cannot be made again. */
  promptOf(row: VerdictRow, cut: PromptCut | null): Message[] | null;
};

/** The sources of all runs of a page: what several of them share is read once. */
export type OpenedSources = {
  logs: readonly Log[];
  prompts: PromptSet;
  suiteOf(run: Pick<StoredRun, 'manifest'>): Promise<Suite>;
  conversationsOf(log: Log, scenario: ScenarioId): Promise<RecordedConversation[]>;
};

/** @throws {UsageError} for a source that was named and is not there. */
export async function openSources({
  logs = [],
  suite,
  promptsDirectory,
}: EvidenceSources): Promise<OpenedSources> {
  await loadPythonParser();
  const named = suite === undefined ? undefined : await loadSuite(suite);
  const suiteOf = once(
    ({manifest}: Pick<StoredRun, 'manifest'>) => manifest.suite.sha256,
    async ({manifest}) =>
      named?.hash === manifest.suite.sha256
        ? named
        : loadRecordedSuite(itsDirectory, manifest.suite, undefined),
  );
  const conversations = once(
    ({log, scenario}: {log: Log; scenario: ScenarioId}) => `${log.directory} ${scenario}`,
    ({log, scenario}) => openConversations(log, scenario),
  );
  return {
    logs: logs.map(openLog),
    prompts: loadPromptSet(promptsDirectory),
    suiteOf,
    conversationsOf: (log, scenario) => conversations({log, scenario}),
  };
}

/**
 * Opens what is at hand about a run. @throws {FileFormatError} for damaged answers or failures.
 * @param itsLog the log of its conversations, where it is known already.
 */
export async function openEvidence(
  run: Pick<StoredRun, 'label' | 'manifest'>,
  sources: OpenedSources,
  itsLog?: Log,
): Promise<RunEvidence> {
  const {label, manifest} = run;
  const suite = await orWhyNot(label, () => sources.suiteOf(run));
  const problems =
    'value' in suite ? new Map(suite.value.problems.map((each) => [each.task_id, each])) : null;
  const log = await orWhyNot(label, async () => itsLog ?? openLogOf(run, sources.logs));
  const conversations =
    'value' in log
      ? await orWhyNot(label, () => conversationsOf(log.value, manifest, sources), log.value)
      : log;
  const again = askingOfRun(manifest, sources.prompts);
  const answers = await openStoredAnswers(label);
  const failed = await readFailedPrograms(label);
  const linesOf = (scenario: ScenarioId, taskId: string) =>
    'value' in conversations
      ? (conversations.value.get(`${scenario} ${taskId}`)?.lines() ?? [])
      : [];
  return {
    lacks: [
      ...('value' in suite ? [] : [`Statements, prompts and libraries: ${suite.reason}`]),
      ...('value' in conversations
        ? []
        : [`Feedback and the programs it is about: ${conversations.reason}`]),
      ...('lacks' in again ? [`Prompts: ${again.lacks}`] : []),
      ...(answers ? [] : ['Answers: the run holds none.']),
      ...(failed ? [] : ['Tracebacks of failing tests: the run kept none; runs do from now on.']),
    ],
    problems,
    hasFailures: failed !== null,
    failuresOf: (row) => failed?.get(programKey(row)),
    compiles: compilingOf(failed),
    linesOf,
    answerOf: ({request}) => (request === null ? undefined : answers?.(request)),
    programOf: programsOf(linesOf, problems),
    promptOf({scenario, task_id, turn, request}, cut) {
      const problem = problems?.get(task_id);
      if (problem === undefined || 'lacks' in again || request === null) return null;
      const lines = scenario === turnZeroScenario ? [] : linesOf(scenario, task_id).slice(0, turn);
      if (lines.length < turn) return null;
      const question = {problem, scenario, lines, answered: {request, cut}};
      const prompt = promptAgain(question, again.asking);
      return 'messages' in prompt ? prompt.messages : null;
    },
  };
}

type OrWhyNot<T> = {value: T} | {reason: string};

/** What a page calls a run's directory: a page may go anywhere, and several runs share a suite. */
const itsDirectory = 'RUN';

/**
 * What is not there, or not what it should be, is said in the page; it can be read without. It says
 * the run's directory as `RUN`, and that of another log as `LOG`.
 */
async function orWhyNot<T>(
  directory: string,
  get: () => Promise<T>,
  log?: Log,
): Promise<OrWhyNot<T>> {
  try {
    return {value: await get()};
  } catch (error) {
    if (error instanceof UsageError || error instanceof MissingRequirementError) {
      const message = error.message.replaceAll(directory, itsDirectory);
      return {reason: log ? message.replaceAll(join(log.directory, '/'), 'LOG/') : message};
    }
    throw error;
  }
}

/** The log that a run replayed, or made. @throws {UsageError} where it is not at hand. */
function openLogOf(
  {label, manifest}: Pick<StoredRun, 'label' | 'manifest'>,
  logs: readonly Log[],
): Log {
  if (manifest.verb === 'generate') {
    const own = join(label, 'log');
    if (existsSync(own)) return openLog(own);
    throw new UsageError('the run’s own log, its folder log, is not there.');
  }
  const sha256 = manifest.log?.sha256 ?? null;
  if (sha256 === null) throw new UsageError('the run does not tell which log it replayed.');
  const named = logs.find((log) => log.sha256 === sha256);
  const log = named ?? findShippedLog(sha256);
  if (log) return log;
  throw new UsageError(
    `the log of ${manifest.log?.reference_model} that was replayed (${sha256.slice(0, 12)}…) is not at hand; name its directory with ${option('logs')}`,
  );
}

async function conversationsOf(
  log: Log,
  {scenarios}: RunManifest,
  sources: OpenedSources,
): Promise<Map<string, RecordedConversation>> {
  const found = new Map<string, RecordedConversation>();
  for (const scenario of scenarios.filter((id) => log.manifest.scenarios[id]))
    for (const conversation of await sources.conversationsOf(log, scenario))
      found.set(`${scenario} ${conversation.taskId}`, conversation);
  return found;
}

/** A program that a line of the log carries need not be looked for in an answer. */
function programsOf(
  linesOf: RunEvidence['linesOf'],
  problems: RunEvidence['problems'],
): RunEvidence['programOf'] {
  let atHand: {taskId: string; programs: Map<string, string>} | null = null;
  return (row, answer) => {
    const {task_id: taskId, scenario, code_sha256: hash} = row;
    if (hash === null) return null;
    if (atHand?.taskId !== taskId) atHand = {taskId, programs: new Map()};
    const {programs} = atHand;
    if (scenario !== turnZeroScenario)
      for (const {code_sha256, previous_code} of linesOf(scenario, taskId))
        programs.set(code_sha256, previous_code);
    const known = programs.get(hash);
    if (known !== undefined || answer === undefined) return known ?? null;
    const program = programInAnswer(answer.text, row, problems?.get(taskId) ?? null);
    if (program !== null) programs.set(hash, program);
    return program;
  };
}
