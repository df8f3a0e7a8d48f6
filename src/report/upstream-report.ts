import {turnZeroScenario} from '../problem/scenario.js';
import {replayedLog} from '../run/replayed-log.js';
import type {CreditedFigure} from '../score/figure.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import {upstreamPercent} from '../score/upstream-percent.js';
import {creditCells, creditHeads, noFigure} from './figure-cell.js';
import {answersNotes, creditNote, simulatedNotes, tooFewNotes, unaskedNotes} from './run-notes.js';
import type {ReportTable} from './table.js';

/**
 * The two tables that upstream's `print_results.py` prints of one run: Pass@1 by turn (static: from
 * turn 1 on), then MRR and Recall; the same numbers, rounded as it rounds, and in a static run what
 * is credit in them. `run` must have been scored by the convention `upstream`.
 */
export function upstreamTables(run: ScoredRun, name: string): ReportTable[] {
  const {manifest, metrics} = run;
  const shown = metrics.scenarios.filter(({scenario}) => scenario !== turnZeroScenario);
  const isStatic = metrics.mode === 'static';
  const problems = metrics.subset === null ? '' : `, ${metrics.subset} problems only`;
  const whose = `${name} ${isStatic ? `on ConvCodeBench (reference ${replayedLog(manifest).reference_model})` : 'on ConvCodeWorld'}${problems}`;
  const turns = Array.from({length: shown[0]?.pass_at_1.length ?? 0}, (_, turn) => turn).slice(
    isStatic ? 1 : 0,
  );
  const names = shown.map(({scenario}) => scenario);
  const credit = isStatic ? creditHeads : [];
  const columns = names.flatMap((id) => [id, ...credit]);
  const foldBy = {keys: 1, over: 'scenario', names, heads: ['percent', ...credit]};
  const missing = shown.reduce((sum, scenario) => sum + scenario.missing, 0);
  const cells = (figure: CreditedFigure | undefined) => [
    figure?.value == null ? noFigure(figure) : rounded(figure.value),
    ...(isStatic ? creditCells(figure, rounded) : []),
  ];
  const notes = [
    `Convention: upstream, problems: ${shown[0]?.n ?? 0}, missing verdicts: ${missing}.`,
    ...answersNotes([run]),
    ...(isStatic ? [creditNote, ...unaskedNotes(run)] : []),
    ...tooFewNotes([run]),
    ...simulatedNotes([run]),
  ];
  return [
    {
      title: `Pass@1 of ${whose} by turn, percent`,
      columns: ['Turn', ...columns],
      rows: turns.map((turn) => [
        String(turn),
        ...shown.flatMap(({pass_at_1}) => cells(pass_at_1[turn])),
      ]),
      notes,
      foldBy,
    },
    {
      title: `MRR and Recall of ${whose}, percent`,
      columns: ['Metrics', ...columns],
      rows: [
        ['MRR', ...shown.flatMap(({mrr}) => cells(mrr))],
        ['Recall', ...shown.flatMap(({recall}) => cells(recall))],
      ],
      notes,
      foldBy,
    },
  ];
}

function rounded(rate: number): string {
  return upstreamPercent(rate).toFixed(1);
}
