import {closeSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type MemoryGroup, openMemoryGroup} from '../../../src/judging/seal/memory-group.js';
import {temporaryDirectory} from '../../support/temporary-directory.js';

/** A folder that stands for a hierarchy, mounted where it is. */
function hierarchy(kind: string, options: string, ...folders: string[]): string[] {
  const root = temporaryDirectory();
  for (const folder of folders) mkdirSync(join(root, folder), {recursive: true});
  return [root, `40 30 0:35 / ${root} rw,nosuid - ${kind} ${kind} ${options}\n`];
}

function opened(texts: {groups: string; mounts: string}): MemoryGroup {
  const group = openMemoryGroup(texts);
  if ('reason' in group) throw new Error(group.reason);
  closeSync(group.descriptor);
  return group;
}

const ours = (folder: string) => readdirSync(folder).filter((name) => /^convcode/.test(name));

test('version 1: beneath the group we are in', () => {
  const [root = '', mounts = ''] = hierarchy('cgroup', 'rw,memory', 'user/shell');
  const groups = '5:pids:/elsewhere\n4:memory:/user/shell\n0::/\n';
  expect(opened({groups, mounts}).version).toBe(1);
  expect(ours(join(root, 'user/shell'))).toHaveLength(1);
});

test('what a killed judge left is cleared away, and nothing of one that lives', () => {
  const [dead, alive] = ['convcodebench-999999999-a/job-0', `convcodebench-${process.pid}-a`];
  const folders = [`shell/${dead}`, `shell/${alive}`];
  const [root = '', mounts = ''] = hierarchy('cgroup', 'rw,memory', ...folders);
  opened({groups: '4:memory:/shell\n', mounts});
  const left = ours(join(root, 'shell'));
  expect(left).toHaveLength(2);
  expect(left).toContain(`convcodebench-${process.pid}-a`);
  expect(left).not.toContain('convcodebench-999999999-a');
});

test('version 2: beside the group we are in, which cannot have another with limits', () => {
  const [root = '', mounts = ''] = hierarchy('cgroup2', 'rw', 'app/shell');
  writeFileSync(join(root, 'app/cgroup.subtree_control'), 'cpu memory pids\n');
  writeFileSync(join(root, 'app/shell/cgroup.subtree_control'), '\n');
  expect(opened({groups: '0::/app/shell\n', mounts}).version).toBe(2);
  const [made = ''] = ours(join(root, 'app'));
  expect(readFileSync(join(root, 'app', made, 'cgroup.subtree_control'), 'utf8')).toBe('+memory');
});

test('a hierarchy of which a part is mounted', () => {
  const [root = '', mounts = ''] = hierarchy('cgroup', 'rw,memory', 'shell');
  const part = mounts.replace(' / ', ' /docker/1 ');
  opened({groups: '4:memory:/docker/1/shell\n', mounts: part});
  expect(ours(join(root, 'shell'))).toHaveLength(1);
});

test.each([
  ['none is mounted', '0::/\n', '', 'the kernel counts memory by no control group here'],
  ['it is none of memory', '3:pids:/\n', 'pids', 'the kernel counts memory by no control'],
  ['its folder is not there', '4:memory:/gone\n', 'memory', 'ENOENT'],
])('there is none where %s', (_, groups, controller, reason) => {
  const mounts = controller === '' ? '' : (hierarchy('cgroup', `rw,${controller}`)[1] ?? '');
  expect(openMemoryGroup({groups, mounts})).toEqual({reason: expect.stringContaining(reason)});
});

test('whether a process may be moved into it is tried, and not taken from its folder', () => {
  const [, mounts = ''] = hierarchy('cgroup', 'rw,memory', 'shell');
  const group = opened({groups: '4:memory:/shell\n', mounts});
  expect(group.tryHold(process.pid)).toMatch(/ENOENT.*cgroup\.procs/);
});
