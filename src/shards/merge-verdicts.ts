import {existsSync, rmSync} from 'node:fs';
import {z} from 'zod';
import {FileFormatError, MissingRequirementError, UsageError} from '../errors.js';
import {
  commonToBatches,
  type ExecuteManifest,
  type ExecuteTotals,
  executeManifestSchema,
} from '../execute/identity.js';
import {loadJudgedSuite} from '../execute/judged-suite.js';
import {
  batchPaths,
  dateNow,
  type OfficialName,
  problemTotals,
  writePassAtK,
} from '../execute/output.js';
import {readJson} from '../files/json.js';
import {readAllJsonl, toJsonLine} from '../files/jsonl.js';
import {streamAtomically, writeJson} from '../files/write.js';
import {evalFileSchema, writeEvalResults} from '../interchange/samples/eval-results.js';
import {trustSchema} from '../judging/trust.js';
import {statusSchema} from '../log/log-line.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {callback, text, texts} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {isOfShard, shardName} from '../problem/shard.js';
import {isKnownSuite} from '../problem/suite.js';
import {requireWhole, type ShardPart} from './together.js';

export type MergeVerdictsOptions = {
  /** Files of verdicts, one for each shard, in any order. */
  files: readonly string[];
  /** File of the verdicts that they make. */
  out: string;
  /** Name or file of their suite, where it cannot be found by the name in their manifests. */
  suite?: string | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<MergeVerdictsOptions>({
  files: texts,
  out: text,
  suite: text.optional(),
  onNotice: callback<NonNullable<MergeVerdictsOptions['onNotice']>>().optional(),
});

type BatchPart = ShardPart & {stored: ExecuteManifest};

/**
 * Makes one file of the verdicts of all shards of `executeSamples`: the bytes that the same command
 * without `shard` would have written, with what stands beside it.
 * @throws as `mergeRuns`.
 */
export async function mergeVerdicts(options: MergeVerdictsOptions): Promise<ExecuteManifest> {
  checkOptions('mergeVerdicts', schema, options);
  const {files, out, onNotice} = options;
  const paths = batchPaths(out);
  const begun = `${out}.merging`;
  refuseTaken(paths, begun);
  const parts = requireWhole(files.map(readPart));
  const [first] = parts;
  if (!first) throw new UsageError('merge: no shard given');
  const order = await taskOrder(first, options.suite);
  clearBegun(paths, begun);
  writeJson(begun, {merging: parts.map(({name}) => name)});
  const verdicts =
    first.stored.written_as === 'bigcodebench'
      ? await mergeEvalResults(parts, order, out)
      : await mergeRows(parts, order, out);
  if (first.stored.repeat > 1) await mergeFlaky(parts, order, paths.flaky, several(verdicts));
  const {shard: _, part_of: __, totals: ___, ...identity} = first.stored;
  const manifest: ExecuteManifest = {
    ...identity,
    totals: {...sumOf(parts, order), ...problemTotals(verdicts)},
  };
  const official = officialNameIn(parts);
  if (official)
    writePassAtK(paths.passAtK, {
      official,
      suite: identity.suite.name,
      calibrated: identity.calibrated,
      totals: manifest.totals,
    });
  writeJson(paths.manifest, executeManifestSchema.parse(manifest));
  rmSync(begun);
  for (const {name, shard, stored} of parts)
    if (stored.totals.missing > 0)
      onNotice?.(
        `${name}: shard ${shardName(shard)} has ${stored.totals.missing} missing verdicts; run it again, and merge into a new file`,
      );
  return manifest;
}

type Paths = ReturnType<typeof batchPaths>;

/** What a merge left that was killed is not in the way: its manifest would have come last. */
function refuseTaken(paths: Paths, begun: string): void {
  const taken = [paths.manifest, paths.out].find((path) => existsSync(path));
  if (taken === undefined || (taken === paths.out && existsSync(begun))) return;
  throw new UsageError(`${taken}: is there already; choose another ${option('out')}, or remove it`);
}

function clearBegun({out, flaky, passAtK}: Paths, begun: string): void {
  if (!existsSync(begun)) return;
  for (const path of [out, flaky, passAtK]) rmSync(path, {force: true});
}

function readPart(file: string): BatchPart {
  const {manifest} = batchPaths(file);
  if (!existsSync(manifest))
    throw new MissingRequirementError(
      `${manifest}: missing; the shard is not finished, or the file is none of "execute": run it, and merge again`,
    );
  const stored = readJson(manifest, executeManifestSchema);
  if (!stored.shard)
    throw new UsageError(
      `${manifest}: shard: missing; merge takes verdicts that were made with ${option('shard')} i/n`,
    );
  const common = commonToBatches(stored);
  return {name: file, manifest, shard: stored.shard, isFinished: true, common, stored};
}

/** Task id -> its place in the suite. */
async function taskOrder(
  {manifest, stored: {suite: recorded}}: BatchPart,
  named: string | undefined,
): Promise<ReadonlyMap<string, number>> {
  if (named === undefined && !isKnownSuite(recorded.name))
    throw new UsageError(
      `${manifest}: its suite is ${recorded.name}; name the suite's file with ${option('suite')}`,
    );
  const suite = await loadJudgedSuite(named ?? recorded.name);
  if (suite.hash !== recorded.sha256)
    throw new UsageError(
      `${manifest}: suite.sha256: ${recorded.sha256.slice(0, 12)}…, but the suite ${suite.name} has ${suite.hash.slice(0, 12)}…; it was made on another version of it`,
    );
  return new Map([...suite.problems.keys()].map((taskId, i) => [taskId, i]));
}

/** What was judged of a sample, as far as counting needs it. */
type CountedVerdict = {taskId: string; status: z.infer<typeof statusSchema>};

/** Whether some problem has several samples: then each line says which one it is about. */
function several(verdicts: readonly CountedVerdict[]): boolean {
  return new Set(verdicts.map(({taskId}) => taskId)).size < verdicts.length;
}

const verdictLine = z.object({
  task_id: z.string(),
  sample: z.int().min(0).default(0),
  status: statusSchema,
  trust: trustSchema.nullable(),
  failures: z.array(z.object({test: z.string(), text: z.string()})),
  code_sha256: z.string(),
});

async function mergeRows(
  parts: readonly BatchPart[],
  order: ReadonlyMap<string, number>,
  out: string,
): Promise<CountedVerdict[]> {
  const rows = await linesOf(parts, order, ({name}) => name, verdictLine);
  const verdicts = rows.map(({task_id, status}) => ({taskId: task_id, status}));
  const isTold = several(verdicts);
  await streamAtomically(
    out,
    rows.map(({task_id, sample, ...rest}) =>
      toJsonLine({task_id, ...(isTold && {sample}), ...rest}),
    ),
  );
  return verdicts;
}

const flakyLine = z.object({
  task_id: z.string(),
  sample: z.int().min(0).default(0),
  statuses: z.array(statusSchema),
  code_sha256: z.string(),
});

async function mergeFlaky(
  parts: readonly BatchPart[],
  order: ReadonlyMap<string, number>,
  path: string,
  several: boolean,
): Promise<void> {
  const rows = await linesOf(parts, order, ({name}) => batchPaths(name).flaky, flakyLine);
  await streamAtomically(
    path,
    rows.map(({task_id, sample, statuses, code_sha256}) =>
      toJsonLine({task_id, ...(several && {sample}), statuses, code_sha256}),
    ),
  );
}

/** The lines of all parts in the order of the whole: by problem, then sample. */
async function linesOf<Line extends {task_id: string; sample: number}>(
  parts: readonly BatchPart[],
  order: ReadonlyMap<string, number>,
  pathOf: (part: BatchPart) => string,
  schema: z.ZodType<Line>,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const part of parts) {
    const path = pathOf(part);
    for (const line of await readAllJsonl(path, schema)) {
      refuseOtherShard(part, path, line.task_id);
      lines.push(line);
    }
  }
  const at = ({task_id}: Line) => order.get(task_id) ?? order.size;
  return lines.sort((a, b) => at(a) - at(b) || a.sample - b.sample);
}

async function mergeEvalResults(
  parts: readonly BatchPart[],
  order: ReadonlyMap<string, number>,
  out: string,
): Promise<CountedVerdict[]> {
  const entries = parts.flatMap((part) =>
    Object.values(readJson(part.name, evalFileSchema).eval)
      .flat()
      .map((entry) => {
        refuseOtherShard(part, part.name, entry.task_id);
        return {...entry, details: z.record(z.string(), z.string()).parse(entry.details)};
      }),
  );
  const at = ({task_id}: {task_id: string}) => order.get(task_id) ?? order.size;
  const sorted = entries.sort((a, b) => at(a) - at(b));
  await writeEvalResults(out, dateNow(), sorted);
  return sorted.map(({task_id, status}) => ({taskId: task_id, status}));
}

function refuseOtherShard({shard}: BatchPart, path: string, taskId: string): void {
  if (isOfShard(taskId, shard)) return;
  throw new FileFormatError(
    `${path}: task_id: ${taskId} is not of shard ${shardName(shard)}; run the shard again with another ${option('out')}`,
  );
}

/** What is counted by sample, over all parts. */
function sumOf(
  parts: readonly BatchPart[],
  order: ReadonlyMap<string, number>,
): Omit<ExecuteTotals, keyof ReturnType<typeof problemTotals>> {
  const totals = parts.map(({stored}) => stored.totals);
  const sum = (count: (each: ExecuteTotals) => number) =>
    totals.reduce((total, each) => total + count(each), 0);
  return {
    samples: sum(({samples}) => samples),
    // Every shard reads the whole file of samples, and counts the same bad lines.
    bad_lines: totals[0]?.bad_lines ?? 0,
    pass: sum(({pass}) => pass),
    fail: sum(({fail}) => fail),
    timeout: sum(({timeout}) => timeout),
    error: sum(({error}) => error),
    missing: sum(({missing}) => missing),
    passes: {
      separate: sum(({passes}) => passes?.separate ?? 0),
      shared: sum(({passes}) => passes?.shared ?? 0),
      inseparable: totals
        .flatMap(({passes}) => passes?.inseparable ?? [])
        .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
    },
    run_again: sum(({run_again}) => run_again),
    flaky: totals.some(({flaky}) => flaky === null) ? null : sum(({flaky}) => flaky ?? 0),
  };
}

const nameInPassAtK = z.object({model: z.string().nullable(), split: z.string().nullable()});

/** What a file of pass@k beside some part says of the samples; undefined where none has one. */
function officialNameIn(parts: readonly BatchPart[]): OfficialName | undefined {
  const path = parts.map(({name}) => batchPaths(name).passAtK).find((each) => existsSync(each));
  return path === undefined ? undefined : readJson(path, nameInPassAtK);
}
