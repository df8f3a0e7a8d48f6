import type {Comparison, Flip} from '../compare/compare-runs.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import type {TrustCount} from '../score/count-trust.js';
import type {Report} from './formats.js';
import {fewTurns, pairedCells, pairedColumns, pairedName} from './paired-cells.js';
import {howCounted, missingNotes} from './run-notes.js';
import {simulatedNote} from './simulated-note.js';
import type {ReportRecords, ReportTable} from './table.js';

/** Two runs side by side: figures, and the problems that flipped. */
export function comparisonReport(comparison: Comparison): Report {
  return {
    tables: [
      figuresTable(comparison),
      ...(comparison.flips.length > 0 ? [flipsTable(comparison)] : []),
    ],
    records: () => comparisonRecords(comparison),
    json: comparison,
  };
}

function figuresTable(comparison: Comparison): ReportTable {
  const {a, b, scenarios, settings, problems, convention, bootstrap, flips} = comparison;
  const counts = [...new Set([a.problems, b.problems, problems])];
  return {
    title: `A: ${a.label} (${a.model}); B: ${b.label} (${b.model})`,
    columns: pairedColumns,
    rows: scenarios.flatMap(({scenario, figures}) =>
      figures
        .filter(({turn}) => fewTurns.has(turn))
        .map((figure) => [scenario, pairedName(figure), ...pairedCells(figure)]),
    ),
    notes: [
      ...settings.map((each) => `${each.field}: A ${each.a}, B ${each.b}.`),
      ...(counts.length > 1
        ? [
            `Over the ${counted(problems, 'problem')} in both; A has ${a.problems}, B has ${b.problems}.`,
          ]
        : []),
      `Percent. B - A with its paired 95% bootstrap interval over problems (${bootstrap.resamples} resamples, seed ${bootstrap.seed}), widened by the rule of three where all problems are alike. A alone, B alone: problems that count in one run only; p: McNemar’s exact test on these two. Many lines, many tests: of twenty alike, one has p below 0.05 by chance.`,
      `Convention: ${convention}. Pass@1 of all turns: ${option('json')} or ${option('csv')}.`,
      ...[a, b].flatMap(({missing}, i) =>
        missingNotes(missing).map((note) => `${'AB'[i]}: ${note}`),
      ),
      ...(a.missing.length + b.missing.length > 0
        ? [
            'A problem whose verdict is missing in one run counts in neither; the command that began a run goes on with it.',
          ]
        : []),
      ...trustNotes({A: a.trust, B: b.trust}),
      ...(flips.length === 0 ? ['No problem flipped.'] : []),
      ...(problems < 10 ? [`n is ${problems}: too few problems to tell two models apart.`] : []),
      ...(a.simulated || b.simulated ? [simulatedNote] : []),
    ],
  };
}

function trustNotes(sides: {A: TrustCount; B: TrustCount}): string[] {
  return Object.entries(sides).flatMap(([name, {policy, hanging}]) =>
    hanging
      ? [
          `${name}: ${counted(hanging, 'pass', 'passes')} of one process could have been held apart, and ${howCounted(policy)}.`,
        ]
      : [],
  );
}

/** So many flips are printed; nobody reads more of them in a table. */
const mostFlips = 60;

function flipsTable({flips}: Comparison): ReportTable {
  const gained = flips.filter(({turns_only_b}) => turns_only_b.length > 0).length;
  const lost = flips.filter(({turns_only_a}) => turns_only_a.length > 0).length;
  return {
    title: `Problems that flipped: ${counted(gained, 'passes', 'pass')} in B alone at some turn, ${lost} in A alone`,
    columns: ['scenario', 'problem', 'B alone at turns', 'A alone at turns', 'first in A', 'in B'],
    rows: flips
      .slice(0, mostFlips)
      .map((flip) => [
        flip.scenario,
        flip.task_id,
        turnsOf(flip.turns_only_b),
        turnsOf(flip.turns_only_a),
        firstOf(flip.a_first),
        firstOf(flip.b_first),
      ]),
    notes: [
      ...(flips.length > mostFlips
        ? [`${flips.length - mostFlips} more: ${option('json')} or ${option('csv')} has all.`]
        : []),
      'First: the turn at which it passed, the reference’s credit included. "convcodebench show" shows the conversation.',
    ],
  };
}

function firstOf(turn: Flip['a_first']): string {
  return turn === null ? 'not' : String(turn);
}

/** @example turnsOf([1, 2, 3, 7]) // => '1-3, 7' */
function turnsOf(turns: readonly number[]): string {
  const spans: [from: number, to: number][] = [];
  for (const turn of turns) {
    const last = spans.at(-1);
    if (last && last[1] === turn - 1) last[1] = turn;
    else spans.push([turn, turn]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** A record for each figure, then one for each flip and turn. */
function comparisonRecords({scenarios, flips}: Comparison): ReportRecords {
  const figures = scenarios.flatMap(({scenario, figures}) =>
    figures.map(({metric, turn, n, missing, a, b, difference, low, high, ...test}) => [
      ...[metric, scenario, null, turn, a, b, difference, low, high],
      ...[test.only_a, test.only_b, test.p, n, missing],
    ]),
  );
  const turned = flips.flatMap(({scenario, task_id, turns_only_a, turns_only_b}) =>
    [
      ...turns_only_a.map((turn) => ({turn, a: 1, b: 0})),
      ...turns_only_b.map((turn) => ({turn, a: 0, b: 1})),
    ]
      .sort((one, other) => one.turn - other.turn)
      .map(({turn, a, b}) => [
        ...['flip', scenario, task_id, turn, a, b, b - a],
        ...[null, null, null, null, null, null, null],
      ]),
  );
  return {
    columns: [
      ...['record', 'scenario', 'task_id', 'turn', 'a', 'b', 'difference', 'low', 'high'],
      ...['only_a', 'only_b', 'p', 'n', 'missing'],
    ],
    rows: [...figures, ...turned],
  };
}
