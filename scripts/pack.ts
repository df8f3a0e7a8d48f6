/**
 * What has to be there before the package is packed: `npx tsx scripts/pack.ts` compiles into an
 * empty `dist/`, and packs the logs that ship by gzip beside themselves (4.3 MB become 0.3);
 * `npx tsx scripts/pack.ts clean` takes the packed logs away again. npm calls both.
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {packagePath} from '../src/files/package-root.js';

const logs = packagePath('logs');

if (process.argv[2] === 'clean') {
  for (const file of logFiles('.jsonl.gz')) rmSync(file);
} else {
  // What an earlier version compiled must not be packed.
  rmSync(packagePath('dist'), {recursive: true, force: true});
  execFileSync('npm', ['run', '--silent', 'build'], {stdio: 'inherit', cwd: packagePath('.')});
  for (const file of logFiles('.jsonl'))
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), {level: 9}));
}

function logFiles(ending: string): string[] {
  return readdirSync(logs, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith(ending))
    .map((name) => join(logs, name));
}
