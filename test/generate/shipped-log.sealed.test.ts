import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {generateLog} from '../../src/generate/generate-log.js';
import type {Judge} from '../../src/judging/judge.js';
import {findPython} from '../../src/judging/server/python-runtime.js';
import {modelSlug} from '../../src/model/slug.js';
import {openJudge} from '../../src/open/open-judge.js';
import {loadSuite} from '../../src/problem/suite.js';
import {readRun} from '../../src/run/read-run.js';
import {scoreStoredRun} from '../../src/score/score-stored-run.js';
import {profiles} from '../../src/simulation/profiles.js';
import {readManifest, readMetrics, readRows} from '../support/e2e/run-files.js';

const runs = packagePath('reference-runs/starter');
const reference = 'simulated:codellama-like';
const others = profiles.map(({id}) => id).filter((id) => id !== reference);

// Tracebacks name lines of the standard library, and these move with any version of Python.
const recordedOn = readManifest(join(runs, 'simulated--careful')).judge?.environment;
const {version} = await findPython();

/** Files below a folder, as paths relative to it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** A run's manifest without what depends on the machine and on the version of the program. */
function withoutMachine(text: string): unknown {
  return {...JSON.parse(text), judge: null, program_version: null, ground_truth: null};
}

describe.skipIf(version !== recordedOn)(
  `a fresh build (needs Python ${recordedOn}, on which the shipped log was recorded)`,
  () => {
    const work = mkdtempSync(join(tmpdir(), 'shipped-log-'));
    let judge: Judge;
    beforeAll(async () => {
      const choice = {cacheDirectory: join(work, 'verdicts')};
      judge = await openJudge({suite: await loadSuite('starter'), trusted: true, choice});
    });
    afterAll(async () => {
      await judge.close();
      rmSync(work, {recursive: true});
    });

    it('gives the shipped logs and the runs that they come from byte for byte', () => {
      const root = join(work, 'root');
      const build = packagePath('scripts/build-starter-log.ts');
      execFileSync('npx', ['tsx', build, '--logs', root], {stdio: 'pipe'});
      expect(filesBelow(join(root, 'logs'))).toEqual(filesBelow(packagePath('logs')));
      expect(readdirSync(runs).sort()).toEqual(
        [...others.map(modelSlug), ...readdirSync(join(root, 'reference-runs/starter'))].sort(),
      );
      for (const file of filesBelow(root)) {
        const [is, was] = [root, packagePath('')].map((from) =>
          readFileSync(join(from, file), 'utf8'),
        );
        if (/^reference-runs.*manifest\.json$/.test(file)) {
          expect(withoutMachine(is ?? ''), file).toEqual(withoutMachine(was ?? ''));
        } else {
          expect(is === was, `${file} differs`).toBe(true);
        }
      }
    });

    // A problem is a conversation of its own, so that a part of the verdicts stands for all: each
    // problem is one coder's.
    it.each(others.map((id, i) => [id, i] as const))(
      'gives the verdicts of %s that are recorded, whose figures are theirs',
      async (id, i) => {
        const numbers = Array.from({length: 40}, (_, n) => n);
        const tasks = numbers.filter((n) => n % others.length === i).map((n) => `Starter/${n}`);
        const out = join(work, modelSlug(id));
        await generateLog({model: id, suite: 'starter', tasks, out, judge});
        const directory = join(runs, modelSlug(id));
        const recorded = readRows(directory);
        expect(readRows(out)).toEqual(recorded.filter(({task_id}) => tasks.includes(task_id)));
        const {metrics} = scoreStoredRun(await readRun(directory), 'credited');
        expect(metrics).toEqual(readMetrics(directory));
      },
    );
  },
);
