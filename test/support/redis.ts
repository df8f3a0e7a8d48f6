import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export type TestRedis = {
  url: string;
  port: number;
  /** What `redis-cli` prints for a command. */
  command(...words: string[]): string;
  stop(): Promise<void>;
  /** Once more, on the same port, with what it kept. */
  start(): Promise<void>;
  /** Stops it for good, and takes away what it kept. */
  close(): Promise<void>;
};

/** A Redis of the tests' own on a free port. @param settings as on its command line. */
export async function startRedis(
  settings: readonly string[] = [],
  {password}: {password?: string} = {},
): Promise<TestRedis> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'convcodebench-redis-'));
  const secret = password === undefined ? [] : ['--requirepass', password];
  const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', directory];
  let server: ChildProcess;
  const env = password === undefined ? process.env : {...process.env, REDISCLI_AUTH: password};
  const command = (...words: string[]) =>
    spawnSync('redis-cli', ['-p', `${port}`, ...words], {env})
      .stdout.toString()
      .trim();
  const start = async () => {
    server = spawn('redis-server', [...own, ...secret, ...settings], {stdio: 'ignore'});
    while (command('ping') !== 'PONG') await sleep(20);
  };
  await start();
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    command,
    start,
    stop,
    close: async () => {
      await stop();
      rmSync(directory, {recursive: true, force: true});
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
