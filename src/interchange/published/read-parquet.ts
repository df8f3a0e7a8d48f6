import {closeSync, existsSync, openSync, readSync, statSync} from 'node:fs';
import type {AsyncBuffer, FileMetaData, SchemaTree} from 'hyparquet';
import {FileFormatError, UsageError} from '../../errors.js';
import {boundedCompressors, readFooter, refuseLongTexts, refuseManyRows} from './parquet-bounds.js';

/**
 * An open parquet file: its rows' schema, its key-value metadata, and a way to read some of its
 * columns.
 */
export type ParquetFile = {
  path: string;
  rows: number;
  columns: readonly SchemaTree[];
  keyValue(key: string): string | undefined;
  /**
   * The rows, with these columns only. @throws {FileFormatError} for damage, or text that is not
   * UTF-8.
   */
  readColumns(names: readonly string[]): Promise<{[column: string]: unknown}[]>;
};

/**
 * Opens a parquet file by its footer. The reader is loaded here, so that nobody else waits for it.
 * @throws {UsageError} where there is no such file; {FileFormatError} for what is not whole
 * parquet, a Git LFS pointer by name.
 */
export async function openParquet(path: string): Promise<ParquetFile> {
  refuseOtherFiles(path);
  const {asyncBufferFromFile, parquetMetadata, parquetSchema} = await import('hyparquet');
  const file = await asyncBufferFromFile(path);
  return readable(path, async () => {
    const footer = await readFooter(path, file.byteLength, file.slice);
    const metadata = parquetMetadata(footer, {geoparquet: false});
    refuseManyRows(path, metadata);
    const schema = parquetSchema(metadata);
    return {
      path,
      rows: Number(metadata.num_rows),
      columns: schema.children,
      keyValue: (key) => metadata.key_value_metadata?.find((entry) => entry.key === key)?.value,
      readColumns: (names) => readColumns(path, {file, metadata, schema}, names),
    };
  });
}

async function readColumns(
  path: string,
  {file, metadata, schema}: {file: AsyncBuffer; metadata: FileMetaData; schema: SchemaTree},
  names: readonly string[],
): Promise<{[column: string]: unknown}[]> {
  const {parquetReadObjects} = await import('hyparquet');
  const {refuseHostilePages} = await import('./parquet-pages.js');
  const compressors = boundedCompressors(path, (await import('hyparquet-compressors')).compressors);
  return readable(path, async () => {
    const {slice} = file;
    await refuseHostilePages({path, metadata, schema, names, compressors, slice});
    const columns = [...names];
    const parsers = {stringFromBytes};
    const rows = await parquetReadObjects({file, metadata, columns, compressors, parsers});
    refuseLongTexts(path, rows);
    return rows;
  });
}

const strictUtf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
 * By default what is not UTF-8 (a lone surrogate, say) would be replaced in silence, and the code
 * no longer be what was judged.
 */
function stringFromBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes && strictUtf8.decode(bytes);
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof FileFormatError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError(
      `${path}: cannot be read as parquet (${reason}); it is damaged or of another kind, get it again`,
      {cause},
    );
  }
}

const magic = 'PAR1';
const pointerStart = 'version https://git-lfs';
/** Magic, footer length and magic again: no parquet file is shorter. */
const shortest = 12;

function refuseOtherFiles(path: string): void {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file`);
  if (!statSync(path).isFile()) throw new UsageError(`${path}: is not a file`);
  const {size} = statSync(path);
  const [start, end] = startAndEnd(path, size);
  if (start.startsWith(pointerStart)) {
    throw new FileFormatError(
      `${path}: is a Git LFS pointer, not the data it stands for; fetch the data with "git lfs pull" or "convcodebench pull"`,
    );
  }
  if (!start.startsWith(magic))
    throw new FileFormatError(`${path}: does not begin with ${magic}, so it is not parquet`);
  if (size < shortest || end !== magic) {
    throw new FileFormatError(
      `${path}: does not end with ${magic} after ${size} bytes: it is truncated, get it again`,
    );
  }
}

function startAndEnd(path: string, size: number): [string, string] {
  const descriptor = openSync(path, 'r');
  try {
    const start = Buffer.alloc(Math.min(size, pointerStart.length));
    readSync(descriptor, start, 0, start.length, 0);
    const end = Buffer.alloc(Math.min(size, magic.length));
    readSync(descriptor, end, 0, end.length, size - end.length);
    return [start.toString('latin1'), end.toString('latin1')];
  } finally {
    closeSync(descriptor);
  }
}
