import {existsSync} from 'node:fs';
import {MissingRequirementError, UsageError} from '../../errors.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, callback, flag, text} from '../../options/fields.js';
import {fieldsGiven} from '../../options/given.js';
import {loadSuite} from '../../problem/suite.js';
import {publishedLogPath} from '../hub/pull.js';
import {openCompiler} from './compile-codes.js';
import {type ImportedLog, type ImportLogOptions, importPublishedLog} from './log-import.js';

export type ImportLogRequest = {
  /** A parquet file of the published shape, or `convcodebench` for the one that was pulled. */
  file: string;
  /** The log directory to make; new or empty. */
  out: string;
  /** Name or file of the suite. Default `bigcodebench`. */
  suite?: string | undefined;
  /** The Python that tells which codes compile. Default `python3`. */
  python?: string | undefined;
  /** Take the feedback out of lines whose feedback is about other code. Default false. */
  onlyConsistent?: boolean | undefined;
  /** For a file that does not say whose log it is. Default: the published log's. */
  referenceModel?: string | undefined;
  /** The same for who wrote the verbal feedback. Default: the published log's. */
  critic?: string | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ImportLogOptions['onProgress'] | undefined;
};

const schema = optionsOf<ImportLogRequest>({
  file: text,
  out: text,
  suite: text.optional(),
  python: text.optional(),
  onlyConsistent: flag.optional(),
  referenceModel: text.optional(),
  critic: text.optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<ImportLogOptions['onProgress']>>().optional(),
});

/**
 * Imports a published or exported parquet file as a log directory.
 * @throws {FileFormatError | UsageError} as `importPublishedLog` does; {MissingRequirementError}
 * for a suite or published log not yet pulled, or a missing Python.
 */
export async function importLog(options: ImportLogRequest): Promise<ImportedLog> {
  checkOptions('importLog', schema, options);
  const {suite: suiteName = 'bigcodebench', python, ...request} = options;
  const file = request.file === 'convcodebench' ? pulledLog() : request.file;
  if (!existsSync(file)) throw new UsageError(`${file}: no such file`);
  const suite = await loadSuite(suiteName);
  const compiler = await openCompiler(python === undefined ? {} : {python});
  try {
    return await importPublishedLog({
      ...fieldsGiven(request),
      out: request.out,
      file,
      suite,
      compiles: compiler.compiles,
      python: compiler.version,
    });
  } finally {
    await compiler.close();
  }
}

function pulledLog(): string {
  const path = publishedLogPath();
  if (existsSync(path)) return path;
  throw new MissingRequirementError(
    'the published log is not on this machine: convcodebench pull convcodebench',
  );
}
