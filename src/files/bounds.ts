import {statSync} from 'node:fs';
import {FileFormatError} from '../errors.js';

/**
 * How much of a file is read that may come from a stranger. Each bound is several times what the
 * largest honest file needs, and so small that no machine is brought down by one that is meant to.
 */

const MIB = 1024 * 1024;

/** A line of JSONL, in bytes. */
export const LONGEST_LINE = 64 * MIB;

/** A file that is held in memory whole, in bytes. */
export const LARGEST_WHOLE = 256 * MIB;

/** The same of a packed one, once it is unpacked. */
export const LARGEST_UNPACKED_WHOLE = 1024 * MIB;

/** What a packed file unpacks to, in bytes. */
const LARGEST_UNPACKED = 16 * 1024 * MIB;

/**
 * Values in one JSON text: each takes some hundred bytes of memory, of which it is written in two.
 */
const MOST_VALUES = 2_000_000;

/** Beyond so many bytes, what is unpacked may be so many times as much as is packed. */
export const RATIO = {from: 64 * MIB, most: 250};

/** @throws {FileFormatError} for a file too large to be held in memory. */
export function refuseLarge(path: string, most = LARGEST_WHOLE): void {
  const size = statSync(path, {throwIfNoEntry: false})?.size ?? 0;
  if (size > most) throw tooLarge(path, `${size} bytes`, most);
}

/** @throws {FileFormatError} for a file that unpacks to more than an honest one does. */
export function refuseBomb(path: string, packed: number, unpacked: number): void {
  if (unpacked > LARGEST_UNPACKED) throw tooLarge(path, 'its content', LARGEST_UNPACKED);
  if (unpacked > RATIO.from && unpacked > packed * RATIO.most)
    throw new FileFormatError(
      `${path}: unpacks to more than ${RATIO.most} times its size; unpack it yourself if you trust it`,
    );
}

/** @throws {FileFormatError} for JSON of more values than an honest one has; none is parsed. */
export function refuseManyValues(place: string, json: string): void {
  if (hasManyValues(json))
    throw new FileFormatError(
      `${place}: record: more than ${MOST_VALUES} values in it; give a smaller file`,
    );
}

/** Whether there are more values in a JSON text than an honest one has. */
export function hasManyValues(json: string): boolean {
  let values = 0;
  for (let at = json.length > MOST_VALUES ? 0 : json.length; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at);
    else if (character === ',' || character === '[' || character === '{') values += 1;
  }
  return values > MOST_VALUES;
}

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let before = end;
    while (json[before - 1] === '\\') before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return json.length;
}

/** @param what is more than `most` bytes. */
export function tooLarge(place: string, what: string, most: number): FileFormatError {
  return new FileFormatError(
    `${place}: too large: ${what}, read are at most ${inUnits(most)}; give a smaller file`,
  );
}

/** @example inUnits(64 * 1024 * 1024) // => '64 MiB' */
export function inUnits(bytes: number): string {
  const mebibytes = bytes / MIB;
  const rounded = (count: number) => Math.round(count * 10) / 10;
  return mebibytes >= 1024 ? `${rounded(mebibytes / 1024)} GiB` : `${rounded(mebibytes)} MiB`;
}
