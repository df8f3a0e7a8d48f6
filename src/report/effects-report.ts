import {type Effect, effectTurn} from '../score/effects.js';
import {scoring} from '../score/scoring.js';
import {noFigure} from './figure-cell.js';
import type {Report} from './formats.js';
import {percent, withInterval} from './percent.js';
import type {NamedRun} from './run-names.js';
import {passesNotes, simulatedNotes} from './run-notes.js';
import type {ReportRecords, ReportTable} from './table.js';

/** A run, what a table calls it, and what its model makes of feedback. */
export type RunEffects = NamedRun & {effects: Effect[]};

/** What each model makes of each kind of feedback, side by side, and in sentences. */
export function effectsReport(runs: readonly RunEffects[]): Report {
  return {
    tables: [effectsTable(runs)],
    records: () => effectRecords(runs),
    json: {
      turn: effectTurn,
      bootstrap: scoring,
      runs: runs.map(({run: {label, manifest, trust}, effects}) => ({
        ...{
          label,
          model: manifest.model,
          simulated: manifest.simulated,
          trust: trust.policy,
          effects,
        },
      })),
    },
  };
}

function effectsTable(runs: readonly RunEffects[]): ReportTable {
  const names = runs.map(({name}) => name);
  const rows = runs[0]?.effects.map((effect, at) => [
    ...labelOf(effect),
    ...runs.flatMap(({effects}) => cellsOf(effects[at])),
  ]);
  return {
    title: `Effects of feedback at turn ${effectTurn}, percentage points of wrong programs mended`,
    columns: ['feedback', 'beside', ...names.flatMap((name) => [name, 'n'])],
    rows: rows ?? [],
    notes: [
      ...runs.map(effectSentence),
      `Paired: at turn ${effectTurn} all scenarios show the same program, and each line is over the n problems asked in all scenarios that it compares. Where a program compiles, neither a compiler nor a novice without test results has anything to say: nobody is asked, and it counts as not mended.`,
      `Intervals: 95%; of compilation alone Wilson’s, else by bootstrap over problems (${scoring.resamples} resamples, seed ${scoring.seed}), widened by the rule of three where all problems are alike.`,
      ...runs.flatMap(({name, run}) =>
        run.trust.policy === 'any' ? [] : passesNotes(run).map((note) => `${name}: ${note}`),
      ),
      ...simulatedNotes(runs.map(({run}) => run)),
    ],
    foldBy: {keys: 2, over: 'model', names, heads: ['points', 'n']},
  };
}

const executions = {none: '', partial: 'partial execution', full: 'full execution'} as const;
const words = {none: '', novice: 'novice words', expert: 'expert words'} as const;
const alone = 'compilation';

/** What is added, and beside what. */
function labelOf({kind, execution, verbal}: Effect): [string, string] {
  switch (kind) {
    case 'compilation':
      return [alone, 'nothing'];
    case 'execution':
      return [executions[execution], words[verbal] || alone];
    case 'verbal':
      return [words[verbal], executions[execution] || alone];
    case 'interaction':
      return [`${executions[execution]} and ${words[verbal]}`, 'the sum of both'];
  }
}

function cellsOf(effect: Effect | undefined): string[] {
  const difference = effect?.difference;
  if (difference?.value == null) return [noFigure(difference), String(difference?.n ?? 0)];
  return [withInterval(percent, difference), String(difference.n)];
}

/** What a model makes of feedback, in words; what cannot be told is left out. */
export function effectSentence({name, effects}: RunEffects): string {
  const find = (kind: Effect['kind'], execution: string, verbal: string) =>
    effects.find(
      (each) => each.kind === kind && each.execution === execution && each.verbal === verbal,
    );
  const clauses = [
    ...told(find('compilation', 'none', 'none'), (share) => {
      return `compilation feedback alone mends ${percent(share)}% of what does not compile`;
    }),
    ...told(find('execution', 'partial', 'none'), (points) => {
      return `partial execution feedback mends ${moreOrLess(points)} than none`;
    }),
    ...told(find('execution', 'full', 'none'), (points) => {
      return `full execution feedback mends ${moreOrLess(points)} than none`;
    }),
    ...told(find('verbal', 'full', 'novice'), (points) => {
      return `novice words ${moreOrLess(points)} beside full execution feedback`;
    }),
    ...told(find('verbal', 'none', 'expert'), (points) => {
      return `expert words ${moreOrLess(points)} than none`;
    }),
    ...told(find('interaction', 'full', 'expert'), (points) => {
      return `full execution feedback and expert words together ${moreOrLess(points)} than their sum`;
    }),
  ];
  if (clauses.length === 0) return `${name}: no effect of feedback can be told from this run.`;
  return `${name}: ${clauses.join('; ')}.`;
}

/** The clause of an effect that has a value, with a warning where its interval holds 0. */
function told(effect: Effect | undefined, say: (value: number) => string): string[] {
  const difference = effect?.difference;
  if (difference?.value == null) return [];
  const {value, low, high} = difference;
  const isChance = effect?.kind !== 'compilation' && low <= 0 && high >= 0;
  return [`${say(value)}${isChance ? ' (which may be chance)' : ''}`];
}

/** @example moreOrLess(-0.031) // => '3.1 points less' */
function moreOrLess(difference: number): string {
  return `${percent(Math.abs(difference))} points ${difference < 0 ? 'less' : 'more'}`;
}

function effectRecords(runs: readonly RunEffects[]): ReportRecords {
  return {
    columns: [
      'model',
      'kind',
      'execution',
      'verbal',
      'compared',
      'value',
      'low',
      'high',
      'n',
      'missing',
      'reason',
      'run',
    ],
    rows: runs.flatMap(({run, effects}) =>
      effects.map(({kind, execution, verbal, compared, difference}) => [
        run.manifest.model,
        kind,
        execution,
        verbal,
        compared.join(' '),
        ...(difference.value === null
          ? [null, null, null, difference.n, difference.missing, difference.reason]
          : [difference.value, difference.low, difference.high, difference.n, 0, null]),
        run.label,
      ]),
    ),
  };
}
