import type {ModelEvent} from '../model/events.js';
import {likeness} from '../model/likeness.js';

/** What most attempts of the last minute failed of, in the words of one of them. */
export type Trouble = {reason: string; attempts: number};

export type Troubles = {
  observe(event: Pick<ModelEvent, 'outcome' | 'reason'>): void;
  commonest(): Trouble | null;
};

const minuteMs = 60_000;

/** @param now the time in ms. */
export function createTroubles(now: () => number): Troubles {
  let recent: {at: number; reason: string; kind: string}[] = [];
  const prune = () => {
    if (recent.length > 0 && recent[0] && recent[0].at <= now() - minuteMs)
      recent = recent.filter(({at}) => at > now() - minuteMs);
  };
  return {
    observe: ({outcome, reason}) => {
      if (outcome === 'answered' || reason === null) return;
      prune();
      recent.push({at: now(), reason, kind: likeness(reason)});
    },
    commonest: () => {
      prune();
      const counts = new Map<string, Trouble>();
      for (const {kind, reason} of recent)
        counts.set(kind, {reason, attempts: (counts.get(kind)?.attempts ?? 0) + 1});
      return [...counts.values()].reduce<Trouble | null>(
        (worst, each) => (worst === null || each.attempts > worst.attempts ? each : worst),
        null,
      );
    },
  };
}
