/**
 * Just enough of Python's lexical structure to edit a line of code without touching its strings and
 * comments.
 */

export type Token = {
  kind: 'name' | 'number' | 'operator' | 'string';
  text: string;
  start: number;
  end: number;
};

/** A physical line of code that has at least one token. */
export type CodeLine = {
  /** 0-based. */
  index: number;
  /** Without blanks at its end. */
  text: string;
  indent: number;
  /** Tokens with columns of `text`; a string is one token, comments are none. */
  tokens: Token[];
  /**
   * Whether a logical line begins here: no bracket, string or backslash of an earlier line is still
   * open.
   */
  begins: boolean;
  /** Whether it is a logical line of its own. */
  whole: boolean;
};

/**
 * Splits code into its non-blank lines with their tokens; undefined for text that Python's lexer
 * would not take.
 */
export function parseLines(code: string): CodeLine[] | undefined {
  const tokens = tokenize(code);
  if (tokens === undefined) return undefined;
  const lines: CodeLine[] = [];
  let depth = 0;
  let at = 0;
  let next = 0;
  let joined = false;
  for (const [index, text] of code.split('\n').entries()) {
    const end = at + text.length;
    const inside = next > 0 && (tokens[next - 1]?.end ?? 0) > at;
    const begins = depth === 0 && !inside && !joined;
    const own: Token[] = [];
    for (let token = tokens[next]; token !== undefined && token.start < end; token = tokens[next]) {
      own.push({...token, start: token.start - at, end: token.end - at});
      depth += token.kind === 'operator' ? bracketStep(token.text) : 0;
      next += 1;
    }
    joined = /\\\s*$/.test(text);
    const leavesOpen = depth !== 0 || joined || (own.at(-1)?.end ?? 0) > text.length;
    if (own.length > 0) {
      lines.push({
        index,
        text: text.trimEnd(),
        indent: text.search(/\S/),
        tokens: own,
        begins,
        whole: begins && !leavesOpen,
      });
    }
    at = end + 1;
  }
  return depth === 0 ? lines : undefined;
}

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield match case'
  ).split(' '),
);

/** Whether a name is one of Python's own words. */
export function isKeyword(name: string): boolean {
  return keywords.has(name);
}

/** Whether a value may end here, so that an operator after it is a binary one. */
export function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'name')
    return !isKeyword(token.text) || ['True', 'False', 'None'].includes(token.text);
  return token.kind !== 'operator' || [')', ']', '}'].includes(token.text);
}

const lexicon = new RegExp(
  [
    '(?<blank>[\\s\\\\]+|#[^\\n]*)',
    '(?<quote>[rRbBfFuU]{0,2}(?:\'\'\'|"""|\'|"))',
    '(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)',
    '(?<number>(?:0[xXoObB][\\da-fA-F_]+|(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?)[jJ]?)',
    '(?<operator>\\*\\*=|//=|>>=|<<=|\\.\\.\\.|->|:=|==|!=|<=|>=|\\+=|-=|\\*=|/=|%=|&=|\\|=|\\^=|@=|\\*\\*|//|<<|>>|[-+*/%@&|^~<>=()\\[\\]{},:.;])',
  ].join('|'),
  'uy',
);

function tokenize(code: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < code.length; ) {
    lexicon.lastIndex = at;
    const groups = lexicon.exec(code)?.groups;
    if (groups === undefined) return undefined;
    const start = at;
    if (groups.quote !== undefined) {
      const end = endOfString(
        code,
        start + groups.quote.length,
        groups.quote.replace(/^[a-zA-Z]+/, ''),
      );
      if (end === undefined) return undefined;
      at = end;
      tokens.push({kind: 'string', text: code.slice(start, at), start, end: at});
      continue;
    }
    at = lexicon.lastIndex;
    const text = code.slice(start, at);
    if (groups.name !== undefined) tokens.push({kind: 'name', text, start, end: at});
    else if (groups.number !== undefined) tokens.push({kind: 'number', text, start, end: at});
    else if (groups.operator !== undefined) tokens.push({kind: 'operator', text, start, end: at});
  }
  return tokens;
}

function endOfString(code: string, from: number, quote: string): number | undefined {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '\\') at += 1;
    else if (code.startsWith(quote, at)) return at + quote.length;
    else if (code[at] === '\n' && quote.length === 1) return undefined;
  }
  return undefined;
}

function bracketStep(text: string): number {
  if ('([{'.includes(text)) return 1;
  return ')]}'.includes(text) ? -1 : 0;
}
