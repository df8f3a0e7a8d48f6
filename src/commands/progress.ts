import type {SessionProgress} from '../session/options.js';
import type {Context} from './command.js';

const everyMs = {interactive: 100, plain: 10_000};

/**
 * Shows progress on stderr: a line that is written over where people watch, else a plain line every
 * ten seconds and at the end.
 */
export function progressOn(context: Context): (progress: SessionProgress) => void {
  let began = Date.now();
  let shown = began;
  return (progress) => {
    const now = Date.now();
    // Before a run tells of its start, models and judges are opened, and with several critics
    // another run was made.
    if (progress.done === 0) began = shown = now;
    const last = progress.done === progress.total;
    if (!last && now - shown < (context.interactive ? everyMs.interactive : everyMs.plain)) return;
    shown = now;
    const line = describeProgress(progress, now - began);
    if (context.interactive) context.rewrite(line, last);
    else if (last ? now - began > everyMs.plain : true) context.note(line);
  };
}

/** As much of a server's words as leaves a line readable. */
function shown(reason: string): string {
  return reason.length > 60 ? `${reason.slice(0, 60)}…` : reason;
}

/**
 * @param elapsedMs since the run's start; rate and time left are of what took time, not of what was
 * there before.
 * @example `340 of 3640, 32 in flight, 2 retries, 120,000 tokens, 0 missing, 85.0/s, 39 s left`
 */
export function describeProgress(
  {done, total, before, inFlight, missing, retries, tokens, trouble}: SessionProgress,
  elapsedMs: number,
): string {
  const rate = ((done - before) * 1000) / Math.max(1, elapsedMs);
  const left = rate === 0 || done === total ? [] : [`${Math.ceil((total - done) / rate)} s left`];
  return [
    `${done} of ${total}`,
    `${inFlight} in flight`,
    `${retries} retries`,
    `${tokens.toLocaleString('en-US')} tokens`,
    `${missing} missing`,
    `${rate.toFixed(1)}/s`,
    ...left,
    ...(trouble === null
      ? []
      : [`in the last minute ${trouble.attempts} × ${shown(trouble.reason)}`]),
  ].join(', ');
}
