import {readRleBitPackedHybrid} from 'hyparquet/src/encoding.js';
import {describe, expect, test} from 'vitest';
import {refuseLongRuns} from '../../../src/interchange/published/parquet-runs.js';
import {openParquet} from '../../../src/interchange/published/read-parquet.js';
import {type SeededRandom, seededRandom} from '../../../src/score/seeded-random.js';
import {type CraftedFile, craftedParquet, varint} from './crafted-parquet.js';

/** `count` times the same value, which takes one byte. */
const run = (count: number, value: number) => [...varint(2 * count), value];
const one = run(1, 1);
/** Lengths as differences from the one before: the first, then blocks without any. */
const equalLengths = (count: number, length: number) => [
  ...[...varint(128), 4, count, ...varint(length * 2)],
  ...[0, 0, 0, 0, 0],
];
const textA = [1, 0, 0, 0, 97];
const thousandMillion = 1_000_000_000;

async function read(file: CraftedFile): Promise<unknown> {
  return (await openParquet(craftedParquet(file))).readColumns(['a']);
}

describe('a column of text is read', () => {
  test.each<[string, CraftedFile]>([
    ['plain', {pages: [{values: 1, levels: one, body: textA}]}],
    ['packed', {pages: [{values: 1, levels: one, body: textA}], codec: 'GZIP'}],
    ['of the second form', {pages: [{values: 1, levels: one, body: textA, nulls: 0}]}],
    [
      'by its places in a dictionary',
      {
        pages: [
          {kind: 'dictionary', values: 1, body: textA},
          {values: 1, levels: one, encoding: 'RLE_DICTIONARY', body: [1, ...run(1, 0)]},
        ],
      },
    ],
  ])('%s', async (_, file) => {
    expect(await read(file)).toEqual([{a: 'a'}]);
  });
});

const manyValues = 'num_values: 1000000000, read are at most 2000000; give a smaller file';
const longRun = 'cannot be read as parquet (a run of 1000000000 values in a page of 1)';

test.each<[string, CraftedFile, string]>([
  [
    'levels run on beyond its values',
    {pages: [{values: 1, levels: run(thousandMillion, 1), body: textA}]},
    longRun,
  ],
  [
    'levels do so in the second form',
    {pages: [{values: 1, levels: run(thousandMillion, 1), body: textA, nulls: 0}]},
    longRun,
  ],
  [
    'levels do so, packed',
    {pages: [{values: 1, levels: run(thousandMillion, 1), body: textA}], codec: 'GZIP'},
    longRun,
  ],
  [
    'places in its dictionary run on',
    {
      pages: [
        {kind: 'dictionary', values: 1, body: textA},
        {
          values: 1,
          levels: one,
          encoding: 'RLE_DICTIONARY',
          body: [1, ...run(thousandMillion, 0)],
        },
      ],
    },
    longRun,
  ],
  ['page says that it has a thousand million values', {pages: [{values: 1e9}]}, manyValues],
  ['dictionary says so', {pages: [{kind: 'dictionary', values: 1e9, body: textA}]}, manyValues],
  [
    'pages say so together',
    {
      pages: Array.from({length: 3}, () => ({
        values: 900_000,
        levels: run(900_000, 0),
      })),
    },
    'num_values: 2700000, read are at most 2000000',
  ],
  [
    'second form has fewer nulls than none',
    {pages: [{values: 1, levels: one, body: textA, nulls: -1e9}]},
    'a page of -1000000000 values or bytes',
  ],
  [
    'footer says that there are so many rows',
    {pages: [], rows: 1e9},
    'num_rows: 1000000000, read are at most 2000000',
  ],
  [
    'group of rows says so',
    {pages: [{values: 1, levels: one, body: textA}], groupRows: 1e9},
    'num_rows: 1000000000, read are at most 2000000',
  ],
  [
    'values each begin with all that is before',
    {
      pages: [
        {
          values: 3,
          levels: [6, 1],
          encoding: 'DELTA_BYTE_ARRAY',
          body: [...equalLengths(3, 2 ** 29), ...equalLengths(3, 0)],
        },
      ],
    },
    'its columns',
  ],
  [
    'lengths stand in a block for which no page has room',
    {
      pages: [
        {
          values: 1,
          levels: one,
          encoding: 'DELTA_LENGTH_BYTE_ARRAY',
          body: [...varint(2 ** 30), ...varint(2 ** 30), 1, 0],
        },
      ],
    },
    'a block of 1073741824 lengths in 1073741824 parts',
  ],
  [
    'values are written as no text is',
    {pages: [{values: 1, levels: one, encoding: 'BYTE_STREAM_SPLIT'}]},
    'a page of it is encoded as BYTE_STREAM_SPLIT, which no text is',
  ],
  [
    'column holds numbers',
    {pages: [{values: 1, levels: one, body: [1, 0, 0, 0]}], kind: 'INT32'},
    'crafted.parquet: a: holds no text',
  ],
  [
    'footer holds lists that say they are long',
    {
      pages: [],
      footer: [0x19, ...Array.from({length: 12}, () => [0xf9, ...varint(3e7)]).flat(), 0],
    },
    'a list of 30000000 values in a header of it',
  ],
  [
    'footer holds more values than any',
    {pages: [], footer: [0x19, 0xf1, ...varint(400_000), ...Array(400_000).fill(1), 0]},
    'more than 300000 values in a header of it',
  ],
  [
    'footer holds a number without end',
    {pages: [], footer: [0x16, ...Array(1000).fill(0x80), 0]},
    'a number of more than 10 bytes in a header of it',
  ],
  [
    'text is the value of thousands of rows',
    {
      pages: [
        {kind: 'dictionary', values: 1, body: [0, 0, 1, 0, ...Array(65_536).fill(97)]},
        {
          values: 20_000,
          levels: run(20_000, 1),
          encoding: 'RLE_DICTIONARY',
          body: [1, ...run(20_000, 0)],
        },
      ],
      rows: 20_000,
    },
    'too large: the texts of its rows, read are at most 1 GiB',
  ],
])('a file is refused whose %s', async (_, file, refusal) => {
  await expect(read(file)).rejects.toThrow(refusal);
});

const below = (random: SeededRandom, most: number, length: number) =>
  Array.from({length}, () => random.below(most));

test('pages of any bytes are read or refused, and soon', async () => {
  const random = seededRandom(7);
  for (let round = 0; round < 200; round += 1) {
    const [levels, body] = [below(random, 256, 6), below(random, 256, 12)];
    const encoding = round % 2 === 0 ? 'PLAIN' : 'RLE_DICTIONARY';
    const page = {values: round, levels, body, encoding} as const;
    const dictionary = {kind: 'dictionary', values: 1, body: textA} as const;
    const outcome = await read({pages: [dictionary, page]}).catch(String);
    if (typeof outcome === 'string') expect(outcome).toContain('FileFormatError: ');
  }
});

test('runs that are let through never grow beyond a page, however the reader reads them', () => {
  const random = seededRandom(3);
  let read = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const bytes = Uint8Array.from(below(random, round % 2 === 0 ? 40 : 256, 60));
    const view = new DataView(bytes.buffer);
    const [width, values] = [round % 33, 1 + (round % 400)];
    const output: number[] = new Array(values);
    try {
      refuseLongRuns(view, {start: 0, width, values});
      readRleBitPackedHybrid({view, offset: 0}, width, output, bytes.length);
      read += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    expect(output.length).toBeLessThanOrEqual(values + 512);
  }
  expect(read).toBeGreaterThan(1000);
});
