import {existsSync, rmSync} from 'node:fs';
import {z} from 'zod';
import {readAllJsonl} from '../../files/jsonl.js';
import {type Ledger, openLedger} from '../../files/ledger.js';
import {opening} from '../../files/opening.js';
import {type GroundTruth, groundTruthProblemSchema} from '../../judging/ground-truth-outcome.js';
import {statusSchema} from '../../log/log-line.js';

const trialSchema = groundTruthProblemSchema.pick({
  status: true,
  duration_ms: true,
  failures: true,
  profile: true,
});

/** One run of a canonical solution that came to a verdict. */
export type Trial = z.infer<typeof trialSchema>;

const rowSchema = z.object({task_id: z.string(), trials: z.array(trialSchema)});
type Row = z.infer<typeof rowSchema>;

/** The trials made so far, on disk; a problem's row holds all of its own. */
export type TrialRows = {
  of(taskId: string): readonly Trial[];
  add(row: Row): void;
  close(): void;
  /** Takes the file away, once there is an outcome. */
  discard(): void;
};

/**
 * Opens (or makes) the file of the trials under one suite, environment and limits; solutions that
 * pass by an earlier outcome count as tried. What an earlier version left unfinished in `runs` is
 * taken over. The same errors as `openLedger`.
 */
export async function openTrials(
  paths: {trials: string; runs: string},
  {known, timeLimitMs}: {known: GroundTruth | null; timeLimitMs: number},
): Promise<TrialRows> {
  const passed = new Map<string, Trial[]>();
  for (const {cause, task_id, status, duration_ms, failures, profile} of known?.problems ?? [])
    if (cause === null)
      passed.set(task_id, [
        {status, duration_ms, failures, ...(profile !== undefined && {profile})},
      ]);
  const ledger = await opening(async (keep) => {
    const opened = keep(await openRows(paths.trials));
    if (existsSync(paths.runs)) await takeOver(paths.runs, timeLimitMs, opened);
    return opened;
  });
  return {
    of: (taskId) => ledger.note(taskId) ?? passed.get(taskId) ?? [],
    add: ledger.add,
    close: ledger.close,
    discard: () => rmSync(paths.trials, {force: true}),
  };
}

type Rows = Ledger<Row, Row['trials']>;

function openRows(path: string): Promise<Rows> {
  return openLedger(path, {
    schema: rowSchema,
    keyOf: ({task_id}: Row) => task_id,
    noteOf: ({trials}) => trials,
  });
}

/** A line of an earlier version: one trial. */
const runSchema = trialSchema.extend({
  task_id: z.string(),
  status: statusSchema,
  time_limit_ms: z.number(),
});

/** Keeps the trials of an earlier version's file with this limit, then takes the file away. */
async function takeOver(path: string, timeLimitMs: number, rows: Rows): Promise<void> {
  const byTask = new Map<string, Trial[]>();
  for (const run of await readAllJsonl(path, runSchema, {tornLastLine: 'drop'})) {
    const {task_id, status, duration_ms, failures} = run;
    if (status === 'missing' || run.time_limit_ms !== timeLimitMs) continue;
    byTask.set(task_id, [...(byTask.get(task_id) ?? []), {status, duration_ms, failures}]);
  }
  for (const [task_id, trials] of byTask) if (!rows.has(task_id)) rows.add({task_id, trials});
  rmSync(path);
}
