import {pairCells} from '../../correlate/cells.js';
import {correlateCells, correlateRuns} from '../../correlate/correlate-runs.js';
import {
  groupByReference,
  refuseOtherSuites,
  refuseOtherThanPublishedSuite,
} from '../../correlate/references.js';
import {publishedLiveSources} from '../../correlate/sources.js';
import {UsageError} from '../../errors.js';
import type {StoredRun} from '../../run/read-run.js';
import {rowsCountedBy, type TrustPolicy} from '../../score/count-trust.js';
import {scoring} from '../../score/scoring.js';
import type {PageAgreement} from './page/summary.js';

/**
 * Static against live among the runs of a page, or against the paper's live figures where
 * `published`. Null where one side is not there; where both are and cannot be compared, why.
 * @throws {UsageError} by `trust`, for a run that does not tell how its passes were established.
 */
export function agreementOfRuns(
  stored: readonly StoredRun[],
  {published, trust}: {published: boolean; trust: TrustPolicy},
): PageAgreement | null {
  const runs = stored.map((run) => ({...run, rows: [...rowsCountedBy(trust, run.rows, run)]}));
  const statics = runs.filter(({mode}) => mode === 'static');
  const lives = runs.filter(({mode}) => mode === 'live');
  if (statics.length === 0 || (lives.length === 0 && !published)) return null;
  try {
    if (published) {
      refuseOtherThanPublishedSuite(statics);
      const cells = pairCells(groupByReference(statics), publishedLiveSources(), []);
      return {rows: correlateCells(cells, scoring), live: 'the paper’s Tables 7 and 8'};
    }
    refuseOtherSuites([...statics, ...lives]);
    return {rows: correlateRuns({statics, lives}, []), live: 'the live runs of this page'};
  } catch (error) {
    if (error instanceof UsageError) return {refused: error.message};
    throw error;
  }
}
