import {existsSync, lstatSync, readlinkSync} from 'node:fs';
import {delimiter, dirname, join} from 'node:path';
import {type Limits, renderLimits} from '../limits.js';
import type {Layers, ServerLaunch} from '../server/fork-server.js';
import type {PythonRuntime} from '../server/python-runtime.js';
import {RUNNER_DIRECTORY, RUNNER_ENTRY} from '../server/runner-files.js';
import type {SealLevel} from './policy.js';
import {type PythonPlace, placePython} from './python-links.js';
import {isIn, VISIBLE} from './visible.js';

export type LaunchOptions = {
  python: PythonRuntime;
  level: SealLevel;
  limits: Limits;
  preload: string[][];
  distributions: boolean;
  layers: Layers;
  /**
   * A folder in which servers make the jobs' folders where jobs have no file system of their own
   * (levels 3 and 4).
   */
  scratch: string;
  /** The open folder of a group in which jobs get memory groups of their own. */
  memoryGroup?: number | undefined;
};

const SERVER_CAPABILITIES = [
  'SYS_ADMIN',
  'NET_ADMIN',
  'SETUID',
  'SETGID',
  'SETPCAP',
  'CHOWN',
  'KILL',
  'DAC_OVERRIDE',
  'SETFCAP',
];

/** How to start a fork server at a level. Pure but for looking which system folders there are. */
export function planLaunch(options: LaunchOptions): ServerLaunch {
  const {python, level, limits, preload, distributions, layers, scratch, memoryGroup} = options;
  const runner = level === 1 ? '/runner' : RUNNER_DIRECTORY;
  const place: PythonPlace =
    level <= 2
      ? placePython(python.path, [...VISIBLE.system, ...python.prefixes])
      : {path: python.path, links: []};
  const start = ['-B', '-s', join(runner, RUNNER_ENTRY)];
  const [command, args] =
    level === 1
      ? ['bwrap', [...bubblewrapArguments(python, place), place.path, ...start]]
      : [place.path, start];
  return {
    command,
    args,
    settings: {
      level,
      limits: renderLimits(limits),
      preload,
      distributions,
      scratch: level <= 2 ? '/tmp' : scratch,
      layers,
      readable: python.prefixes,
      links: place.links,
      runner,
      number: process.pid,
      memory_group: memoryGroup !== undefined,
    },
    memoryGroup,
    environment: environmentOf(python),
  };
}

/**
 * A root of system folders, the Python at hand and our runner, all read-only; no network, no
 * process of the host. The server keeps the capabilities it needs to give every job namespaces of
 * its own; jobs have none.
 */
function bubblewrapArguments(python: PythonRuntime, place: PythonPlace): string[] {
  const root = process.getuid?.() === 0;
  const own = [
    '--unshare-pid',
    '--unshare-net',
    '--unshare-ipc',
    '--unshare-uts',
    '--die-with-parent',
    '--new-session',
  ];
  const user = root ? [] : ['--unshare-user', '--uid', '0', '--gid', '0'];
  const capabilities = [
    '--cap-drop',
    'ALL',
    ...SERVER_CAPABILITIES.flatMap((name) => ['--cap-add', `CAP_${name}`]),
  ];
  const prefixes = outermost(python.prefixes).filter((prefix) => !isIn(VISIBLE.system, prefix));
  return [
    ...own,
    ...user,
    ...capabilities,
    ...VISIBLE.system.flatMap(showSystemFolder),
    ...[
      '--proc',
      '/proc',
      '--tmpfs',
      '/dev',
      '--dir',
      '/dev/shm',
      '--dir',
      '/dev/pts',
      '--tmpfs',
      '/tmp',
    ],
    ...VISIBLE.devices.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
    ...Object.entries(VISIBLE.device_links).flatMap(([name, target]) => [
      ...['--symlink', target, `/dev/${name}`],
    ]),
    ...['--tmpfs', '/etc'],
    ...VISIBLE.etc
      .map((name) => `/etc/${name}`)
      .flatMap((path) => [...openParents(path), '--ro-bind-try', path, path]),
    ...prefixes.flatMap((prefix) => [...openParents(prefix), '--ro-bind', prefix, prefix]),
    ...place.links.flatMap(([path, target]) => [
      ...openParents(path),
      ...['--symlink', target, path],
    ]),
    ...['--ro-bind', RUNNER_DIRECTORY, '/runner', '--chdir', '/', '--'],
  ];
}

/** On merged systems `/lib` is a link into `/usr`, which it must stay for the loader. */
function showSystemFolder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (lstatSync(path).isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
  return ['--ro-bind', path, path];
}

/** Without the folders that lie in another of them: what is read-only already takes no mount. */
function outermost(folders: string[]): string[] {
  return folders.filter(
    (folder) => !folders.some((other) => folder !== other && folder.startsWith(`${other}/`)),
  );
}

/** bubblewrap makes missing parents with mode 0700, which a job that is not root cannot pass. */
function openParents(path: string): string[] {
  const parent = dirname(path);
  return parent === '/' ? [] : [...openParents(parent), '--dir', parent, '--chmod', '0755', parent];
}

/**
 * All that a job finds in its environment, but for `HOME` and `TMPDIR`, its own folders. Nothing of
 * ours.
 */
function environmentOf(python: PythonRuntime): Record<string, string> {
  const programs = [
    ...python.prefixes.map((prefix) => join(prefix, 'bin')),
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
  ];
  return {
    PATH: programs.join(delimiter),
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    PYTHONHASHSEED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
    MPLBACKEND: 'Agg',
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    MKL_NUM_THREADS: '1',
  };
}
