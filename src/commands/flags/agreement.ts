import type {z} from 'zod';
import {scoring} from '../../score/scoring.js';
import {repeatable, value} from './flag.js';
import {seedNumber, stored, storedOnes, texts} from './schemas.js';

const group = 'Input';

/** Runs of both benchmarks, and what their models are called. */
export const agreementFlags = (belongsTo: readonly string[] = []) => ({
  static: repeatable(storedOnes.default([]), {
    group,
    help: 'Runs of replay; on several logs they stand side by side',
    belongsTo,
  }),
  live: repeatable(storedOnes.default([]), {
    group,
    help: 'Runs of generate; or published: the 21 models of the paper, live on BigCodeBench',
    belongsTo,
  }),
  alias: repeatable(texts.default([]), {
    group,
    help: 'a=b: two names of one model',
    belongsTo,
  }),
});

/** The seed of whatever is drawn. */
export const drawingSeed = (what: string): z.ZodType<number> =>
  value(seedNumber.default(scoring.seed), {group, help: `Seed of ${what}`});

/** The log of a replay, where it cannot be found. */
export const replayedLog = () =>
  value(stored.optional(), {
    group,
    help: 'The log that the run replayed',
    otherwise: 'found by its hash, where it ships',
  });

/** Which suite is meant. The schema says whether it must be named. */
export const suite = <S extends z.ZodType>(schema: S, help: string, otherwise?: string): S =>
  value(schema, {group, help, ...(otherwise !== undefined && {otherwise})});
