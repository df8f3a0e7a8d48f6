import {createHash} from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {runnerDigest} from '../../scripts/runner-digest.js';
import {readJson} from '../../src/files/json.js';
import {packagePath} from '../../src/files/package-root.js';
import {groundTruthPaths} from '../../src/judging/ground-truth-outcome.js';
import {type JudgeIdentity, judgeIdentitySchema} from '../../src/judging/judge-identity.js';
import {DEFAULT_LIMITS} from '../../src/judging/limits.js';
import {RUNNER_DIRECTORY} from '../../src/judging/server/runner-files.js';
import {openVerdictCache} from '../../src/judging/verdict-cache.js';
import {VERDICT_VERSION_PATH, verdictVersionSchema} from '../../src/judging/verdict-version.js';
import {readRunManifest} from '../../src/run/read-run.js';
import {candidate, SQUARE} from './judge-fixture.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verdict-version-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

test('the runner is the one for which the verdict version was confirmed', async () => {
  const {runner_digest} = readJson(VERDICT_VERSION_PATH, verdictVersionSchema);
  const question =
    'the code that judges has changed: see `npx tsx scripts/verdict-version.ts`, which asks whether a verdict may differ';
  expect(await runnerDigest(), question).toBe(runner_digest);
});

describe('the digest of the runner', () => {
  const changed = async (name: string, change: (text: string) => string) => {
    const copy = join(folder, 'runner');
    cpSync(RUNNER_DIRECTORY, copy, {recursive: true});
    const path = join(copy, 'convcodebench_runner', name);
    const text = readFileSync(path, 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(path, change(text));
    return (await runnerDigest(copy)) !== (await runnerDigest());
  };

  test.each<[string, string, (text: string) => string]>([
    ['a comment', 'trial.py', (text) => `# A comment.\n${text}`],
    ['a docstring', 'trial.py', (text) => text.replace('All runs that one', 'Every run one')],
    [
      'a blank line',
      'trial.py',
      (text) => text.replace('AUDIT_TRIES = 2', '\nAUDIT_TRIES = (\n    2\n)'),
    ],
    ['an annotation', 'trial.py', (text) => text.replace('limit_ms: float', 'limit_ms: int')],
  ])('does not hang on %s', async (_, name, change) => {
    expect(await changed(name, change)).toBe(false);
  });

  test.each<[string, string, (text: string) => string]>([
    ['a number', 'trial.py', (text) => text.replace('AUDIT_TRIES = 2', 'AUDIT_TRIES = 3')],
    ['words that are reported', 'verdict.py', (text) => text.replace('did not run', 'never ran')],
    ['what a job sees', 'visible.json', (text) => text.replace('"fonts"', '"shadow"')],
  ])('hangs on %s', async (_, name, change) => {
    expect(await changed(name, change)).toBe(true);
  });
});

const identity: JudgeIdentity = {
  pythonMinor: '3.11',
  verdictVersion: 1,
  environment: '3.11.2',
  sealLevel: 1,
};
/** The hash by which the first version named its runner, in keys and in manifests. */
const runnerHash = '3fbe7596bf95e131f83238e5866b99fc17322a5f07aab31dcf00e2ed9f251f3f';

describe('what was kept before there were versions', () => {
  const job = candidate(SQUARE);
  const verdict = {status: 'pass', report: {tests: ['test_zero'], failures: []}};
  /** Name and place of a verdict as the first version wrote it. */
  const old = () => {
    const {code, test, entryPoint, timeLimitMs} = job;
    const told = [code, test, entryPoint, timeLimitMs, DEFAULT_LIMITS, runnerHash, '3.11.2', 1];
    const key = createHash('sha256').update(JSON.stringify(told)).digest('hex');
    return join(folder, 'verdicts', key.slice(0, 2), `${key}.json`);
  };

  test('is found in the verdict cache by a judge of version 1, and by no other', () => {
    mkdirSync(dirname(old()), {recursive: true});
    appendFileSync(old(), JSON.stringify(verdict));
    const found = (judge: JudgeIdentity) => {
      const cache = openVerdictCache(join(folder, 'verdicts'), judge, DEFAULT_LIMITS);
      return cache.get(cache.key(job));
    };
    expect(found(identity)).toEqual(verdict);
    expect(found({...identity, verdictVersion: 2})).toBeUndefined();
    expect(found({...identity, sealLevel: 2})).toBeUndefined();
  });

  test('is found where ground truth was kept', () => {
    const suite = {hash: 'a'.repeat(64), timeLimitMs: 20_000};
    // SHA-256 of the RFC 8785 form of {judge, suite}, as Python's json and hashlib give it.
    const form = `{"judge":{"environment":"3.11.2","pythonMinor":"3.11","runnerHash":"${runnerHash}","sealLevel":1},"suite":"${suite.hash}"}`;
    const key = createHash('sha256').update(form).digest('hex');
    expect(groundTruthPaths({suite, judge: identity}, folder).outcome).toBe(
      join(folder, `${key}.json`),
    );
  });

  test('is read in the manifest of a run', () => {
    const recorded = packagePath('reference-runs/starter/simulated--careful/manifest.json');
    const manifest = JSON.parse(readFileSync(recorded, 'utf8'));
    const {verdictVersion: _, ...judge} = identity;
    const old = {...manifest, judge: {...judge, runnerHash}};
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(old));
    expect(readRunManifest(folder).judge).toEqual(identity);
  });
});

test('an identity says what it lacks', () => {
  const {verdictVersion: _, ...rest} = identity;
  expect(judgeIdentitySchema.parse({...rest, runnerHash: 'any'})).toEqual(identity);
  expect(judgeIdentitySchema.safeParse({...rest, runnerHash: 7}).error?.issues).toMatchObject([
    {path: ['verdictVersion']},
  ]);
});
