import {existsSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {runGenerate} from '../conversation/generate.js';
import type {Asking} from '../conversation/request.js';
import {isNoRoom} from '../files/no-room.js';
import {type LogManifest, logFormatVersion} from '../log/log-manifest.js';
import {scenarioPath} from '../log/read-log.js';
import {finishLog, type LogIdentity} from '../log/write-log.js';
import {critic} from '../open/choice-fields.js';
import {
  type ChosenCritic,
  type CriticChoice,
  chooseCritic,
  criticsOf,
} from '../open/open-critic.js';
import {modelIdOf} from '../open/open-model.js';
import {checkOptions, optionsOf, type ShapeOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {text, wholeNumber} from '../options/fields.js';
import type {Problem} from '../problem/problem.js';
import {
  scenarios as allScenarios,
  lastTurn,
  type Scenario,
  type ScenarioId,
} from '../problem/scenario.js';
import {loadSuite} from '../problem/suite.js';
import {readRunManifest} from '../run/read-run.js';
import type {RunDirectory} from '../run/run-directory.js';
import {type RunIdentity, runFormatVersion} from '../run/run-manifest.js';
import {closing} from '../session/closing.js';
import {askingOf, type SessionOptions, sessionFields} from '../session/options.js';
import {type RunOutcome, runSession} from '../session/session.js';
import {
  type FirstAnswers,
  firstAnswerRows,
  readFirstAnswers,
  servedModels,
} from './first-answers.js';
import {noteLastTurn} from './last-turn.js';
import {openLineStore} from './line-store.js';
import {silentCritic} from './silent-critic.js';

export type GenerateLogOptions = SessionOptions & {
  /** Name or file of the suite. */
  suite: string;
  /**
   * Who writes verbal feedback. Default: `builtin` on the starter suite; on others a verbal
   * scenario needs one.
   */
  critic?: CriticChoice | undefined;
  /**
   * File or folder of BigCodeBench samples, one a problem, that stand in place of the model’s first
   * answers; problems without one are asked. Default: all are asked.
   */
  firstAnswers?: string | undefined;
  /**
   * The last turn, for a first try; the same call with more turns goes on. Such a log’s unsolved
   * conversations are incomplete. Default 10.
   */
  turns?: number | undefined;
};

/** The schemas of these options. */
export const generateFields: ShapeOf<GenerateLogOptions> = {
  ...sessionFields,
  suite: text,
  critic: critic.optional(),
  firstAnswers: text.optional(),
  turns: wholeNumber(1, lastTurn).optional(),
};

const schema = optionsOf(generateFields);

/** A finished live run, and the manifest of the log that is made of it. */
export type GeneratedLog = RunOutcome & {log: LogManifest};

/**
 * Has a reference model's conversations live and freezes them: the run in `out`, the log in
 * `out/log`, which `replayLog` takes as it is.
 * @throws {UsageError} for a verbal scenario without a critic, or a run directory of another
 * identity.
 * @example
 * const {log} = await generateLog({
 *   suite: 'starter',
 *   model: 'simulated:careful',
 *   scenarios: ['CF_EF_FULL_SEF'],
 *   limit: 5,
 *   out: 'runs/reference',
 * });
 * console.log(log.scenarios.CF_EF_FULL_SEF?.lines);
 */
export async function generateLog(options: GenerateLogOptions): Promise<GeneratedLog> {
  checkOptions('generateLog', schema, options);
  const suite = await loadSuite(options.suite);
  const scenarios = allScenarios.filter(({id}) => options.scenarios?.includes(id) ?? true);
  const chosenCritic = chooseCritic(options.critic, suite, scenarios);
  const asking = askingOf(options);
  const firstAnswers =
    options.firstAnswers === undefined ? null : await readFirstAnswers(options.firstAnswers, suite);
  const directory = join(options.out, 'log');
  const identity = {
    format: 'convcodebench-run',
    format_version: runFormatVersion,
    verb: 'generate',
    suite: {name: suite.name, sha256: suite.hash},
    log: null,
    model: modelIdOf(options.model),
    decoding: asking.decoding,
    prompt_set_sha256: asking.prompts.hash,
    system_prompt: asking.systemPrompt,
    history: asking.history,
    ...(chosenCritic === null ? criticSoFar(options.out) : identityOf(chosenCritic)),
    ...(firstAnswers && {first_answers_sha256: firstAnswers.sha256}),
    ...(options.shard && {shard: options.shard}),
  } as const;
  const partialScope = 'first-3-tests';
  const {result, ...outcome} = await runSession(
    {suite, identity, options, scenarios: scenarios.map(({id}) => id), partialScope},
    async ({run, opened, judge, problems, onAttempt, criticTook: taken, asked}) => {
      const {spending} = asked;
      const {prompts, decoding} = asking;
      const {onNotice, concurrency, turns = lastTurn} = options;
      const otherTurns = await noteLastTurn(run, turns);
      if (otherTurns !== null) onNotice?.(otherTurns);
      if (firstAnswers) takeFirstAnswers(firstAnswers, {run, problems, asking, onNotice});
      const how = {prompts, decoding, concurrency, spending};
      const surroundings = {run, onAttempt, onNotice, taken, ...how};
      const store = await openLineStore(
        directory,
        scenarios.map(({id}) => id),
      );
      const logIdentity = (): LogIdentity => ({
        format: 'convcodebench-log',
        format_version: logFormatVersion,
        suite: identity.suite,
        reference_model: {asked: opened.model.id, served: servedModels(run.servedBy())[0] ?? null},
        decoding: asking.decoding,
        history: asking.history,
        critic: identity.critic,
        prompt_set_sha256: asking.prompts.hash,
        partial_scope: partialScope,
        ...(firstAnswers && {first_answers_sha256: firstAnswers.sha256}),
        python: judge.identity.pythonMinor,
        catalogue_sha256: opened.catalogueSha256,
      });
      const taskOrder = new Map(suite.problems.map(({task_id}, i) => [task_id, i]));
      const freeze = () =>
        finishLog(directory, logIdentity(), recordedScenarios(directory), taskOrder, (scenario) =>
          plannedTasks(scenario, {run, problems, scenarios}),
        );
      try {
        await closing(store, async () => {
          const openedCritic = (await chosenCritic?.open(surroundings)) ?? null;
          // Where no critic is asked now, what one took before counts at the model's price.
          if (taken) spending?.recall(criticsOf(run), taken);
          await closing(openedCritic ?? {}, () =>
            runGenerate({
              ...asked,
              problems,
              scenarios,
              critic: openedCritic,
              asking,
              turns,
              log: store,
            }),
          );
          for (const notice of silentCritic({problems, scenarios, log: store})) onNotice?.(notice);
        });
      } catch (error) {
        // What there is can be looked at, and is gone on with.
        if (!isNoRoom(error) && hasLines(directory)) await freeze();
        throw error;
      }
      return freeze();
    },
  );
  return {...outcome, log: result};
}

function takeFirstAnswers(
  answers: FirstAnswers,
  {
    run,
    problems,
    asking,
    onNotice,
  }: {
    run: RunDirectory;
    problems: readonly Problem[];
    asking: Asking;
    onNotice: GenerateLogOptions['onNotice'];
  },
): void {
  const rows = firstAnswerRows(answers, problems, asking);
  for (const row of rows) if (!run.completions.has(row.request)) run.addCompletion(row);
  onNotice?.(
    `${rows.length} of ${counted(problems.length, 'problem')} ${rows.length === 1 ? 'begins' : 'begin'} with a first answer that is there already; the model is asked for the others`,
  );
}

type CriticIdentity = Pick<RunIdentity, 'critic' | 'critic_max_tokens'>;

function identityOf({id, maxTokens}: ChosenCritic): CriticIdentity {
  return {critic: id, ...(maxTokens !== undefined && {critic_max_tokens: maxTokens})};
}

/**
 * The critic of the run that is there already: it stays when only scenarios without one are asked
 * for.
 */
function criticSoFar(out: string): CriticIdentity {
  if (!existsSync(join(out, 'manifest.json'))) return {critic: null};
  const {critic, critic_max_tokens: most} = readRunManifest(out);
  return {critic, ...(most !== undefined && {critic_max_tokens: most})};
}

/** The problems that a scenario of the log is to have: this sitting’s and those of earlier ones. */
function plannedTasks(
  scenario: ScenarioId,
  {
    run,
    problems,
    scenarios,
  }: {run: RunDirectory; problems: readonly Problem[]; scenarios: readonly Scenario[]},
): Set<string> {
  const earlier = [...run.places()].filter((place) => place.scenario === scenario);
  const now = scenarios.some(({id}) => id === scenario) ? problems : [];
  return new Set([...earlier, ...now].map(({task_id}) => task_id));
}

function hasLines(directory: string): boolean {
  return recordedScenarios(directory).some((id) => statSync(scenarioPath(directory, id)).size > 0);
}

function recordedScenarios(directory: string): ScenarioId[] {
  return allScenarios.flatMap(({id}) => (existsSync(scenarioPath(directory, id)) ? [id] : []));
}
