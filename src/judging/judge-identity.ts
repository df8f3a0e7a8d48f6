import {z} from 'zod';
import {RUNNER_OF_VERSION_1} from './verdict-version.js';

/**
 * What a judge is made of, and so how code was judged, and on what; stands in every run's manifest.
 * Where a hash of the runner's files stands in place of `verdictVersion`, a run is of version 1.
 */
export const judgeIdentitySchema = z.preprocess(
  toldByRunnerHash,
  z.object({
    /** `3.11`: tracebacks, and so feedback, are comparable within one minor version. */
    pythonMinor: z.string(),
    /** What a verdict depends on of our own code, as a number that is raised by hand. */
    verdictVersion: z.number().int().min(1),
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
  return old.success ? {...old.data, verdictVersion: 1} : value;
}

/**
 * A judge's identity as it stands in the keys of what is kept on disk. Keys of version 1 are those
 * from before there were versions, so that what was kept then is found.
 */
export function keyedIdentity({verdictVersion, ...rest}: JudgeIdentity) {
  const runnerHash = verdictVersion === 1 ? RUNNER_OF_VERSION_1 : `version ${verdictVersion}`;
  return {...rest, runnerHash};
}
