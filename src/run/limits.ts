import {z} from 'zod';
import {unusualLimits} from '../judging/ground-truth-outcome.js';
import type {Limits} from '../judging/limits.js';

/**
 * Limits of jobs other than the usual ones, by name: those of `Limits`, and `timeLimitMs` where one
 * was asked for.
 */
export const runLimitsSchema = z.record(z.string(), z.number().int().min(1));

export type RunLimits = z.infer<typeof runLimitsSchema>;

/** What a run says of the limits that were asked for; undefined where all are the usual ones. */
export function askedLimits({
  timeLimitMs,
  limits,
}: {
  timeLimitMs?: number | undefined;
  limits: Partial<Limits>;
}): RunLimits | undefined {
  const unusual = unusualLimits(limits);
  if (timeLimitMs === undefined) return unusual;
  return {...unusual, timeLimitMs};
}

/**
 * The limits of a run that is gone on with: the wider ones of each kind, since its rows may be of
 * either sitting.
 */
export function widerLimits(
  before: RunLimits | undefined,
  now: RunLimits | undefined,
): RunLimits | undefined {
  if (before === undefined || now === undefined) return before ?? now;
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return Object.fromEntries(
    Array.from(names, (name) => [name, Math.max(before[name] ?? 0, now[name] ?? 0)]),
  );
}
