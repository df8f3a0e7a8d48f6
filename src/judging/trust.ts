import {z} from 'zod';

/**
 * How a pass was established: tests and program in two processes (`separate`), or in one with
 * layers against forging (`shared`).
 */
export const trustSchema = z.enum(['separate', 'shared']);

export type Trust = z.infer<typeof trustSchema>;
