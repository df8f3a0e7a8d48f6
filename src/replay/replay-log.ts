import type {PlannedPlace} from '../conversation/plan-replay.js';
import {runReplay} from '../conversation/replay.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {type RunOutcome, runSession} from '../session/session.js';
import {openBatchModel} from './batch-replay.js';
import {
  prepareReplay,
  type ReplayLogOptions,
  replayFields,
  replayIdentity,
} from './prepare-replay.js';

const schema = optionsOf(replayFields);

/**
 * Evaluates a target model on a frozen log: asks what the run has no answer to yet, judges, scores.
 * @throws {UsageError} for a log or suite that is damaged or do not belong together, or a run
 * directory of another identity.
 * @example
 * const {metrics} = await replayLog({
 *   log: starterLog,
 *   model: 'simulated:careful',
 *   scenarios: ['CF_EF_FULL_SEF'],
 *   limit: 5,
 *   out: 'runs/careful',
 * });
 * for (const {scenario, mrr} of metrics.scenarios) console.log(scenario, mrr.value, mrr.n);
 */
export async function replayLog(options: ReplayLogOptions): Promise<RunOutcome> {
  checkOptions('replayLog', schema, options);
  const prepared = await prepareReplay(options);
  const {log, suite, scenarios, plan, incomplete} = prepared;
  if (log.manifest.format_version === 1) options.onNotice?.(`${log.directory}: ${ofVersion1}`);
  const identity = replayIdentity(options, prepared);
  const {batchFiles} = options;
  const model = batchFiles ? await openBatchModel(batchFiles, options, prepared) : options.model;
  const partialScope = log.manifest.partial_scope;
  const leaveOut = {tasks: incomplete, reason: 'their conversation in the log is incomplete'};
  let planned = 0;
  const outcome = await runSession(
    {suite, identity, scenarios, partialScope, leaveOut, options: {...options, model}},
    async ({problems, asked}) => {
      const places = plan(problems);
      planned = places.length;
      options.onNotice?.(describePlan(places));
      await runReplay({...asked, plan: places});
    },
  );
  const {result: _, ...told} = outcome;
  const held = told.manifest.totals?.places ?? 0;
  if (held > planned && incomplete.size === 0)
    options.onNotice?.(
      `${told.directory}: ${counted(held - planned, 'more place is', 'more places are')} of earlier commands; the figures are over all ${held}`,
    );
  return told;
}

/** What a model sees of such a log is what was recorded: it cannot be made whole afterwards. */
const ofVersion1 =
  'format version 1: its programs stand behind what the prompt gives, and its execution feedback quotes lines of the tests; scores on it are not those on a log of version 2, which "generate" records anew and "log import" imports anew';

/**
 * @example
 *   `3640 places: 984 questions (373 distinct, 611 saved by asking equal ones once), 2656 need no
 *   model`
 */
function describePlan(places: readonly PlannedPlace[]): string {
  const asked = places.flatMap((place) => (place.kind === 'ask' ? [place.question.hash] : []));
  const distinct = new Set(asked).size;
  return `${counted(places.length, 'place')}: ${counted(asked.length, 'question')} (${distinct} distinct, ${asked.length - distinct} saved by asking equal ones once), ${counted(places.length - asked.length, 'needs', 'need')} no model`;
}
