import type {ModelEvent} from './events.js';

/** How many questions may be in flight at once. */
export type Pace = {
  /** At least 1. */
  limit(): number;
  /** Hears of every attempt when it has ended. */
  observe(attempt: AttemptTold): void;
};

type AttemptTold = Pick<ModelEvent, 'outcome' | 'status' | 'duration_ms' | 'answer_tokens'>;

export function fixedPace(limit: number): Pace {
  return {limit: () => limit, observe: () => {}};
}

export type PaceOptions = {
  /** For a whole attempt, in ms: questions are never queued so deep that half of it is waiting. */
  timeoutMs: number;
  /** The time in ms. */
  now: () => number;
};

const fewest = 2;
const most = 128;

/** Answers may take so much longer than alone before the server counts as full. */
const tolerance = 1.25;

/**
 * A pace that finds out how many questions a server answers at once. It begins with two and doubles
 * as long as answers take no longer for it. Then it aims at as many as make them take a quarter
 * longer, and a few more that wait (a gradient on latency, as in Netflix's concurrency-limits).
 * What a server turns down as too much, or leaves unanswered, halves it. Time is counted per token
 * where the server counts tokens, so that longer answers are no slower ones.
 */
export function adaptivePace({timeoutMs, now}: PaceOptions): Pace {
  let limit = fewest;
  let isDoubling = true;
  let alone: number | null = null;
  let before: {limit: number; took: number} | null = null;
  let sample = emptySample(now());

  function move(next: number): void {
    limit = Math.round(Math.min(most, Math.max(1, next)));
    sample = emptySample(now());
  }

  function conclude({answers, durationMs, tokens}: PaceSample): void {
    const took = tokens > 0 ? durationMs / tokens : durationMs / answers;
    // Fewer in flight, and answers come no sooner: it is not our queue, the server has slowed down.
    if (before && limit <= 0.8 * before.limit && took > 0.92 * before.took) alone = took;
    alone = Math.min(alone ?? took, took);
    before = {limit, took};
    const deepest = Math.floor((limit * timeoutMs) / 2 / (durationMs / answers));
    isDoubling &&= took <= tolerance * alone;
    const aim = limit * Math.min(1, (tolerance * alone) / took) + Math.sqrt(limit);
    move(Math.min(deepest, isDoubling ? 2 * limit : (limit + aim) / 2));
  }

  return {
    limit: () => limit,
    observe: (attempt) => {
      const left = now() - attempt.duration_ms;
      // What left under another limit says nothing of this one; half a ms is lost in rounding.
      if (left + 1 < sample.since) return;
      if (isTooMuch(attempt)) {
        isDoubling &&= alone === null;
        move(limit / 2);
      } else if (attempt.outcome === 'answered') {
        sample.answers += 1;
        // Rounded to whole ms; of no time at all nothing is a multiple.
        sample.durationMs += Math.max(1, attempt.duration_ms);
        sample.tokens += attempt.answer_tokens ?? 0;
        if (sample.answers >= Math.max(limit, 2 * fewest)) conclude(sample);
      }
    },
  };
}

/** Answers to questions that left since then. */
type PaceSample = {since: number; answers: number; durationMs: number; tokens: number};

function emptySample(since: number): PaceSample {
  return {since, answers: 0, durationMs: 0, tokens: 0};
}

/** No reply, or one of those that servers and the proxies before them give under load. */
function isTooMuch({outcome, status}: AttemptTold): boolean {
  if (outcome === 'answered') return false;
  return status === null || [408, 429, 502, 503, 504, 529].includes(status);
}
