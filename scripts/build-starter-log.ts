/**
 * Makes the frozen logs and the recorded live runs that ship, in `logs/starter` and
 * `reference-runs/starter`: those of the simulated profiles, and that of a real model out of its
 * answers, which `scripts/real-model.sh` asked for. Run it after a change to the starter suite, its
 * catalogue, the profiles, the critic, the prompts or the runner:
 * `npx tsx scripts/build-starter-log.ts`. With a folder behind it, there instead; with `--logs`,
 * only the logs and the runs that they come from.
 */
import {cpSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {packagePath} from '../src/files/package-root.js';
import {
  type GeneratedLog,
  type GenerateLogOptions,
  generateLog,
} from '../src/generate/generate-log.js';
import {createRecordedModel} from '../src/model/recorded.js';
import {modelSlug} from '../src/model/slug.js';
import {openJudge} from '../src/open/open-judge.js';
import {loadSuite} from '../src/problem/suite.js';
import {profiles} from '../src/simulation/profiles.js';

const reference = 'simulated:codellama-like';
const real = 'SmolLM2-135M-Instruct';
const answers = 'completions.jsonl';

const {
  values: {logs},
  positionals: [root = packagePath('')],
} = parseArgs({options: {logs: {type: 'boolean', default: false}}, allowPositionals: true});
const work = mkdtempSync(join(tmpdir(), 'starter-log-'));
const suite = await loadSuite('starter');
try {
  await judged({trusted: true}, async (judge) => {
    for (const {id} of profiles.filter((each) => !logs || each.id === reference)) {
      const run = await record(id, {model: id, judge});
      if (id === reference) freeze(run);
    }
  });
  await judged({trusted: false}, async (judge) => {
    const recorded = packagePath(join('reference-runs/starter', modelSlug(real), answers));
    const model = {...(await createRecordedModel(recorded)), id: real};
    const scenarios = ['CF_EF_UNIT', 'CF_EF_FULL', 'CF_SEF', 'CF_EF_FULL_SEF'] as const;
    const run = await record(real, {model, judge, scenarios, decoding: {max_tokens: 512}}, [
      answers,
    ]);
    freeze(run);
  });
} finally {
  rmSync(work, {recursive: true});
}

type OpenJudge = Awaited<ReturnType<typeof openJudge>>;

async function judged(
  {trusted}: {trusted: boolean},
  use: (judge: OpenJudge) => Promise<void>,
): Promise<void> {
  const choice = {cacheDirectory: join(work, 'verdicts')};
  const judge = await openJudge({suite, trusted, choice});
  try {
    await use(judge);
  } finally {
    await judge.close();
  }
}

async function record(
  id: string,
  options: Omit<GenerateLogOptions, 'suite' | 'out'>,
  more: string[] = [],
): Promise<GeneratedLog> {
  const name = modelSlug(id);
  const run = await generateLog({...options, suite: 'starter', out: join(work, name)});
  replaceFolder(join(root, 'reference-runs/starter', name), (to) => {
    for (const file of ['manifest.json', 'verdicts.jsonl', 'metrics.json', ...more])
      cpSync(join(run.directory, file), join(to, file));
  });
  console.error(`${name}: ${run.manifest.totals?.places} places`);
  return run;
}

function freeze({directory, log}: GeneratedLog): void {
  const slug = `${modelSlug(log.reference_model.asked)}_by_${modelSlug(log.critic ?? '')}`;
  replaceFolder(join(root, 'logs/starter', slug), (to) =>
    cpSync(join(directory, 'log'), to, {recursive: true}),
  );
}

function replaceFolder(folder: string, fill: (folder: string) => void): void {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  fill(folder);
}
