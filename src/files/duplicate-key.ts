/** A string, whether a `:` makes it a key, or what opens or closes an object or list. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g;

/**
 * The first key that stands twice in one object of `text`, valid JSON, with the keys above it; null
 * where there is none. `JSON.parse` takes the last one of equal keys and says nothing.
 * @example findDuplicateKey('{"eval": {"a": 1, "a": 2}}') // => 'eval.a'
 */
export function findDuplicateKey(text: string): string | null {
  const above: {keys: Set<string>; key: string}[] = [];
  for (const [token, string, colon] of text.matchAll(tokens)) {
    const inside = above.at(-1);
    if (token === '{' || token === '[') above.push({keys: new Set(), key: ''});
    else if (token === '}' || token === ']') above.pop();
    else if (string !== undefined && colon !== undefined && inside) {
      inside.key = String(JSON.parse(string));
      if (inside.keys.has(inside.key)) return above.map(({key}) => key).join('.');
      inside.keys.add(inside.key);
    }
  }
  return null;
}
