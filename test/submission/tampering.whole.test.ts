import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {judgeRun, prepareSubmission, verifySubmission} from '../../src/index.js';
import {seededRandom} from '../../src/score/seeded-random.js';
import {openBoard} from '../../src/submission/board-rules.js';
import {checkReading} from '../../src/submission/check.js';
import {readBundle} from '../../src/submission/read-bundle.js';
import {openShelf} from '../../src/submission/shelf.js';
import {
  type BundleFiles,
  exampleBundle,
  exampleInfo,
  readBundleFiles,
  writeBundle,
} from '../support/example-bundle.js';
import {createFakeJudge} from '../support/fakes.js';

const changes = process.env.CONVCODEBENCH_SLOW_TESTS ? 1000 : 100;

let root: string;
let bundle: string;
let scored: string | null;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'convcodebench-tampering-'));
  bundle = (await exampleBundle(root, {tasks: ['0-1']})).out;
  scored = (await checkFile(bundle)).scored_sha256;
});
afterAll(() => rmSync(root, {recursive: true}));

/** As `checkSubmission`, but what the bundles share is read once. */
const shelf = openShelf({});
const checkFile = async (file: string) =>
  (await checkReading(await readBundle(file), {file, board: openBoard, shelf})).check;

type Value = unknown;

/** Every value in a record that is no object or list, as the way to it. */
function leavesOf(value: Value, way: readonly (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((each, i) => leavesOf(each, [...way, i]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...way, name]));
  return [[...way]];
}

/** The value with another one at the end of the way. */
function changedAt(value: Value, [at, ...rest]: readonly (string | number)[], other: Value): Value {
  if (at === undefined) return other;
  if (Array.isArray(value))
    return value.map((each, i) => (i === at ? changedAt(each, rest, other) : each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === at ? changedAt(each, rest, other) : each,
    ]),
  );
}

/** Another value of the same kind: what a forger would write. */
function otherThan(value: Value, below: (n: number) => number): Value {
  if (value === null) return 1;
  if (typeof value === 'number') return value === 0 ? 1 : value / 2;
  if (typeof value === 'boolean') return !value;
  const words = ['pass', 'fail', 'answered', 'reference-solved', 'timeout', 'missing', 'shared'];
  if (typeof value === 'string' && words.includes(value))
    return words.filter((word) => word !== value)[below(words.length - 1)];
  const text = String(value);
  const at = below(text.length + 1);
  return `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`;
}

/** Changes one value of one record of one file; the manifest is made to fit again. */
function forge(files: BundleFiles, below: (n: number) => number): string {
  const names = [...files.keys()].filter((name) => name !== 'manifest.json');
  const name = names[below(names.length)] ?? '';
  const text = files.get(name)?.toString() ?? '';
  const isLines = name.endsWith('.jsonl');
  const lines = isLines ? text.trimEnd().split('\n') : [text];
  const line = below(lines.length);
  const record: Value = JSON.parse(lines[line] ?? '');
  const ways = leavesOf(record);
  const way = ways[below(ways.length)] ?? [];
  const old = way.reduce<Value>((each, at) => Reflect.get(Object(each), at), record);
  const other = changedAt(record, way, otherThan(old, below));
  lines[line] = isLines ? JSON.stringify(other) : `${JSON.stringify(other, null, 2)}\n`;
  files.set(name, Buffer.from(isLines ? `${lines.join('\n')}\n` : lines.join('')));
  return `${name}:${line + 1}: ${way.join('.')}`;
}

test(`none of ${changes} forged values gets through check and verify but where nothing that is scored is changed`, async () => {
  const file = join(root, 'forged.tar.gz');
  const unseen: string[] = [];
  let unscored = 0;
  for (let seed = 0; seed < changes; seed += 1) {
    const random = seededRandom(seed);
    const files = readBundleFiles(bundle);
    const what = forge(files, random.below);
    writeBundle(file, files);
    const check = await checkFile(file);
    if (!check.complete) continue;
    if (check.scored_sha256 === scored) {
      unscored += 1;
      continue;
    }
    const judge = createFakeJudge();
    const {verification} = await verifySubmission({file, by: 'x', judge});
    if (verification.counts.same === verification.programs) unseen.push(`${seed}: ${what}`);
  }
  if (process.env.CONVCODEBENCH_SLOW_TESTS) console.info(`${changes} forged: ${unscored} unscored`);
  expect(unseen).toEqual([]);
  expect(unscored).toBeGreaterThan(0);
  expect(unscored).toBeLessThan(changes / 2);
});

test(`and none of ${changes} changed bytes of the file`, async () => {
  const file = join(root, 'changed.tar.gz');
  const bytes = readFileSync(bundle);
  const random = seededRandom(1);
  const unseen: number[] = [];
  for (let i = 0; i < changes; i += 1) {
    const changed = Buffer.from(bytes);
    const at = random.below(bytes.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
    writeFileSync(file, changed);
    if ((await checkFile(file)).complete) unseen.push(at);
  }
  expect(unseen).toEqual([]);
});

test('a verdict that is made better everywhere stands the check, and turns when it is judged', async () => {
  const run = join(root, 'run');
  const lenient = createFakeJudge();
  await judgeRun({
    directory: run,
    judge: {
      ...lenient,
      judge: (candidate) =>
        lenient.judge({
          ...candidate,
          program: candidate.program.replace('fails test_one', 'passes'),
        }),
    },
  });
  const file = join(root, 'lenient.tar.gz');
  await prepareSubmission({run, info: exampleInfo, out: file});
  expect((await checkFile(file)).complete).toBe(true);
  const {verification} = await verifySubmission({file, by: 'x', judge: createFakeJudge()});
  expect(verification.counts.turned).toBeGreaterThan(0);
});
