import {readVarInt} from 'hyparquet/src/thrift.js';

/** The last run of packed bits may be filled up; honest writers fill up to 504 values. */
const FILLING = 512;

/**
 * Walks over the runs of a page's levels or of its places in a dictionary, as the reader will.
 * @param width of a value, in bits.
 * @param values that the page says it has.
 * @throws {RangeError} for a run of more values than that, or one that the bytes do not hold.
 */
export function refuseLongRuns(
  view: DataView,
  {start, width, values}: {start: number; width: number; values: number},
): void {
  const reader = {view, offset: start};
  for (let seen = 0; seen < values; ) {
    const header = readVarInt(reader);
    const isPacked = (header & 1) === 1;
    const run = isPacked ? (header >> 1) << 3 : header >>> 1;
    if (run < 0 || run > values - seen + FILLING)
      throw new RangeError(`a run of ${run} values in a page of ${values}`);
    // The reader takes a byte of packed bits even where there are none.
    reader.offset += isPacked ? Math.max(1, Math.ceil((run * width) / 8)) : (width + 7) >> 3;
    seen += run;
  }
}
