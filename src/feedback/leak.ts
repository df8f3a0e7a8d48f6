import {definesEntryPoint, type Problem} from '../problem/problem.js';

/** How an expert's remark gave the solution away. */
export type Leak = 'give-away phrase' | 'quoted solution' | 'corrected function';

/** Length of the token runs that are compared. Shorter runs (`for x in y`) are anybody's. */
const runLength = 5;
/** Share of the solution's runs that are news (neither in the code under review nor in the statement) from which on it counts as quoted. */
export const quotedShare = 0.25;
/** The same, blind to names and values, in the code parts of the remark alone: a quotation with its variables renamed. */
export const renamedShare = 0.6;
/** A share of fewer runs than this says nothing, unless they are all there are. */
const fewestRuns = 4;

/**
 * Whether a remark shows the solution it was to keep to itself: it speaks of it, quotes it (nearly), or holds a whole corrected function.
 * What stands in the previous code or in the statement is no secret. Pure.
 */
export function findLeak(
  remark: string,
  {problem, previousCode}: {problem: Problem; previousCode: string},
): Leak | null {
  if (giveAway.test(remark)) return 'give-away phrase';
  const code = codeParts(remark);
  if (code.some((part) => isWholeFunction(part, problem.entry_point) && !previousCode.includes(part.trim())))
    return 'corrected function';
  return isQuoted(remark, code.join('\n'), problem, previousCode) ? 'quoted solution' : null;
}

const giveAway =
  /\b(ground[\s-]?truth|canonical\s+(solution|code|implementation)|(reference|hidden|secret|model)\s+(solution|program|implementation|answer)|solution\s+(that\s+)?(i|we)\s+(was|were|have been)\s+(shown|given)|for\s+my\s+eyes\s+only)\b/i;

function isQuoted(remark: string, code: string, problem: Problem, previousCode: string): boolean {
  const known = [previousCode, problem.code_prompt, problem.instruct_prompt, problem.complete_prompt].join('\n');
  const exact = shareOfNews(tokens(problem.canonical_solution), tokens(known), tokens(remark));
  if (exact >= quotedShare) return true;
  const blind = (text: string) => tokens(text).map(withoutName);
  return shareOfNews(blind(problem.canonical_solution), blind(known), blind(code)) >= renamedShare;
}

/** Of the runs of `solution` that are not in `known`, the share that `remark` holds; 0 where too few to tell. */
function shareOfNews(solution: string[], known: string[], remark: string[]): number {
  const seen = runs(known);
  const news = [...runs(solution)].filter((run) => !seen.has(run));
  if (news.length === 0) return 0;
  const said = runs(remark);
  const quoted = news.filter((run) => said.has(run)).length;
  return quoted < Math.min(fewestRuns, news.length) ? 0 : quoted / news.length;
}

function runs(tokens: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at + runLength <= tokens.length; at += 1) found.add(tokens.slice(at, at + runLength).join(' '));
  return found;
}

/** Names, numbers, strings (whatever their quotes) and operators; comments and white space do not count. */
function tokens(text: string): string[] {
  const bare = text.replace(/#[^\n]*/g, '');
  return Array.from(bare.matchAll(/[A-Za-z_]\w*|\d+(?:\.\d+)?|"[^"\n]*"|'[^'\n]*'|[^\s\w]/g), ([token]) =>
    /^["']/.test(token) && token.length > 1 ? `"${token.slice(1, -1)}"` : token,
  );
}

const keywords = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False'.split(
    ' ',
  ),
);

function withoutName(token: string): string {
  if (keywords.has(token)) return token;
  if (/^[A-Za-z_]/.test(token)) return 'name';
  return /^[\d"]/.test(token) ? 'value' : token;
}

/** What stands between fences or back-ticks. */
function codeParts(remark: string): string[] {
  const fenced = Array.from(
    remark.matchAll(/^ {0,3}(```+|~~~+)[^\n]*\n([\s\S]*?)(?:^ {0,3}\1|$(?![\s\S]))/gm),
    ([, , body]) => body ?? '',
  );
  const inline = Array.from(remark.matchAll(/`([^`\n]+)`/g), ([, body]) => body ?? '');
  const bare = /^(?:async )?def \w+\([^\n]*:\n(?:[ \t]+[^\n]*\n?){2,}/m.exec(remark);
  return [...fenced, ...inline, ...(bare ? [bare[0]] : [])];
}

/** The entry point with a body of at least two lines. */
function isWholeFunction(code: string, entryPoint: string): boolean {
  if (!definesEntryPoint(code, entryPoint)) return false;
  const body = code.split('\n').filter((line) => /^\s+\S/.test(line) && !/^\s*(#|"""|''')/.test(line));
  return body.length >= 2;
}
