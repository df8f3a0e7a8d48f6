import {ALL, testOf} from '../judging/failing-entries.js';
import type {Problem} from '../problem/problem.js';
import type {Bug} from './bug.js';
import {normalizeSpace, statementsOf} from './statement-index.js';

/** The kinds of feedback that a coder may listen to. */
export type FeedbackKind = 'compilation' | 'execution' | 'novice' | 'expert';

export const feedbackKinds: readonly FeedbackKind[] = [
  'compilation',
  'execution',
  'novice',
  'expert',
];

/** What each kind of feedback in a message points at. */
export type Pointed = Record<FeedbackKind, ReadonlySet<Bug>>;

/**
 * Reads a message for feedback on a program with the bugs `present`, by content alone: a template
 * may head, frame and order the parts as it likes. `lines` is the message without the program
 * itself.
 *
 * Compilation: a traceback of `tmp.py`. Execution: test names in capitals on lines of their own
 * (the fixed layout of DESIGN.md, section 3). Expert: hints of the catalogue, word for word.
 * Novice: what is left once these are taken away, where it names tests or errors.
 */
export function readFeedback(
  lines: readonly string[],
  problem: Problem,
  present: readonly Bug[],
): Pointed {
  const heads = new Map(testNamesOf(problem, present).map((name) => [name.toUpperCase(), name]));
  const failing = failingNames(lines, heads);
  const text = normalizeSpace(lines.join('\n'));
  const expert = present.filter((bug) => text.includes(normalizeSpace(bug.hint)));
  const running = present.filter((bug) => bug.kind !== 'compile');
  const broken = present.filter((bug) => bug.kind === 'compile');
  const remarks = remarksIn(lines, heads, problem, expert);
  return {
    compilation: new Set(lines.some((line) => /File "tmp\.py", line \d+/.test(line)) ? broken : []),
    execution: new Set(failing.size === 0 ? [] : behind(failing, running)),
    novice: new Set(mentioned(remarks, heads, present)),
    expert: new Set(expert),
  };
}

function testNamesOf(problem: Problem, present: readonly Bug[]): string[] {
  const inSource = [...problem.test.matchAll(/^[ \t]+(?:async\s+)?def\s+(test\w*)/gm)].map(
    ([, name]) => name ?? '',
  );
  return [...new Set([...inSource, ...present.flatMap(({fails}) => fails), ALL])];
}

/**
 * A line without quotation marks of mail and Markdown, and how deep it is indented by them and by
 * blanks.
 */
function undecorated(line: string): {text: string; depth: number} {
  const text = line.replace(/^[\s>|]+/, '').trimEnd();
  return {text, depth: line.trimEnd().length - text.length};
}

function failingNames(lines: readonly string[], heads: ReadonlyMap<string, string>): Set<string> {
  const names = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const name = heads.get(testOf(undecorated(line).text));
    if (name !== undefined && opensEntry(lines[index + 1] ?? '')) names.add(name);
  }
  return names;
}

function opensEntry(line: string): boolean {
  return /^(?:Traceback|Timed out: |The process ended|\.\.\.$)/.test(undecorated(line).text);
}

/** The bugs that recorded runs connect with the failing tests; all where none does. */
function behind(failing: ReadonlySet<string>, running: readonly Bug[]): readonly Bug[] {
  const recorded = running.filter((bug) => bug.fails.some((name) => failing.has(name)));
  return recorded.length > 0 ? recorded : running;
}

const syntaxErrors = /\b(?:SyntaxError|IndentationError|TabError)\b/;
const errorName = /\b(?:[A-Z]\w*(?:Error|Exception)|StopIteration|KeyboardInterrupt)\b/g;

function mentioned(
  remarks: string,
  heads: ReadonlyMap<string, string>,
  present: readonly Bug[],
): readonly Bug[] {
  const running = present.filter((bug) => bug.kind !== 'compile');
  const broken = present.filter((bug) => bug.kind === 'compile');
  if (broken.length > 0 && syntaxErrors.test(remarks)) return broken;
  const words = new Set(remarks.toUpperCase().match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  const names = [...heads]
    .filter(([head]) => head.length > 5 && words.has(head))
    .map(([, name]) => name);
  if (names.length > 0) return behind(new Set(names), running);
  const errors = remarks.match(errorName) ?? [];
  if (errors.length === 0) return [];
  const kind = errors.every((name) => name === 'AssertionError') ? 'value' : 'raise';
  return running.filter((bug) => bug.kind === kind || bug.kind === 'unknown');
}

/**
 * The message without statement, tracebacks, entry heads and hints: where somebody speaks in words
 * of their own, it is here.
 */
function remarksIn(
  lines: readonly string[],
  heads: ReadonlyMap<string, string>,
  problem: Problem,
  expert: readonly Bug[],
): string {
  let text = normalizeSpace(withoutTracebacks(lines, heads).join('\n'));
  for (const known of [...statementsOf(problem), ...expert.map(({hint}) => normalizeSpace(hint))]) {
    text = text.replaceAll(known, ' ');
  }
  return text;
}

/**
 * An exception whose traceback was cut off, or a line of the difference that unittest prints below
 * it.
 */
const restOfError = /^(?:[\w.]*(?:Error|Exception|Interrupt|Exit)\b(?:: |$)|[-+?] )/;

/**
 * A traceback goes from its first line over everything indented deeper to the line of the
 * exception.
 */
function withoutTracebacks(lines: readonly string[], heads: ReadonlyMap<string, string>): string[] {
  const kept: string[] = [];
  let depthOfTraceback: number | undefined;
  for (const [index, line] of lines.entries()) {
    const {text, depth} = undecorated(line);
    if (text.startsWith('Traceback (most recent call last)')) depthOfTraceback = depth;
    else if (/^File "(?:tmp|prelude|__test__)\.py", line \d+/.test(text))
      depthOfTraceback ??= depth - 2;
    else if (heads.has(testOf(text)) && opensEntry(lines[index + 1] ?? ''))
      depthOfTraceback = undefined;
    else if (depthOfTraceback !== undefined && text !== '' && depth <= depthOfTraceback)
      depthOfTraceback = undefined;
    else if (depthOfTraceback === undefined && !restOfError.test(text)) kept.push(line);
  }
  return kept;
}
