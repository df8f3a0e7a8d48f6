import {createHash} from 'node:crypto';
import {createReadStream, readSync, statSync} from 'node:fs';
import type {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {FileFormatError, UsageError} from '../errors.js';
import {refuseBomb} from './bounds.js';

/** Where a piece of what a file holds stands, in bytes; of a record without its `\n`. */
export type Span = {offset: number; length: number};

/** @throws {RangeError} where the open file ends before the span does. */
export function readSpan(descriptor: number, {offset, length}: Span): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const read = readSync(descriptor, bytes, at, length - at, offset + at);
    if (read === 0) throw new RangeError(`the file ends before byte ${offset + length}`);
    at += read;
  }
  return bytes;
}

/**
 * A pipe or a device is waited for without an end, and no signal ends that.
 * @throws {UsageError} when there is no such file, or what is there is none.
 */
export function requireFile(path: string): void {
  const found = statSync(path, {throwIfNoEntry: false});
  if (!found) throw new UsageError(`${path}: no such file`);
  if (found.isFile() || found.isDirectory()) return;
  throw new UsageError(`${path}: is no file, but a pipe, a device or a socket; give a file`);
}

/**
 * What a file holds, gzip (told by its first bytes) undone.
 * @throws {UsageError} when there is no such file; {FileFormatError} when it cannot be read, or
 * unpacks to more than an honest one does.
 */
export async function* contentsOf(path: string): AsyncGenerator<Buffer> {
  let stream: Readable | undefined;
  try {
    const packed = (await isGzip(path)) ? statSync(path).size : null;
    stream = packed === null ? createReadStream(path) : createReadStream(path).pipe(createGunzip());
    let unpacked = 0;
    for await (const chunk of stream) {
      unpacked += chunk.length;
      if (packed !== null) refuseBomb(path, packed, unpacked);
      yield Buffer.from(chunk);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw unreadable(path, cause);
  } finally {
    stream?.destroy();
  }
}

/** SHA-256 of what a file holds, lower-case hex, whatever the container. The same errors. */
export async function contentSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of contentsOf(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Whether a file is compressed, by its first bytes. The same errors. */
export async function isGzip(path: string): Promise<boolean> {
  requireFile(path);
  try {
    for await (const chunk of createReadStream(path, {end: 1}))
      return Buffer.from(chunk).equals(Buffer.from([0x1f, 0x8b]));
    return false;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): FileFormatError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileFormatError(`${path}: cannot be read (${reason})`, {cause});
}
