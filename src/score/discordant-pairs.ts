export type ScoredModel = {model: string; static: number; live: number};

/**
 * `ahead` is the better one live, and the worse one static; the gaps are in score, both positive.
 */
export type DiscordantPair = {ahead: string; behind: string; live_gap: number; static_gap: number};

/**
 * Every pair of models whose order differs between static and live, the widest live gap first. A
 * tie on either side is no order.
 */
export function discordantPairs(models: readonly ScoredModel[]): DiscordantPair[] {
  const pairs = models.flatMap((ahead) =>
    models
      .filter((behind) => ahead.live > behind.live && ahead.static < behind.static)
      .map((behind) => ({
        ahead: ahead.model,
        behind: behind.model,
        live_gap: ahead.live - behind.live,
        static_gap: behind.static - ahead.static,
      })),
  );
  return pairs.sort((a, b) => b.live_gap - a.live_gap || b.static_gap - a.static_gap);
}
