import {existsSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {parquetWriteBuffer} from 'hyparquet-writer';
import {expect, it, onTestFinished} from 'vitest';
import {z} from 'zod';
import {readAllJsonl} from '../../../src/files/jsonl.js';
import {bigCodeBench, convCodeBench} from '../../../src/interchange/hub/pull.js';
import {turns} from '../../../src/interchange/published/published-shape.js';
import {
  canonicalProgram,
  type Problem,
  problemSchema,
  type Suite,
} from '../../../src/problem/problem.js';
import {loadCatalogue} from '../../../src/simulation/catalogue.js';
import {startSimulatedServer} from '../../../src/simulation/http-server.js';
import {openStandInHub} from '../../interchange/hub/stand-in-hub.js';
import {
  type Conversations,
  failing,
  type Row,
  solved,
  toColumns,
  writeParquet,
} from '../../interchange/published/published-fixture.js';
import {temporaryFolder} from '../../support/e2e/cli.js';
import {inProcess} from '../../support/e2e/in-process.js';
import {commandsIn, readPage} from '../../support/page.js';

const data = join(process.env.CONVCODEBENCH_TEST_DATA ?? '', 'bigcodebench.jsonl.gz');

/** What the page's models are here: any code will do, to see that the commands fit together. */
const standIns: {[model: string]: string} = {
  'deepseek-ai/deepseek-coder-6.7b-instruct': 'simulated:careful',
  'Qwen/CodeQwen1.5-7B-Chat': 'simulated:hasty',
  'codellama/CodeLlama-13b-Instruct-hf': 'simulated:beginner',
};

/** Problems that need the standard library alone, and run quickly. */
const tasks = [
  'BigCodeBench/14',
  'BigCodeBench/1',
  'BigCodeBench/2',
  'BigCodeBench/4',
  'BigCodeBench/5',
  'BigCodeBench/8',
];

/** A long installation is no matter of this test: `test/environment/` has a small one. */
const notExecuted = ['env'];

it.skipIf(!existsSync(data))(
  'the page’s commands work one after the other (skipped without CONVCODEBENCH_TEST_DATA)',
  async () => {
    const problems = await readAllJsonl(data, problemSchema);
    const hub = await openStandInHub();
    hub.files.set(`${bigCodeBench.dataset}/${bigCodeBench.path}`, suiteParquet(problems));
    hub.files.set(`${convCodeBench.dataset}/${convCodeBench.path}`, logParquet(problems));
    const baseUrl = await startStandIn(problems);
    const cwd = temporaryFolder();
    const env = {HF_ENDPOINT: hub.url, NO_PROXY: '*', CONVCODEBENCH_CACHE: join(cwd, 'cache')};
    const printed = new Map<string, string>();
    for (const command of commandsIn(readPage('docs/one-path.md'))) {
      if (notExecuted.includes(command[0] ?? '')) continue;
      const {exitCode, stdout, stderr} = await inProcess(here(command, baseUrl), {cwd, env});
      expect(stderr + (exitCode === 0 ? '' : command.join(' ')), command.join(' ')).not.toContain(
        'convcodebench: ',
      );
      // The doctor of this machine's Python may well say no: it has not the libraries of 1,140
      // problems. The answers of a stand-in predict nothing.
      const mayBeNo = command[0] === 'doctor' || command.includes('--predict');
      expect(mayBeNo ? [0, 1] : [0], command.join(' ')).toContain(exitCode);
      printed.set(command.join(' '), stdout);
    }
    const output = (begin: string) =>
      [...printed].find(([command]) => command.startsWith(begin))?.[1] ?? '';
    expect(output('log verify')).toContain('sound, 24 lines');
    expect(output('doctor --suite bigcodebench')).toMatch(/Python[\s\S]*seal[\s\S]*libraries/i);
    expect(output('report runs/deepseek-coder-6.7b')).toContain(
      'static on codellama/CodeLlama-7b-Instruct-hf',
    );
    expect(output('report --published')).toContain('## Table 7: MRR, live, percent');
    expect(output('correlate --static runs/deepseek-coder-6.7b --predict')).toContain(
      'the score is over 6 problems, the fit over 1140',
    );
    // Static scores of three models against Table 7.
    expect(output('correlate --static runs/deepseek-coder-6.7b runs/codeqwen')).toMatch(
      /CF_SEF +│ MRR .*│ +3 │ +6 │/,
    );
  },
);

/**
 * A command of the page as it is given here: another server, this machine's Python, whatever seal
 * there is, and no run of 1,140 solutions.
 */
function here(args: readonly string[], baseUrl: string): string[] {
  const asked = args.filter((arg) => arg !== '--ground-truth');
  const replaced = asked.map((arg) => {
    if (arg === 'http://localhost:8000/v1') return baseUrl;
    return arg === 'python-environment/bin/python' ? 'python3' : arg;
  });
  return args[0] === 'replay' ? [...replaced, '--allow-unsafe'] : replaced;
}

function suiteParquet(problems: readonly Problem[]): Uint8Array {
  const fields = problemSchema.keyof().options;
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: fields.map((name) => ({name, data: problems.map((problem) => problem[name])})),
    }),
  );
}

/**
 * A reference that solves half of its problems with its second answer, half with its fourth: 3 x 3
 * + 3 x 5 = 24 lines.
 */
function logParquet(problems: readonly Problem[]): Uint8Array {
  const conversations: Conversations = {};
  for (const [i, taskId] of tasks.entries()) {
    const problem = problems.find(({task_id}) => task_id === taskId);
    if (!problem) throw new Error(`no ${taskId}`);
    const wrong = (turn: number): Row => failing(`${problem.code_prompt}    return ${turn}\n`);
    conversations[taskId] = turns.map((turn) => {
      return turn > (i % 2 === 0 ? 2 : 4) ? solved(canonicalProgram(problem)) : wrong(turn);
    });
  }
  const path = writeParquet(
    join(temporaryFolder(), 'log.parquet'),
    toColumns({CF_SEF: conversations}),
  );
  return new Uint8Array(readFileSync(path));
}

const body = z.looseObject({model: z.string()});

/** The simulated coders under the page's names. */
async function startStandIn(problems: Problem[]): Promise<string> {
  const suite: Suite = {
    name: 'bigcodebench',
    hash: 'not asked for',
    problems: problems.filter(({task_id}) => tasks.includes(task_id)),
    timeLimitMs: 60_000,
    standardLibraryOnly: false,
  };
  const coders = await startSimulatedServer({suite, catalogue: await loadCatalogue(suite)});
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const asked = body.parse(JSON.parse(Buffer.concat(chunks).toString()));
    const reply = await fetch(`${coders.url}${(incoming.url ?? '').replace(/^\/v1/, '')}`, {
      method: 'POST',
      body: JSON.stringify({...asked, model: standIns[asked.model]}),
    });
    outgoing.writeHead(reply.status, {'content-type': 'application/json'}).end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await coders.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the stand-in server has no port');
  return `http://127.0.0.1:${address.port}/v1`;
}
