import {UsageError} from '../errors.js';
import {canonicalHash, sha256} from '../files/canonical-hash.js';
import {readSamples, type Sample} from '../interchange/samples/samples.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import {isOfShard, type Shard} from '../problem/shard.js';
import type {JudgedSuite} from './judged-suite.js';

/** Which of its problem’s samples one is, from 0. */
export type SampleKey = {taskId: string; sample: number};

/** A sample as it is judged, and the size of its code: what it weighs while under way. */
export type CalledSample = SampleKey & {code: string; codeSha256: string; bytes: number};

/** What a file of samples holds, without their texts. */
export type SamplePlan = {
  /** Task id -> SHA-256 of the code of each of its samples, in the file’s order. */
  codes: ReadonlyMap<string, readonly string[]>;
  badLines: number;
  /** Samples that hold what comes behind the complete prompt. */
  completions: number;
};

export type PlanOptions = {
  suite: JudgedSuite;
  /** The problems whose samples are meant; others are passed over. */
  chosen: ReadonlySet<string>;
};

/** So many bad lines are told one by one; of further ones only their number. */
export const toldBadLines = 20;

/**
 * Reads the samples once, tells of bad lines, and keeps what the rest are. A problem may have
 * several samples. Where no problem has two that differ, the file was put together twice: then its
 * repetitions are bad lines.
 * @throws {UsageError} when there is no sample of a chosen problem.
 */
export async function planSamples(
  path: string,
  options: PlanOptions & {onBadLine: (message: string) => void},
): Promise<SamplePlan> {
  const {suite, chosen, onBadLine} = options;
  const found = new Map<string, {codeSha256: string; place: string}[]>();
  let [badLines, completions, others] = [0, 0, 0];
  const tell = (message: string) => {
    badLines += 1;
    if (badLines <= toldBadLines) onBadLine(message);
  };
  for await (const read of readSamples(path, taskIdsOf(suite))) {
    if ('error' in read) tell(read.error.message);
    else if (!chosen.has(read.task_id)) others += 1;
    else {
      if (read.kind === 'completion') completions += 1;
      const entry = {codeSha256: callSample(read, options).codeSha256, place: read.place};
      const earlier = found.get(read.task_id);
      if (earlier) earlier.push(entry);
      else found.set(read.task_id, [entry]);
    }
  }
  if (found.size === 0) throw new UsageError(noneMeant(path, suite, {badLines, others}));
  const severalDiffer = [...found.values()].some(
    (entries) => new Set(entries.map(({codeSha256}) => codeSha256)).size > 1,
  );
  const codes = new Map<string, string[]>();
  for (const [taskId, entries] of found) {
    const kept = severalDiffer ? entries : entries.slice(0, 1);
    for (const {place} of entries.slice(kept.length))
      tell(
        `${place}: task_id: ${JSON.stringify(taskId)} stands at ${entries[0]?.place} already, with the same code (duplicate)`,
      );
    codes.set(
      taskId,
      kept.map(({codeSha256}) => codeSha256),
    );
  }
  return {codes, badLines, completions};
}

/** What of a plan belongs to a shard: the samples of its problems. */
export function planOfShard(plan: SamplePlan, shard: Shard | undefined): SamplePlan {
  const codes = new Map([...plan.codes].filter(([taskId]) => isOfShard(taskId, shard)));
  return {...plan, codes};
}

export function countSamples({codes}: SamplePlan): number {
  return [...codes.values()].reduce((sum, its) => sum + its.length, 0);
}

/** Over the codes by problem, whatever order the file has the problems in. */
export function hashOfPlan({codes}: SamplePlan): string {
  return canonicalHash(Object.fromEntries(codes));
}

/** Reads the samples again, those of the plan, in their order. Bad lines were told of before. */
export async function* calledSamples(
  path: string,
  plan: SamplePlan,
  options: PlanOptions,
): AsyncGenerator<CalledSample> {
  const seen = new Map<string, number>();
  for await (const read of readSamples(path, taskIdsOf(options.suite))) {
    if ('error' in read) continue;
    const {task_id: taskId} = read;
    const sample = seen.get(taskId) ?? 0;
    seen.set(taskId, sample + 1);
    if (sample >= (plan.codes.get(taskId)?.length ?? 0)) continue;
    yield {taskId, sample, ...callSample(read, options)};
  }
}

function noneMeant(
  path: string,
  {name}: JudgedSuite,
  {badLines, others}: {badLines: number; others: number},
): string {
  if (others > 0)
    return `${path}: its ${counted(others, 'sample is of a problem', 'samples are all of problems')} that ${option('tasks')} leaves out`;
  return `${path}: none of its ${counted(badLines, 'line')} is a sample of ${name}; is it for another ${option('suite')}?`;
}

function taskIdsOf(suite: JudgedSuite): ReadonlySet<string> {
  return new Set(suite.problems.keys());
}

/** The program as it is, behind its complete prompt where it completes one. */
function callSample(
  {task_id, kind, code: given}: Sample,
  {suite}: PlanOptions,
): {code: string; codeSha256: string; bytes: number} {
  const {completePrompt = ''} = suite.problems.get(task_id) ?? {};
  const code = kind === 'completion' ? completePrompt + given : given;
  return {code, codeSha256: sha256(code), bytes: code.length};
}
