import type {Finding} from '../doctor/finding.js';
import {causes, type GroundTruthProblem} from '../judging/ground-truth-outcome.js';
import type {ReportTable} from './table.js';

const marks = {good: 'ok', note: 'note', bad: 'BAD'};

/**
 * The findings as lines: what was found, its details, and behind `->` the command that mends it.
 */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(0, ...findings.map(({subject}) => subject.length));
  return findings.flatMap(({subject, verdict, found, remedy, details = []}) => [
    `${marks[verdict].padEnd(4)}  ${subject.padEnd(width)}  ${found}`,
    ...details.map((detail) => `${' '.repeat(width + 8)}${detail}`),
    ...(remedy === undefined ? [] : [`${' '.repeat(width + 8)}-> ${remedy}`]),
  ]);
}

/** Canonical solutions that do not pass, counted by cause, in the order of `causes`. */
export function groundTruthTable(
  suite: string,
  problems: readonly GroundTruthProblem[],
): ReportTable {
  const failing = problems.filter(({cause}) => cause !== null);
  const durations = problems
    .filter(({cause}) => cause === null)
    .map(({duration_ms}) => duration_ms);
  return {
    title: `Ground truth of ${suite}: ${problems.length - failing.length} of ${problems.length} canonical solutions pass`,
    columns: ['cause', 'problems', 'which'],
    rows: causes.flatMap((cause) => {
      const ids = failing.filter((each) => each.cause === cause).map(({task_id}) => task_id);
      return ids.length === 0 ? [] : [[cause, String(ids.length), shortened(ids)]];
    }),
    notes: [
      ...(durations.length === 0
        ? []
        : [`Slowest that passes: ${(Math.max(...durations) / 1000).toFixed(1)} s.`]),
      'Runs with this suite and environment use the limits calibrated here; reports give figures over all problems and over those that pass.',
    ],
  };
}

/** Each failing problem with what its first run said: the exception of every failing entry. */
export function failingLines(problems: readonly GroundTruthProblem[]): string[] {
  return problems.flatMap(({task_id, cause, statuses, failures}) =>
    cause === null
      ? []
      : [
          `${task_id}: ${cause} (${statuses.join(', ')})`,
          ...failures.map(({test, text}) => `    ${test}: ${exceptionOf(text)}`),
        ],
  );
}

const shownIds = 8;

function shortened(ids: readonly string[]): string {
  const rest = ids.length - shownIds;
  return rest > 0 ? `${ids.slice(0, shownIds).join(', ')} and ${rest} more` : ids.join(', ');
}

/**
 * The line that names the exception, with the next one that has words where it has none; of a text
 * without one the last line.
 */
function exceptionOf(text: string): string {
  const lines = text.trimEnd().split('\n');
  const at = lines.findLastIndex((line) =>
    /^[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Warning)\b/.test(line),
  );
  const named = lines[at] ?? lines.at(-1) ?? '';
  const words = /: *$/.test(named)
    ? lines.slice(at + 1).find((line) => /[A-Za-z]/.test(line))
    : undefined;
  const line = words === undefined ? named : `${named.trimEnd()} ${words.trim()}`;
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
