import {turnZeroScenario} from '../problem/scenario.js';
import {replayedLog} from '../run/replayed-log.js';
import type {Figure} from '../score/figure.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import {upstreamPercent} from '../score/upstream-percent.js';
import {simulatedNote} from './simulated-note.js';
import type {ReportTable} from './table.js';

/**
 * The two tables that upstream's `print_results.py` prints of one run: Pass@1 by turn (static: from
 * turn 1 on), then MRR and Recall; the same numbers, rounded as it rounds. `run` must have been
 * scored by the convention `upstream`.
 */
export function upstreamTables({manifest, metrics}: ScoredRun): ReportTable[] {
  const shown = metrics.scenarios.filter(({scenario}) => scenario !== turnZeroScenario);
  const isStatic = metrics.mode === 'static';
  const problems = metrics.subset === null ? '' : `, ${metrics.subset} problems only`;
  const name = `${manifest.model} ${isStatic ? `on ConvCodeBench (reference ${replayedLog(manifest).reference_model})` : 'on ConvCodeWorld'}${problems}`;
  const turns = Array.from({length: shown[0]?.pass_at_1.length ?? 0}, (_, turn) => turn).slice(
    isStatic ? 1 : 0,
  );
  const ids = shown.map(({scenario}) => scenario);
  const missing = shown.reduce((sum, scenario) => sum + scenario.missing, 0);
  const notes = [
    `Convention: upstream, problems: ${shown[0]?.n ?? 0}, missing verdicts: ${missing}.`,
    ...(manifest.simulated ? [simulatedNote] : []),
  ];
  return [
    {
      title: `Pass@1 of ${name} by turn, percent`,
      columns: ['Turn', ...ids],
      rows: turns.map((turn) => [
        String(turn),
        ...shown.map(({pass_at_1}) => rounded(pass_at_1[turn])),
      ]),
      notes,
    },
    {
      title: `MRR and Recall of ${name}, percent`,
      columns: ['Metrics', ...ids],
      rows: [
        ['MRR', ...shown.map(({mrr}) => rounded(mrr))],
        ['Recall', ...shown.map(({recall}) => rounded(recall))],
      ],
      notes,
    },
  ];
}

function rounded(figure: Figure | undefined): string {
  return figure?.value == null ? '–' : upstreamPercent(figure.value).toFixed(1);
}
