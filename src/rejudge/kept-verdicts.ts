import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {canonicalHash} from '../files/canonical-hash.js';
import {type Ledger, openLedger} from '../files/ledger.js';
import {programVersion} from '../files/program-version.js';
import type {JudgeIdentity} from '../judging/judge-identity.js';
import type {Limits} from '../judging/limits.js';
import {type FailedProgram, failedProgramSchema} from '../run/failed-programs.js';
import {type Place, placeKey, type VerdictRow, verdictRowSchema} from '../run/verdict-row.js';

/**
 * A new verdict, what its program failed at, and the hash of how it came about. What a version
 * before 0.2 left has no `failed`; it is not gone on with, but read.
 */
const keptVerdictSchema = z.object({
  judging: z.string(),
  row: verdictRowSchema,
  failed: failedProgramSchema.nullable().default(null),
});

/** A place that was judged again, and what its program failed at. */
export type JudgedPlace = {row: VerdictRow; failed: FailedProgram | null};

/** New verdicts while a run is judged again, each on disk before it counts. */
export type KeptVerdicts = {
  at(place: Place): VerdictRow | undefined;
  add(judged: JudgedPlace): void;
  /** What programs failed at, of all verdicts that came about in this way. */
  failed(): Iterable<FailedProgram>;
  close(): void;
};

/** How a run is judged again; `timeLimitsMs` are those of the suite's problems, in its order. */
export type HowJudged = {
  judge: JudgeIdentity;
  limits: Partial<Limits>;
  timeLimitsMs: readonly number[];
};

/**
 * Opens what an earlier call of the same judging left in the run's directory; a verdict that came
 * about in another way is not found. The caller holds the directory's lock.
 * @throws as `openLedger`.
 */
export async function openKeptVerdicts(directory: string, how: HowJudged): Promise<KeptVerdicts> {
  const judging = canonicalHash({...how, program_version: programVersion()});
  const ledger: Ledger<z.infer<typeof keptVerdictSchema>, VerdictRow> = await openLedger(
    pathIn(directory),
    {
      schema: keptVerdictSchema,
      keyOf: ({judging, row}) => `${judging} ${placeKey(row)}`,
      noteOf: ({row}) => row,
      made: 'when needed',
    },
  );
  return {
    at: (place) => ledger.note(`${judging} ${placeKey(place)}`),
    add: ({row, failed}) => ledger.add({judging, row, failed}),
    *failed() {
      for (const key of ledger.keys()) {
        const kept = ledger.get(key);
        if (kept?.judging === judging && kept.failed) yield kept.failed;
      }
    },
    close: ledger.close,
  };
}

/** Once the run has them. */
export function dropKeptVerdicts(directory: string): void {
  rmSync(pathIn(directory), {force: true});
}

function pathIn(directory: string): string {
  return join(directory, 'verdicts-again.jsonl');
}
