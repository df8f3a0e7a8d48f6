import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {
  type Behaviour,
  chatReply,
  echoHeaders,
  neverAnswer,
  resetMidBody,
  send,
  startStandIn,
} from '../model/endpoint/stand-in-server.js';
import {type CliResult, cli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints, readCompletions, readManifest} from '../support/e2e/run-files.js';

// A dozen processes a test, each of which starts a judge.
/** As long as OpenAI's project keys, so that a cut of what the server says may go through it. */
const key = `sk-proj-${'aB3-xY7_'.repeat(19)}last`;
const keyBegins = key.slice(0, 32);
const code = 'Think first.\n\n```python\ndef task_func(*args, **kwargs):\n    return None\n```';
const good = send(200, chatReply({message: {content: code}}));
const inFlight = 4;

/** A server that chooses its behaviour by the body of the request. */
function by(choose: (body: string, nth: number) => Behaviour): Behaviour {
  let nth = 0;
  return (response, request, stop) => {
    nth += 1;
    choose(request.body, nth)(response, request, stop);
  };
}

function replay(url: string, out: string, ...more: string[]): Promise<CliResult> {
  return replayBy(inProcess, url, out, ...more);
}

async function replayBy(
  run: typeof cli,
  url: string,
  out: string,
  ...more: string[]
): Promise<CliResult> {
  const log = join(await smallReferenceRun(), 'log');
  const connection = ['--base-url', url, '--concurrency', String(inFlight), '--workers', '1'];
  const args = [
    'replay',
    '--log',
    log,
    '--model',
    'asked-model',
    '--out',
    out,
    ...connection,
    ...more,
  ];
  return run(args, {env: {OPENAI_API_KEY: key}});
}

type Whole = {files: Record<string, string>; requests: number};

/** What the run comes to when nothing goes wrong. */
function undisturbed(): Promise<Whole> {
  whole ??= runUndisturbed();
  return whole;
}

let whole: Promise<Whole> | undefined;

async function runUndisturbed(): Promise<Whole> {
  const server = await startStandIn(good);
  const out = join(temporaryFolder(), 'run');
  expect(await replay(server.url, out)).toMatchObject({exitCode: 0});
  return {files: fingerprints(out), requests: server.received.length};
}

/** Lines of stderr that are no notice of a run that goes well. */
function complaints({stderr}: CliResult): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('convcodebench:') || /^\s+at /.test(line));
}

/** Everything that was written below a folder or said. */
function everythingOf(folder: string, results: readonly CliResult[]): string {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((path) =>
    join(folder, path),
  );
  const texts = files
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'));
  return [...files, ...texts, ...results.flatMap(({stdout, stderr}) => [stdout, stderr])].join(
    '\n',
  );
}

describe('a fatal error', () => {
  test.each([
    [
      'a wrong key',
      send(401, {error: {message: 'Incorrect API key provided', code: 'invalid_api_key'}}),
      /check the key in OPENAI_API_KEY/,
    ],
    [
      'an unknown model',
      send(404, {
        error: {message: 'The model `asked-model` does not exist', code: 'model_not_found'},
      }),
      /does not know the model "asked-model"/,
    ],
  ])(
    '(%s) stops at once with one line and exit 3; what was answered stays',
    async (_what, refusal, line) => {
      const server = await startStandIn(by((_body, nth) => (nth <= 2 ? good : refusal)));
      const out = join(temporaryFolder(), 'run');
      const result = await replay(server.url, out);
      expect(result.exitCode, result.stderr).toBe(3);
      expect(complaints(result)).toEqual([expect.stringMatching(line)]);
      expect(server.received.length).toBeLessThanOrEqual(2 + inFlight + 2);
      expect(readCompletions(out)).toHaveLength(2);

      const healthy = await startStandIn(good);
      expect(await replay(healthy.url, out)).toMatchObject({exitCode: 0});
      const {files, requests} = await undisturbed();
      expect(fingerprints(out)).toEqual(files);
      expect(healthy.received).toHaveLength(requests - 2);
    },
  );

  test('(nobody there) is exit 3 and one line that names the address', async () => {
    const result = await replay(
      'http://127.0.0.1:9/v1',
      join(temporaryFolder(), 'run'),
      '--retries',
      '0',
    );
    expect(result.exitCode, result.stderr).toBe(3);
    expect(complaints(result)).toEqual([expect.stringContaining('http://127.0.0.1:9/v1')]);
  });
});

test('requests refused for good leave the run with exit 4 and a count, and the same command asks only for what is missing', async () => {
  const refusal = send(400, {
    error: {message: 'this prompt is against our policy', code: 'content_filter'},
  });
  const server = await startStandIn(by((body) => (body.includes('# Remarks') ? refusal : good)));
  const out = join(temporaryFolder(), 'run');
  const first = await replay(server.url, out);
  expect(first.exitCode, first.stderr).toBe(4);
  const missing = readManifest(out).totals?.missing ?? 0;
  expect(missing).toBeGreaterThan(0);
  expect(first.stderr).toContain(`${missing} missing`);
  expect(first.stdout).toContain(`${missing} verdicts are missing`);
  expect(readFileSync(join(out, 'journal.jsonl'), 'utf8')).toContain('against our policy');

  const healthy = await startStandIn(good);
  expect(await replay(healthy.url, out)).toMatchObject({exitCode: 0});
  const {files, requests} = await undisturbed();
  expect(healthy.received).toHaveLength(
    requests - (server.received.length - refused(server.received)),
  );
  expect(healthy.received.every(({body}) => body.includes('# Remarks'))).toBe(true);
  expect(fingerprints(out)).toEqual(files);
});

test('a firewall that forbids some prompts costs these only', async () => {
  const forbidden = send(403, '<html><title>Request blocked</title></html>');
  const server = await startStandIn(
    by((body, nth) => (nth > inFlight && body.includes('# Remarks') ? forbidden : good)),
  );
  const out = join(temporaryFolder(), 'run');
  const first = await replay(server.url, out);
  expect(first.exitCode, first.stderr).toBe(4);
  expect(readFileSync(join(out, 'journal.jsonl'), 'utf8')).toContain(
    '403: an HTML page (Request blocked)',
  );
  const healthy = await startStandIn(good);
  expect(await replay(healthy.url, out)).toMatchObject({exitCode: 0});
  expect(fingerprints(out)).toEqual((await undisturbed()).files);
});

function refused(received: readonly {body: string}[]): number {
  return received.filter(({body}) => body.includes('# Remarks')).length;
}

describe('a bound', () => {
  test('--max-requests counts over all sittings and stops with exit 4; a higher one goes on to the end', async () => {
    const server = await startStandIn(good);
    const out = join(temporaryFolder(), 'run');
    const {files, requests} = await undisturbed();
    const codes: (number | undefined)[] = [];
    const stops: string[] = [];
    for (const bound of [3, 3, 6, requests - 1, requests]) {
      const {exitCode, stderr} = await replay(server.url, out, '--max-requests', String(bound));
      codes.push(exitCode);
      stops.push(...stderr.split('\n').filter((line) => line.startsWith('stopped: ')));
      expect(server.received).toHaveLength(bound);
    }
    expect(codes).toEqual([...codes.slice(1).map(() => 4), 0]);
    expect(stops).toHaveLength(codes.length - 1);
    expect(stops[0]).toMatch(/--max-requests 3 is reached, \d+ questions were not asked/);
    expect(stops[1]).toBe(stops[0]);
    expect(fingerprints(out)).toEqual(files);
  });

  test('--max-cost stops before it is passed', async () => {
    // The server counts 7 answer tokens: 0.7 each at 100,000 a million. At most 10 are allowed: 1.0
    // is set aside. After 0.7, 1.4 and 2.1 another 1.0 would pass 3.
    const server = await startStandIn(good);
    const out = join(temporaryFolder(), 'run');
    const price = ['--max-tokens', '10', '--price-prompt', '0', '--price-completion', '100000'];
    const {exitCode} = await replay(server.url, out, '--max-cost', '3', ...price);
    expect(exitCode).toBe(4);
    expect(server.received).toHaveLength(3);
    expect(readFileSync(join(out, 'journal.jsonl'), 'utf8')).toContain(
      '--max-cost 3 would be passed',
    );
    // Of 4, 2.1 are spent: two more at 0.7 each.
    await replay(server.url, out, '--max-cost', '4', ...price);
    expect(server.received).toHaveLength(5);
  });

  test('--dry-run asks nothing, writes nothing and tells the requests that the run then makes', async () => {
    const server = await startStandIn(good);
    const out = join(temporaryFolder(), 'run');
    const {exitCode, stdout} = await replay(
      server.url,
      out,
      '--dry-run',
      '--json',
      '--price-prompt',
      '1',
      '--price-completion',
      '2',
    );
    expect(exitCode).toBe(0);
    expect(server.received).toEqual([]);
    expect(existsSync(out)).toBe(false);
    const {replay: load, live} = JSON.parse(stdout);
    expect(load.requests).toBe((await undisturbed()).requests);
    expect(load.cost_at_most).toBeCloseTo(
      (load.prompt_tokens + 2 * load.completion_tokens_at_most) / 1e6,
      9,
    );
    expect(live.critic.requests).toBeGreaterThan(0);
  });
});

test('faults that pass are survived: 429 with and without Retry-After, 500, 503, reset, silence', async () => {
  const faults: Behaviour[] = [
    send(429, {error: {message: 'slow down'}}, {'retry-after': '0'}),
    send(
      429,
      {error: {message: 'slow down'}},
      {'retry-after': new Date(Date.now() - 1000).toUTCString()},
    ),
    send(429, {error: {message: 'slow down'}}),
    send(500, 'oops'),
    send(503, {error: 'busy'}),
    resetMidBody,
    neverAnswer,
  ];
  const server = await startStandIn(by((_body, nth) => faults[nth - 1] ?? good));
  const out = join(temporaryFolder(), 'run');
  const result = await replay(server.url, out, '--timeout', '2');
  expect(result.exitCode, result.stderr).toBe(0);
  const {files, requests} = await undisturbed();
  expect(fingerprints(out)).toEqual(files);
  expect(server.received).toHaveLength(requests + faults.length);
});

test('a page instead of JSON, and a reply without choices, are recorded with their reason; the same command asks for these two alone', async () => {
  const noAnswers = [send(200, '<html><title>Gateway</title></html>'), send(200, {choices: []})];
  const server = await startStandIn(by((_body, nth) => noAnswers[nth - 1] ?? good));
  const out = join(temporaryFolder(), 'run');
  const {files, requests} = await undisturbed();
  expect(await replay(server.url, out)).toMatchObject({exitCode: 4});
  expect(server.received).toHaveLength(requests);
  const journal = readFileSync(join(out, 'journal.jsonl'), 'utf8');
  for (const reason of ['bad reply: not JSON but an HTML page (Gateway)', 'bad reply: no choices'])
    expect(journal).toContain(reason);
  expect(await replay(server.url, out)).toMatchObject({exitCode: 0});
  expect(server.received).toHaveLength(requests + noAnswers.length);
  expect(fingerprints(out)).toEqual(files);
});

test('the key is nowhere: not in the run directory, not in any output, though the server echoes all headers', async () => {
  const answers: Behaviour[] = [
    echoHeaders(500),
    echoHeaders(429),
    echoHeaders(400),
    echoHeaders(413),
  ];
  const saysKey: Behaviour = (response, request, stop) =>
    send(
      200,
      chatReply({message: {content: `${request.headers.authorization}\n${code}`, reasoning: key}}),
    )(response, request, stop);
  const server = await startStandIn(by((_body, nth) => answers[nth - 1] ?? saysKey));
  const folder = temporaryFolder();
  const out = join(folder, 'run');
  const results = [await replayBy(cli, server.url, out)];
  const fatal = await startStandIn(echoHeaders(401));
  results.push(
    await replayBy(cli, fatal.url, join(folder, 'fatal')),
    await replayBy(cli, server.url, out),
  );
  expect(results.map(({exitCode}) => exitCode)).toEqual([4, 3, 0]);
  expect(server.received[0]?.headers.authorization).toBe(`Bearer ${key}`);
  const said = everythingOf(folder, results);
  expect(said).toContain('<key>');
  for (const spelling of [
    keyBegins,
    Buffer.from(keyBegins).toString('base64').slice(0, 40),
    encodeURIComponent(keyBegins),
  ])
    expect(said).not.toContain(spelling);
});

test('answers cut off by length are recorded, and counted in the outcome and in every report; reasoning is kept apart', async () => {
  const cut = send(
    200,
    chatReply({
      message: {content: code, reasoning_content: 'Let me see.'},
      finish_reason: 'length',
    }),
  );
  const server = await startStandIn(cut);
  const out = join(temporaryFolder(), 'run');
  const {exitCode, stdout} = await replay(server.url, out);
  expect(exitCode).toBe(0);
  const answered = readManifest(out).totals?.answered;
  expect(readManifest(out).totals?.cut_off).toBe(answered);
  for (const row of readCompletions(out))
    expect(row).toMatchObject({finish_reason: 'length', reasoning: 'Let me see.', text: code});
  const counted = `${answered} were cut off by the length limit`;
  expect(stdout).toContain(counted);
  expect((await inProcess(['report', out])).stdout).toContain(counted);
  expect((await inProcess(['report', out, '--format', 'md'])).stdout).toContain(counted);
  expect((await inProcess(['report', out, '--format', 'json'])).stdout).toMatch(
    new RegExp(`"cut_off": ?${answered}\\b`),
  );
});

test('prompts that are too long are cut in steps, the step is recorded, and nothing is asked again', async () => {
  const tooLong = send(400, {
    error: {
      message: "This model's maximum context length is 100 tokens.",
      code: 'context_length_exceeded',
    },
  });
  const isLong = (body: string) => body.includes('# Test run') && body.length > 3_000;
  const server = await startStandIn(by((body) => (isLong(body) ? tooLong : good)));
  const out = join(temporaryFolder(), 'run');
  const result = await replay(server.url, out, '--scenarios', 'CF_EF_UNIT');
  const cuts = readCompletions(out).flatMap(({cut}) => (cut ? [cut] : []));
  expect(cuts.length, result.stderr).toBeGreaterThan(0);
  expect(readManifest(out).totals?.shortened).toBe(cuts.length);
  expect(new Set(server.received.map(({body}) => body)).size).toBe(server.received.length);
  expect(result.exitCode).toBe(0);
  {
    const again = await startStandIn(good);
    await replay(again.url, out, '--scenarios', 'CF_EF_UNIT');
    expect(again.received).toEqual([]);
  }
});
