/**
 * How often the leak guard catches lines of the canonical solution pasted into a remark, and how
 * often it cries for nothing:
 *
 *     npx tsx scripts/measure-leak-guard.ts [--suite FILE] [--limit 300]
 *
 * For each problem two codes are under review: an empty attempt, and the solution with one bug of
 * the catalogue. Pasted are single lines, the first half and the whole body, in back-ticks or a
 * fence, as they stand or with all variables renamed. Honest are the catalogue's hints, and a fence
 * with the solution of a problem half the suite away (an illustration that has nothing to do with
 * this one; neighbours in BigCodeBench share whole lines).
 */
import {parseArgs} from 'node:util';
import {codeTokens} from '../src/feedback/code-tokens.js';
import {findLeak, leakThresholds} from '../src/feedback/leak.js';
import {canonicalProgram, type Problem} from '../src/problem/problem.js';
import {loadSuite} from '../src/problem/suite.js';
import {loadCatalogue} from '../src/simulation/catalogue.js';

const {values} = parseArgs({
  options: {suite: {type: 'string', default: 'starter'}, limit: {type: 'string', default: '300'}},
});
const suite = await loadSuite(values.suite);
const problems = suite.problems.slice(0, Number(values.limit));
const catalogue = await loadCatalogue(suite);

type Rate = {caught: number; of: number};
const rates = new Map<string, Rate>();

function count(name: string, remark: string, problem: Problem, previousCode: string): void {
  const rate = rates.get(name) ?? {caught: 0, of: 0};
  rates.set(name, {
    caught: rate.caught + (findLeak(remark, {problem, previousCode}) ? 1 : 0),
    of: rate.of + 1,
  });
}

for (const [index, problem] of problems.entries()) {
  const body = problem.canonical_solution;
  const lines = body.split('\n').filter((line) => codeTokens(line).length > 0);
  const empty = `${problem.code_prompt}\n    pass\n`;
  for (const line of lines) {
    const size = codeTokens(line).length < leakThresholds.lineTokens ? 'short' : 'long';
    count(`one ${size} line pasted`, `Consider \`${line.trim()}\` at this point.`, problem, empty);
  }
  for (const [size, n] of [
    ['two', 2],
    ['three', 3],
    ['half', Math.ceil(lines.length / 2)],
    ['all', lines.length],
  ] as const) {
    if (lines.length < n) continue;
    count(`${size} lines pasted`, fence(lines.slice(0, n).join('\n')), problem, empty);
    count(
      `${size} lines pasted, renamed`,
      fence(rename(lines.slice(0, n).join('\n'))),
      problem,
      empty,
    );
  }
  const other = problems[(index + (problems.length >> 1)) % problems.length];
  if (other)
    count('HONEST: fence with another solution', fence(other.canonical_solution), problem, empty);
  for (const {hint, find, replace} of catalogue.bugsOf(problem.task_id)) {
    const buggy = canonicalProgram({
      ...problem,
      canonical_solution: body.replace(find, () => replace),
    });
    count('HONEST: hint of the catalogue', hint, problem, buggy);
    count('HONEST: fence with the code under review', fence(buggy), problem, buggy);
    const mended = body.slice(
      body.lastIndexOf('\n', body.indexOf(find)) + 1,
      endOfLine(body, body.indexOf(find) + find.length),
    );
    count('one bug: the mended line pasted', `Write \`${mended.trim()}\` there.`, problem, buggy);
    count('one bug: the whole solution pasted', fence(canonicalProgram(problem)), problem, buggy);
  }
}

for (const [name, {caught, of}] of [...rates].sort())
  console.log(`${name.padEnd(44)} ${caught} of ${of} (${((100 * caught) / of).toFixed(1)}%)`);

function fence(code: string): string {
  return `Look at this.\n\`\`\`python\n${code}\n\`\`\`\nDo you see why?`;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Every name that is assigned, looped over or a parameter gets another. */
function rename(code: string): string {
  const names = new Set(
    Array.from(
      code.matchAll(/\b([a-z_]\w*)\s*(?:=(?!=)|,[^()]*=|\bin\b)/g),
      ([, name]) => name ?? '',
    ),
  );
  return [...names].reduce(
    (text, name, n) => text.replace(new RegExp(`(?<!\\.)\\b${name}\\b`, 'g'), `other${n}`),
    code,
  );
}
