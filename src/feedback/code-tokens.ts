/**
 * Names, numbers and single signs of a text in order; white space does not count, either kind of
 * quote is one sign.
 */
export function wordsAndSigns(text: string): string[] {
  return Array.from(text.matchAll(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[^\s\w]/g), ([token]) =>
    token === "'" ? '"' : token,
  );
}

/**
 * The tokens of Python code, comments left out. What is in a string is taken apart as well, so that
 * a quotation cut inside it is still one.
 */
export function codeTokens(code: string): string[] {
  return wordsAndSigns(
    code.replace(stringOrComment, (found) => (found.startsWith('#') ? '' : found)),
  );
}

/**
 * The same blind to names and values: each name is `name`, each number and string `value`; keywords
 * and signs stay.
 */
export function blindTokens(code: string): string[] {
  const bare = code.replace(stringOrComment, withoutText);
  return wordsAndSigns(bare).map(blind);
}

/** The contiguous sequences of `length` tokens, each joined by blanks. */
export function runsOf(tokens: readonly string[], length: number): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at + length <= tokens.length; at += 1)
    found.add(tokens.slice(at, at + length).join(' '));
  return found;
}

// What stands behind a backslash is passed over, so that no quote there begins a string.
const stringOrComment =
  /\\[\s\S]|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|#[^\n]*/g;

function withoutText(found: string): string {
  if (found.startsWith('\\')) return found;
  return found.startsWith('#') ? '' : ' 0 ';
}

const keywords = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False'.split(
    ' ',
  ),
);

function blind(token: string): string {
  if (keywords.has(token)) return token;
  if (/[A-Za-z_]/.test(token)) return 'name';
  return /\d/.test(token) ? 'value' : token;
}
