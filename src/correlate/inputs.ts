import {UsageError} from '../errors.js';
import {readRun, type StoredRun} from '../run/read-run.js';
import type {Alias} from '../score/model-names.js';
import {type Cell, pairCells} from './cells.js';
import {refuseTooFewModels} from './correlate-runs.js';
import {
  groupByReference,
  type ReferenceRuns,
  refuseOtherSuites,
  refuseOtherThanPublishedSuite,
  refuseWrongMode,
} from './references.js';
import {readScoreTable} from './score-table.js';
import {publishedLiveSources, runSource, type ScoreSource} from './sources.js';

/** What to correlate: directories of runs, and files. */
export type CorrelateSelection = {
  statics: readonly string[];
  /** Directories, or `published` for the paper's Tables 7 and 8. */
  lives: readonly string[];
  /** CSV files of scores. */
  tables: readonly string[];
  aliases: readonly Alias[];
  /**
   * A prediction may do without live scores of one's own, and with fewer models than a correlation.
   */
  toPredict: boolean;
};

export type CorrelateInputs = {
  statics: StoredRun[];
  lives: ScoreSource[];
  /** The static runs by log. */
  groups: ReferenceRuns[];
  /** Those of the runs, then those of the tables. */
  cells: Cell[];
  aliases: readonly Alias[];
};

const published = 'published';

/**
 * Reads everything that is to be correlated.
 * @throws {UsageError} when one side is missing, a run is of the other mode or another suite, or no
 * cell has three models; {FileFormatError} for a damaged file.
 */
export async function readCorrelateInputs(selection: CorrelateSelection): Promise<CorrelateInputs> {
  const {aliases, toPredict} = selection;
  refuseOneSide(selection);
  const statics = await Promise.all(selection.statics.map(readRun));
  const liveRuns = await Promise.all(
    selection.lives.filter((live) => live !== published).map(readRun),
  );
  refuseWrongMode(statics, 'static');
  refuseWrongMode(liveRuns, 'live');
  refuseOtherSuites([...statics, ...liveRuns]);
  const withPublished = selection.lives.includes(published);
  if (withPublished) refuseOtherThanPublishedSuite(statics);
  const lives = [...liveRuns.map(runSource), ...(withPublished ? publishedLiveSources() : [])];
  const groups = groupByReference(statics);
  const ofRuns = pairCells(groups, lives, aliases);
  if (statics.length > 0 && !toPredict) refuseTooFewModels(ofRuns, 'correlate');
  const ofTables = selection.tables.flatMap((path) => {
    const cells = readScoreTable(path);
    if (!toPredict) refuseTooFewModels(cells, path);
    return cells;
  });
  return {statics, lives, groups, cells: [...ofRuns, ...ofTables], aliases};
}

function refuseOneSide({statics, lives, tables, toPredict}: CorrelateSelection): void {
  if (statics.length > 0 && lives.length === 0 && !toPredict)
    throw new UsageError('--live: none given; runs of generate, or published');
  if (lives.length > 0 && statics.length === 0)
    throw new UsageError('--static: none given; runs of replay');
  if (statics.length === 0 && tables.length === 0) {
    throw new UsageError(
      'correlate: nothing given; --static RUN… with --live RUN…|published, or --table FILE.csv',
    );
  }
}
