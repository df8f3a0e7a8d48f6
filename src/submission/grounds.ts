import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {loadPythonParser} from '../conversation/python/parser.js';
import type {Asking} from '../conversation/request.js';
import {UsageError} from '../errors.js';
import {type Log, openLog} from '../log/read-log.js';
import type {Problem, Suite} from '../problem/problem.js';
import type {Bundle} from './bundle.js';
import {nameInLog} from './bundle-files.js';
import type {Fault} from './fault.js';
import {type FrozenPlan, planOf, type Shelf} from './shelf.js';

/** What a bundle is held to: the frozen things themselves, and the plan that follows from them. */
export type Grounds = FrozenPlan & {
  bundle: Bundle;
  suite: Suite;
  log: Log;
  problems: ReadonlyMap<string, Problem>;
};

/**
 * Has `work` done with a bundle and what it is held to. The log of a live bundle is written to a
 * folder of its own meanwhile. @returns instead the faults of the rule `frozen` where the suite,
 * the log or the prompts are not those that the bundle names.
 * @throws {UsageError} for what was named and is not there.
 */
export async function withGrounds<T>(
  bundle: Bundle,
  shelf: Shelf,
  work: (grounds: Grounds) => Promise<T>,
): Promise<{result: T} | {faults: Fault[]}> {
  await loadPythonParser();
  const found = await findFrozen(bundle, shelf);
  if ('faults' in found) return found;
  const {suite, asking} = found;
  const {log} = found;
  if (log) return {result: await work(await gather(bundle, {suite, log, asking}, shelf.plan))};
  const directory = mkdtempSync(join(tmpdir(), 'convcodebench-bundle-'));
  try {
    const grounds = await gatherOwn(bundle, {directory, suite, asking});
    return 'faults' in grounds ? grounds : {result: await work(grounds)};
  } finally {
    rmSync(directory, {recursive: true, force: true});
  }
}

type Frozen = {suite: Suite; log: Log | null; asking: Asking};

async function findFrozen(bundle: Bundle, shelf: Shelf): Promise<Frozen | {faults: Fault[]}> {
  const {run} = bundle;
  const faults: Fault[] = [];
  const say = (where: string, problem: string, remedy: string) =>
    faults.push({rule: 'frozen', where: `run.json: ${where}`, problem, remedy});
  const suite = await shelf.suite(run.suite.name);
  if (suite === null) {
    const remedy = 'name the file of the suite with --suite';
    say('suite.name', `${run.suite.name} is no suite at hand`, remedy);
    return {faults};
  }
  if (suite.hash !== run.suite.sha256)
    say(
      'suite.sha256',
      `${short(run.suite.sha256)}, the suite ${suite.name} has ${short(suite.hash)}`,
      'name the suite of the run with --suite, or make the run anew on this one',
    );
  const prompts = shelf.prompts();
  if (prompts.hash !== run.prompt_set_sha256)
    say(
      'prompt_set_sha256',
      `${short(run.prompt_set_sha256)}, the prompt set ${prompts.name} has ${short(prompts.hash)}`,
      'name the run’s prompt set with --prompts',
    );
  if (run.decoding === null || run.system_prompt === null || run.imported !== undefined)
    say('imported', 'the run does not know how its model was asked', 'make the run here');
  const log = bundle.mode === 'live' ? null : staticLog(bundle, shelf);
  if (log === 'another')
    say(
      'log.sha256',
      `${short(run.log?.sha256 ?? null)} is the hash of no log at hand`,
      'name the directory of the log that was replayed with --log',
    );
  if (log !== null && log !== 'another') faults.push(...unlikeRun(bundle, log));
  const {decoding, system_prompt: systemPrompt, history} = run;
  if (faults.length > 0 || log === 'another' || decoding === null || systemPrompt === null)
    return {faults};
  return {suite, log, asking: {prompts, history, systemPrompt, decoding}};
}

function staticLog({run}: Bundle, shelf: Shelf): Log | 'another' {
  const sha256 = run.log?.sha256 ?? null;
  const log = sha256 === null ? null : shelf.log(sha256);
  return log && log.sha256 === sha256 ? log : 'another';
}

/** A live bundle’s own log may be anything: what is wrong with it is a fault. */
async function gatherOwn(
  bundle: Bundle,
  {directory, suite, asking}: Omit<Frozen, 'log'> & {directory: string},
): Promise<Grounds | {faults: Fault[]}> {
  try {
    const log = unpackLog(bundle, directory);
    const faults = unlikeRun(bundle, log);
    return faults.length > 0 ? {faults} : await gather(bundle, {suite, log, asking}, planOf);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const problem = error.message.replaceAll(`${directory}/`, '').replaceAll(directory, 'log');
    const remedy = 'send the run with the log that it made';
    return {faults: [{rule: 'frozen', where: 'log', problem, remedy}]};
  }
}

function unpackLog({files}: Bundle, directory: string): Log {
  for (const [name, bytes] of files) {
    const own = nameInLog(name);
    if (own !== null) writeFileSync(join(directory, own), bytes);
  }
  return openLog(directory);
}

/** What the run says of its log, and the log of itself. */
function unlikeRun({run, mode}: Bundle, {manifest}: Log): Fault[] {
  const told: (readonly [field: string, run: unknown, log: unknown])[] = [
    ['suite.sha256', run.suite.sha256, manifest.suite.sha256],
    ['partial_scope', run.partial_scope, manifest.partial_scope],
    ['critic', run.critic, manifest.critic],
  ];
  if (mode === 'live') told.push(['model', run.model, manifest.reference_model.asked]);
  else
    told.push(
      ['log.reference_model', run.log?.reference_model, manifest.reference_model.asked],
      ['log.only_consistent', run.log?.only_consistent, manifest.only_consistent],
    );
  return told.flatMap(([field, run, log]) =>
    run === log
      ? []
      : [
          {
            rule: 'frozen',
            where: `run.json: ${field}`,
            problem: `${JSON.stringify(run)}, the log says ${JSON.stringify(log)}`,
            remedy: 'send the run as it was made',
          },
        ],
  );
}

function short(hash: string | null): string {
  return hash === null ? 'null' : `${hash.slice(0, 12)}…`;
}

async function gather(
  bundle: Bundle,
  {suite, log, asking}: Frozen & {log: Log},
  plan: Shelf['plan'],
): Promise<Grounds> {
  const scenarios = bundle.run.scenarios.filter((id) => log.manifest.scenarios[id] !== undefined);
  const tasks = new Set(bundle.rows.map(({task_id}) => task_id));
  const frozen = await plan({log, suite, scenarios, tasks, asking});
  const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
  return {...frozen, bundle, suite, log, problems};
}
