import {type PlannedPlace, planReplay} from '../conversation/plan-replay.js';
import type {Asking} from '../conversation/request.js';
import {FileFormatError, UsageError} from '../errors.js';
import {incompleteOf} from '../log/incomplete.js';
import {type Log, openLog, scenarioPath} from '../log/read-log.js';
import {openConversations, type RecordedConversation} from '../log/recorded-conversations.js';
import {modelIdOf} from '../open/open-model.js';
import type {ShapeOf} from '../options/check-options.js';
import {someTexts, text} from '../options/fields.js';
import type {Problem, Suite} from '../problem/problem.js';
import {loadRecordedSuite} from '../problem/recorded-suite.js';
import {scenarios as allScenarios, type ScenarioId} from '../problem/scenario.js';
import {type RunIdentity, runFormatVersion} from '../run/run-manifest.js';
import type {Selection} from '../run/unfinished-plan.js';
import {
  type AskingOptions,
  askingOf,
  type SessionOptions,
  sessionFields,
} from '../session/options.js';

export type ReplayLogOptions = SessionOptions & {
  /** Directory of the log. */
  log: string;
  /**
   * Name or file of the log's suite, where it is not one that can be found by the name in the log.
   */
  suite?: string | undefined;
  /** Output and error files of batches to take the answers from; nobody is connected to. */
  batchFiles?: readonly string[] | undefined;
};

/** The schemas of these options. */
export const replayFields: ShapeOf<ReplayLogOptions> = {
  ...sessionFields,
  log: text,
  suite: text.optional(),
  batchFiles: someTexts.optional(),
};

/** What decides what is asked: a replay's options but for who answers, who judges, and where to. */
export type ReplayPlanOptions = AskingOptions & Pick<ReplayLogOptions, 'log' | 'suite'>;

/** Everything that is read before the first question is asked. */
export type PreparedReplay = {
  log: Log;
  suite: Suite;
  scenarios: ScenarioId[];
  conversations: ReadonlyMap<ScenarioId, readonly RecordedConversation[]>;
  asking: Asking;
  /** Problems whose conversation is not whole in one of these scenarios: they are left out. */
  incomplete: ReadonlySet<string>;
  plan(problems: readonly Problem[]): PlannedPlace[];
};

/**
 * Reads log, suite and prompts. @throws {UsageError} for what is damaged or does not belong
 * together.
 */
export async function prepareReplay(options: ReplayPlanOptions): Promise<PreparedReplay> {
  const log = openLog(options.log);
  const suite = await loadRecordedSuite(options.log, log.manifest.suite, options.suite);
  const scenarios = chosenScenarios(log, options.scenarios);
  const asking = askingOf(options);
  const conversations = new Map(
    await Promise.all(scenarios.map(async (id) => [id, await openConversations(log, id)] as const)),
  );
  refuseUnknownTasks(log, conversations, suite);
  const incomplete = new Set(
    incompleteOf(log.manifest).flatMap(({scenario, tasks}) =>
      scenarios.includes(scenario) ? tasks : [],
    ),
  );
  return {
    log,
    suite,
    scenarios,
    conversations,
    asking,
    incomplete,
    plan: (problems) =>
      planReplay(
        conversations,
        problems.filter(({task_id}) => !incomplete.has(task_id)),
        asking,
      ),
  };
}

/**
 * The log's hash of the suite may be right and a line be of no problem of it: that line would never
 * be asked, and nobody told.
 */
function refuseUnknownTasks(
  {directory}: Log,
  conversations: ReadonlyMap<ScenarioId, readonly RecordedConversation[]>,
  suite: Suite,
): void {
  const known = new Set(suite.problems.map(({task_id}) => task_id));
  for (const [scenario, recorded] of conversations) {
    const unknown = recorded.find(({taskId}) => !known.has(taskId));
    if (unknown)
      throw new FileFormatError(
        `${scenarioPath(directory, scenario)}: task_id: the suite ${suite.name} has no ${unknown.taskId}`,
      );
  }
}

/** What a replay of these problems is over. */
export function selectionAmong(
  problems: readonly Problem[],
  {scenarios, incomplete}: Pick<PreparedReplay, 'scenarios' | 'incomplete'>,
): Selection {
  const tasks = problems.flatMap(({task_id}) => (incomplete.has(task_id) ? [] : [task_id]));
  return {scenarios, tasks};
}

/** What the run of a replay is, and has to be when it is gone on with. */
export function replayIdentity(
  {model, shard}: Pick<ReplayLogOptions, 'model' | 'shard'>,
  {log, suite, asking}: PreparedReplay,
): RunIdentity {
  return {
    format: 'convcodebench-run',
    format_version: runFormatVersion,
    verb: 'replay',
    suite: {name: suite.name, sha256: suite.hash},
    log: {
      sha256: log.sha256,
      reference_model: log.manifest.reference_model.asked,
      ...(log.manifest.only_consistent && {only_consistent: true as const}),
    },
    model: modelIdOf(model),
    decoding: asking.decoding,
    prompt_set_sha256: asking.prompts.hash,
    system_prompt: asking.systemPrompt,
    history: asking.history,
    critic: log.manifest.critic,
    ...(shard && {shard}),
  };
}

function chosenScenarios(log: Log, wanted: readonly ScenarioId[] | undefined): ScenarioId[] {
  const recorded = allScenarios.flatMap(({id}) => (log.manifest.scenarios[id] ? [id] : []));
  const absent = wanted?.find((id) => !recorded.includes(id));
  if (absent)
    throw new UsageError(
      `${log.directory}: scenario ${absent} is not in this log; it has ${recorded.join(', ')}`,
    );
  return recorded.filter((id) => wanted?.includes(id) ?? true);
}
