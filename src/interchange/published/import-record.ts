import type {ScenarioId} from '../../problem/scenario.js';
import type {LabelException, LabelMeaning, LabelReading} from './label-reading.js';
import type {PublishedLog} from './read-published-log.js';

/** `import.json` beside the manifest: where the log came from and how it was read. */
export type ImportRecord = {
  format: 'convcodebench-import';
  format_version: 1;
  source: {sha256: string; scenarios: ScenarioId[]};
  only_consistent: boolean;
  /**
   * The Python by which `feedback-of-other-code` tells what compiles, `3.11.2`; null where the
   * notes came with the file.
   */
  python: string | null;
  label: {
    meaning: LabelMeaning;
    fits: {[meaning in LabelMeaning]: {rows: number; fitting: number}};
    /**
     * Rows whose label disagrees with their feedback under that meaning; the status is the label's.
     */
    exceptions: LabelException[];
    /** Rows without a label: `pass` where nothing was said of the code, else `fail`. */
    unlabelled: number;
  };
};

/** What an import leaves behind about itself. */
export function importRecord(
  {
    reading,
    unlabelled,
    published,
    sha256,
  }: {reading: LabelReading; unlabelled: number; published: PublishedLog; sha256: string},
  {onlyConsistent = false, python}: {onlyConsistent?: boolean; python: string | null},
): ImportRecord {
  const {meaning, fits} = reading;
  const counts = ({rows, fitting}: {rows: number; fitting: number}) => ({rows, fitting});
  return {
    format: 'convcodebench-import',
    format_version: 1,
    source: {sha256, scenarios: published.scenarios},
    only_consistent: onlyConsistent,
    python,
    label: {
      meaning,
      fits: {'previous-code': counts(fits['previous-code']), answer: counts(fits.answer)},
      exceptions: fits[meaning].exceptions,
      unlabelled,
    },
  };
}
