import {existsSync} from 'node:fs';
import {MissingRequirementError, UsageError} from '../../errors.js';
import {loadSuite} from '../../problem/suite.js';
import {publishedLogPath} from '../hub/pull.js';
import {openCompiler} from './compile-codes.js';
import {type ImportedLog, type ImportLogOptions, importPublishedLog} from './log-import.js';

/**
 * `file`: a parquet file of the published shape, or `convcodebench` for the one that was pulled.
 * `suite`: name or file.
 */
export type ImportLogRequest = Omit<ImportLogOptions, 'suite' | 'compiles' | 'python'> & {
  suite: string;
  python?: string;
};

/**
 * Imports a published or exported parquet file as a log directory.
 * @throws {FileFormatError | UsageError} as `importPublishedLog` does; {MissingRequirementError}
 * for a suite or published log not yet pulled, or a missing Python.
 */
export async function importLog({
  suite: suiteName,
  python,
  ...request
}: ImportLogRequest): Promise<ImportedLog> {
  const file = request.file === 'convcodebench' ? pulledLog() : request.file;
  if (!existsSync(file)) throw new UsageError(`${file}: no such file`);
  const suite = await loadSuite(suiteName);
  const compiler = await openCompiler(python === undefined ? {} : {python});
  try {
    return await importPublishedLog({
      ...request,
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
