import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../errors.js';
import {openAppendFile} from '../files/append.js';
import {canonicalJson} from '../files/canonical-hash.js';
import {readJson} from '../files/json.js';
import {readJsonl, readJsonlLeniently} from '../files/jsonl.js';
import {makeDirectory} from '../files/make-directory.js';
import {makeWholeDirectory} from '../files/whole-directory.js';
import {servedModels} from '../generate/first-answers.js';
import {logLineSchema} from '../log/log-line.js';
import {type LogManifest, logManifestSchema} from '../log/log-manifest.js';
import {scenarioPath} from '../log/read-log.js';
import {finishLog} from '../log/write-log.js';
import {type CompletionRow, completionRow, type StoredAnswers} from '../model/completion-row.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {callback, text, texts} from '../options/fields.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import {loadRecordedSuite} from '../problem/recorded-suite.js';
import {scenarios as allScenarios} from '../problem/scenario.js';
import {isOfShard, shardName} from '../problem/shard.js';
import {keepRunEnvironment, readRunEnvironment} from '../run/environment.js';
import {readFailedLines} from '../run/failed-programs.js';
import {keepGroundTruth, readGroundTruth} from '../run/ground-truth.js';
import {widerLimits} from '../run/limits.js';
import {readRun, readRunManifest} from '../run/read-run.js';
import {openRunDirectory, type RunDirectory} from '../run/run-directory.js';
import {commonToShards, type RunManifest, runIdentitySchema} from '../run/run-manifest.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {closing} from '../session/closing.js';
import {finishRun, separableOf} from '../session/finish-run.js';
import type {RunOutcome} from '../session/session.js';
import {requireWhole, type ShardPart} from './together.js';

export type MergeRunsOptions = {
  /** Directories of the runs, one for each shard, in any order. */
  runs: readonly string[];
  /** Directory of the run that they make, new or empty. */
  out: string;
  /** Name or file of their suite, where it cannot be found by the name in their manifests. */
  suite?: string | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<MergeRunsOptions>({
  runs: texts,
  out: text,
  suite: text.optional(),
  onNotice: callback<NonNullable<MergeRunsOptions['onNotice']>>().optional(),
});

/** A shard's run. */
type RunPart = ShardPart & {stored: RunManifest};

/**
 * Makes one run of the runs of all shards: the bytes that the same command without `shard` would
 * have written, its log included. Scores it only then.
 * @throws {UsageError} for a run that is no shard, shards of other runs, or one that stands twice;
 * {MissingRequirementError} that names the shards that lack; {FileFormatError} for rows that belong
 * to another shard, or two answers to one request.
 * @example
 * const {metrics} = await mergeRuns({runs: ['runs/0', 'runs/1'], out: 'runs/all'});
 */
export async function mergeRuns(options: MergeRunsOptions): Promise<RunOutcome> {
  checkOptions('mergeRuns', schema, options);
  const {runs, out, onNotice} = options;
  const parts = requireWhole(runs.map(readPart));
  const [first] = parts;
  if (!first) throw new UsageError('merge: no shard given');
  refuseFurtherProblems(parts, first);
  const suite = await loadRecordedSuite(first.name, first.stored.suite, options.suite);
  const outcome = await makeWholeDirectory(out, (directory) =>
    mergeInto(directory, {parts, first, suite}),
  );
  for (const {name, shard, stored} of parts)
    if (stored.totals?.missing)
      onNotice?.(
        `${name}: shard ${shardName(shard)} has ${stored.totals.missing} missing verdicts; run it again, and merge into a new directory`,
      );
  return {...outcome, directory: out};
}

function readPart(directory: string): RunPart {
  const stored = readRunManifest(directory);
  const manifest = join(directory, 'manifest.json');
  if (!stored.shard)
    throw new UsageError(
      `${manifest}: shard: missing; merge takes runs that were made with ${option('shard')} i/n`,
    );
  return {
    name: directory,
    manifest,
    shard: stored.shard,
    isFinished: stored.totals !== null,
    common: commonToShards(stored),
    stored,
  };
}

/** A sitting over fewer problems than an earlier one leaves rows outside its own plan. */
function refuseFurtherProblems(parts: readonly RunPart[], {stored}: RunPart): void {
  const planned = stored.part_of?.problems ?? 0;
  const found = parts.reduce((sum, part) => sum + part.stored.problems, 0);
  if (found <= planned) return;
  throw new UsageError(
    `merge: the shards hold ${counted(found, 'problem')}, and the last command planned ${planned}; give each shard its widest command again`,
  );
}

type Merging = {parts: readonly RunPart[]; first: RunPart; suite: Suite};

async function mergeInto(directory: string, merging: Merging): Promise<RunOutcome> {
  const {parts, first, suite} = merging;
  const {stored} = first;
  const {shard: _, ...identity} = runIdentitySchema.strip().parse(stored);
  const rows = await Promise.all(parts.map(rowsOf));
  const verdicts = rows.flat();
  const failed = (await Promise.all(parts.map(({name}) => readFailedLines(name)))).flat();
  const truth = readGroundTruth(first.name, stored);
  const run = await openRunDirectory(directory, identity);
  return closing(run, async () => {
    for (const part of parts) {
      await addAnswers(part, 'completions.jsonl', run.completions, run.addCompletion);
      await addAnswers(part, 'critic.jsonl', run.criticCompletions, run.addCriticCompletion);
      await addEvents(part, run);
    }
    for (const [at, part] of parts.entries())
      refuseLackingAnswers(part, rows[at] ?? [], run.completions);
    const {shard: __, part_of: ___, ...begun} = stored;
    const limits = parts.map((part) => part.stored.limits).reduce(widerLimits);
    mergeEnvironments(directory, parts);
    const finished = await finishRun(run, {
      suite,
      begun: {
        ...begun,
        ...(limits && {limits}),
        totals: null,
        ground_truth: keepGroundTruth(directory, truth),
      },
      truth,
      leftOut: stored.totals?.left_out ?? {},
      profiles: separableOf(parts.map(({stored}) => stored)),
      again: {verdicts, failed: failed.filter((each) => each !== null)},
    });
    await mergeLogs(directory, merging, run, verdicts);
    return {...finished, jobsRun: 0, inFlight: null, stopped: null};
  });
}

async function rowsOf({name, shard}: RunPart): Promise<VerdictRow[]> {
  const {rows} = await readRun(name);
  const foreign = rows.find(({task_id}) => !isOfShard(task_id, shard));
  if (foreign)
    throw new FileFormatError(
      `${name}/verdicts.jsonl: task_id: ${foreign.task_id} is not of shard ${shardName(shard)}; run the shard again in a new directory`,
    );
  return rows;
}

async function addAnswers(
  {name}: RunPart,
  file: string,
  known: StoredAnswers,
  add: (row: CompletionRow) => void,
): Promise<void> {
  const path = join(name, file);
  if (!existsSync(path)) return;
  for await (const {line, value} of readJsonl(path, completionRow)) {
    const before = known.get(value.request);
    if (before && canonicalJson(before) !== canonicalJson(value))
      throw new FileFormatError(
        `${path}:${line}: request: ${value.request.slice(0, 12)} has another answer in another shard; run one of the two again in a new directory`,
      );
    add(value);
  }
}

function refuseLackingAnswers(
  {name}: RunPart,
  rows: readonly VerdictRow[],
  answers: StoredAnswers,
): void {
  const lacking = rows.find(({request}) => request !== null && !answers.has(request));
  if (!lacking) return;
  throw new FileFormatError(
    `${name}/completions.jsonl: request: ${lacking.request?.slice(0, 12)} is missing, the answer to ${lacking.scenario} ${lacking.task_id} turn ${lacking.turn}; run the shard again in a new directory`,
  );
}

/** What happened, shard after shard. */
async function addEvents({name}: RunPart, run: RunDirectory): Promise<void> {
  const path = join(name, 'journal.jsonl');
  if (!existsSync(path)) return;
  for await (const read of readJsonlLeniently(path, z.looseObject({})))
    if ('value' in read) run.journal(read.value);
}

/** All were judged in one environment, so that the list of any is that of all. */
function mergeEnvironments(directory: string, parts: readonly RunPart[]): void {
  const kept = parts.flatMap(({name, stored}) => {
    const known = readRunEnvironment(name);
    return known && known.environment === stored.judge?.environment ? [known] : [];
  });
  const list = kept.find(({distributions}) => distributions !== null) ?? kept[0];
  if (list) keepRunEnvironment(directory, list);
}

/** The logs of live shards, as the log of the run that they make. */
async function mergeLogs(
  directory: string,
  {parts, first, suite}: Merging,
  run: RunDirectory,
  verdicts: readonly VerdictRow[],
): Promise<void> {
  const logs = parts.map(({name}) => join(name, 'log'));
  if (!existsSync(join(first.name, 'log', 'manifest.json'))) return;
  const {scenarios: _, ...identity} = readJson(
    join(first.name, 'log', 'manifest.json'),
    logManifestSchema,
  );
  const out = join(directory, 'log');
  makeDirectory(out);
  const recorded = allScenarios.flatMap(({id}) =>
    logs.some((log) => existsSync(scenarioPath(log, id))) ? [id] : [],
  );
  for (const id of recorded) {
    const file = openAppendFile(scenarioPath(out, id));
    try {
      for (const log of logs) {
        const path = scenarioPath(log, id);
        if (!existsSync(path)) continue;
        for await (const {value} of readJsonl(path, logLineSchema)) file.append(value);
      }
    } finally {
      file.close();
    }
  }
  const reference_model: LogManifest['reference_model'] = {
    ...identity.reference_model,
    served: servedModels(run.servedBy())[0] ?? null,
  };
  const taskOrder = new Map(suite.problems.map(({task_id}, i) => [task_id, i]));
  await finishLog(out, {...identity, reference_model}, recorded, taskOrder, (scenario) =>
    verdicts.filter((row) => row.scenario === scenario).map(({task_id}) => task_id),
  );
}
