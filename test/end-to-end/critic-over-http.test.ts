import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {loadSuite} from '../../src/problem/suite.js';
import {type Behaviour, chatReply, send, startStandIn} from '../model/endpoint/stand-in-server.js';
import {temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {jsonLines} from '../support/e2e/run-files.js';

const code = '```python\ndef task_func(*args, **kwargs):\n    return None\n```';
const clean = 'The function hands back nothing at all; compare that with what is asked for.';
const leaky = 'Unlike the ground truth, the function hands back nothing.';

/**
 * A coder that never gets it right, and three critics: one clean, one that always leaks, one that
 * leaks until it is asked again.
 */
const everybody: Behaviour = (response, request, stop) => {
  const {model, messages} = JSON.parse(request.body);
  const remark = model === 'clean' || (model === 'mends' && messages.length > 1) ? clean : leaky;
  send(200, chatReply({message: {content: model === 'coder' ? code : remark}}))(
    response,
    request,
    stop,
  );
};

function generate(url: string, out: string, ...more: string[]) {
  const subject = [
    'generate',
    '--model',
    'coder',
    '--base-url',
    url,
    '--scenarios',
    'CF_SEF',
    '--limit',
    '2',
    '--out',
    out,
  ];
  return inProcess([...subject, '--workers', '1', ...more]);
}

const askedOf = (received: readonly {body: string}[], critic: string) =>
  received.filter(({body}) => JSON.parse(body).model === critic).length;
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

test('a leaking expert is asked again up to --critic-retries times, then kept with the note `leak`, counted in the log’s manifest; nothing is asked twice', async () => {
  const server = await startStandIn(everybody);
  const out = join(temporaryFolder(), 'run');
  const first = await generate(
    server.url,
    out,
    '--critic',
    'always-leaks',
    '--critic-retries',
    '3',
  );
  expect(first.exitCode, first.stderr).toBe(0);
  // Per problem the program is the same at every turn: one question, asked once and three times
  // again.
  expect(askedOf(server.received, 'always-leaks')).toBe(2 * (1 + 3));
  const lines = jsonLines(join(out, 'log', 'CF_SEF.jsonl'));
  expect(lines).toHaveLength(20);
  for (const line of lines) expect(line).toMatchObject({verbal_feedback: leaky, notes: ['leak']});
  expect(readJson(out, 'log', 'manifest.json').scenarios.CF_SEF.leaks).toBe(20);
  expect(jsonLines(join(out, 'critic.jsonl'))).toHaveLength(8);

  const again = await startStandIn(everybody);
  expect(
    await generate(again.url, out, '--critic', 'always-leaks', '--critic-retries', '3'),
  ).toMatchObject({
    exitCode: 0,
  });
  expect(again.received).toEqual([]);
});

test('several critics are one command: a run each, and a table of Pass@1 after one turn', async () => {
  const suite = await loadSuite('starter');
  const server = await startStandIn(everybody);
  const critics = await startStandIn(everybody);
  const out = join(temporaryFolder(), 'runs');
  const {exitCode, stdout, stderr} = await generate(
    server.url,
    out,
    ...['--critic', 'clean', '--critic', 'mends', '--critic-base-url', critics.url],
  );
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toMatch(/clean.*0\.0/);
  expect(stdout).toMatch(/mends.*0\.0/);
  expect(['clean', 'mends', 'coder'].map((name) => askedOf(critics.received, name))).toEqual([
    2, 4, 0,
  ]);
  expect(['clean', 'mends'].map((name) => askedOf(server.received, name))).toEqual([0, 0]);
  for (const critic of ['clean', 'mends']) {
    const {scenarios, critic: named} = readJson(out, critic, 'log', 'manifest.json');
    expect([named, scenarios.CF_SEF.leaks]).toEqual([critic, 0]);
    expect(jsonLines(join(out, critic, 'log', 'CF_SEF.jsonl'))[0]).toMatchObject({
      verbal_feedback: clean,
      notes: [],
    });
  }
  // The expert saw the solution and no test.
  const shown = critics.received.map(({body}) => body).join('\n');
  for (const {canonical_solution, test: tests} of suite.problems.slice(0, 2)) {
    expect(shown).toContain(JSON.stringify(canonical_solution.trimEnd()).slice(1, -1));
    for (const line of tests.split('\n').filter((each) => /self\.assert/.test(each)))
      expect(shown).not.toContain(JSON.stringify(line.trim()).slice(1, -1));
  }
});

test('a critic that is fatal ends the run at once: exit 3, one line, its own key variable named', async () => {
  const server = await startStandIn(everybody);
  const critics = await startStandIn(
    send(401, {error: {message: 'bad key', code: 'invalid_api_key'}}),
  );
  const out = join(temporaryFolder(), 'run');
  const subject = [
    'generate',
    '--model',
    'coder',
    '--base-url',
    server.url,
    '--scenarios',
    'CF_SEF',
    '--limit',
    '2',
  ];
  const critic = [
    '--critic',
    'clean',
    '--critic-base-url',
    critics.url,
    '--critic-api-key-env',
    'CRITIC_KEY',
  ];
  const result = await inProcess([...subject, ...critic, '--workers', '1', '--out', out], {
    env: {CRITIC_KEY: 'sk-critic-key-0123456789'},
  });
  expect(result.exitCode, result.stderr).toBe(3);
  expect(result.stderr.split('\n').filter((line) => line.startsWith('convcodebench:'))).toEqual([
    expect.stringContaining('check the key in CRITIC_KEY'),
  ]);
});

test('the critic’s questions count towards --max-requests, over all sittings of the run', async () => {
  const server = await startStandIn(everybody);
  const out = join(temporaryFolder(), 'run');
  // Two problems: a first answer, a remark on it, and an answer that is given, as the remark is,
  // for all later turns: six requests.
  const codes = [];
  for (const bound of ['2', '2', '4', '6']) {
    const {exitCode} = await generate(
      server.url,
      out,
      '--critic',
      'clean',
      '--max-requests',
      bound,
    );
    codes.push(exitCode);
    expect(server.received).toHaveLength(Number(bound));
  }
  expect(codes).toEqual([4, 4, 4, 0]);
  expect(server.received).toHaveLength(6);
});

test('several critics share the bounds of one command', async () => {
  const server = await startStandIn(everybody);
  const out = join(temporaryFolder(), 'runs');
  const critics = ['--critic', 'clean', '--critic', 'mends'];
  const {exitCode, stderr} = await generate(server.url, out, ...critics, '--max-requests', '3');
  expect(exitCode, stderr).toBe(4);
  expect(server.received).toHaveLength(3);
  expect(stderr.split('\n').filter((line) => line.startsWith('stopped: '))).toEqual([
    expect.stringContaining('--max-requests 3 is reached'),
  ]);
});
