import {z} from 'zod';

/**
 * Where a run's rows come from: conversations of the model itself (`live`), or answers to a
 * reference model's frozen ones (`static`).
 */
export const modeSchema = z.enum(['live', 'static']);

export type Mode = z.infer<typeof modeSchema>;

/** The mode of the runs that a verb makes. */
export function modeOf(verb: 'generate' | 'replay'): Mode {
  return verb === 'generate' ? 'live' : 'static';
}
