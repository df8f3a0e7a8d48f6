import {describe, expect, test} from 'vitest';
import {HarnessError} from '../../src/errors.js';
import type {Candidate} from '../../src/judging/judge.js';
import {judgeJobs} from '../../src/judging/judge-jobs.js';
import {ServerLostError, ServerNotReadyError} from '../../src/judging/server/fork-server.js';
import type {Pool} from '../../src/judging/server/pool.js';

const candidate = {prelude: '', program: 'x = 1', test: 't', entryPoint: 'f', timeLimitMs: 1000};

/**
 * A pool whose server throws these, one at each job, and then says that the code does not compile.
 */
function poolThrowing(...errors: Error[]): Pool {
  let jobs = 0;
  const server = {
    ready: {python: '3.11.2', environment: 'x'},
    pid: 0,
    alive: () => true,
    prepare: async () => {},
    run: async () => {
      const error = errors[jobs++];
      if (error) throw error;
      return {id: 1, status: 'fail' as const, compilation_error: `job ${jobs}`, total_cpu_ms: 0};
    },
    close: async () => {},
  };
  return {
    run: (_, job) => job(),
    runAlone: (job) => job(),
    server: async () => server,
    chooseTier: () => 0,
    prepared: async () => server,
    close: async () => {},
  };
}

describe('a job whose process was ended from outside', () => {
  test('is run again, and its verdict counts', async () => {
    const lost = new ServerLostError('the fork server ended: SIGKILL');
    const notReady = new ServerNotReadyError('the fork server ended before it was ready');
    const {judge} = judgeJobs(poolThrowing(lost, notReady));
    expect(await judge(candidate)).toEqual({status: 'fail', compilationError: 'job 3'});
  });

  test('is missing after three attempts, with the first line of the last reason', async () => {
    const lost = new ServerLostError('the fork server ended: SIGKILL\n/home/of/somebody');
    const {judge} = judgeJobs(poolThrowing(lost, lost, lost));
    expect(await judge(candidate)).toEqual({
      status: 'missing',
      reason: 'the fork server ended: SIGKILL',
    });
  });
});

test('a mistake of ours is never a missing verdict, and is not tried again', async () => {
  const mistake = new TypeError('undefined is not a function');
  const {judge} = judgeJobs(poolThrowing(mistake));
  const error: unknown = await judge(candidate).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HarnessError);
  expect(error).toMatchObject({cause: mistake, message: expect.stringContaining(mistake.message)});
});

test('a second run is alone where the first wanted CPU, and beside others where it slept', async () => {
  const queued: string[] = [];
  const pool = poolThrowing();
  const server = {
    ...(await pool.prepared(0)),
    run: async ({program}: Candidate) => ({
      ...{id: 1, status: 'timeout' as const, trust: 'shared' as const, total_cpu_ms: 0},
      ...{cpu_ms: Number(program), duration_ms: 1000, report: {tests: [], failures: []}},
    }),
  };
  const {judge} = judgeJobs({
    ...pool,
    prepared: async () => server,
    run: ({ms, waits}, job) => {
      queued.push(waits ? `beside others, ${ms} ms` : 'with the rest');
      return job();
    },
    runAlone: (job) => {
      queued.push('alone');
      return job();
    },
  });
  for (const again of [false, true])
    for (const cpuMs of ['99', '100']) await judge({...candidate, program: cpuMs}, {again});
  await judge({...candidate, program: '5'}, {again: true});
  expect(queued).toEqual([
    'with the rest',
    'with the rest',
    'beside others, 0 ms',
    'alone',
    'alone',
  ]);
});
