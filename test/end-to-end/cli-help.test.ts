import {createServer} from 'node:http';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {programVersion} from '../../src/files/program-version.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {cli, temporaryFolder} from '../support/e2e/cli.js';

describe('hands find', () => {
  test.each([['-h'], ['help']])('the verbs with %s', async (...args) => {
    const {exitCode, stdout, stderr} = await cli(args);
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
    expect(stdout).toContain('convcodebench replay');
    expect(stdout).toBe((await cli(['--help'])).stdout);
  });

  test.each([['replay'], ['log'], ['log', 'verify'], ['pull', 'bigcodebench']])(
    'the same help of %s with help before it and -h behind',
    async (...verb) => {
      const {exitCode, stdout} = await cli(['help', ...verb]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`convcodebench ${verb.join(' ')}`);
      expect(stdout).toBe((await cli([...verb, '-h'])).stdout);
    },
  );

  test('every verb of a family in the help of the family', async () => {
    const {stdout} = await cli(['log', '--help']);
    for (const verb of ['verify', 'stats', 'import', 'export', 'import-results', 'subset'])
      expect(stdout).toContain(`convcodebench log ${verb}`);
  });

  test('the version with -v', async () => {
    expect(await cli(['-v'])).toMatchObject({exitCode: 0, stdout: programVersion()});
  });

  test('the verbs where none is given, on stderr and with exit code 2', async () => {
    const {exitCode, stdout, stderr} = await cli([]);
    expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
    expect(stderr).toMatch(/^ {2}quickstart .*\n(.*\n)* {2}list .*\nconvcodebench: give a verb; /);
  });

  test('a script that completes verbs and flags', async () => {
    const {exitCode, stdout, stderr} = await cli(['completion']);
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
    expect(stdout).toContain('--get-yargs-completions');
    const completed = async (...words: string[]) =>
      (await cli(['--get-yargs-completions', 'convcodebench', ...words])).stdout.split('\n');
    expect(await completed('replay', '--hist')).toContain('--history');
    expect(await completed('replay', '--history', '')).toEqual(['last', 'full']);
  });
});

test('a model is asked at OPENAI_BASE_URL, and that is said without the password in it', async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        id: 'x',
        object: 'chat.completion',
        created: 0,
        model: 'm',
        choices: [{index: 0, finish_reason: 'stop', message: {role: 'assistant', content: 'no'}}],
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const {port} = address;
  try {
    const {exitCode, stderr} = await cli(
      [
        ...['replay', '--log', starterLog, '--model', 'org/m', '--scenarios', 'cf'],
        ...['--limit', '1', '--allow-unsafe', '--out', join(temporaryFolder(), 'run')],
      ],
      {env: {OPENAI_BASE_URL: `http://me:secret-word@127.0.0.1:${port}/v1`}},
    );
    expect(stderr).toContain(`org/m is asked at http://127.0.0.1:${port}/v1\n`);
    expect(stderr).not.toContain('secret-word');
    expect(exitCode).toBe(0);
    expect(asked).toBeGreaterThan(0);
  } finally {
    server.close();
  }
}, 60_000);
