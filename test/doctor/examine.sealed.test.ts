import {mkdirSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {checkData} from '../../src/doctor/data.js';
import {checkEndpoint} from '../../src/doctor/endpoint.js';
import {examineMachine} from '../../src/doctor/examine.js';
import type {Finding} from '../../src/doctor/finding.js';
import {checkLibraries} from '../../src/doctor/libraries.js';
import {findPython} from '../../src/judging/server/python-runtime.js';
import {loadSuite} from '../../src/problem/suite.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {tinyProblem, writeTinySuite} from '../support/tiny-suite.js';

function verdictOn(findings: readonly Finding[], subject: string): string | undefined {
  return findings.find((finding) => finding.subject === subject)?.verdict;
}

describe('this machine', () => {
  test('is looked at in all respects', async () => {
    const {findings, suite} = await examineMachine({suite: 'starter'});
    const subjects = findings.map(({subject}) => subject);
    expect(subjects).toEqual(['Node', 'Python', 'Seal', 'Suite', 'Libraries', 'Disk']);
    expect(verdictOn(findings, 'Python')).toBe('good');
    expect(suite?.problems).toHaveLength(40);
  });

  test('without a Python, or the suite asked for, is not ready, and says what to do', async () => {
    const suite = join(temporaryDirectory(), 'none.jsonl');
    const {findings} = await examineMachine({python: 'no-such-python', suite});
    expect(findings.filter(({verdict}) => verdict === 'bad').map(({subject}) => subject)).toEqual([
      'Python',
      'Suite',
    ]);
    expect(findings.find(({subject}) => subject === 'Python')?.found).toMatch(
      /Install Python 3\.10 or newer/,
    );
  });
});

describe('libraries', () => {
  test('that are missing are counted by module, most needed first', async () => {
    const problems = [
      tinyProblem(0, {libs: "['absent_a', 'math']"}),
      tinyProblem(1, {libs: "['absent_b']", test: `import absent_a.sub\n${tinyProblem(1).test}`}),
      tinyProblem(2),
    ];
    const suite = await loadSuite(writeTinySuite(temporaryDirectory(), problems));
    const finding = await checkLibraries(suite, await findPython());
    expect(finding).toMatchObject({
      verdict: 'bad',
      found: '2 of 4 modules are missing, which 2 of 3 problems need',
      details: ['absent_a: 2 problems', 'absent_b: 1 problem'],
      remedy: expect.stringContaining('convcodebench env create'),
    });
  });
});

describe('data of nltk', () => {
  /** A Python whose nltk, of this version, finds `present` only. */
  async function pythonWith(version: string, present: string[]) {
    const python = await findPython();
    const folder = temporaryDirectory();
    mkdirSync(join(folder, 'nltk'));
    writeFileSync(
      join(folder, 'nltk', '__init__.py'),
      `__version__ = ${JSON.stringify(version)}
class data:
    @staticmethod
    def find(name):
        if name not in ${JSON.stringify(present)}:
            raise LookupError(name)
`,
    );
    const path = join(folder, 'python');
    const start = `import sys; sys.path.insert(0, ${JSON.stringify(folder)}); exec(sys.argv[1])`;
    writeFileSync(path, `#!/bin/sh\nexec ${python.path} -c '${start}' "$3"\n`, {mode: 0o755});
    return {...python, path, prefixes: [folder]};
  }

  const needy = [
    tinyProblem(0, {code_prompt: 'from nltk.corpus import stopwords\n\ndef task_func(x):'}),
    tinyProblem(1, {
      canonical_solution: ' return nltk.word_tokenize(x)',
      code_prompt: 'import nltk\ndef task_func(x):',
    }),
    tinyProblem(2, {canonical_solution: ' return "stopwords"'}),
  ];

  test('that is missing is named with the problems that need it', async () => {
    const suite = await loadSuite(writeTinySuite(temporaryDirectory(), needy));
    const python = await pythonWith('3.8.1', ['tokenizers/punkt']);
    expect(await checkData(suite, python)).toMatchObject({
      verdict: 'bad',
      found: 'nltk lacks stopwords',
      details: ['stopwords: Tiny/0'],
      remedy: `${python.path} -m nltk.downloader -d ${join(python.prefixes[0] ?? '', 'nltk_data')} stopwords`,
    });
  });

  test('has another name from nltk 3.8.2 on', async () => {
    const suite = await loadSuite(writeTinySuite(temporaryDirectory(), needy));
    const found = await checkData(
      suite,
      await pythonWith('3.9.1', ['tokenizers/punkt', 'corpora/stopwords']),
    );
    expect(found?.found).toBe('nltk lacks punkt_tab');
  });

  test('is not looked for where no problem needs any', async () => {
    const suite = await loadSuite(writeTinySuite(temporaryDirectory(), 1));
    expect(await checkData(suite, await pythonWith('3.9.1', []))).toBeNull();
  });
});

describe('an endpoint', () => {
  const json = (body: unknown) => ({type: 'application/json', text: JSON.stringify(body)});

  async function serve(status: number, {type, text}: ReturnType<typeof json>): Promise<string> {
    const server: Server = createServer((_, response) => {
      response.writeHead(status, {'content-type': type}).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  }

  test('that lists its models is good', async () => {
    const list = {object: 'list', data: [{id: 'a-model', object: 'model'}]};
    const baseUrl = await serve(200, json(list));
    expect(await checkEndpoint({baseUrl})).toMatchObject({
      verdict: 'good',
      found: expect.stringMatching(/models: a-model$/),
    });
  });

  test.each([
    [401, 'bad', /refuses the key \(HTTP 401\)/],
    [404, 'note', /does not list its models/],
    [500, 'bad', /does not answer/],
  ])('that answers %s is %s', async (status, verdict, found) => {
    const finding = await checkEndpoint({
      baseUrl: await serve(status, json({error: {message: 'no'}})),
    });
    expect(finding).toMatchObject({verdict, found: expect.stringMatching(found)});
  });

  test.each([
    ['a web page', {type: 'text/html', text: '<title>It works</title>'}, 'bad', /is not JSON/],
    ['nothing', {type: 'application/json', text: ''}, 'bad', /is not JSON/],
    ['JSON of another kind', json({status: 'ok'}), 'note', /no list of its models/],
    ['an empty list, as Ollama writes it', json({data: null}), 'good', /none listed$/],
  ])('that answers with %s is no endpoint just for answering', async (_, reply, verdict, found) => {
    const finding = await checkEndpoint({baseUrl: await serve(200, reply)});
    expect(finding).toMatchObject({verdict, found: expect.stringMatching(found)});
  });

  test('where nobody listens is bad, and the reason is told', async () => {
    const finding = await checkEndpoint({baseUrl: 'http://127.0.0.1:9/v1'});
    expect(finding).toMatchObject({verdict: 'bad', found: expect.stringContaining('ECONNREFUSED')});
  });
});
