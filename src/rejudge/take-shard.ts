import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {firstDifference} from '../files/identity.js';
import {readJsonl, readJsonlLeniently} from '../files/jsonl.js';
import {makeWholeDirectory} from '../files/whole-directory.js';
import {writeJson} from '../files/write.js';
import type {LogManifest} from '../log/log-manifest.js';
import {openLog, readConversations} from '../log/read-log.js';
import {writeScenario} from '../log/write-log.js';
import {type CompletionRow, completionRow} from '../model/completion-row.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import {scenarios} from '../problem/scenario.js';
import {isOfShard, type Shard, shardName} from '../problem/shard.js';
import {readFailedLines} from '../run/failed-programs.js';
import {keepGroundTruth, readGroundTruth} from '../run/ground-truth.js';
import {readRunManifest, type StoredRun} from '../run/read-run.js';
import {openRunDirectory} from '../run/run-directory.js';
import {checkSameIdentity, type RunManifest, runIdentitySchema} from '../run/run-manifest.js';
import {closing} from '../session/closing.js';
import {finishRun, separableOf} from '../session/finish-run.js';

/** What is taken out of a run, and where it is put. */
export type TakenShard = {shard: Shard; out: string; suite: Suite};

/**
 * Makes a run of one shard of a finished run's problems, so that it can be judged by itself; what
 * belongs to no problem (remarks of a critic, answers that no row names) goes with the first. One
 * that was made before is left as it is.
 * @throws {UsageError} for a run that is a shard itself, or where `out` holds something else.
 */
export async function takeShard(source: StoredRun, taken: TakenShard): Promise<void> {
  const {shard, out} = taken;
  const {label, manifest, rows} = source;
  if (manifest.shard)
    throw new UsageError(
      `${label}/manifest.json: shard: it is shard ${shardName(manifest.shard)} already; judge it without ${option('shard')}`,
    );
  const tasks = new Set(rows.map(({task_id}) => task_id));
  const part: RunManifest = {
    ...manifest,
    shard,
    part_of: {
      problems: tasks.size,
      tasks_sha256: canonicalHash([...tasks]),
      scenarios: manifest.scenarios,
    },
  };
  if (existsSync(join(out, 'manifest.json'))) return requireSameShard(out, part);
  await makeWholeDirectory(out, (directory) => fillShard(directory, {source, part, ...taken}));
}

function requireSameShard(out: string, part: RunManifest): void {
  const existing = readRunManifest(out);
  checkSameIdentity(out, existing, runIdentitySchema.strip().parse(part));
  const other = firstDifference(existing.part_of ?? {}, part.part_of ?? {});
  if (other !== null)
    throw new UsageError(
      `${out}/manifest.json: part_of.${other.field}: this shard has ${other.before}, the run has ${other.now}; choose another ${option('out')}`,
    );
}

async function fillShard(
  directory: string,
  {source, part, shard, suite}: TakenShard & {source: StoredRun; part: RunManifest},
): Promise<void> {
  const {label, manifest} = source;
  const rows = source.rows.filter(({task_id}) => isOfShard(task_id, shard));
  const named = new Set(source.rows.flatMap(({request}) => request ?? []));
  const own = new Set(rows.flatMap(({request}) => request ?? []));
  const isFirst = shard.index === 0;
  const truth = readGroundTruth(label, manifest);
  const run = await openRunDirectory(directory, runIdentitySchema.strip().parse(part));
  await closing(run, async () => {
    for await (const answer of answersIn(label, 'completions.jsonl'))
      if (own.has(answer.request) || (isFirst && !named.has(answer.request)))
        run.addCompletion(answer);
    if (isFirst) {
      for await (const remark of answersIn(label, 'critic.jsonl')) run.addCriticCompletion(remark);
      const journal = join(label, 'journal.jsonl');
      if (existsSync(journal))
        for await (const read of readJsonlLeniently(journal, z.looseObject({})))
          if ('value' in read) run.journal(read.value);
    }
    if (existsSync(join(label, 'log', 'manifest.json')))
      await takeLog(join(label, 'log'), join(directory, 'log'), shard);
    keepGroundTruth(directory, truth);
    const leftOut = manifest.totals?.left_out ?? {};
    const lines = (await readFailedLines(label)) ?? [];
    const failed = lines.filter(({task_id}) => isOfShard(task_id, shard));
    const profiles = separableOf([manifest]);
    const again = {verdicts: rows, failed};
    await finishRun(run, {suite, begun: part, truth, leftOut, profiles, again});
  });
}

async function* answersIn(directory: string, file: string): AsyncGenerator<CompletionRow> {
  const path = join(directory, file);
  if (!existsSync(path)) return;
  for await (const {value} of readJsonl(path, completionRow)) yield value;
}

/** The conversations of a shard, as a log. */
async function takeLog(from: string, to: string, shard: Shard): Promise<void> {
  const log = openLog(from);
  const files: LogManifest['scenarios'] = {};
  for (const {id} of scenarios) {
    const recorded = log.manifest.scenarios[id];
    if (!recorded) continue;
    const conversations = await readConversations(log, id);
    const lines = conversations.flatMap((each) =>
      isOfShard(each.taskId, shard) ? each.lines : [],
    );
    const incomplete = (recorded.incomplete ?? []).filter((taskId) => isOfShard(taskId, shard));
    files[id] = writeScenario(to, id, lines, incomplete);
  }
  writeJson(join(to, 'manifest.json'), {...log.manifest, scenarios: files});
}
