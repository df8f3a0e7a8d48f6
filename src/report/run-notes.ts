import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import type {MissingReason} from '../run/missing-reasons.js';
import type {RunTotals} from '../run/run-manifest.js';
import type {TrustPolicy} from '../score/count-trust.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import {modeName, runNames} from './run-names.js';
import {simulatedNote} from './simulated-note.js';
import {unequalCounts} from './unequal-counts.js';

/** What the figures of these runs stand on. */
export function sharedNotes(runs: readonly ScoredRun[]): string[] {
  const [first] = runs;
  if (!first) return [];
  const {convention, bootstrap, subset} = first.metrics;
  const totals = runs.flatMap(({manifest}) => (manifest.totals ? [manifest.totals] : []));
  const leftOut = new Map(totals.flatMap(({left_out}) => Object.entries(left_out)));
  return [
    `Convention: ${convention}. Intervals: 95%; of shares Wilson’s, of MRR by bootstrap over problems (${bootstrap.resamples} resamples, seed ${bootstrap.seed}), widened by the rule of three where all problems are alike.${subset ? ` Problems: ${subset}.` : ''}`,
    ...answersNotes(runs),
    ...(leftOut.size > 0
      ? [
          `Left out: ${[...leftOut].map(([reason, n]) => `${counted(n, 'problem')} (${reason})`).join('; ')}.`,
        ]
      : []),
    ...simulatedNotes(runs),
  ];
}

/** Says of each run how its answers came to be verdicts, why some did not, and who gave them. */
export function answersNotes(runs: readonly ScoredRun[]): string[] {
  const names = runNames(runs);
  return runs.flatMap((run, i) => {
    const {totals, model_served: served} = run.so_far ?? run.manifest;
    const whose = runs.length > 1 ? `${names[i]} (${modeName(run)}): ` : '';
    return [
      ...(totals ? [whose + answersNote(totals, run.not_compiling)] : []),
      ...timedOutNotes(run).map((note) => whose + note),
      ...passesNotes(run).map((note) => whose + note),
      ...foundNotes(run).map((note) => whose + note),
      ...missingNotes(run.missing).map((note) => whose + note),
      ...(served.length > 0
        ? [`${whose}The model as the server named it: ${served.join(', ')}.`]
        : []),
    ];
  });
}

function timedOutNotes({timed_out}: ScoredRun): string[] {
  if (timed_out === 0) return [];
  return [`Timed out: the tests of ${counted(timed_out, 'answer')} did not end in time.`];
}

/** How the passes of a run were established, and what hangs on those of one process. */
export function passesNotes({
  manifest: {totals, judge},
  trust: {policy, hanging},
}: ScoredRun): string[] {
  if (!totals?.passes) return [];
  const {separate, shared} = totals.passes;
  const passes = separate + shared;
  if (passes === 0) return [];
  const established = `Passes: ${separate} of ${passes} with tests and program apart, ${shared} in one process`;
  if (shared === 0) return [`Passes: all ${passes} with tests and program apart.`];
  if (hanging === null)
    return [`${established}, since seal level ${judge?.sealLevel} holds none apart.`];
  return [
    `${established}; ${hanging} of these could have been held apart, and ${howCounted(policy)}.`,
  ];
}

/** What becomes of passes that could have been held apart and were not. */
export function howCounted(policy: TrustPolicy): string {
  return policy === 'any'
    ? `count; ${option('trust')} separate counts them as fails`
    : 'count as fails here';
}

function foundNotes({found}: ScoredRun): string[] {
  if (found.length === 0) return [];
  return [
    `Programs by the rule that found them: ${found.map(({rule, n}) => `${n} ${rule}`).join(', ')}.`,
  ];
}

/** How many reasons are told; there may be as many as questions. */
const mostReasons = 3;

/** Why verdicts are missing, the most frequent reasons with their counts. */
export function missingNotes(missing: readonly MissingReason[]): string[] {
  const total = missing.reduce((sum, {n}) => sum + n, 0);
  if (total === 0) return [];
  const told = missing.slice(0, mostReasons).map(({reason, n}) => `${n} of ${total}: ${reason}`);
  const others = missing.length - told.length;
  return [
    `Missing: ${told.join('; ')}${others > 0 ? `; and ${counted(others, 'more reason')}` : ''}.`,
  ];
}

export function simulatedNotes(runs: readonly ScoredRun[]): string[] {
  return runs.some(({manifest}) => manifest.simulated) ? [simulatedNote] : [];
}

/** What stands beside a figure of a static run. */
export const creditNote =
  'floor: the figure if no answer of the model passed, by the reference’s credit alone; gain: (figure - floor) / (100 - floor) in percent, what the model added of what was left; asked: places at which the model has a question to answer, of all places of the figure.';

/** Says of figures at which the model was asked nowhere that they are no figures of it. */
export function unaskedNotes(run: ScoredRun): string[] {
  const figures = run.metrics.scenarios.flatMap((each) => each.pass_at_1);
  if (!figures.some(({asked, value}) => asked === 0 && value !== null)) return [];
  return [
    'asked 0: the model had no part in such a figure, which is the same for every model; a gain of 0.0 there says nothing of it.',
  ];
}

/** Where a scenario of the runs has fewer problems than this, their order is chance. */
const fewestProblems = 10;

/** Says where there are too few problems for a ranking. */
export function tooFewNotes(runs: readonly ScoredRun[]): string[] {
  const smallest = Math.min(...runs.flatMap(({metrics}) => metrics.scenarios.map(({n}) => n)));
  if (smallest >= fewestProblems) return [];
  return [
    `n = ${smallest} is too small for a ranking: with fewer than ${fewestProblems} problems the order of models is chance.`,
  ];
}

/** Warns of runs that are not over the same problems, scenario by scenario. */
export function otherProblemsNotes(runs: readonly ScoredRun[]): string[] {
  const names = runNames(runs);
  return unequalCounts(runs.map((run, i) => ({...run, name: `${names[i]} (${modeName(run)})`})));
}

/** How the answers of a run came to be verdicts. */
export function answersNote(
  {places, answered, no_code, cut_off, missing, critic}: RunTotals,
  notCompiling: number | null = null,
): string {
  const lacking = `${counted(missing, 'verdict is', 'verdicts are')} missing`;
  if (answered === 0 && missing > 0)
    return `The model gave no answer: ${lacking} of ${counted(places, 'place')}, and no figure here is its own.`;
  const broken = notCompiling === null ? '' : `, ${notCompiling} did not compile`;
  const cutOff = `${counted(cut_off, 'was', 'were')} cut off by the length limit`;
  const answers = `Of ${counted(answered, 'answer')} ${no_code} held no code${broken} and ${cutOff}; ${lacking}.`;
  return critic
    ? `${answers} Of ${counted(critic.answers, 'remark')} of the critic ${counted(critic.cut_off, 'was', 'were')} cut off by the length limit.`
    : answers;
}
