import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {judgeJobs} from '../../../src/judging/judge-jobs.js';
import {DEFAULT_LIMITS} from '../../../src/judging/limits.js';
import {planLaunch} from '../../../src/judging/seal/launch.js';
import {probeSeal} from '../../../src/judging/seal/probe.js';
import {type ServerLaunch, startForkServer} from '../../../src/judging/server/fork-server.js';
import {openPool} from '../../../src/judging/server/pool.js';
import {findPython} from '../../../src/judging/server/python-runtime.js';
import {RUNNER_DIRECTORY} from '../../../src/judging/server/runner-files.js';
import {candidate, SQUARE} from '../judge-fixture.js';

/** A runner with an error of ours in it, which no test of the runner has seen. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

async function brokenLaunch(file: string, where: string): Promise<ServerLaunch> {
  const runner = join(folder, 'runner');
  cpSync(RUNNER_DIRECTORY, runner, {recursive: true});
  const path = join(runner, 'convcodebench_runner', file);
  const text = readFileSync(path, 'utf8');
  const indent =
    /^ */m.exec(text.slice(text.lastIndexOf('\n', text.indexOf(where)) + 1))?.[0] ?? '';
  const fault = `raise ZeroDivisionError("made up, in ${folder}/secret")\n${indent}`;
  expect(text).toContain(where);
  writeFileSync(path, text.replace(where, `${fault}${where}`));
  const launch = planLaunch({
    ...{python: await findPython(), level: 4, limits: DEFAULT_LIMITS, scratch: folder},
    ...{preload: [['unittest'], []], distributions: false},
    layers: {audit: true},
  });
  return {...launch, args: launch.args.map((each) => each.replace(RUNNER_DIRECTORY, runner))};
}

const words = (file: string) =>
  new RegExp(
    `^an error of convcodebench: ZeroDivisionError: made up, in <path> \\(${file}:\\d+\\)$`,
  );

test.each([
  ['the monitor begins', 'monitor.py', 'place = watched.world.enter'],
  ['the monitor watches', 'watch.py', 'timed_out = not self._listen()'],
  ['the monitor forms the verdict', 'verdict.py', 'failures: list[list[str]] = []'],
  ['the monitor ends the job', 'leftovers.py', 'shutil.rmtree(root, ignore_errors=True)'],
  ['the job gives up its rights', 'world.py', 'monitor = os.getppid()'],
  ['the job prepares for foreign code', 'job.py', 'remember_source(program)'],
])('an error of ours where %s is the reason of a missing verdict', async (_, file, where) => {
  const pool = openPool(await brokenLaunch(file, where), 1);
  const judge = judgeJobs(pool);
  expect(await judge.judge(candidate(SQUARE))).toEqual({
    status: 'missing',
    reason: expect.stringMatching(words(file)),
  });
  await pool.close();
});

test('an error of ours in the server is the reason of all its missing verdicts', async () => {
  const server = await startForkServer(
    await brokenLaunch('server.py', 'parent = os.getpid()\n        pid = self.world'),
  );
  await expect(server.run(candidate(SQUARE), 0)).rejects.toThrow(
    /^the fork server ended: exit code 1 \(an error of convcodebench: ZeroDivisionError: made up, in <path> \(server\.py:\d+\)\)$/,
  );
});

test('an error of ours in the server of a tier costs no job its verdict', async () => {
  const server = await startForkServer(
    await brokenLaunch('libraries.py', 'linux.reserve_memory()'),
  );
  await server.prepare(1); // given up, so that jobs load what they want themselves
  expect(await server.run(candidate(SQUARE), 1)).toMatchObject({status: 'pass'});
  await server.close();
});

test('an error of ours while the server starts stands in the first line of why it did not', async () => {
  const launch = await brokenLaunch('libraries.py', 'job.remember_machinery()');
  await expect(startForkServer(launch)).rejects.toThrow(
    /^the fork server ended before it was ready: exit code 1 \(ZeroDivisionError: made up, in <path> \(libraries\.py:\d+\)\)$/,
  );
});

test('settings that are not what the runner expects are refused by the field', async () => {
  const launch = await brokenLaunch('libraries.py', 'job.remember_machinery()');
  const settings = {...launch.settings, number: -1};
  await expect(startForkServer({...launch, settings})).rejects.toThrow(
    'SettingsError: settings: number: no whole number that it may be',
  );
});

test('foreign code cannot claim that the fault is ours', async () => {
  const claims = `import sys
f = sys._getframe()
while f:
    send = f.f_locals.get("send")
    if callable(send):
        send("broken", "made up")
    f = f.f_back
def task_func(n):
    return n * n
`;
  const launch = planLaunch({
    ...{python: await findPython(), level: 4, limits: DEFAULT_LIMITS, scratch: folder},
    ...{preload: [['unittest']], distributions: false, layers: {audit: true}},
  });
  const server = await startForkServer(launch);
  expect(await server.run(candidate(claims), 0)).toMatchObject({status: 'fail'});
  await server.close();
});

test('without bubblewrap, level 1 is refused in plain words', async () => {
  const python = await findPython();
  const options = {python, limits: DEFAULT_LIMITS, preload: [['unittest']], distributions: false};
  const layers = {audit: true};
  const launch = planLaunch({...options, level: 1, scratch: folder, layers});
  const bare = {...launch, environment: {...launch.environment, PATH: '/nowhere'}};
  await expect(startForkServer(bare)).rejects.toThrow(
    /^the fork server ended before it was ready: bubblewrap is not installed$/,
  );
  expect(await probeSeal(bare, 1)).toMatch(/bubblewrap is not installed$/);
});
