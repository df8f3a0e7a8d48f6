import type {Context} from './command.js';

/**
 * How far judging has come: `before` were judged in an earlier sitting, `again` have to run once
 * more after the rest.
 */
export type JobProgress = {
  done: number;
  total: number;
  before: number;
  again: number;
  missing: number;
};

const everyMs = {interactive: 100, plain: 10_000};

/**
 * Shows progress on stderr: a line that is written over where people watch, else a plain line every
 * ten seconds.
 */
export function jobProgressOn(context: Context): (progress: JobProgress) => void {
  const began = Date.now();
  let shown = began;
  return (progress) => {
    const now = Date.now();
    const last = progress.done === progress.total && progress.again === 0;
    if (!last && now - shown < (context.interactive ? everyMs.interactive : everyMs.plain)) return;
    shown = now;
    const line = describeJobProgress(progress, now - began);
    if (context.interactive) context.rewrite(line, last);
    else if (!last || now - began > everyMs.plain) context.note(line);
  };
}

/** @example `340 of 1140 judged, 2 to run again, 0 missing, 6.0/s, 134 s left` */
function describeJobProgress(
  {done, total, before, again, missing}: JobProgress,
  elapsedMs: number,
): string {
  const rate = ((done - before) * 1000) / Math.max(1, elapsedMs);
  const left = rate === 0 || done === total ? [] : [`${Math.ceil((total - done) / rate)} s left`];
  return [
    `${done} of ${total} judged`,
    ...(again > 0 ? [`${again} to run again`] : []),
    `${missing} missing`,
    `${rate.toFixed(1)}/s`,
    ...left,
  ].join(', ');
}
