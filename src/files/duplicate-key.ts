/** A string, whether a `:` makes it a key, or what opens, parts or closes an object or list. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\],]/g;

/**
 * The first key that stands twice in one object of `text`, valid JSON, with the keys and indexes
 * above it; null where there is none. `JSON.parse` takes the last one of equal keys and says
 * nothing.
 * @example findDuplicateKey('{"eval": [{}, {"a": 1, "a": 2}]}') // => 'eval.1.a'
 */
export function findDuplicateKey(text: string): string | null {
  const above: Level[] = [];
  for (const [token, string, colon] of text.matchAll(tokens)) {
    const inside = above.at(-1);
    if (token === '{') above.push({keys: new Set(), at: ''});
    else if (token === '[') above.push({keys: null, at: 0});
    else if (token === '}' || token === ']') above.pop();
    else if (token === ',' && inside?.keys === null) inside.at += 1;
    else if (string !== undefined && colon !== undefined && inside?.keys) {
      inside.at = String(JSON.parse(string));
      if (inside.keys.has(inside.at)) return above.map(({at}) => at).join('.');
      inside.keys.add(inside.at);
    }
  }
  return null;
}

/** An object and the key that was read last in it, or a list and the index that is read. */
type Level = {keys: Set<string>; at: string} | {keys: null; at: number};
