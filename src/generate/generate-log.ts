import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {runGenerate} from '../conversation/generate.js';
import {type LogManifest, logFormatVersion} from '../log/log-manifest.js';
import {scenarioPath} from '../log/read-log.js';
import {finishLog, type LogIdentity} from '../log/write-log.js';
import {critic} from '../open/choice-fields.js';
import {type CriticChoice, chooseCritic, criticsOf} from '../open/open-critic.js';
import {modelIdOf} from '../open/open-model.js';
import {checkOptions, optionsOf, type ShapeOf} from '../options/check-options.js';
import {text} from '../options/fields.js';
import {scenarios as allScenarios, type ScenarioId} from '../problem/scenario.js';
import {loadSuite} from '../problem/suite.js';
import {readRunManifest} from '../run/read-run.js';
import {runFormatVersion} from '../run/run-manifest.js';
import {closing} from '../session/closing.js';
import {askingOf, type SessionOptions, sessionFields} from '../session/options.js';
import {type RunOutcome, runSession} from '../session/session.js';
import {openLineStore} from './line-store.js';

export type GenerateLogOptions = SessionOptions & {
  /** Name or file of the suite. */
  suite: string;
  /**
   * Who writes verbal feedback. Default: `builtin` on the starter suite; on others a verbal
   * scenario needs one.
   */
  critic?: CriticChoice | undefined;
};

/** The schemas of these options. */
export const generateFields: ShapeOf<GenerateLogOptions> = {
  ...sessionFields,
  suite: text,
  critic: critic.optional(),
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
    critic: chosenCritic?.id ?? criticSoFar(options.out),
  } as const;
  const partialScope = 'first-3-tests';
  const {result, ...outcome} = await runSession(
    {suite, identity, options, scenarios: scenarios.map(({id}) => id), partialScope},
    async ({run, opened, judge, problems, onAttempt, criticTook: taken, asked}) => {
      const {spending} = asked;
      const {prompts, decoding} = asking;
      const {onNotice, concurrency} = options;
      const how = {prompts, decoding, concurrency, spending};
      const surroundings = {run, onAttempt, onNotice, taken, ...how};
      const store = await openLineStore(
        directory,
        scenarios.map(({id}) => id),
      );
      await closing(store, async () => {
        const openedCritic = (await chosenCritic?.open(surroundings)) ?? null;
        // Where no critic is asked now, what one took before counts at the model's price.
        if (taken) spending?.recall(criticsOf(run), taken);
        await closing(openedCritic ?? {}, () =>
          runGenerate({...asked, problems, scenarios, critic: openedCritic, asking, log: store}),
        );
      });
      const logIdentity: LogIdentity = {
        format: 'convcodebench-log',
        format_version: logFormatVersion,
        suite: identity.suite,
        reference_model: {asked: opened.model.id, served: run.servedBy()[0] ?? null},
        decoding: asking.decoding,
        history: asking.history,
        critic: identity.critic,
        prompt_set_sha256: asking.prompts.hash,
        partial_scope: partialScope,
        python: judge.identity.pythonMinor,
        catalogue_sha256: opened.catalogueSha256,
      };
      const taskOrder = new Map(suite.problems.map(({task_id}, i) => [task_id, i]));
      return finishLog(directory, logIdentity, recordedScenarios(directory), taskOrder);
    },
  );
  return {...outcome, log: result};
}

/**
 * The critic of the run that is there already: it stays when only scenarios without one are asked
 * for.
 */
function criticSoFar(out: string): string | null {
  return existsSync(join(out, 'manifest.json')) ? readRunManifest(out).critic : null;
}

function recordedScenarios(directory: string): ScenarioId[] {
  return allScenarios.flatMap(({id}) => (existsSync(scenarioPath(directory, id)) ? [id] : []));
}
