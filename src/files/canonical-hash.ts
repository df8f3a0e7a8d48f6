import {createHash} from 'node:crypto';
import canonicalize from 'canonicalize';
import {HarnessError} from '../errors.js';

/** SHA-256 of `text` in UTF-8, lower-case hex. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The RFC 8785 (JCS) form of a JSON value: equal values give equal text whatever the order of their
 * keys.
 * @throws {HarnessError} for what JSON cannot hold (NaN, lone surrogates, undefined).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalForm(value);
  if (text === undefined)
    throw new HarnessError('a value that JSON cannot hold was about to be hashed');
  return text;
}

function canonicalForm(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (cause) {
    throw new HarnessError('a value that JSON cannot hold was about to be hashed', {cause});
  }
}

/** SHA-256 over the RFC 8785 form of a JSON value, lower-case hex. */
export function canonicalHash(value: unknown): string {
  return sha256(canonicalJson(value));
}
