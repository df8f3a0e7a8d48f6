import {type ChildProcess, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {z} from 'zod';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import {describeHeld, hasHeldData, heldPrograms} from './held-data.js';
import {descendants, failuresOf} from './judge-fixture.js';

/** A sealing level below 3 is refused before any hostile program runs. */
const level = z.enum(['1', '2', '3']).parse(process.env.CONVCODEBENCH_TEST_SEAL ?? '1');
/**
 * What must end by its limit has a short one; for the rest the limit ends nothing, however busy the
 * machine.
 */
const SHORT_MS = 5_000;
const LONG_MS = 60_000;

const hostile = heldPrograms(process.env.CONVCODEBENCH_TEST_HOSTILE ?? 'hostile-sample.jsonl');
const honest = heldPrograms(process.env.CONVCODEBENCH_TEST_HONEST ?? 'honest-sample.jsonl');

let judge: Judge;
let canary: string;
let victim: ChildProcess;
const servers: Server[] = [];
let connections = 0;
let port = 0;

beforeAll(async () => {
  if (!hasHeldData) return;
  process.env.CONVCODEBENCH_CANARY_KEY = 'sk-canary-1234';
  canary = mkdtempSync(join(tmpdir(), 'canary-'));
  plant();
  victim = spawn('sleep', ['600']);
  for (const address of [join(canary, 'canary.sock'), {port: 0, host: '127.0.0.1'}]) {
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(address, resolve));
    const bound = server.address();
    if (typeof bound === 'object' && bound !== null) port = bound.port;
    servers.push(server);
  }
  const bestSeal = level === '1' ? 1 : level === '2' ? 2 : 3;
  const python = process.env.CONVCODEBENCH_TEST_PYTHON;
  judge = await createJudge({workers: 2, bestSeal, ...(python === undefined ? {} : {python})});
  if (judge.identity.sealLevel > 3) throw new Error('no seal here: hostile programs are not run');
});

afterAll(async () => {
  if (!hasHeldData) return;
  await judge?.close();
  victim.kill('SIGKILL');
  for (const server of servers) server.close();
  rmSync(canary, {recursive: true, force: true});
});

function plant(): void {
  mkdirSync(join(canary, 'tree'));
  mkdirSync(join(canary, 'harness'));
  writeFileSync(join(canary, 'precious.txt'), 'precious');
  writeFileSync(join(canary, 'tree', 'leaf.txt'), 'leaf');
  writeFileSync(join(canary, 'harness', 'runner.py'), 'harness');
}

const look = () =>
  ['precious.txt', 'tree/leaf.txt', 'harness/runner.py']
    .map((name) => readFileSync(join(canary, name), 'utf8'))
    .concat(readdirSync(canary).sort());
const place = (text: string) =>
  text
    .replaceAll('@CANARY_DIR@', () => canary)
    .replaceAll('@CANARY_PORT@', String(port))
    .replaceAll('@VICTIM_PID@', String(victim.pid));

describeHeld('hostile programs', () => {
  test.each(hostile)('$id neither passes nor harms', async (job) => {
    const before = {files: look(), connections, processes: descendants(process.pid).length};
    const started = Date.now();
    const mayTimeOut = [job.expect_status, ...job.also_ok].includes('timeout');
    const timeLimitMs = mayTimeOut ? SHORT_MS : LONG_MS;
    const base = {entryPoint: job.entry_point, timeLimitMs};
    const judgement = await judge.judge({
      ...base,
      prelude: '',
      program: place(job.code),
      test: place(job.test),
    });
    const tookMs = Date.now() - started;
    expect([job.expect_status, ...job.also_ok], JSON.stringify(judgement).slice(0, 2000)).toContain(
      judgement.status,
    );
    expect(judgement.status).not.toBe('pass');
    expect(tookMs).toBeLessThan(timeLimitMs + LONG_MS);
    expect(JSON.stringify(judgement).length).toBeLessThan(1_200_000);
    expect(JSON.stringify(judgement)).not.toContain('sk-canary-1234');
    expect(look()).toEqual(before.files);
    expect(connections).toBe(before.connections);
    expect(victim.exitCode ?? victim.signalCode).toBeNull();
    if (job.checks.includes('fast')) expect(tookMs).toBeLessThan(timeLimitMs / 2);
    await expect
      .poll(() => descendants(process.pid).length, {timeout: LONG_MS})
      .toBeLessThanOrEqual(before.processes);
    if (job.followup !== undefined) {
      const {code, test, expect_status} = job.followup;
      expect(
        (await judge.judge({...base, prelude: '', program: place(code), test: place(test)})).status,
      ).toBe(expect_status);
    }
  });
});

describeHeld('honest programs', () => {
  test.for(honest)('$id ends as $expect_status', async (job, {skip}) => {
    const {code, test, entry_point: entryPoint} = job;
    const judgement = await judge.judge({
      prelude: '',
      program: code,
      test,
      entryPoint,
      timeLimitMs: LONG_MS,
    });
    const texts = failuresOf(judgement).map(([, text]) => text);
    const lacksLibrary =
      job.needs.length > 0 && texts.some((text) => text.includes('ModuleNotFoundError'));
    skip(lacksLibrary, `needs a Python with ${job.needs.join(', ')}`);
    expect(judgement.status, texts.join('\n')).toBe(job.expect_status);
  });
});
