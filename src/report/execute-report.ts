import type {ExecuteOutcome} from '../execute/execute-samples.js';
import type {ExecuteTotals} from '../execute/identity.js';
import {toldBadLines} from '../execute/plan.js';
import {counted} from '../options/counted.js';
import {reportedKs} from '../score/pass-at-k.js';
import {percent} from './percent.js';
import type {ReportTable} from './table.js';

/** The counts as a table; the share that passes is over the samples that have a verdict. */
export function executeTable(out: string, suite: string, counts: ExecuteTotals): ReportTable {
  const {samples, pass, missing, flaky} = counts;
  const judged = samples - missing;
  const rows = (['pass', 'fail', 'timeout', 'error', 'missing'] as const).map((status) => [
    status,
    String(counts[status]),
    status === 'missing' || judged === 0 ? '–' : percent(counts[status] / judged),
  ]);
  return {
    title: `${out}: ${samples} samples of ${suite}`,
    columns: ['verdict', 'samples', 'percent'],
    rows,
    notes: [
      judged === 0
        ? 'No sample has a verdict.'
        : `${pass} of ${judged} samples with a verdict pass.`,
      ...passesNotes(counts),
      ...(flaky === null ? [] : [`${flaky} samples had more than one verdict.`]),
      ...passAtKNotes(counts),
    ],
  };
}

function passesNotes({passes}: ExecuteTotals): string[] {
  if (!passes || passes.separate + passes.shared === 0) return [];
  const {separate, shared, inseparable} = passes;
  return [
    `Passes: ${separate} with tests and program apart, ${shared} in one process${inseparable.length > 0 ? ` (of ${counted(inseparable.length, 'problem that allows', 'problems that allow')} no other way)` : ''}.`,
  ];
}

/** Where each problem has one sample, pass@1 is the share that passes, told above. */
function passAtKNotes(counts: ExecuteTotals): string[] {
  const {problems, missing, fewest_samples: fewest, most_samples: most, pass_at_k} = counts;
  if (most < 2) return [];
  const figures = Object.entries(pass_at_k).map(([name, rate]) => `${name} ${percent(rate)}`);
  const each =
    fewest === most ? `${counted(most, 'sample')} each` : `${fewest} to ${most} samples each`;
  const wanted = reportedKs.filter((k) => k > fewest && k <= most);
  return [
    `${figures.join(', ')}: percent over ${counted(problems, 'problem')} with ${each}, unbiased.`,
    ...(wanted.length === 0
      ? []
      : [`No ${wanted.map((k) => `pass@${k}`).join(' or ')}: some problems have fewer samples.`]),
    ...(missing === 0 ? [] : ['Samples without a verdict are left out of pass@k.']),
  ];
}

/** What was judged now, and what is left to do. */
export function executeLines({manifest, jobsRun, stopped}: ExecuteOutcome, out: string): string[] {
  const {missing, bad_lines: badLines, flaky} = manifest.totals;
  return [
    `${counted(jobsRun, 'job')} judged now`,
    ...(flaky
      ? [
          `${counted(flaky, 'sample is', 'samples are')} flaky: ${out}.flaky.jsonl has the verdict of each run`,
        ]
      : []),
    ...(badLines > 0
      ? [
          `${counted(badLines, 'line is no sample of the suite and was', 'lines are no samples of the suite and were')} left out (${badLines > toldBadLines ? `the first ${toldBadLines} are ` : ''}listed above)`,
        ]
      : []),
    ...(stopped === null ? [] : [`stopped: ${stopped}; what is done is kept in ${out}.work`]),
    ...(missing > 0
      ? [
          `${counted(missing, 'verdict is', 'verdicts are')} missing; give the same command again to go on`,
        ]
      : []),
  ];
}
