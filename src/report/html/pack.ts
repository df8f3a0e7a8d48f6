import {gzipSync} from 'node:zlib';

/** A value as JSON, gzip and base64: what the page undoes. The same value gives the same text. */
export function pack(value: unknown): string {
  return gzipSync(JSON.stringify(value), {level: 6}).toString('base64');
}
