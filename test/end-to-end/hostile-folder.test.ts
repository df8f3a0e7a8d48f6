import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {checkData} from '../../src/doctor/data.js';
import {makeVenv} from '../../src/environment/make-venv.js';
import {missingModules} from '../../src/environment/missing-modules.js';
import {pipCheck, pipInstall} from '../../src/environment/pip.js';
import {brokenImports, listInstalled} from '../../src/environment/verify-environment.js';
import {openCompiler} from '../../src/interchange/published/compile-codes.js';
import {findPython} from '../../src/judging/server/python-runtime.js';
import {loadSuite} from '../../src/problem/suite.js';
import {candidate, SQUARE, withJudge} from '../judging/judge-fixture.js';

/**
 * The user stands in a folder that came from a stranger: it holds modules that Python would import
 * in place of its own, or at its start. His Python is one that notes with what it was started.
 */
let folder: string;
let venv: string;
const home = process.cwd();
const started = () => join(folder, 'started');
const ran = () => join(folder, 'ran');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  venv = join(folder, 'venv');
  mkdirSync(join(folder, 'theirs'));
  const hostile = `open(${JSON.stringify(ran())}, "a").write(__name__ + " ")\n`;
  for (const name of ['json', 'sitecustomize', 'usercustomize', 'ctypes', 'pip', 'venv', 'runpy'])
    writeFileSync(join(folder, 'theirs', `${name}.py`), hostile);
  const noting = `#!/bin/sh\nenv >> '${started()}'\npwd >> '${started()}'\nexec python3 "$@"\n`;
  writeFileSync(join(folder, 'theirs', 'python'), noting);
  chmodSync(join(folder, 'theirs', 'python'), 0o755);
  await execa('python3', ['-m', 'venv', '--without-pip', venv]);
  process.chdir(join(folder, 'theirs'));
  vi.stubEnv('PYTHONPATH', join(folder, 'theirs'));
  vi.stubEnv('OPENAI_API_KEY', 'sk-secret');
});
afterAll(() => {
  vi.unstubAllEnvs();
  process.chdir(home);
  rmSync(folder, {recursive: true, force: true});
});
beforeEach(() => rmSync(started(), {force: true}));

test('the trap works: Python as it is imports what lies in the folder', async () => {
  await execa('./python', ['-c', 'import json']);
  expect(readFileSync(ran(), 'utf8')).toBe('sitecustomize usercustomize json ');
  expect(readFileSync(started(), 'utf8')).toContain('sk-secret');
  rmSync(ran());
});

const python = './python';
const suite = async () => {
  const starter = await loadSuite('starter');
  const [problem] = starter.problems;
  if (problem === undefined) throw new Error('the starter suite is empty');
  const wordnet = {...problem, test: `from nltk.corpus import wordnet\n${problem.test}`};
  return {...starter, problems: [wordnet]};
};

test.each<[string, () => Promise<unknown>]>([
  ['asked who it is', () => findPython(python)],
  ['asked for modules', () => missingModules(python, ['json'])],
  ['asked for distributions', () => listInstalled(python)],
  ['asked to import modules', () => brokenImports(python, ['json'])],
  ['asked for data', async () => checkData(await suite(), {...(await findPython()), path: python})],
  [
    'asked which codes compile',
    async () => {
      const compiler = await openCompiler({python, processes: 1});
      expect(await compiler.compiles('x = 1')).toBe(true);
      await compiler.close();
    },
  ],
  [
    'made into an environment',
    async () => makeVenv({...(await findPython()), path: python}, `${venv}-2`),
  ],
  ['asked whether pip finds its distributions in order', () => pipCheck(python).catch(() => {})],
  [
    'told to install',
    () => {
      const options = {python, target: '', fromSource: [], overwrite: false};
      return pipInstall([], options).catch(() => {});
    },
  ],
])('a Python that is %s runs nothing of the folder, and is told no key', async (_, ask) => {
  await ask();
  const told = readFileSync(started(), 'utf8');
  expect(told).not.toContain('sk-secret');
  expect(told).not.toContain('PYTHONPATH');
  expect(told.trimEnd().split('\n').at(-1)).toBe('/');
  expect(existsSync(ran())).toBe(false);
});

test.each([1, 4] as const)('nor do jobs at level %i or better', async (bestSeal) => {
  await withJudge({workers: 1, bestSeal, python}, async (judge) => {
    expect(await judge.judge(candidate(SQUARE))).toMatchObject({status: 'pass'});
  });
  expect(existsSync(ran())).toBe(false);
});

test('a Python of an environment is found by a relative path too', async () => {
  expect((await findPython('../venv/bin/python')).path).toBe(join(venv, 'bin/python'));
});
