import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {MissingRequirementError} from '../../src/errors.js';
import {toJsonLine} from '../../src/files/jsonl.js';
import {loadRecordedSuite} from '../../src/problem/recorded-suite.js';
import {loadSuite, suiteHash} from '../../src/problem/suite.js';
import {exampleProblem} from '../support/example-problem.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const problem = exampleProblem();
const sha256 = suiteHash([problem]);

function suiteFile(): string {
  const path = join(temporaryDirectory(), 'mine.jsonl');
  writeFileSync(path, toJsonLine(problem));
  return path;
}

test('the suite that ships is found by its name', async () => {
  const {hash} = await loadSuite('starter');
  const found = await loadRecordedSuite('my-log', {name: 'starter', sha256: hash}, undefined);
  expect(found.problems).toHaveLength(40);
});

test('the pulled one is asked for by its name', async () => {
  await expect(
    loadRecordedSuite('my-log', {name: 'bigcodebench', sha256}, '/nowhere/bigcodebench.jsonl'),
  ).rejects.toThrow('/nowhere/bigcodebench.jsonl: no such file');
});

test('any other has to be named, and is then read from its file', async () => {
  await expect(loadRecordedSuite('my-log', {name: 'mine', sha256}, undefined)).rejects.toThrow(
    "my-log: its suite is mine; name the suite's file with `suite`",
  );
  const found = await loadRecordedSuite('my-log', {name: 'mine', sha256}, suiteFile());
  expect(found).toMatchObject({name: 'mine', hash: sha256, problems: [problem]});
});

test('another version of it is refused, with the beginnings of both hashes', async () => {
  const other = 'a'.repeat(64);
  await expect(
    loadRecordedSuite('my-log', {name: 'mine', sha256: other}, suiteFile()),
  ).rejects.toThrow(
    `my-log/manifest.json: suite.sha256: aaaaaaaaaaaa…, but the suite mine has ${sha256.slice(0, 12)}…; it was made on another version of it`,
  );
});

test('the pulled one that is not here is said to be pulled', async () => {
  vi.stubEnv('CONVCODEBENCH_CACHE', temporaryDirectory());
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(
    loadRecordedSuite('my-log', {name: 'bigcodebench', sha256}, undefined),
  ).rejects.toThrow(
    new MissingRequirementError(
      'the suite bigcodebench is not on this machine: convcodebench pull bigcodebench',
    ),
  );
});
