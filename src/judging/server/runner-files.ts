import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {sha256} from '../../files/canonical-hash.js';
import {packagePath} from '../../files/package-root.js';

/** Folder of our Python files, which ship as source. */
export const RUNNER_DIRECTORY = packagePath('src/judging/python');
export const RUNNER_ENTRY = 'start.py';

/** SHA-256 over names and contents of our own files that run inside the judging process. */
export function runnerHash(): string {
  const names = readdirSync(RUNNER_DIRECTORY, {recursive: true, encoding: 'utf8'}).filter((name) =>
    name.endsWith('.py'),
  );
  const hashes = names
    .sort()
    .map((name) => `${name} ${sha256(readFileSync(join(RUNNER_DIRECTORY, name)))}\n`);
  return sha256(hashes.join(''));
}
