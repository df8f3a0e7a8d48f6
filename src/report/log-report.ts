import {type Incomplete, incompleteOf} from '../log/incomplete.js';
import type {LogManifest} from '../log/log-manifest.js';
import type {LogStats} from '../log/log-stats.js';
import type {LogVerdict} from '../log/verify-log.js';
import {counted} from '../options/counted.js';
import type {ReportTable} from './table.js';

/** What is wrong with a log, or that it is sound; and what of it is not whole. */
export function verifyLines({
  directory,
  sound,
  lines,
  complaints,
  incomplete,
}: LogVerdict): string[] {
  return [
    ...(sound ? [`${directory}: sound, ${counted(lines, 'line')}`] : complaints),
    ...incomplete.map((each) => `${directory}: ${incompleteSentence(each)}`),
  ];
}

/** Questions and solved problems per turn of a log. */
export function logStatsTable(
  {reference_model, suite, critic, scenarios}: LogManifest,
  rows: readonly (LogStats & {scenario: string})[],
): ReportTable {
  const turns = rows[0]?.questions.length ?? 0;
  return {
    title: `Log of ${reference_model.asked} on ${suite.name}${critic ? `, verbal feedback by ${critic}` : ''}`,
    columns: ['', ...rows.map(({scenario}) => scenario)],
    rows: [
      ['problems', ...rows.map(({problems}) => String(problems))],
      ['solved at turn 0', ...rows.map(({solved}) => String(solved[0]))],
      ...Array.from({length: turns}, (_, i) => [
        `questions, turn ${i + 1}`,
        ...rows.map(({questions}) => String(questions[i])),
      ]),
      [
        'questions, all',
        ...rows.map(({questions}) => String(questions.reduce((sum, n) => sum + n, 0))),
      ],
      ['solved by turn 9', ...rows.map(({solved}) => String(solved.at(-1)))],
      ['lines without feedback', ...rows.map(({without_feedback}) => String(without_feedback))],
      ['leaks', ...rows.map(({leaks}) => String(leaks))],
    ],
    notes: [
      'A question is a turn at which the reference had not passed yet and something actionable was said.',
      ...incompleteOf({scenarios}).map((each) => `${incompleteSentence(each)}.`),
    ],
  };
}

const namedTasks = 5;

/** @example `CF: 7 incomplete conversations (T/0, T/1, T/2, T/3, T/4 and 2 more)` */
export function incompleteSentence({scenario, tasks}: Incomplete): string {
  const more = tasks.length - namedTasks;
  const names = `${tasks.slice(0, namedTasks).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${scenario}: ${tasks.length} incomplete conversations (${names})`;
}
