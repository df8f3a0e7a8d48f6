import {createReadStream} from 'node:fs';
import {createInterface} from 'node:readline';
import {createGunzip} from 'node:zlib';
import {execa} from 'execa';
import {loadPythonParser, parsePython} from '../src/conversation/python/parser.js';
import {firstProblem} from '../src/conversation/python/soundness.js';
import {canonicalProgram, problemSchema} from '../src/problem/problem.js';

/**
 * How far our reading of Python agrees with CPython's `compile()`, on the canonical solutions of a
 * suite (JSONL, gzipped), cut short and broken in several ways:
 * `npx tsx scripts/measure-python-parser.ts SUITE.jsonl.gz`.
 */
const [suite] = process.argv.slice(2);
if (suite === undefined) throw new Error('which suite? A JSONL file, gzipped');

let state = 1;
/** The same numbers in every run; 0 <= n < below. */
function next(below: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
}

const broken: {[kind: string]: (text: string) => string} = {
  whole: (text) => text,
  'cut short': (text) => text.slice(0, next(text.length)),
  'without a character': (text) => withoutAt(text.split(''), next(text.length)).join(''),
  'without a line': (text) => changed(text, () => []),
  'a line too deep': (text) => changed(text, (line) => [' '.repeat(1 + next(4)) + line]),
  'a line too shallow': (text) => changed(text, (line) => [line.replace(/^ {1,4}/, '')]),
  'a line of prose': (text) => changed(text, (line) => [line, "Here's the next step:"]),
  'a word of prose': (text) => changed(text, (line) => [line, 'Done']),
};

function withoutAt<T>(items: readonly T[], at: number): T[] {
  return items.filter((_, index) => index !== at);
}

function changed(text: string, change: (line: string) => string[]): string {
  const lines = text.split('\n');
  const at = next(lines.length);
  return lines.flatMap((line, index) => (index === at ? change(line) : [line])).join('\n');
}

const cases: {kind: string; text: string}[] = [];
for await (const line of createInterface(createReadStream(suite).pipe(createGunzip()))) {
  const program = canonicalProgram(problemSchema.parse(JSON.parse(line)));
  for (const [kind, breaking] of Object.entries(broken))
    for (let times = 0; times < 3; times += 1) cases.push({kind, text: breaking(program)});
}

const judged = `
import json, sys, warnings
warnings.simplefilter('ignore')
def compiles(text):
    try:
        compile(text, 'program', 'exec')
        return True
    except (SyntaxError, ValueError):
        return False
json.dump([compiles(text) for text in json.load(sys.stdin)], sys.stdout)
`;
const {stdout} = await execa('python3', ['-I', '-c', judged], {
  input: JSON.stringify(cases.map(({text}) => text)),
});
const compiles: boolean[] = JSON.parse(stdout);

const before = performance.now();
await loadPythonParser();
const start = performance.now() - before;
const tally = new Map<
  string,
  {cases: number; 'taken for broken': number; 'taken for whole': number}
>();
const parsing = performance.now();
for (const [index, {kind, text}] of cases.entries()) {
  const tree = parsePython(text, {steps: Number.POSITIVE_INFINITY});
  const sound = tree !== null && firstProblem(tree, text) === null;
  const row = tally.get(kind) ?? {cases: 0, 'taken for broken': 0, 'taken for whole': 0};
  row.cases += 1;
  if (compiles[index] && !sound) row['taken for broken'] += 1;
  if (!compiles[index] && sound) row['taken for whole'] += 1;
  tally.set(kind, row);
}
const seconds = (performance.now() - parsing) / 1000;
const megabytes = cases.reduce((sum, {text}) => sum + text.length, 0) / 1e6;
console.table(Object.fromEntries(tally));
console.log(`start ${start.toFixed(0)} ms; ${(megabytes / seconds).toFixed(2)} MB/s`);
