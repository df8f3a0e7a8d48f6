/**
 * A text whose places are shown twice, old and new, as an edit that is to be made or as a conflict
 * that Git leaves: with what is new alone.
 */
export function withNewSides(text: string): string {
  if (!/^<{5,9}(?: |$)/m.test(text)) return text;
  const kept: string[] = [];
  let side: 'both' | 'old' | 'new' = 'both';
  for (const line of text.split('\n'))
    if (side === 'both' && /^<{5,9}(?: |$)/.test(line)) side = 'old';
    else if (side === 'old' && /^={5,9}\s*$/.test(line)) side = 'new';
    else if (side === 'new' && /^>{5,9}(?: |$)/.test(line)) side = 'both';
    else if (side !== 'old') kept.push(line);
  return kept.join('\n');
}
