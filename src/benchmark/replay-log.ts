import {type PlannedPlace, planReplay} from '../conversation/plan-replay.js';
import {runReplay} from '../conversation/replay.js';
import type {Asking} from '../conversation/request.js';
import {FileFormatError, UsageError} from '../errors.js';
import {type Conversation, type Log, openLog, readConversations, scenarioPath} from '../log/read-log.js';
import {requestHash} from '../model/model.js';
import type {Problem, Suite} from '../problem/problem.js';
import {scenarios as allScenarios, type ScenarioId} from '../problem/scenario.js';
import {loadSuite} from '../problem/suite.js';
import {type RunIdentity, runFormatVersion} from '../run/run-manifest.js';
import {openBatchModel} from './batch-replay.js';
import {askingOf, type RunOutcome, runSession, type SessionOptions} from './session.js';

export type ReplayLogOptions = SessionOptions & {
  /** Directory of the log. */
  log: string;
  /** Name or file of the log's suite, where it is not one that can be found by the name in the log. */
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
 * Evaluates a target model on a frozen log: asks what the run has no answer to yet, judges, scores.
 * @throws {UsageError} for a log or suite that is damaged or do not belong together, or a run directory of another identity.
 */
export async function replayLog(options: ReplayLogOptions): Promise<RunOutcome> {
  const prepared = await prepareReplay(options);
  const {log, suite, scenarios, plan} = prepared;
  const told = options.batchFiles ? await withBatchAnswers(options, options.batchFiles, prepared) : options;
  const identity = replayIdentity(options, prepared);
  return runSession(
    {suite, identity, options: told, scenarios, partialScope: log.manifest.partial_scope},
    async ({problems, asked}) => {
      const places = plan(problems);
      options.onNotice?.(describePlan(places));
      await runReplay({...asked, plan: places});
    },
  );
}

/** What the run of a replay is, and has to be when it is gone on with. */
export function replayIdentity({model}: ReplayLogOptions, {log, suite, asking}: PreparedReplay): RunIdentity {
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

async function withBatchAnswers(
  options: ReplayLogOptions,
  files: readonly string[],
  prepared: PreparedReplay,
): Promise<ReplayLogOptions> {
  return {...options, model: {...options.model, answers: await openBatchModel(files, options, prepared)}};
}

/** Reads log, suite and prompts. @throws {UsageError} for what is damaged or does not belong together. */
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

/** The log's hash of the suite may be right and a line be of no problem of it: that line would never be asked, and nobody told. */
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

/** @example `3640 places: 984 questions (373 distinct, 611 saved by asking equal ones once), 2656 need no model` */
function describePlan(places: readonly PlannedPlace[]): string {
  const asked = places.flatMap((place) => (place.kind === 'ask' ? [requestHash(place.question.request)] : []));
  const distinct = new Set(asked).size;
  return `${places.length} places: ${asked.length} questions (${distinct} distinct, ${asked.length - distinct} saved by asking equal ones once), ${places.length - asked.length} need no model`;
}

async function suiteOf(log: Log, named: string | null): Promise<Suite> {
  const {name, sha256} = log.manifest.suite;
  if (named === null && name !== 'starter' && name !== 'bigcodebench') {
    throw new UsageError(`${log.directory}: its suite is ${name}; name the suite's file with --suite`);
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
    throw new UsageError(`${log.directory}: scenario ${absent} is not in this log; it has ${recorded.join(', ')}`);
  return recorded.filter((id) => wanted?.includes(id) ?? true);
}
