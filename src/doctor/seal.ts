import {spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DEFAULT_LIMITS} from '../judging/limits.js';
import {chooseSeal} from '../judging/seal/choice.js';
import {openMemoryGroup} from '../judging/seal/memory-group.js';
import {SEAL_NAMES, type SealLevel} from '../judging/seal/policy.js';
import type {PythonRuntime} from '../judging/server/python-runtime.js';
import {option} from '../options/option-name.js';
import type {Finding} from './finding.js';

/** The best seal that holds here when a real job tries to break it, and why better ones do not. */
export async function checkSeal(python: PythonRuntime): Promise<Finding> {
  const scratch = mkdtempSync(join(tmpdir(), 'convcodebench-doctor-'));
  chmodSync(scratch, 0o711); // run by root, jobs are other users, who must pass
  try {
    const layers = {audit: true};
    const options = {python, limits: DEFAULT_LIMITS, layers, scratch};
    const {launch, refused} = await chooseSeal(
      {...options, preload: [['unittest']], distributions: false},
      1,
    );
    return describeSeal(launch.settings.level, refused, await describeMemory());
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}

/** What holds the memory of a whole job. */
async function describeMemory(): Promise<string> {
  const group = openMemoryGroup();
  if ('reason' in group) return unbounded(`no control group can be made: ${group.reason}`);
  const held = spawn('sleep', ['10'], {stdio: 'ignore'});
  held.on('error', () => undefined); // then it has no number
  const refused = held.pid === undefined ? 'none can be started' : group.tryHold(held.pid);
  held.kill('SIGKILL');
  await group.close();
  if (refused !== null)
    return unbounded(`no process can be moved into a control group: ${refused}`);
  return `the memory of a whole job is bounded by a control group (version ${group.version})`;
}

function unbounded(reason: string): string {
  const {processes, memoryMiB} = DEFAULT_LIMITS;
  return `the memory of a job is that of ${processes} processes of ${memoryMiB} MiB, since ${reason}`;
}

function describeSeal(
  level: SealLevel,
  refused: readonly {level: SealLevel; reason: string}[],
  memory: string,
): Finding {
  const details = refused.map(
    (each) => `level ${each.level} (${SEAL_NAMES[each.level]}) does not hold: ${each.reason}`,
  );
  details.push(memory);
  const finding = {subject: 'Seal', found: `level ${level} (${SEAL_NAMES[level]})`, details};
  if (level === 1) return {...finding, verdict: 'good'};
  const remedy =
    'install bubblewrap (Debian: apt-get install bubblewrap) and allow user namespaces';
  if (level < 4) return {...finding, verdict: 'note', remedy};
  return {
    ...finding,
    verdict: 'bad',
    remedy: `${remedy}; or judge foreign code all the same with ${option('allowUnsafe')}`,
  };
}
