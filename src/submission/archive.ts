import {statSync} from 'node:fs';
import {crc32, inflateRawSync} from 'node:zlib';
import {gzipSync} from 'fflate';
import {Header} from 'tar';
import {z} from 'zod';
import {FileFormatError} from '../errors.js';
import {inUnits, LARGEST_UNPACKED_WHOLE, RATIO} from '../files/bounds.js';
import {hasCode} from '../files/own-file.js';

/** A file of a bundle: its name, with `/` between folders, and what it holds. */
export type ArchivedFile = {name: string; bytes: Uint8Array};

const block = 512;

/**
 * The one archive of these files: a gzip of a ustar, the files in the order given, owned by nobody,
 * of no date, packed by a compressor that is plain JavaScript and pinned, so that every machine
 * writes the same bytes.
 */
export function packArchive(files: readonly ArchivedFile[]): Uint8Array {
  return gzipSync(toTar(files), {level: 6, mtime: 0});
}

function toTar(files: readonly ArchivedFile[]): Buffer {
  const parts = files.flatMap(({name, bytes}) => [
    headerOf(name, bytes.length),
    bytes,
    Buffer.alloc(-bytes.length & (block - 1)),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function headerOf(path: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  const header = new Header({path, size, mode: 0o644, uid: 0, gid: 0, type: 'File', mtime: epoch});
  header.encode(bytes);
  return bytes;
}

const epoch = new Date(0);

/** What is in an archive, and whether it is, byte for byte, the one that `packArchive` makes. */
export type Unpacked = {files: ArchivedFile[]; isCanonical: boolean};

/**
 * Reads an archive that may come from a stranger, in memory: nothing of it is written anywhere.
 * What unpacks to too much is not unpacked further than that.
 * @param mayHold whether a bundle has a file of that name.
 * @throws {FileFormatError} `path: …` for what is no gzip of one member, is cut off or goes on
 * behind its end; for an entry that is no plain file, has another name, stands twice, or has a
 * header unlike ours; for padding that holds anything.
 */
export function unpackArchive(
  bytes: Uint8Array,
  path: string,
  mayHold: (name: string) => boolean,
): Unpacked {
  const tar = unzip(bytes, path);
  const files = entriesOf(tar, path, mayHold);
  return {files, isCanonical: Buffer.from(packArchive(files)).equals(bytes)};
}

/** How large an archive may be before anybody reads it. @throws {FileFormatError} */
export function refuseLargeArchive(path: string): void {
  const {size} = statSync(path);
  if (size > LARGEST_UNPACKED_WHOLE)
    throw new FileFormatError(
      `${path}: ${size} bytes, a bundle has at most ${inUnits(LARGEST_UNPACKED_WHOLE)}`,
    );
}

const gzipHeader = 10;
const gzipTrailer = 8;

function unzip(bytes: Uint8Array, path: string): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b)
    throw new FileFormatError(`${path}: no gzip; a bundle is what "submit prepare" wrote`);
  if (bytes[2] !== 8 || bytes[3] !== 0)
    throw new FileFormatError(`${path}: its gzip header has more than "submit prepare" writes`);
  const most = Math.min(LARGEST_UNPACKED_WHOLE, Math.max(RATIO.from, bytes.length * RATIO.most));
  const {buffer, used} = inflate(bytes.subarray(gzipHeader), path, most);
  const end = gzipHeader + used + gzipTrailer;
  if (end > bytes.length) throw new FileFormatError(`${path}: ends before it is whole`);
  if (end < bytes.length)
    throw new FileFormatError(`${path}: ${bytes.length - end} bytes stand behind its end`);
  const trailer = Buffer.alloc(gzipTrailer);
  trailer.writeUInt32LE(crc32(buffer), 0);
  trailer.writeUInt32LE(buffer.length % 2 ** 32, 4);
  if (!trailer.equals(bytes.subarray(end - gzipTrailer)))
    throw new FileFormatError(`${path}: its checksum is not that of what it holds`);
  return buffer;
}

/** With `info`, zlib also tells how many of the bytes it took; its types do not say so. */
const inflated = z.object({
  buffer: z.instanceof(Buffer),
  engine: z.object({bytesWritten: z.number()}),
});

function inflate(packed: Uint8Array, path: string, most: number): {buffer: Buffer; used: number} {
  try {
    const result: unknown = inflateRawSync(packed, {info: true, maxOutputLength: most});
    const {buffer, engine} = inflated.parse(result);
    return {buffer, used: engine.bytesWritten};
  } catch (cause) {
    throw new FileFormatError(
      hasCode(cause, 'ERR_BUFFER_TOO_LARGE')
        ? `${path}: unpacks to more than ${inUnits(most)}, which no bundle of its size does`
        : `${path}: cannot be unpacked`,
      {cause},
    );
  }
}

function entriesOf(tar: Buffer, path: string, mayHold: (name: string) => boolean): ArchivedFile[] {
  const files = new Map<string, Uint8Array>();
  let at = 0;
  for (; at + block <= tar.length && !isZero(tar.subarray(at, at + block)); ) {
    const header = tar.subarray(at, at + block);
    const {name, size} = entryOf(header, path, mayHold);
    if (files.has(name)) throw new FileFormatError(`${path}: ${name} stands twice in it`);
    const [from, to] = [at + block, at + block + size];
    at = to + (-size & (block - 1));
    if (at > tar.length) throw new FileFormatError(`${path}: ${name}: ends before it is whole`);
    if (!isZero(tar.subarray(to, at)))
      throw new FileFormatError(`${path}: ${name}: something stands behind its end`);
    files.set(name, tar.subarray(from, to));
  }
  if (tar.length - at !== 2 * block || !isZero(tar.subarray(at)))
    throw new FileFormatError(`${path}: does not end as an archive of "submit prepare" does`);
  return Array.from(files, ([name, bytes]) => ({name, bytes}));
}

function entryOf(
  bytes: Buffer,
  path: string,
  mayHold: (name: string) => boolean,
): {name: string; size: number} {
  const {path: name = '', size = 0, type} = readHeader(bytes, path);
  const shown = JSON.stringify(name.slice(0, longestName));
  if (type !== 'File')
    throw new FileFormatError(`${path}: ${shown}: a ${type}; a bundle holds plain files only`);
  if (!mayHold(name)) throw new FileFormatError(`${path}: ${shown}: no file of a bundle`);
  if (!headerOf(name, size).equals(bytes))
    throw new FileFormatError(
      `${path}: ${name}: its header has an owner, a date or something else that is not ours`,
    );
  return {name, size};
}

/** Of numbers that no header of ours has the parser throws errors of its own. */
function readHeader(bytes: Buffer, path: string): Header {
  try {
    return new Header(bytes);
  } catch (cause) {
    throw new FileFormatError(`${path}: the header of an entry cannot be read`, {cause});
  }
}

const longestName = 100;

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
