import {z} from 'zod';

/**
 * How Pass@1 at a turn t >= 1 is read (DESIGN.md, section 4). `credited`: what has been solved
 * stays solved (live: passed at or before t; static: the answer at t passes, or the reference had
 * passed before t). `upstream`: the status at t or at turn 0 (static: the reference's), nothing
 * carried. MRR and Recall are the same in both: upstream's own script counts the target's turn 0 by
 * default (`print_results.py`, `--compensate_init`, true unless told otherwise).
 */
export const conventionSchema = z.enum(['credited', 'upstream']);

export type Convention = z.infer<typeof conventionSchema>;
