import {rmSync} from 'node:fs';
import {z} from 'zod';
import {openLedger} from '../../files/ledger.js';
import {type GroundTruth, groundTruthProblemSchema} from '../../judging/ground-truth-outcome.js';

const trialSchema = groundTruthProblemSchema.pick({
  status: true,
  duration_ms: true,
  failures: true,
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
 * pass by an earlier outcome count as tried. The same errors as `openLedger`.
 */
export async function openTrials(path: string, known: GroundTruth | null): Promise<TrialRows> {
  const passed = new Map<string, Trial[]>();
  for (const {cause, task_id, status, duration_ms, failures} of known?.problems ?? [])
    if (cause === null) passed.set(task_id, [{status, duration_ms, failures}]);
  const ledger = await openLedger(path, {
    schema: rowSchema,
    keyOf: ({task_id}: Row) => task_id,
    noteOf: ({trials}) => trials,
  });
  return {
    of: (taskId) => ledger.note(taskId) ?? passed.get(taskId) ?? [],
    add: ledger.add,
    close: ledger.close,
    discard: () => rmSync(path, {force: true}),
  };
}
