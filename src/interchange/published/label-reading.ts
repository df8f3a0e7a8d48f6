import {UsageError} from '../../errors.js';
import type {ScenarioId} from '../../problem/scenario.js';
import {isSilent, type PublishedRow} from './read-published-log.js';

/**
 * What `label` may judge; upstream does not say. `previous-code`: the code that the row carries
 * (that of turn t-1). `answer`: the answer given at turn t, which is the next row's code.
 */
export type LabelMeaning = 'previous-code' | 'answer';

/** A row in which label and feedback disagree under a reading. */
export type LabelException = {
  scenario: ScenarioId;
  task_id: string;
  turn: number;
  label: string;
  /** What the reading expects of the label: `pass` where nothing was said of the code it judges. */
  expected: 'pass' | 'not pass';
};

/** One reading tried on all rows. `rows`: those on which it can be tried. */
type Fit = {rows: number; fitting: number; exceptions: LabelException[]};

export type LabelReading = {meaning: LabelMeaning; fits: {[meaning in LabelMeaning]: Fit}};

/** A reading stands if it fits this share of the rows. */
const neededShare = 0.995;

/** Takes rows scenario by scenario, and says in the end which reading they bear out. */
export type LabelReader = {
  add(scenario: ScenarioId, taskId: string, rows: readonly PublishedRow[]): void;
  /**
   * @param known the meaning, where the file says it.
   * @throws {UsageError} with counter-examples, when it is not known and neither reading fits 99.5%
   * of the rows.
   */
  conclude(known?: LabelMeaning): LabelReading;
};

/**
 * Infers what `label` judges from where feedback is all null: upstream says nothing of code that
 * has passed, so a label that judges the row's code is `pass` exactly where the row is silent, and
 * one that judges the answer exactly where the next row is. Rows that the denylist touched and rows
 * without a label do not vote. Where both readings stand, the better fit counts, and between equals
 * the row's own code.
 */
export function createLabelReader(path: string): LabelReader {
  const fits = {'previous-code': emptyFit(), answer: emptyFit()};
  return {
    add(scenario, taskId, rows) {
      for (const [index, row] of rows.entries()) {
        const {label, denied, turn} = row;
        if (denied || label === null) continue;
        const vote = {scenario, task_id: taskId, turn, label};
        const next = rows[index + 1];
        count(fits['previous-code'], vote, isSilent(row));
        if (next && !next.denied) count(fits.answer, vote, isSilent(next));
      }
    },
    conclude(known) {
      if (known) return {meaning: known, fits};
      const meaning =
        share(fits.answer) > share(fits['previous-code']) ? 'answer' : 'previous-code';
      if (share(fits[meaning]) < neededShare) throw new UsageError(neither(path, fits));
      return {meaning, fits};
    },
  };
}

function emptyFit(): Fit {
  return {rows: 0, fitting: 0, exceptions: []};
}

function count(fit: Fit, vote: Omit<LabelException, 'expected'>, isPassExpected: boolean): void {
  fit.rows += 1;
  if ((vote.label === 'pass') === isPassExpected) fit.fitting += 1;
  else fit.exceptions.push({...vote, expected: isPassExpected ? 'pass' : 'not pass'});
}

/** No row at all bears nothing out. */
function share({rows, fitting}: Fit): number {
  return rows === 0 ? 0 : fitting / rows;
}

function neither(path: string, fits: LabelReading['fits']): string {
  const told = Object.entries(fits).map(([meaning, fit]) => {
    const examples = fit.exceptions
      .slice(0, 3)
      .map(
        ({scenario, task_id, turn, label, expected}) =>
          `${scenario} ${task_id} ITER=${turn}: ${label}, not "${expected}"`,
      );
    return `as a verdict on the ${meaning} it fits ${fit.fitting} of ${fit.rows} rows (${examples.join('; ') || 'no row to try it on'})`;
  });
  return `${path}: label: cannot be read: ${told.join('; ')}; ${neededShare * 100}% are needed, so no status can be told from it`;
}
