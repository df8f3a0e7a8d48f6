import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {runnerDigest} from '../../scripts/runner-digest.js';
import {readJson} from '../../src/files/json.js';
import {packagePath} from '../../src/files/package-root.js';
import {type JudgeIdentity, judgeIdentitySchema} from '../../src/judging/judge-identity.js';
import {RUNNER_DIRECTORY} from '../../src/judging/server/runner-files.js';
import {VERDICT_VERSION_PATH, verdictVersionSchema} from '../../src/judging/verdict-version.js';
import {readRunManifest} from '../../src/run/read-run.js';

let folder: string;
let digest: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verdict-version-'));
  digest = await runnerDigest();
});
afterAll(() => rmSync(folder, {recursive: true}));

test('the runner is the one for which the verdict version was confirmed', () => {
  const {runner_digest} = readJson(VERDICT_VERSION_PATH, verdictVersionSchema);
  const question =
    'the code that judges has changed: see `npx tsx scripts/verdict-version.ts`, which asks whether a verdict may differ';
  expect(digest, question).toBe(runner_digest);
});

describe('the digest of the runner', () => {
  const changed = async (name: string, change: (text: string) => string) => {
    const copy = join(folder, 'runner');
    cpSync(RUNNER_DIRECTORY, copy, {recursive: true});
    const path = join(copy, 'convcodebench_runner', name);
    const text = readFileSync(path, 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(path, change(text));
    return (await runnerDigest(copy)) !== digest;
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
/** The hash by which the first version named its runner. */
const runnerHash = '3fbe7596bf95e131f83238e5866b99fc17322a5f07aab31dcf00e2ed9f251f3f';

describe('a manifest from before there were versions', () => {
  const readWith = (hash: string) => {
    const recorded = packagePath('reference-runs/starter/simulated--careful/manifest.json');
    const manifest = JSON.parse(readFileSync(recorded, 'utf8'));
    const {verdictVersion: _, ...judge} = identity;
    const old = {...manifest, judge: {...judge, runnerHash: hash}};
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(old));
    return readRunManifest(folder).judge;
  };

  test('is of version 1 with the hash of the released runner', () => {
    expect(readWith(runnerHash)).toEqual(identity);
  });

  test('is of no version with any other', () => {
    expect(readWith('f'.repeat(64))).toEqual({...identity, verdictVersion: null});
  });
});

test('an identity says what it lacks', () => {
  const {verdictVersion: _, ...rest} = identity;
  expect(judgeIdentitySchema.safeParse({...rest, runnerHash: 7}).error?.issues).toMatchObject([
    {path: ['verdictVersion']},
  ]);
});
