import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {temporaryDirectory} from '../../support/temporary-directory.js';

/** Thrift's compact form, as far as parquet's metadata need it: a field is `[id, value]`. */
type Field = [id: number, value: Value];
type Value = {i32: number} | {i64: number} | {text: string} | {list: Value[]} | {struct: Field[]};

const i32 = (value: number): Value => ({i32: value});
const i64 = (value: number): Value => ({i64: value});
const text = (value: string): Value => ({text: value});
const list = (...values: Value[]): Value => ({list: values});
const struct = (...fields: Field[]): Value => ({struct: fields});

const kindOf = (value: Value): number =>
  'i32' in value ? 5 : 'i64' in value ? 6 : 'text' in value ? 8 : 'list' in value ? 9 : 12;

/** Seven bits a byte, the lowest first. */
export function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}

function bytesOf(value: Value): number[] {
  if ('i32' in value) return varint(value.i32 < 0 ? -2 * value.i32 - 1 : 2 * value.i32);
  if ('i64' in value) return varint(2 * value.i64);
  if ('text' in value) return [...varint(value.text.length), ...Buffer.from(value.text)];
  if ('list' in value) {
    const kind = value.list[0] === undefined ? 12 : kindOf(value.list[0]);
    return [0xf0 | kind, ...varint(value.list.length), ...value.list.flatMap(bytesOf)];
  }
  const fields = value.struct.flatMap(([id, field]) => [kindOf(field), 2 * id, ...bytesOf(field)]);
  return [...fields, 0];
}

const kinds = {INT32: 1, BYTE_ARRAY: 6};
const codecs = {UNCOMPRESSED: 0, GZIP: 2};
const encodings = {
  PLAIN: 0,
  DELTA_LENGTH_BYTE_ARRAY: 6,
  DELTA_BYTE_ARRAY: 7,
  RLE_DICTIONARY: 8,
  BYTE_STREAM_SPLIT: 9,
};

export type CraftedPage = {
  /** How many values it says that it holds. */
  values: number;
  /** Without the four bytes of the length of its definition levels, which are put before them. */
  levels?: readonly number[];
  body?: readonly number[];
  encoding?: keyof typeof encodings;
  /** `dictionary` for the values that others name by number. */
  kind?: 'data' | 'dictionary';
  /** Makes a data page of the second form. */
  nulls?: number;
};

export type CraftedFile = {
  pages: readonly CraftedPage[];
  kind?: keyof typeof kinds;
  codec?: keyof typeof codecs;
  /** What the footer says. */
  rows?: number;
  groupRows?: number;
  /** Bytes that stand in the place of the footer. */
  footer?: readonly number[];
  /** So many of the only column. */
  chunks?: number;
};

/** A parquet file of one optional column `a`, whose every byte is as a stranger wants it. */
export function craftedParquet(file: CraftedFile): string {
  const {pages, kind = 'BYTE_ARRAY', codec = 'UNCOMPRESSED', rows = 1, chunks = 1} = file;
  const data = pages.flatMap((page) => pageBytes(page, codec));
  const column = struct(
    [2, i64(4)],
    [
      3,
      struct(
        [1, i32(kinds[kind])],
        [2, list(i32(0))],
        [3, list(text('a'))],
        [4, i32(codecs[codec])],
        [5, i64(1)],
        [6, i64(data.length)],
        [7, i64(data.length)],
        [9, i64(4)],
      ),
    ],
  );
  const footer = bytesOf(
    struct(
      [1, i32(1)],
      [
        2,
        list(
          struct([4, text('schema')], [5, i32(1)]),
          struct([1, i32(kinds[kind])], [3, i32(1)], [4, text('a')]),
        ),
      ],
      [3, i64(rows)],
      [
        4,
        list(
          struct(
            [1, list(...Array.from({length: chunks}, () => column))],
            [2, i64(data.length)],
            [3, i64(file.groupRows ?? rows)],
          ),
        ),
      ],
    ),
  );
  return writeParquet(data, file.footer ?? footer);
}

function writeParquet(data: readonly number[], footer: readonly number[]): string {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  const path = join(temporaryDirectory(), 'crafted.parquet');
  const magic = Buffer.from('PAR1');
  writeFileSync(
    path,
    Buffer.concat([magic, Buffer.from(data), Buffer.from(footer), length, magic]),
  );
  return path;
}

function pageBytes(page: CraftedPage, codec: keyof typeof codecs): number[] {
  const {values, levels = [], body = [], encoding = 'PLAIN', kind = 'data', nulls} = page;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(levels.length);
  const isSecond = nulls !== undefined;
  const before = kind === 'data' && !isSecond ? [...length, ...levels] : [];
  const unpacked = isSecond ? [...body] : [...before, ...body];
  const packed = codec === 'GZIP' ? [...gzipSync(Buffer.from(unpacked))] : unpacked;
  const held = isSecond ? [...levels, ...packed] : packed;
  const size = unpacked.length + (isSecond ? levels.length : 0);
  const named = i32(encodings[encoding]);
  const about: Field =
    kind === 'dictionary'
      ? [7, struct([1, i32(values)], [2, named])]
      : isSecond
        ? [
            8,
            struct(
              [1, i32(values)],
              [2, i32(nulls)],
              [3, i32(values)],
              [4, named],
              [5, i32(levels.length)],
              [6, i32(0)],
            ),
          ]
        : [5, struct([1, i32(values)], [2, named], [3, i32(3)], [4, i32(3)])];
  const type = kind === 'dictionary' ? 2 : isSecond ? 3 : 0;
  return [
    ...bytesOf(struct([1, i32(type)], [2, i32(size)], [3, i32(held.length)], about)),
    ...held,
  ];
}
