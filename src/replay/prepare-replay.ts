import {type PlannedPlace, planReplay} from '../conversation/plan-replay.js';
import type {Asking} from '../conversation/request.js';
import {FileFormatError, UsageError} from '../errors.js';
import {
  type Conversation,
  type Log,
  openLog,
  readConversations,
  scenarioPath,
} from '../log/read-log.js';
import type {Problem, Suite} from '../problem/problem.js';
import {scenarios as allScenarios, type ScenarioId} from '../problem/scenario.js';
import {loadSuite} from '../problem/suite.js';
import {type RunIdentity, runFormatVersion} from '../run/run-manifest.js';
import {askingOf, type SessionOptions} from '../session/session.js';

export type ReplayLogOptions = SessionOptions & {
  /** Directory of the log. */
  log: string;
  /**
   * Name or file of the log's suite, where it is not one that can be found by the name in the log.
   */
  suite?: string | null;
  /** Output and error files of batches to take the answers from; nobody is connected to. */
  batchFiles?: readonly string[];
};

/** Everything that is read before the first question is asked. */
export type PreparedReplay = {
  log: Log;
  suite: Suite;
  scenarios: ScenarioId[];
  conversations: ReadonlyMap<ScenarioId, Conversation[]>;
  asking: Asking;
  plan(problems: readonly Problem[]): PlannedPlace[];
};

/**
 * Reads log, suite and prompts. @throws {UsageError} for what is damaged or does not belong
 * together.
 */
export async function prepareReplay(options: ReplayLogOptions): Promise<PreparedReplay> {
  const log = openLog(options.log);
  const suite = await suiteOf(log, options.suite ?? null);
  const scenarios = chosenScenarios(log, options.scenarios ?? null);
  const asking = askingOf(options);
  const conversations = new Map(
    await Promise.all(scenarios.map(async (id) => [id, await readConversations(log, id)] as const)),
  );
  refuseUnknownTasks(log, conversations, suite);
  return {
    log,
    suite,
    scenarios,
    conversations,
    asking,
    plan: (problems) => planReplay(conversations, problems, asking),
  };
}

/**
 * The log's hash of the suite may be right and a line be of no problem of it: that line would never
 * be asked, and nobody told.
 */
function refuseUnknownTasks(
  {directory}: Log,
  conversations: ReadonlyMap<ScenarioId, readonly Conversation[]>,
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

/** What the run of a replay is, and has to be when it is gone on with. */
export function replayIdentity(
  {model}: ReplayLogOptions,
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
    model: model.spec,
    decoding: asking.decoding,
    prompt_set_sha256: asking.prompts.hash,
    system_prompt: asking.systemPrompt,
    history: asking.history,
    critic: log.manifest.critic,
  };
}

async function suiteOf(log: Log, named: string | null): Promise<Suite> {
  const {name, sha256} = log.manifest.suite;
  if (named === null && name !== 'starter' && name !== 'bigcodebench') {
    throw new UsageError(
      `${log.directory}: its suite is ${name}; name the suite's file with --suite`,
    );
  }
  const suite = await loadSuite(named ?? name);
  if (suite.hash === sha256) return suite;
  throw new UsageError(
    `${log.directory}/manifest.json: suite.sha256: ${sha256.slice(0, 12)}…, but the suite ${suite.name} has ${suite.hash.slice(0, 12)}…; this log was made on another version of it`,
  );
}

function chosenScenarios(log: Log, wanted: readonly ScenarioId[] | null): ScenarioId[] {
  const recorded = allScenarios.flatMap(({id}) => (log.manifest.scenarios[id] ? [id] : []));
  const absent = wanted?.find((id) => !recorded.includes(id));
  if (absent)
    throw new UsageError(
      `${log.directory}: scenario ${absent} is not in this log; it has ${recorded.join(', ')}`,
    );
  return recorded.filter((id) => wanted?.includes(id) ?? true);
}
