import {z} from 'zod';

/**
 * What a judge is made of, and so how code was judged, and on what; stands in every run's manifest.
 */
export const judgeIdentitySchema = z.object({
  /** `3.11`: tracebacks, and so feedback, are comparable within one minor version. */
  pythonMinor: z.string(),
  /** SHA-256 over our own files that run inside the judging process. */
  runnerHash: z.string(),
  /** Python version alone, or with the installed distributions (DESIGN.md, verdict cache). */
  environment: z.string(),
  /** 1 to 4 as in the documentation of sealing; 4 is time and per-process limits only. */
  sealLevel: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
});

export type JudgeIdentity = z.infer<typeof judgeIdentitySchema>;
