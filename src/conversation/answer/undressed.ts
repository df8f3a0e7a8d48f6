import {hasManyValues} from '../../files/bounds.js';
import {withPlainBlanks} from './blanks.js';

/**
 * Forms in which code is shown rather than given: with an interpreter's prompts, as a change, with
 * its lines numbered, between other marks than a fence's or behind a tag, with blanks that Python
 * does not know. Each reading has the code alone; whether it is any, the parser decides.
 */
export function undressed(text: string): string[] {
  const lines = text.split('\n');
  return [
    fromInterpreter(lines, /^\s*>>> ?\S/, /^\s*(?:>>>|\.\.\.)(.*)$/),
    fromInterpreter(lines, /^In \[\d+\]: /, /^(?:In \[\d+\]| *\.\.\.):(.*)$/),
    ...fromChanges(lines),
    ...fromNumbered(lines),
    fromQuotes(lines),
    fromBackTicks(text),
    fromTag(text),
    fromCharacterData(text),
    fromBehindWords(text),
    ...fromSpans(text),
    withPlainBlanks(text),
  ].filter((reading) => reading !== null);
}

/** What was typed at the prompts of Python or IPython; what the interpreter said goes. */
function fromInterpreter(lines: readonly string[], first: RegExp, prompt: RegExp): string | null {
  if (!lines.some((line) => first.test(line))) return null;
  const typed = lines.flatMap((line) => {
    const found = prompt.exec(line);
    return found ? [found[1] ?? ''] : [];
  });
  const isSpaced = typed.every((code) => code === '' || code.startsWith(' '));
  return typed.map((code) => (isSpaced ? code.slice(1) : code)).join('\n');
}

/** What stands between two lines of three quotes, in place of a fence. */
function fromQuotes(lines: readonly string[]): string | null {
  const isMark = (line: string) => quotesMark.test(line);
  const [first, last] = [lines.findIndex(isMark), lines.findLastIndex(isMark)];
  return first < last ? lines.slice(first + 1, last).join('\n') : null;
}

/** A name may stand in front of them: `code = """`. */
const quotesMark =
  /^\s*(?:["']?[\w-]{1,40}["']?\s{0,9}[:=]\s{0,9})?(?:'''|""")(?:py(?:thon)?3?)?\s*$/i;

/** What stands between one back-tick and another, or two and two, over several lines. */
function fromBackTicks(text: string): string | null {
  const mark = /^(`{1,2})(?!`)/.exec(text.trimStart())?.[1];
  if (mark === undefined || !text.trimEnd().endsWith(mark)) return null;
  return text.trim().slice(mark.length, -mark.length);
}

/** What stands behind a tag of any name that is followed by code, up to the tag's own end. */
function fromTag(text: string): string | null {
  const found = tagBeforeCode.exec(text);
  if (!found) return null;
  const code = text.slice(found.index + found[0].length);
  const end = code.indexOf(`</${found[1]}>`);
  return end === -1 ? code.replace(/<[/|]?[\w|]{1,60}>\s*$/, '') : code.slice(0, end);
}

const tagBeforeCode =
  /<([\w|.:-]{1,60})(?:[\s=][^<>\n]{0,200})?>(?=(?:def|async|class|import|from)\b|@\w)/;

function fromCharacterData(text: string): string | null {
  const start = text.indexOf('<![CDATA[');
  const end = text.lastIndexOf(']]>');
  return start === -1 || end < start ? null : text.slice(start + '<![CDATA['.length, end);
}

/** All from a line on that has words, a colon, and code. */
function fromBehindWords(text: string): string | null {
  const found = wordsBeforeCode.exec(text);
  return found && text.slice(found.index + found[0].length);
}

const wordsBeforeCode = /^[^\n:`#]{1,60}:[ \t]{1,9}(?=(?:def|async|class|import|from)[ \t])/m;

/** No text has more pieces of code in its sentences or tables that are looked at. */
const mostSpans = 32;

/** Code between back-ticks in sentences and tables: all as lines of one text, and each piece. */
function fromSpans(text: string): string[] {
  const spans = Array.from(
    text.matchAll(/(`{1,2})(?!`)([^`]+)\1(?!`)/g),
    ([, , code = '']) => code,
  );
  const last = spans.slice(-mostSpans);
  return last.length > 1 ? [last.join('\n'), ...last] : last;
}

/**
 * What changes in the form of `diff -u` or of a patch leave, among words perhaps: their new lines,
 * and those that stay. The last reading is of one whose lines that stay have no blank in front.
 */
function fromChanges(lines: readonly string[]): string[] {
  const changes: string[][] = [[]];
  for (const line of lines) {
    if (head.test(line) || line.startsWith('-')) continue;
    if (line === '' || /^[+ ]/.test(line)) changes.at(-1)?.push(line);
    else changes.push([]);
  }
  const isAdded = (line: string) => /^\+\s*\S/.test(line);
  const strict = changes
    .filter((change) => change.some(isAdded))
    .map((change) => change.map((line) => line.slice(1)).join('\n'));
  if (!lines.some(isAdded)) return strict;
  const left = lines.filter((line) => !head.test(line) && !line.startsWith('-'));
  return [left.map((line) => line.replace(/^\+/, '')).join('\n'), ...strict];
}

const head = /^(?:diff |index |--- |\+\+\+ |@@|\\ |\*\*\* )/;

/** Stretches of lines that are numbered one after the other, without their numbers. */
function fromNumbered(lines: readonly string[]): string[] {
  const stretches: string[][] = [];
  let last: number | null = null;
  for (const line of lines) {
    const [, digits, code = ''] =
      /^\s{0,8}(?:line ?|L|\[|\()?(\d{1,5})(?:[\])]:?|[ ]?[:|.│→>-]|\t|(?= |$))(.*)$/i.exec(line) ??
      [];
    const number = digits === undefined ? null : Number(digits);
    if (number !== null && number - 1 === last) stretches.at(-1)?.push(code);
    else if (number !== null) stretches.push([code]);
    last = number;
  }
  return stretches.filter(({length}) => length > 1).map((stretch) => stretch.join('\n'));
}

/** More than this is not read as JSON. */
const longestJson = 300_000;

/**
 * An answer as it may have been meant whose text was packed once more: the texts in a JSON value,
 * the last first, also where words or marks stand around it, or it is none quite; one whose
 * newlines were written as `\n`; or what was escaped for HTML or Markdown.
 */
export function unpacked(answer: string): string[] {
  const text = answer.trim();
  if (text.length > longestJson) return [];
  const values = [text, between(text, '{', '}'), between(text, '[', ']')].map(parsed);
  return [
    ...new Set([
      ...values.flatMap((value) => [...notebookIn(value), ...textsIn(value).toReversed()]),
      ...quotedIn(text).toReversed(),
    ]),
    ...withNewlines(text),
    ...(escapes.test(text) ? [unescaped(text)] : []),
    ...(tags.test(text) ? [unescaped(withoutTags(text))] : []),
    ...(text.includes('\\_') ? [text.replace(/\\([_*])/g, '$1')] : []),
  ];
}

/**
 * The texts in what is nearly JSON: one value of several, one with newlines in its texts, or with
 * words between, or that was cut off.
 */
function quotedIn(text: string): string[] {
  const insides = [...text.matchAll(quoted), ...text.matchAll(quotedOnce)];
  return insides
    .map(([, inside = '']) => parsed(`"${inside.replace(forJson, inJson)}"`))
    .filter((value) => typeof value === 'string');
}

const quoted = /[:[,]\s*"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)/g;

/** As Python prints a value. */
const quotedOnce = /[:[,]\s*'((?:[^'\\]|\\[\s\S])*)'/g;

const forJson = /\\[\s\S]|["\n\t]/g;

function inJson(found: string): string {
  const known: {[found: string]: string} = {'\n': '\\n', '\t': '\\t', '"': '\\"', "\\'": "'"};
  return known[found] ?? found;
}

/** The cells of a notebook that hold code, as one text. */
function notebookIn(value: unknown): string[] {
  const {cells} = recordOf(value);
  if (!Array.isArray(cells)) return [];
  const code = cells.map(recordOf).filter(({cell_type: type}) => type !== 'markdown');
  return [code.map(({source}) => textsIn(source).at(-1) ?? '').join('\n')];
}

function recordOf(value: unknown): {readonly [key: string]: unknown} {
  return typeof value === 'object' && value !== null ? {...value} : {};
}

function between(text: string, first: string, last: string): string {
  return text.slice(text.indexOf(first), text.lastIndexOf(last) + 1);
}

/**
 * The lines of a text that has them all on one, between fences perhaps: as JSON writes them, or
 * with nothing but the newlines written so.
 */
function withNewlines(text: string): string[] {
  const [line = '', ...others] = text.split('\n').filter((each) => !/^```\w*$/.test(each));
  if (others.length > 0 || !line.includes('\\n')) return [];
  const value = parsed(`"${line}"`);
  return [typeof value === 'string' ? value : line.replaceAll('\\n', '\n')];
}

function parsed(text: string): unknown {
  try {
    return hasManyValues(text) ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** How deep a JSON value is searched. */
const deepest = 4;

/** Texts in a list are also lines of one, as in a notebook; a text may be JSON itself. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') {
    const isJson = depth < deepest && /^\s*[[{]/.test(value);
    return [value, ...(isJson ? textsIn(parsed(value), depth + 1) : [])];
  }
  if (typeof value !== 'object' || value === null || depth === deepest) return [];
  const parts = Object.values(value);
  const texts = parts.flatMap((part) => textsIn(part, depth + 1));
  const areLines = Array.isArray(value) && parts.every((part) => typeof part === 'string');
  return areLines ? [...texts, parts.join('')] : texts;
}

const escapes = /&(?:(?:lt|gt|amp|quot|apos|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/i;

const characters: {[written: string]: string} = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** A text with the characters that are written for HTML by name or number. */
export function unescaped(text: string): string {
  return text.replace(
    new RegExp(escapes, 'gi'),
    (written, decimal?: string, hex?: string) =>
      characters[written.toLowerCase()] ??
      characterOf(decimal === undefined ? Number(`0x${hex}`) : Number(decimal)) ??
      written,
  );
}

/** Null for a number that is none: halves of a pair, and beyond the last. */
function characterOf(code: number): string | null {
  const isOne = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isOne ? String.fromCodePoint(code) : null;
}

const tags = /<\/?(br|p|div|li|tr|td|h\d|span|b|i|em|strong)\b[^<>\n]{0,200}>\n?/i;

/** A text of a web page: some of its tags end a line, the others only dress it. */
function withoutTags(text: string): string {
  return text.replace(new RegExp(tags, 'gi'), (_, name: string) =>
    /^(?:br|p|div|li|tr|h\d)$/i.test(name) ? '\n' : '',
  );
}
