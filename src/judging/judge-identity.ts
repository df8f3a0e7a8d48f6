import {z} from 'zod';
import {RUNNER_OF_VERSION_1} from './verdict-version.js';

/**
 * What a judge is made of, and so how code was judged, and on what; stands in every run's manifest.
 * The first runs have a hash of the runner's files in place of `verdictVersion`: that of the
 * released runner is version 1, any other is no version.
 */
export const judgeIdentitySchema = z.preprocess(
  toldByRunnerHash,
  z.object({
    /** `3.11`: tracebacks, and so feedback, are comparable within one minor version. */
    pythonMinor: z.string(),
    /**
     * What a verdict depends on of our own code, as a number that is raised by hand; null for a
     * runner that was never released.
     */
    verdictVersion: z.number().int().min(1).nullable(),
    /** Python version alone, or with the installed distributions (DESIGN.md, verdict cache). */
    environment: z.string(),
    /** 1 to 4 as in the documentation of sealing; 4 is time and per-process limits only. */
    sealLevel: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  }),
);

export type JudgeIdentity = z.infer<typeof judgeIdentitySchema>;

const withRunnerHash = z.looseObject({
  runnerHash: z.string(),
  verdictVersion: z.undefined().optional(),
});

function toldByRunnerHash(value: unknown): unknown {
  const old = withRunnerHash.safeParse(value);
  if (!old.success) return value;
  return {...old.data, verdictVersion: old.data.runnerHash === RUNNER_OF_VERSION_1 ? 1 : null};
}
