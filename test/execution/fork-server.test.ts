import {expect, test} from 'vitest';
import {type ServerLaunch, startForkServer} from '../../src/execution/fork-server.js';
import {candidate, SQUARE} from './judge-fixture.js';

/** A server in JavaScript: `answer` is a function from a job's id to what is said of it. */
function launchOf(answer: string): ServerLaunch {
  const script = `
    const say = (message) => console.log(JSON.stringify(message));
    const answer = ${answer};
    let begun = false;
    require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
      if (begun) return answer(JSON.parse(line).id);
      begun = true;
      say({ready: {python: '3.11.2', environment: 'x'}});
    });`;
  return {
    command: process.execPath,
    args: ['-e', script],
    settings: {
      level: 4,
      limits: {},
      preload: [],
      distributions: false,
      scratch: '/tmp',
      workers: 1,
      layers: {control: true, audit: true},
      readable: [],
      runner: '',
      number: 1,
    },
    environment: {},
  };
}

const measured = 'total_cpu_ms: 1, duration_ms: 1, cpu_ms: 1, report: {tests: [], failures: []}';

test('a report that is not of our making loses its own job only', async () => {
  const server = await startForkServer(
    launchOf(`(id) => say(id === 1 ? {id, status: 'pass', failures: 7} : {id, status: 'pass', ${measured}})`),
  );
  const results = await Promise.all([server.run(candidate(SQUARE)), server.run(candidate(SQUARE))]);
  expect(results).toMatchObject([{id: 1, lost: expect.stringContaining('not what it sends')}, {status: 'pass'}]);
  expect(server.alive()).toBe(true);
  await server.close();
});

test.each([
  ['names no job', `() => say({status: 'pass'})`],
  ['names a job that is not under way', `(id) => say({id: id + 7, status: 'pass', ${measured}})`],
  ['is not JSON', `() => console.log('Traceback')`],
])('a line that %s ends the server, and its jobs are lost', async (_, answer) => {
  const server = await startForkServer(launchOf(answer));
  await expect(server.run(candidate(SQUARE))).rejects.toThrow('the fork server ended: SIGKILL');
  expect(server.alive()).toBe(false);
});
