import {expect, test} from 'vitest';
import {startForkServer} from '../../../src/judging/server/fork-server.js';
import {candidate, SQUARE} from '../judge-fixture.js';
import {fakeLaunch} from './fake-server.js';

test('a server that loads its libraries for ever is ended', async () => {
  const launch = {...fakeLaunch(''), args: ['-e', 'setInterval(() => {}, 1000)']};
  await expect(startForkServer(launch, () => {}, 200)).rejects.toThrow(
    'the fork server ended before it was ready: SIGKILL (it was not ready within 0.2 s)',
  );
});

const measured = 'total_cpu_ms: 1, duration_ms: 1, cpu_ms: 1, report: {tests: [], failures: []}';

test('a report that is not of our making loses its own job only', async () => {
  const server = await startForkServer(
    fakeLaunch(
      `(id) => say(id === 1 ? {id, status: 'pass', failures: 7} : {id, status: 'pass', ${measured}})`,
    ),
  );
  const results = await Promise.all([
    server.run(candidate(SQUARE), 0),
    server.run(candidate(SQUARE), 0),
  ]);
  expect(results).toMatchObject([
    {id: 1, lost: expect.stringContaining('not what it sends')},
    {status: 'pass'},
  ]);
  expect(server.alive()).toBe(true);
  await server.close();
});

test('a header and the text behind it are one message, in which the header counts', async () => {
  const server = await startForkServer(
    fakeLaunch(
      `(id) => { say({id, total_cpu_ms: 5, bytes: 9}); say({id: 77, status: 'pass', ${measured}}); }`,
    ),
  );
  expect(await server.run(candidate(SQUARE), 0)).toMatchObject({status: 'pass', total_cpu_ms: 5});
  await server.close();
});

test.each([
  ['names no job', `() => say({status: 'pass'})`],
  ['names a job that is not under way', `(id) => say({id: id + 7, status: 'pass', ${measured}})`],
  ['is not JSON', `() => console.log('Traceback')`],
])('a line that %s ends the server, and its jobs are lost', async (_, answer) => {
  const server = await startForkServer(fakeLaunch(answer));
  await expect(server.run(candidate(SQUARE), 0)).rejects.toThrow('the fork server ended: SIGKILL');
  expect(server.alive()).toBe(false);
});
