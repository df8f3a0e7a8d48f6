import {replayedLog} from '../run/replayed-log.js';
import type {RunTotals} from '../run/run-manifest.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import {simulatedNote} from './simulated-note.js';

/** How a run came about, as tables name it. */
export function modeName({metrics, manifest}: ScoredRun): string {
  return metrics.mode === 'live' ? 'live' : `static on ${replayedLog(manifest).reference_model}`;
}

/** What the figures of these runs stand on. */
export function sharedNotes(runs: readonly ScoredRun[]): string[] {
  const [first] = runs;
  if (!first) return [];
  const {convention, bootstrap, subset} = first.metrics;
  const totals = runs.flatMap(({manifest}) => (manifest.totals ? [manifest.totals] : []));
  const leftOut = new Map(totals.flatMap(({left_out}) => Object.entries(left_out)));
  return [
    `Convention: ${convention}. Intervals: 95%, bootstrap over problems (${bootstrap.resamples} resamples, seed ${bootstrap.seed}).${subset ? ` Problems: ${subset}.` : ''}`,
    ...runs.flatMap((run) => {
      const {totals} = run.manifest;
      const whose = runs.length > 1 ? `${run.manifest.model} (${modeName(run)}): ` : '';
      return totals ? [whose + answersNote(totals)] : [];
    }),
    ...(leftOut.size > 0
      ? [`Left out: ${[...leftOut].map(([reason, n]) => `${n} problems (${reason})`).join('; ')}.`]
      : []),
    ...(runs.some(({manifest}) => manifest.simulated) ? [simulatedNote] : []),
  ];
}

/** How the answers of a run came to be verdicts. */
export function answersNote({answered, no_code, cut_off, missing, critic}: RunTotals): string {
  const answers = `Of ${answered} answers ${no_code} held no code and ${cut_off} were cut off by the length limit; ${missing} verdicts are missing.`;
  return critic
    ? `${answers} Of ${critic.answers} remarks of the critic ${critic.cut_off} were cut off by the length limit.`
    : answers;
}
