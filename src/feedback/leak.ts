import type {Problem} from '../problem/problem.js';
import {blindTokens, codeTokens, runsOf, wordsAndSigns} from './code-tokens.js';
import {codeParts, isCorrectedFunction} from './quoted-code.js';

/** How an expert's remark gave the solution away. */
export type Leak = 'give-away phrase' | 'quoted solution' | 'corrected function';

/**
 * When code counts as quoted. Compared are runs of tokens (names, numbers, single signs) of the
 * canonical solution that are news: found neither in the code under review nor in the statement.
 * Chosen with `scripts/measure-leak-guard.ts` on the starter suite and 300 problems of
 * BigCodeBench: no hint of the catalogues and no quotation of the code under review raises an
 * alarm, every whole solution (also where one bug sets it apart from the code under review) and
 * 99.6% of the single lines of 6 tokens or more are caught. What it costs: a fence full of another
 * problem's code is taken for a quotation or a corrected function in 5% of cases (whole lines such
 * as `with open(path) as file:` are shared), and of renamed quotations the short ones pass (29% of
 * two lines, 17% of three, 8% of half a solution).
 */
export const leakThresholds = {
  /**
   * A whole line of the solution of at least so many tokens (`total = sum(values)` has 6): shorter
   * ones (`return result`) are anybody's.
   */
  lineTokens: 6,
  /** So many tokens in a row, wherever they begin and end. */
  runTokens: 10,
  /**
   * Share of the solution's runs of `shareRunTokens` that the remark holds, scattered: many small
   * pieces.
   */
  share: 0.25,
  shareRunTokens: 5,
  /**
   * The same in the remark's code alone, blind to names and values: a quotation with its variables
   * renamed.
   */
  blindShare: 0.6,
  blindRunTokens: 6,
  /** A share of fewer runs than this says nothing, unless they are all there are. */
  fewestRuns: 4,
};

/**
 * Whether a remark shows the solution it was to keep to itself: it speaks of it, quotes it
 * (nearly), or holds a whole corrected function. What stands in the previous code or in the
 * statement is no secret. Pure.
 */
export function findLeak(
  remark: string,
  {problem, previousCode}: {problem: Problem; previousCode: string},
): Leak | null {
  const known = [
    previousCode,
    problem.code_prompt,
    problem.instruct_prompt,
    problem.complete_prompt,
  ].join('\n');
  if (givesAway(remark, known)) return 'give-away phrase';
  const parts = codeParts(remark);
  if (parts.some((part) => isCorrectedFunction(part, problem, previousCode)))
    return 'corrected function';
  const quoted =
    quotesLine(remark, parts, problem, known) ||
    quotesPieces(remark, parts, problem, known) ||
    quotesRenamed(parts, problem, known);
  return quoted ? 'quoted solution' : null;
}

const giveAway =
  /\b(ground[\s-]?truth|(canonical|reference|hidden|secret|model|sample|official|known)\s+(solution|program|implementation|answer|code)|(solution|program|code)\s+(that\s+)?(i|we)\s+(was|were|have been|am|have)\s+(shown|given|seen)|for\s+my\s+eyes\s+only)\b/gi;

/**
 * A task may be about ground truth itself: words that stand in front of everybody give nothing
 * away.
 */
function givesAway(remark: string, known: string): boolean {
  const words = (text: string) => text.toLowerCase().replace(/[\s-]+/g, ' ');
  const open = words(known);
  return Array.from(remark.matchAll(giveAway), ([phrase]) => words(phrase)).some(
    (phrase) => !open.includes(phrase),
  );
}

function quotesLine(
  remark: string,
  parts: readonly string[],
  {canonical_solution}: Problem,
  known: string,
): boolean {
  const {lineTokens, runTokens} = leakThresholds;
  const said = spaced([...tokensSaid(remark), ...parts.map(codeTokens)]);
  const open = spaced([codeTokens(known), wordsAndSigns(known)]);
  const lines = canonical_solution
    .split('\n')
    .map(codeTokens)
    .filter(({length}) => length >= lineTokens);
  const runs = runsOf(codeTokens(canonical_solution), runTokens);
  return [...lines.map((line) => line.join(' ')), ...runs].some(
    (run) => said.includes(` ${run} `) && !open.includes(` ${run} `),
  );
}

function quotesPieces(
  remark: string,
  parts: readonly string[],
  problem: Problem,
  known: string,
): boolean {
  const {share, shareRunTokens} = leakThresholds;
  const said = [...tokensSaid(remark), ...parts.map(codeTokens)];
  return (
    shareOfNews(codeTokens(problem.canonical_solution), codeTokens(known), said, shareRunTokens) >=
    share
  );
}

function quotesRenamed(parts: readonly string[], problem: Problem, known: string): boolean {
  const {blindShare, blindRunTokens} = leakThresholds;
  const solution = blindTokens(problem.canonical_solution);
  return (
    shareOfNews(solution, blindTokens(known), parts.map(blindTokens), blindRunTokens) >= blindShare
  );
}

/**
 * Of the runs of `solution` that are not in `known`, the share that `said` holds; 0 where too few
 * to tell.
 */
function shareOfNews(
  solution: string[],
  known: string[],
  said: readonly string[][],
  length: number,
): number {
  const seen = runsOf(known, length);
  const news = [...runsOf(solution, length)].filter((run) => !seen.has(run));
  const runs = new Set(said.flatMap((tokens) => [...runsOf(tokens, length)]));
  const quoted = news.filter((run) => runs.has(run)).length;
  const fewest = Math.max(1, Math.min(leakThresholds.fewestRuns, news.length));
  return quoted < fewest ? 0 : quoted / news.length;
}

/** The remark's tokens, as it stands and without back-ticks, which may interrupt a quotation. */
function tokensSaid(remark: string): string[][] {
  return [wordsAndSigns(remark), wordsAndSigns(remark.replaceAll('`', ' '))];
}

function spaced(sequences: readonly string[][]): string {
  return sequences.map((tokens) => ` ${tokens.join(' ')} `).join('\n');
}
