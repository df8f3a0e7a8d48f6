import type {
  Compressors,
  DataPageHeader,
  DataReader,
  FileMetaData,
  PageHeader,
  SchemaTree,
} from 'hyparquet';
import {parquetHeader} from 'hyparquet/src/column.js';
import {decompressPage} from 'hyparquet/src/datapage.js';
import {deltaBinaryUnpack} from 'hyparquet/src/delta.js';
import {readRleBitPackedHybrid} from 'hyparquet/src/encoding.js';
import {getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath} from 'hyparquet/src/schema.js';
import {readVarInt} from 'hyparquet/src/thrift.js';
import {FileFormatError} from '../../errors.js';
import {LARGEST_UNPACKED_WHOLE, tooLarge} from '../../files/bounds.js';
import {addValues, type Slice} from './parquet-bounds.js';
import {refuseLongRuns} from './parquet-runs.js';
import {refuseManyThriftValues} from './thrift-values.js';

/** Values in what stands before a page. */
const MOST_HEADER_VALUES = 1000;

/** Levels of a column's schema, its root among them; the log's columns have six. */
const DEEPEST = 8;

type Chunk = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>;

/**
 * What its pages are read by; `place`: its file and name; `repetition` and `definition`: the
 * highest levels of a value.
 */
type Column = {
  place: string;
  chunk: Chunk;
  compressors: Compressors;
  repetition: number;
  definition: number;
};

export type PagesOfColumns = {
  path: string;
  metadata: FileMetaData;
  schema: SchemaTree;
  /** Of columns at the top of the schema. */
  names: readonly string[];
  compressors: Compressors;
  slice: Slice;
};

/**
 * Goes over the pages of some columns before they are read. The reader makes room for as many
 * values as a run says that it has, and eight bytes can say a thousand million.
 * @throws {FileFormatError} for columns of more than an honest file has, or written in a way that
 * hides how much; {RangeError} and {Error} for damage.
 */
export async function refuseHostilePages({
  path,
  metadata,
  schema,
  names,
  compressors,
  slice,
}: PagesOfColumns): Promise<void> {
  let [values, packed, unpacked] = [0, 0, 0];
  for (const {meta_data: chunk} of metadata.row_groups.flatMap(({columns}) => columns)) {
    const name = chunk?.path_in_schema[0];
    if (chunk === undefined || name === undefined || !names.includes(name)) continue;
    const column = {...placeIn(schema, path, chunk), chunk, compressors};
    const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
    const length = Number(chunk.total_compressed_size);
    packed = addBytes(path, packed, length);
    for (const page of pagesOf(new DataView(await slice(start, start + length)))) {
      values = addValues(path, values, valuesOf(page.header));
      unpacked = addBytes(path, unpacked, checkPage(path, page, column));
    }
  }
}

function addBytes(path: string, sum: number, bytes: number): number {
  if (sum + bytes <= LARGEST_UNPACKED_WHOLE) return sum + bytes;
  throw tooLarge(path, 'its columns', LARGEST_UNPACKED_WHOLE);
}

const plainTypes = ['UTF8', 'LIST', 'STRING', 'NULL'];

/**
 * Texts, and lists and structs of them: other types would have to be bounded each in its way. A
 * column without any value may be of whatever type its writer took for it.
 */
function placeIn(
  schema: SchemaTree,
  path: string,
  {path_in_schema}: Chunk,
): Pick<Column, 'place' | 'repetition' | 'definition'> {
  const place = `${path}: ${path_in_schema.join('.')}`;
  const levels = getTreePath(schema, path_in_schema);
  if (levels.length > DEEPEST) throw new FileFormatError(`${place}: its schema is too deep`);
  const kinds = levels.flatMap(({element: {converted_type, logical_type}}) => [
    converted_type ?? [],
    logical_type?.type ?? [],
  ]);
  const isPlain = kinds.flat().every((kind) => plainTypes.includes(kind));
  if (!isPlain) throw noText(place);
  return {
    place,
    repetition: getMaxRepetitionLevel(levels),
    definition: getMaxDefinitionLevel(levels),
  };
}

function noText(place: string): FileFormatError {
  return new FileFormatError(`${place}: holds no text, as all columns of it that are read do`);
}

type DataPageHeaderV2 = NonNullable<PageHeader['data_page_header_v2']>;

type Page = {header: PageHeader; bytes: Uint8Array};

function* pagesOf(view: DataView): Generator<Page> {
  const reader = {view, offset: 0};
  while (reader.offset < view.byteLength - 1) {
    refuseManyThriftValues(view, reader.offset, MOST_HEADER_VALUES);
    const header = parquetHeader(reader);
    const length = header.compressed_page_size;
    yield {header, bytes: new Uint8Array(view.buffer, reader.offset, length)};
    reader.offset += length;
  }
}

function valuesOf(header: PageHeader): number {
  const {type, data_page_header, data_page_header_v2, dictionary_page_header} = header;
  const told = {
    DATA_PAGE: data_page_header,
    DATA_PAGE_V2: data_page_header_v2,
    DICTIONARY_PAGE: dictionary_page_header,
    INDEX_PAGE: undefined,
  }[type];
  if (told === undefined) throw new Error(`a page of it is of the kind ${type}`);
  return told.num_values;
}

/** @returns how many bytes the page unpacks to, and its values beyond them (`checkBody`). */
function checkPage(path: string, {header, bytes}: Page, column: Column): number {
  const {type, uncompressed_page_size, data_page_header, data_page_header_v2} = header;
  if (type === 'DATA_PAGE_V2' && data_page_header_v2)
    return checkSecondForm(path, bytes, {...data_page_header_v2, uncompressed_page_size, column});
  const page = unpack(bytes, uncompressed_page_size, column);
  if (type === 'DATA_PAGE' && data_page_header)
    return checkFirstForm(path, page, {...data_page_header, column});
  return page.length;
}

/** The levels stand in the page, the length of each kind before it. */
function checkFirstForm(
  path: string,
  page: Uint8Array,
  {num_values: values, encoding, column}: DataPageHeader & {column: Column},
): number {
  const view = viewOf(page);
  const {repetition, definition} = column;
  const behind = (start: number, highest: number): number => {
    if (highest === 0) return start;
    refuseLongRuns(view, {start: start + 4, width: widthOf(highest), values});
    return start + 4 + view.getUint32(start, true);
  };
  const start = behind(0, repetition);
  const body = page.subarray(behind(start, definition));
  const nulls = definition > 0 ? nullsOf({view, offset: start}, values, definition) : 0;
  return page.length + checkBody(path, body, {encoding, values: values - nulls, column});
}

/** @param reader at the length of levels whose runs are none too long. */
function nullsOf(reader: DataReader, values: number, definition: number): number {
  const levels: number[] = new Array(values);
  readRleBitPackedHybrid(reader, widthOf(definition), levels);
  return levels.filter((level) => level < definition).length;
}

/** The levels stand before what is packed. */
function checkSecondForm(
  path: string,
  bytes: Uint8Array,
  {
    num_values: values,
    num_nulls: nulls,
    repetition_levels_byte_length: start,
    definition_levels_byte_length: length,
    ...page
  }: DataPageHeaderV2 & {uncompressed_page_size: number; column: Column},
): number {
  const {repetition, definition} = page.column;
  for (const count of [nulls, start, length])
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`a page of ${count} values or bytes`);
  const view = viewOf(bytes);
  if (repetition > 0) refuseLongRuns(view, {start: 0, width: widthOf(repetition), values});
  if (definition > 0) refuseLongRuns(view, {start, width: widthOf(definition), values});
  const packed = bytes.subarray(definition > 0 ? start + length : start);
  const body =
    page.is_compressed === false
      ? packed
      : unpack(packed, page.uncompressed_page_size - start - length, page.column);
  const {encoding, column} = page;
  return body.length + checkBody(path, body, {encoding, values: values - nulls, column});
}

/**
 * What stands behind the levels.
 * @returns how many bytes its values have that do not stand in it, but in values before them.
 */
function checkBody(
  path: string,
  body: Uint8Array,
  {encoding, values, column}: {encoding: string; values: number; column: Column},
): number {
  if (values <= 0) return 0;
  if (column.chunk.type !== 'BYTE_ARRAY') throw noText(column.place);
  const view = viewOf(body);
  switch (encoding) {
    case 'PLAIN':
      return 0;
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY': {
      const width = view.getUint8(0);
      if (width > 0) refuseLongRuns(view, {start: 1, width, values});
      return 0;
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
      lengthsIn({view, offset: 0}, values);
      return 0;
    case 'DELTA_BYTE_ARRAY': {
      // How much of the value before it each begins with; then the rest as above.
      const reader = {view, offset: 0};
      const shared = lengthsIn(reader, values);
      lengthsIn(reader, values);
      return shared.reduce((sum, length) => sum + length, 0);
    }
    default:
      throw new FileFormatError(
        `${path}: a page of it is encoded as ${encoding}, which no text is; write it anew`,
      );
  }
}

/** Lengths in a block of differences; a writer has four of a few hundred. */
const MOST_IN_BLOCK = 1 << 16;

/** @throws {RangeError} for a length below nothing, and blocks for which no page has room. */
function lengthsIn(reader: DataReader, values: number): Int32Array {
  const start = {...reader};
  const [block, parts] = [readVarInt(start), readVarInt(start)];
  if (block <= 0 || block > MOST_IN_BLOCK || parts <= 0 || parts > block)
    throw new RangeError(`a block of ${block} lengths in ${parts} parts`);
  const lengths = new Int32Array(values);
  deltaBinaryUnpack(reader, values, lengths);
  if (lengths.some((length) => length < 0)) throw new RangeError('a length below nothing');
  return lengths;
}

function unpack(packed: Uint8Array, length: number, {chunk, compressors}: Column): Uint8Array {
  return decompressPage(packed, length, chunk.codec, compressors);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Of a level, in bits. */
function widthOf(highest: number): number {
  return 32 - Math.clz32(highest);
}
