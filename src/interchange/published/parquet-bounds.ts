import type {Compressors, FileMetaData} from 'hyparquet';
import {FileFormatError} from '../../errors.js';
import {LARGEST_UNPACKED_WHOLE, LARGEST_WHOLE, refuseBomb, tooLarge} from '../../files/bounds.js';
import {refuseManyThriftValues} from './thrift-values.js';

/**
 * Rows, and values of the columns that are read together: the published log has 68,400 values in a
 * scenario.
 */
const MOST_VALUES = 2_000_000;

/** Values in the footer; the published one has some 40,000. */
const MOST_FOOTER_VALUES = 300_000;

/** Reads some bytes of the file. */
export type Slice = (start: number, end: number) => ArrayBuffer | Promise<ArrayBuffer>;

/**
 * The footer, its length and the magic behind it with it.
 * @throws {FileFormatError} or {RangeError} for one that an honest file has not.
 */
export async function readFooter(path: string, size: number, slice: Slice): Promise<ArrayBuffer> {
  const length = new DataView(await slice(size - 8, size)).getUint32(0, true);
  if (length > size - 8) throw new RangeError(`its footer of ${length} bytes is longer than it`);
  if (length > LARGEST_WHOLE) throw tooLarge(path, 'its footer', LARGEST_WHOLE);
  const footer = await slice(size - 8 - length, size);
  refuseManyThriftValues(new DataView(footer), 0, MOST_FOOTER_VALUES);
  return footer;
}

/** @throws {FileFormatError} for more rows than an honest file has, in the file or a part of it. */
export function refuseManyRows(path: string, {num_rows, row_groups}: FileMetaData): void {
  let inGroups = 0n;
  for (const group of row_groups) {
    refuseCount(path, 'num_rows', group.num_rows);
    inGroups += group.num_rows;
  }
  refuseCount(path, 'num_rows', inGroups);
  refuseCount(path, 'num_rows', num_rows);
}

/**
 * How many values the pages have that were seen so far.
 * @throws {FileFormatError} for a page that says it has more than all honest ones, or fewer than
 * none. The file may give anything for a number.
 */
export function addValues(path: string, sum: number, values: number): number {
  refuseCount(path, 'num_values', values);
  refuseCount(path, 'num_values', sum + values);
  return sum + values;
}

function refuseCount(path: string, field: string, count: number | bigint): void {
  const isCount = typeof count === 'bigint' || Number.isInteger(count);
  if (isCount && count >= 0 && count <= MOST_VALUES) return;
  throw new FileFormatError(
    `${path}: ${field}: ${count}, read are at most ${MOST_VALUES}; give a smaller file`,
  );
}

/** A page says itself how much it unpacks to, before it is unpacked. */
export function boundedCompressors(path: string, compressors: Compressors): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (packed: Uint8Array, length: number) => {
        if (length > LARGEST_WHOLE) throw tooLarge(path, 'a page of it', LARGEST_WHOLE);
        refuseBomb(path, packed.length, length);
        return unpack(packed, length);
      },
    ]),
  );
}

/**
 * A text that stands once in a dictionary is the value of as many rows as like.
 * @throws {FileFormatError} for texts too long to be written anywhere.
 */
export function refuseLongTexts(path: string, rows: readonly unknown[]): void {
  let length = 0;
  const waiting = [...rows];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') length += value.length;
    else if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) waiting.push(part);
    if (length > LARGEST_UNPACKED_WHOLE)
      throw tooLarge(path, 'the texts of its rows', LARGEST_UNPACKED_WHOLE);
  }
}
