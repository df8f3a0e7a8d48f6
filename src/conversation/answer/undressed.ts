import {withPlainBlanks} from './blanks.js';

/**
 * Forms in which code is shown rather than given: with an interpreter's prompts, as a change, with
 * its lines numbered, between other marks than a fence's or behind a tag, with blanks that Python
 * does not know. Each reading has the code alone; whether it is any, the parser decides.
 */
export function undressed(text: string): string[] {
  const lines = text.split('\n');
  return [
    fromInterpreter(lines, /^\s*>>> /, /^\s*(?:>>>|\.\.\.)(?: (.*))?$/),
    fromInterpreter(lines, /^In \[\d+\]: /, /^(?:In \[\d+\]| *\.\.\.):(?: (.*))?$/),
    ...fromChanges(lines),
    ...fromNumbered(lines),
    fromQuotes(lines),
    fromBackTicks(text),
    fromTag(text),
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
  return typed.join('\n');
}

/** What stands between two lines of three quotes, in place of a fence. */
function fromQuotes(lines: readonly string[]): string | null {
  const isMark = (line: string) => /^\s*(?:'''|""")(?:py(?:thon)?3?)?\s*$/i.test(line);
  const [first, last] = [lines.findIndex(isMark), lines.findLastIndex(isMark)];
  return first < last ? lines.slice(first + 1, last).join('\n') : null;
}

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

/**
 * What changes in the form of `diff -u` or of a patch leave, among words perhaps: their new lines,
 * and those that stay.
 */
function fromChanges(lines: readonly string[]): string[] {
  const changes: string[][] = [[]];
  for (const line of lines) {
    if (head.test(line) || line.startsWith('-')) continue;
    if (line === '' || /^[+ ]/.test(line)) changes.at(-1)?.push(line);
    else changes.push([]);
  }
  return changes
    .filter((change) => change.some((line) => /^\+\s*\S/.test(line)))
    .map((change) => change.map((line) => line.slice(1)).join('\n'));
}

const head = /^(?:diff |index |--- |\+\+\+ |@@|\\ |\*\*\* )/;

/** Stretches of lines that are numbered one after the other, without their numbers. */
function fromNumbered(lines: readonly string[]): string[] {
  const stretches: string[][] = [];
  let last: number | null = null;
  for (const line of lines) {
    const [, digits, code = ''] =
      /^\s{0,8}(\d{1,5})(?:[ ]?[:|.)│→]|\t|(?= |$))(.*)$/.exec(line) ?? [];
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
    ...(text.includes('\\_') ? [text.replace(/\\([_*])/g, '$1')] : []),
  ];
}

/**
 * The texts in what is nearly JSON: one value of several, one with newlines in its texts, or with
 * words between, or that was cut off.
 */
function quotedIn(text: string): string[] {
  return Array.from(text.matchAll(quoted), ([, inside = '']) =>
    parsed(`"${inside.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`),
  ).filter((value) => typeof value === 'string');
}

const quoted = /[:[,]\s*"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)/g;

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
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How deep a JSON value is searched. */
const deepest = 4;

/** Texts in a list are also lines of one, as in a notebook. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth === deepest) return [];
  const parts = Object.values(value);
  const texts = parts.flatMap((part) => textsIn(part, depth + 1));
  const areLines = Array.isArray(value) && parts.every((part) => typeof part === 'string');
  return areLines ? [...texts, parts.join('')] : texts;
}

const escapes = /&(?:lt|gt|amp|quot|apos|nbsp|#39|#x27|#34);/;

const characters: {[written: string]: string} = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

function unescaped(text: string): string {
  return text.replace(new RegExp(escapes, 'g'), (written) => characters[written] ?? written);
}
