import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

/**
 * A control group of the kernel's in which the runner makes one for each job, to bound its memory.
 * `descriptor`: of its folder.
 */
export type MemoryGroup = {
  version: 1 | 2;
  descriptor: number;
  /** Moves a process into a group beneath. Why that is refused; null where it is not. */
  tryHold(pid: number): string | null;
  close(): Promise<void>;
};

/** Where a process may look for groups: the texts of /proc/self/cgroup and mountinfo. */
export type GroupTexts = {groups: string; mounts: string};

/** Why there is none that we may write. */
export type NoGroup = {reason: string};

const NONE = 'the kernel counts memory by no control group here';

/**
 * Makes a group that is ours alone, beneath or beside the one we are in.
 * @param texts for tests; by default what the kernel says.
 */
export function openMemoryGroup(texts?: GroupTexts): MemoryGroup | NoGroup {
  if (process.platform !== 'linux') return {reason: 'only Linux has control groups'};
  try {
    const places = placesFor(texts ?? textsOfKernel());
    let reason = NONE;
    for (const place of places) {
      const made = makeIn(place);
      if (!('reason' in made)) return made;
      ({reason} = made);
    }
    return {reason};
  } catch (error) {
    return {reason: reasonOf(error)};
  }
}

type GroupPlace = {folder: string; version: 1 | 2};

function textsOfKernel(): GroupTexts {
  return {
    groups: readFileSync('/proc/self/cgroup', 'utf8'),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
  };
}

/**
 * Folders in which a group may be made. Version 2 lets a group that holds processes have no other
 * with limits beneath it, so there the one above is asked first.
 */
function placesFor({groups, mounts}: GroupTexts): GroupPlace[] {
  const own = groups.split('\n').map((line) => line.split(':'));
  const pathOf = (isOurs: (controllers: string) => boolean) =>
    own.find(([, controllers]) => controllers !== undefined && isOurs(controllers))?.[2];
  const one = folderOf(
    mounts,
    'cgroup',
    pathOf((names) => names.split(',').includes('memory')),
  );
  if (one !== null) return [{folder: one, version: 1}];
  const two = folderOf(
    mounts,
    'cgroup2',
    pathOf((names) => names === ''),
  );
  if (two === null) return [];
  return [dirname(two), two]
    .filter((folder) => controlsMemory(folder))
    .map((folder) => ({folder, version: 2}));
}

function controlsMemory(folder: string): boolean {
  const list = join(folder, 'cgroup.subtree_control');
  return existsSync(list) && readFileSync(list, 'utf8').trim().split(' ').includes('memory');
}

/** Where a group's folder is seen, if the hierarchy is mounted. */
function folderOf(mounts: string, kind: 'cgroup' | 'cgroup2', path?: string): string | null {
  for (const line of path === undefined ? [] : mounts.split('\n')) {
    const [fields = '', about = ''] = line.split(' - ');
    const [, , , root = '', point = ''] = fields.split(' ');
    const [type, , options = ''] = about.split(' ');
    if (type !== kind || (kind === 'cgroup' && !options.split(',').includes('memory'))) continue;
    const within = relative(root, path ?? '/');
    if (!within.startsWith('..')) return join(point, within);
  }
  return null;
}

function makeIn({folder, version}: GroupPlace): MemoryGroup | NoGroup {
  let group: string | undefined;
  try {
    clearLeft(folder);
    group = mkdtempSync(join(folder, `convcodebench-${process.pid}-`));
    if (version === 2) writeFileSync(join(group, 'cgroup.subtree_control'), '+memory');
    const descriptor = openSync(group, constants.O_RDONLY | constants.O_DIRECTORY);
    const made = group;
    return {
      version,
      descriptor,
      tryHold: (pid) => tryHold(made, pid),
      close: () => close(made, descriptor),
    };
  } catch (error) {
    if (group !== undefined) rmdirSync(group);
    return {reason: reasonOf(error)};
  }
}

function tryHold(group: string, pid: number): string | null {
  try {
    const tried = mkdtempSync(join(group, 'tried-'));
    writeFileSync(join(tried, 'cgroup.procs'), `${pid}`, {flag: 'r+'});
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Groups whose makers were killed: nobody else clears them away. */
function clearLeft(folder: string): void {
  for (const name of readdirSync(folder)) {
    const maker = /^convcodebench-(\d+)-/.exec(name)?.[1];
    if (maker === undefined || existsSync(`/proc/${maker}`)) continue;
    try {
      remove(join(folder, name));
    } catch {
      // somebody else's, or in use after all
    }
  }
}

function remove(group: string): void {
  for (const entry of readdirSync(group, {withFileTypes: true}))
    if (entry.isDirectory()) rmdirSync(join(group, entry.name));
  rmdirSync(group);
}

const TRIES = 50;

/** What has just been killed may be in its group a little longer. */
async function close(group: string, descriptor: number): Promise<void> {
  closeSync(descriptor);
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      return remove(group);
    } catch {
      await sleep(20);
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
