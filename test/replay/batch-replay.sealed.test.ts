import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {entryOf} from '../../src/commands/flags/flag.js';
import {flags} from '../../src/commands/replay.js';
import {toJsonLine} from '../../src/files/jsonl.js';
import {openBatchModel, writePlanAsBatches} from '../../src/replay/batch-replay.js';
import {
  prepareReplay,
  type ReplayLogOptions,
  replayIdentity,
} from '../../src/replay/prepare-replay.js';
import {openRunDirectory} from '../../src/run/run-directory.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {exampleManifest} from '../support/example-manifest.js';
import {exampleProblem} from '../support/example-problem.js';
import {logAndSuite} from '../support/log-and-suite.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const problems = ['P/0', 'P/1'].map((task_id) =>
  exampleProblem({task_id, instruct_prompt: `Solve ${task_id}.`}),
);
// Four requests: of each problem turn 0 and one refinement.
const lines = problems.flatMap(({task_id}) => [
  exampleLine({task_id, verbal_feedback: 'Look again.'}),
  solvedLine({task_id, turn: 2}),
]);

const batchOut = (options: ReplayLogOptions, directory: string, keepExisting = false) =>
  writePlanAsBatches({...options, directory, keepExisting});

const newFolder = () => join(temporaryDirectory(), 'batches');

function idsIn(directory: string): string[] {
  const path = join(directory, 'batch-0001.jsonl');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).custom_id);
}

/** Begins the run of `options` and keeps an answer to each of `requests`. */
async function answerInRun(options: ReplayLogOptions, requests: readonly string[]): Promise<void> {
  const identity = replayIdentity(options, await prepareReplay(options));
  const run = await openRunDirectory(options.out, identity);
  run.saveManifest(exampleManifest({...identity, totals: null}));
  for (const request of requests)
    run.addCompletion({
      ...{request, text: 'x', reasoning: null, finish_reason: 'stop'},
      ...{usage: null, model: 'm', cut: null},
    });
  run.close();
}

describe('--batch-out', () => {
  test('writes what the run in --out has no answer to', async () => {
    const options = logAndSuite(problems, lines);
    const [whole, rest, nothing] = [newFolder(), newFolder(), newFolder()];
    expect(await batchOut(options, whole)).toMatchObject({requests: 4, answered: 0});
    const [first, ...others] = idsIn(whole);
    await answerInRun(options, [first ?? '']);
    expect(await batchOut(options, rest)).toMatchObject({requests: 3, answered: 1});
    expect(idsIn(rest)).toEqual(others);
    await answerInRun(options, others);
    expect(await batchOut(options, nothing)).toMatchObject({files: [], requests: 0, answered: 4});
  });

  test('refuses the run of another model in --out', async () => {
    const options = logAndSuite(problems, lines);
    await answerInRun(options, []);
    await expect(batchOut({...options, model: 'other'}, newFolder())).rejects.toThrow(
      'manifest.json: model: this run has "asked-model", asked for now is "other"',
    );
  });

  test('leaves out the problems that the run would leave out', async () => {
    const lacking = problems.map((problem, i) => ({
      ...problem,
      libs: i === 0 ? "['no_such_library']" : "['math']",
    }));
    expect(await batchOut(logAndSuite(lacking, lines), newFolder())).toMatchObject({requests: 2});
  });
});

test('--help says who takes the files, and who those of --plain', () => {
  expect(entryOf(flags.batchOut).help).toContain(
    'OpenAI’s Batch API and `vllm run-batch` take them; with --plain (/v1/completions) OpenAI’s only',
  );
});

describe('--batch submit', () => {
  test('takes a folder that holds this plan, also when the run has some answers since', async () => {
    const options = logAndSuite(problems, lines);
    const directory = newFolder();
    await batchOut(options, directory, true);
    expect(await batchOut(options, directory, true)).toBeNull();
    await answerInRun(options, idsIn(directory).slice(0, 2));
    expect(await batchOut(options, directory, true)).toBeNull();
  });

  test('refuses one that holds another model’s requests, requests of another plan, or not all of this one', async () => {
    const options = logAndSuite(problems, lines);
    const directory = newFolder();
    await batchOut(options, directory);
    const path = join(directory, 'batch-0001.jsonl');
    await expect(batchOut({...options, model: 'other'}, directory, true)).rejects.toThrow(
      `${path}:1: body.model: asked-model, asked for is other; name a new folder with \`writePlanAsBatches.directory\``,
    );
    await expect(batchOut({...options, limit: 1}, directory, true)).rejects.toThrow(
      `${path}:3: custom_id: ${idsIn(directory)[2]?.slice(0, 12)} is no request of this plan`,
    );
    const smaller = newFolder();
    await batchOut({...options, limit: 1}, smaller);
    await expect(batchOut(options, smaller, true)).rejects.toThrow(
      `${smaller}: lacks 2 requests of this plan`,
    );
  });
});

test('--batch-in says how many answers and failures came, what is missing and what is foreign', async () => {
  const options = logAndSuite(problems, lines);
  const directory = newFolder();
  await batchOut(options, directory);
  const [answered, failed, stored] = idsIn(directory);
  await answerInRun(options, [stored ?? '']);
  const body = {
    model: 'm',
    choices: [{message: {role: 'assistant', content: 'x'}, finish_reason: 'stop'}],
  };
  const results = join(directory, 'output.jsonl');
  const line = (custom_id: string | undefined, response: unknown, error: unknown) =>
    toJsonLine({custom_id, response, error});
  writeFileSync(
    results,
    line(answered, {status_code: 200, body}, null) +
      line(failed, null, {code: 'batch_expired', message: 'not in time'}) +
      line('of-another-plan', {status_code: 200, body}, null),
  );
  const notices: string[] = [];
  const told = {...options, onNotice: (text: string) => void notices.push(text)};
  await openBatchModel([results], told, await prepareReplay(options));
  expect(notices).toEqual([
    'batch files: 1 answer, 1 failed; 1 request of the plan has neither a line here nor an answer from before; 1 line answers no request of the plan',
  ]);
});
