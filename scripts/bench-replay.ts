/**
 * How fast a replay asks, against a bare loop, and how much memory it takes:
 *
 *     npm run build && npx tsx scripts/bench-replay.ts [--rounds 5] [--problems 99] [--base COMMIT]
 *
 * A stand-in server takes 200 ms for every answer and 256 at once. The replay (51 requests a
 * problem, all different, judging off, everything else as always: the openai package, answers to
 * disk, verdicts, scores; compiled, as users run it) and a loop that sends the same bodies through
 * undici and throws the answers away take turns, each round in processes of their own. `--base`
 * lets the replay of an earlier commit take its turn as well: it is unpacked and built beside, with
 * the packages that are installed here. Server and client get a core each where `taskset` is there.
 * Rates are requests over the time between the first question's arrival and the last answer's
 * departure, as the server sees it; what a replay does before and after is told apart. To hold: 80%
 * of the bare rate, and 400 MiB of resident memory at 1,118 problems, the published benchmark's
 * size. On a machine that is busy otherwise, compare the CPU times.
 */
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import PQueue from 'p-queue';
import {Agent, request} from 'undici';
import {toJsonLine} from '../src/files/jsonl.js';
import {packagePath} from '../src/files/package-root.js';
import {requestBody} from '../src/model/endpoint/request-body.js';
import {loadSuite} from '../src/problem/suite.js';
import {prepareReplay} from '../src/replay/prepare-replay.js';
import {writeMadeUpLog} from './made-up-log.js';

const answerMs = 200;
const room = 256;

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '5'},
    problems: {type: 'string', default: '99'},
    base: {type: 'string'},
    as: {type: 'string'},
    url: {type: 'string', default: ''},
    directory: {type: 'string', default: ''},
  },
});

type Span = {requests: number; seconds: number};
/** `cpuSeconds`: of the client while it asks; `wholeSeconds`: with all before and after. */
type Figures = Span & {wholeSeconds: number; cpuSeconds: number; maxRssMiB: number};

if (values.as === 'server') await serve();
else if (values.as === 'bare') await runBare();
else await bench();

async function bench(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-replay-'));
  const [script = ''] = process.argv.slice(1);
  const self = [...process.execArgv, script, '--problems', values.problems];
  const server = startOn(1, [...self, '--as', 'server']);
  try {
    const [printed] = await once(server.stdout, 'data');
    const url = String(printed).trim();
    await makeInput(directory);
    const replayOf = (root: string) => [
      join(root, 'scripts/unjudged-replay.js'),
      url,
      directory,
      String(room),
    ];
    const clients = new Map([
      ['bare', [...self, '--as', 'bare', '--url', url, '--directory', directory]],
      ['replay', replayOf(packagePath('.'))],
    ]);
    if (values.base !== undefined)
      clients.set('before', replayOf(await build(values.base, join(directory, 'base'))));
    const results = new Map<string, Figures[]>();
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const [as, command] of clients) {
        await spanOf(url);
        const {stdout} = await startOn(0, command);
        const told = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
        results.set(as, [...(results.get(as) ?? []), {...(await spanOf(url)), ...told}]);
      }
    }
    for (const [as, figures] of results) console.log(describe(as, figures));
    const of = (as: string, figure: (figures: Figures) => number) =>
      median((results.get(as) ?? []).map(figure));
    for (const as of clients.keys())
      if (as !== 'bare')
        console.log(
          `${as} at ${(100 * (of(as, rateOf) / of('bare', rateOf))).toFixed(0)}% of the bare rate, with ${(of(as, cpuMsOf) / of('bare', cpuMsOf)).toFixed(1)} times its CPU time`,
        );
  } finally {
    server.kill();
    await server.catch(() => undefined);
    rmSync(directory, {recursive: true, force: true});
  }
}

/** Unpacks and builds the program as it was at `commit`. Returns where. */
async function build(commit: string, root: string): Promise<string> {
  mkdirSync(root);
  const archive = execa('git', ['archive', commit], {cwd: packagePath('.'), encoding: 'buffer'});
  await archive.pipe('tar', ['x', '-C', root]);
  symlinkSync(packagePath('node_modules'), join(root, 'node_modules'));
  await execa('npm', ['run', 'build'], {cwd: root});
  return root;
}

/** Starts Node on one core, where that can be had. */
function startOn(core: number, command: string[]) {
  const pinned = `command -v taskset >/dev/null && exec taskset -c ${core} "$@"; exec "$@"`;
  return execa('sh', ['-c', pinned, 'sh', process.execPath, ...command], {
    stdin: 'ignore',
    stderr: 'inherit',
  });
}

/** Requests, and the seconds between the first and the last, since it was asked before. */
async function spanOf(url: string): Promise<Span> {
  const {body} = await request(`${url}/span`);
  return JSON.parse(await body.text());
}

async function makeInput(directory: string): Promise<void> {
  const {problems} = await loadSuite('starter');
  const suite = join(directory, 'suite.jsonl');
  const madeUp = Array.from({length: Number(values.problems)}, (_, i) => {
    const problem = problems[i % problems.length];
    if (!problem) throw new Error('the starter suite is empty');
    return {
      ...problem,
      task_id: `Bench/${i}`,
      instruct_prompt: `Task ${i}. ${problem.instruct_prompt}`,
    };
  });
  writeFileSync(suite, madeUp.map(toJsonLine).join(''));
  const loaded = await loadSuite(suite);
  writeMadeUpLog(join(directory, 'log'), loaded, loaded.problems);
}

async function runBare(): Promise<void> {
  const start = performance.now();
  const {suite, plan} = await prepareReplay({
    log: join(values.directory, 'log'),
    suite: join(values.directory, 'suite.jsonl'),
  });
  const bodies = plan(suite.problems).flatMap((place) =>
    place.kind === 'ask'
      ? [
          JSON.stringify(
            requestBody(place.question.build(), {model: 'stand-in', maxTokensField: 'max_tokens'}),
          ),
        ]
      : [],
  );
  const before = process.cpuUsage();
  const dispatcher = new Agent({connections: room});
  const headers = {'content-type': 'application/json'};
  const worker = async () => {
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
      const reply = await request(`${values.url}/chat/completions`, {
        method: 'POST',
        body,
        headers,
        dispatcher,
      });
      await reply.body.text();
    }
  };
  await Promise.all(Array.from({length: room}, worker));
  const {user, system} = process.cpuUsage(before);
  const wholeSeconds = (performance.now() - start) / 1000;
  const maxRssMiB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({wholeSeconds, cpuSeconds: (user + system) / 1e6, maxRssMiB}));
  process.exit();
}

/**
 * `GET /v1/span` tells the time between the first question and the last answer since it was asked
 * before.
 */
async function serve(): Promise<void> {
  const queue = new PQueue({concurrency: room});
  const reply = JSON.stringify(completion());
  let span = {requests: 0, first: 0, last: 0};
  const server = createServer(async (incoming, outgoing) => {
    if (incoming.method === 'GET') {
      outgoing.end(
        JSON.stringify({requests: span.requests, seconds: (span.last - span.first) / 1000}),
      );
      span = {requests: 0, first: 0, last: 0};
      return;
    }
    span.first ||= performance.now();
    incoming.resume();
    await Promise.all([once(incoming, 'end'), queue.add(() => sleep(answerMs))]);
    outgoing.writeHead(200, {'content-type': 'application/json'}).end(reply);
    span.requests += 1;
    span.last = performance.now();
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object')
      console.log(`http://127.0.0.1:${address.port}/v1`);
  });
}

function completion(): object {
  const content = `The header was read as data.\n\n\`\`\`python\n${'    total = total + 1\n'.repeat(40)}\`\`\``;
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'stand-in',
    choices: [{index: 0, message: {role: 'assistant', content}, finish_reason: 'stop'}],
    usage: {prompt_tokens: 700, completion_tokens: 300, total_tokens: 1000},
  };
}

function rateOf({requests, seconds}: Figures): number {
  return requests / seconds;
}

function cpuMsOf({cpuSeconds, requests}: Figures): number {
  return (1000 * cpuSeconds) / requests;
}

function describe(as: string, figures: readonly Figures[]): string {
  const spread = (of: (each: Figures) => number, digits: number) => {
    const all = figures.map(of);
    return `${median(all).toFixed(digits)} (${Math.min(...all).toFixed(digits)} to ${Math.max(...all).toFixed(digits)})`;
  };
  return [
    `${as.padEnd(6)} ${spread(rateOf, 0)} requests/s`,
    `${spread(({wholeSeconds}) => wholeSeconds, 1)} s with all before and after`,
    `${spread(cpuMsOf, 2)} ms of CPU a request`,
    `${spread(({maxRssMiB}) => maxRssMiB, 0)} MiB`,
  ].join('; ');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
