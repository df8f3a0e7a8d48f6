import {z} from 'zod';
import {hasManyValues} from '../../files/bounds.js';
import type {Scrubber} from './secrets.js';

/** What a server said went wrong, wherever it said it; a field that was not there is empty. */
export type ErrorBody = {message: string; code: string; type: string; param: string};

/**
 * Reads an error's body: OpenAI's shape and the many near it, also where a gateway quotes another
 * server (`error.metadata.raw`, `detail`, JSON within a text). What holds no words of an error
 * (HTML, a proxy's page) is its own message, cut to a line. Only whole secrets can be scrubbed:
 * hence before the cut.
 */
export function parseErrorBody(body: string, scrub: Scrubber): ErrorBody {
  return readError(parseJson(body), scrub) ?? plain(describe(body, scrub));
}

/** The same of a JSON value, its own JSON where it has no words; null where it tells nothing. */
export function readError(raw: unknown, scrub: Scrubber): ErrorBody | null {
  const found = search(raw, deepest) ?? wordless(raw);
  return found && {...found, message: oneLine(scrub(found.message))};
}

/** Gateways quote gateways, but not for ever. */
const deepest = 8;

// A hostile object has a million fields: it is looked at, not copied.
const fields = z.custom<{[name: string]: unknown}>(isObject);

/** Where servers put their words, then where they put the error of the server behind them. */
const wordsIn = ['message', 'msg', 'error_msg', 'error_message', 'error_description', 'reason'];
const errorsIn = ['error', 'errors', 'detail', 'metadata', 'raw', 'body', 'response'];

function search(value: unknown, depth: number): ErrorBody | null {
  if (depth === 0) return null;
  if (typeof value === 'string') return value.trim() === '' ? null : searchText(value, depth);
  if (Array.isArray(value)) return joined(value.slice(0, 8).map((part) => search(part, depth - 1)));
  const object = fields.safeParse(value).data;
  if (object === undefined) return null;
  const words = wordsIn.map((name) => object[name]).find((word) => typeof word === 'string');
  const outer = joined([
    typeof words === 'string' ? search(words, depth - 1) : null,
    ...errorsIn.map((name) => search(object[name], depth - 1)),
  ]);
  if (outer === null) return null;
  const param = textOf(object.param) || placeOf(object.loc);
  return {
    message: placeOf(object.loc) ? `${param}: ${outer.message}` : outer.message,
    code: outer.code || textOf(object.code),
    type: outer.type || textOf(object.type) || textOf(object.status),
    param: outer.param || param,
  };
}

/** An error that gives a code and no words. Success, too, has a code: 0, or one of HTTP. */
function wordless(raw: unknown): ErrorBody | null {
  if (!tellsOfFailure(raw, deepest)) return null;
  const {code, type, status} = fields.safeParse(raw).data ?? {code: raw};
  return {
    message: JSON.stringify(raw),
    code: textOf(code) || textOf(status),
    type: textOf(type),
    param: '',
  };
}

function tellsOfFailure(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null)
    return value === true || (textOf(value) !== '' && !(Number(value) < 400));
  return depth > 0 && Object.values(value).some((part) => tellsOfFailure(part, depth - 1));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function searchText(text: string, depth: number): ErrorBody {
  const quoted = /^\s*[{[]/.test(text) ? search(parseJson(text), depth - 1) : null;
  return quoted ?? plain(text);
}

/** Of several errors all words, each once; of the rest the first that there is. */
function joined(errors: readonly (ErrorBody | null)[]): ErrorBody | null {
  return errors.reduce((whole, next) => {
    if (whole === null || next === null) return whole ?? next;
    const isNew = !whole.message.includes(next.message);
    return {
      message: isNew ? `${whole.message}: ${next.message}` : whole.message,
      code: next.code || whole.code,
      type: next.type || whole.type,
      param: next.param || whole.param,
    };
  }, null);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The field that FastAPI names by the way to it, as in `["body", "seed"]`. */
function placeOf(loc: unknown): string {
  return Array.isArray(loc) ? textOf(loc.at(-1)) : '';
}

/**
 * The JSON value of `body`, undefined where it is none, or nests so deep or has so many values that
 * it is no reply.
 */
export function parseJson(body: string): unknown {
  if (nestsTooDeep(body) || hasManyValues(body)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A reply nests about five deep; each further level of a hostile one costs memory and stack. */
const deepestReply = 128;

function nestsTooDeep(body: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < body.length && depth <= deepestReply; i += 1) {
    const mark = body[i];
    if (mark === '"') inString = !inString;
    else if (inString) i += mark === '\\' ? 1 : 0;
    else if (mark === '[' || mark === '{') depth += 1;
    else if (mark === ']' || mark === '}') depth -= 1;
  }
  return depth > deepestReply;
}

/**
 * What a body is that should have been JSON: `an HTML page (502 Bad Gateway)`, or its first words.
 */
export function describe(body: string, scrub: Scrubber): string {
  if (body.trim() === '') return 'an empty body';
  const title = /<title[^<>]*>([^<]*)/i.exec(body.slice(0, 10_000))?.[1];
  if (/^\s*<(!doctype|html|\?xml)/i.test(body))
    return `an HTML page${title ? ` (${oneLine(scrub(title))})` : ''}`;
  return oneLine(scrub(body));
}

function plain(message: string): ErrorBody {
  return {message, code: '', type: '', param: ''};
}

/** Long enough for every context-length message seen. */
function oneLine(words: string): string {
  return words.slice(0, 2_000).replace(/\s+/g, ' ').trim();
}
