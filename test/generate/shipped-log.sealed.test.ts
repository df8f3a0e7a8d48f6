import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {findPython} from '../../src/judging/server/python-runtime.js';
import {readManifest} from '../support/e2e/run-files.js';

// Tracebacks name lines of the standard library, and these move with any version of Python.
const recordedOn = readManifest(packagePath('reference-runs/starter/simulated--careful')).judge
  ?.environment;
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
    afterAll(() => rmSync(work, {recursive: true}));

    it('gives the shipped log and reference runs byte for byte', () => {
      execFileSync('npx', ['tsx', packagePath('scripts/build-starter-log.ts'), work], {
        stdio: 'pipe',
      });
      for (const folder of ['logs/starter', 'reference-runs/starter']) {
        const [shipped, fresh] = [packagePath(folder), join(work, folder)];
        expect(filesBelow(fresh)).toEqual(filesBelow(shipped));
        for (const file of filesBelow(shipped)) {
          const [is, was] = [fresh, shipped].map((root) => readFileSync(join(root, file), 'utf8'));
          if (folder === 'reference-runs/starter' && file.endsWith('manifest.json')) {
            expect(withoutMachine(is ?? ''), file).toEqual(withoutMachine(was ?? ''));
          } else {
            expect(is === was, `${folder}/${file} differs`).toBe(true);
          }
        }
      }
    });
  },
);
