import {UsageError} from '../errors.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {flag, objectWith, oneOf, texts} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {readRun, type StoredRun} from '../run/read-run.js';
import {isFinished} from '../run/unfinished-run.js';
import {rowsCountedBy, type TrustPolicy, trustPolicies} from '../score/count-trust.js';
import type {Alias} from '../score/model-names.js';
import {aliases as aliasesField} from './alias-field.js';
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
  /** Directories of static runs. Default: none. */
  statics?: readonly string[] | undefined;
  /** Directories, or `published` for the paper's Tables 7 and 8. Default: none. */
  lives?: readonly string[] | undefined;
  /** CSV files of scores. Default: none. */
  tables?: readonly string[] | undefined;
  /** Two names of one model. Default: none. */
  aliases?: readonly Alias[] | undefined;
  /**
   * A prediction may do without live scores of one's own, and with fewer models than a correlation.
   * Default false.
   */
  toPredict?: boolean | undefined;
  /** Which passes count, as in `ReportOptions`. Default `any`. */
  trust?: TrustPolicy | undefined;
};

const schema = optionsOf<CorrelateSelection>({
  statics: texts.optional(),
  lives: texts.optional(),
  tables: texts.optional(),
  aliases: aliasesField.optional(),
  toPredict: flag.optional(),
  trust: oneOf(...trustPolicies).optional(),
});

/** The same with nothing left out. */
type SelectedInputs = {[K in keyof CorrelateSelection]-?: NonNullable<CorrelateSelection[K]>};

export type CorrelateInputs = {
  statics: StoredRun[];
  lives: ScoreSource[];
  /** The static runs by log. */
  groups: ReferenceRuns[];
  /** Those of the runs, then those of the tables. */
  cells: Cell[];
  aliases: readonly Alias[];
  /** Runs that are not finished: they are left out. */
  unfinished: readonly string[];
  /** Finished runs that lack verdicts: the problems that lack one are left out. */
  lacking: readonly {run: string; missing: number}[];
};

export const correlateInputs = objectWith<CorrelateInputs>(
  'what readCorrelateInputs gives',
  'statics',
  'lives',
  'groups',
  'cells',
  'aliases',
);

const published = 'published';

/**
 * Reads everything that is to be correlated.
 * @throws {UsageError} when one side is missing, a run is of the other mode or another suite, or no
 * cell has three models; {FileFormatError} for a damaged file.
 */
export async function readCorrelateInputs(options: CorrelateSelection): Promise<CorrelateInputs> {
  checkOptions('readCorrelateInputs', schema, options);
  const {statics: directories = [], lives: liveNames = [], tables = []} = options;
  const {aliases = [], toPredict = false, trust = 'any'} = options;
  const selection = {statics: directories, lives: liveNames, tables, aliases, toPredict, trust};
  const read = async (directory: string): Promise<StoredRun> => {
    const run = await readRun(directory);
    return {...run, rows: [...rowsCountedBy(trust, run.rows, run)]};
  };
  refuseOneSide(selection);
  const liveDirectories = selection.lives.filter((live) => live !== published);
  const statics = await Promise.all(selection.statics.filter(isFinished).map(read));
  const liveRuns = await Promise.all(liveDirectories.filter(isFinished).map(read));
  const unfinished = [...selection.statics, ...liveDirectories].filter((run) => !isFinished(run));
  const lacking = [...statics, ...liveRuns].flatMap(({label: run, rows}) => {
    const missing = rows.filter(({status}) => status === 'missing').length;
    return missing > 0 ? [{run, missing}] : [];
  });
  refuseNoneFinished(selection, {statics, unfinished});
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
  return {statics, lives, groups, cells: [...ofRuns, ...ofTables], aliases, unfinished, lacking};
}

function refuseNoneFinished(
  selection: SelectedInputs,
  {statics, unfinished}: Pick<CorrelateInputs, 'statics' | 'unfinished'>,
): void {
  if (selection.statics.length === 0 || statics.length > 0) return;
  throw new UsageError(
    `${unfinished[0]}: this run is not finished, and no other of ${option('statics')} is; give the command that began it again to go on`,
  );
}

function refuseOneSide({statics, lives, tables, toPredict}: SelectedInputs): void {
  if (statics.length > 0 && lives.length === 0 && !toPredict)
    throw new UsageError(`${option('lives')}: none given; runs of generate, or published`);
  if (lives.length > 0 && statics.length === 0)
    throw new UsageError(`${option('statics')}: none given; runs of replay`);
  if (statics.length === 0 && tables.length === 0) {
    throw new UsageError(
      `correlate: nothing given; ${option('statics')} RUN… with ${option('lives')} RUN…|published, or ${option('tables')} FILE.csv`,
    );
  }
}
