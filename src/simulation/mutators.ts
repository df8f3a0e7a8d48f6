import {type CodeLine, endsValue, isKeyword, type Token} from './python-text.js';

/**
 * A line with one fault in it (empty: the line is gone), and what is wrong in words that hold no
 * code.
 */
export type Mutant = {text: string; fault: string};

/** One way to go wrong in a line of Python; `lines` are all lines of the body. */
export type Mutator = {
  kind: string;
  /**
   * Whether the faulty line raises or does not compile, whatever else the program does: safe beside
   * deletions.
   */
  alwaysStops: boolean;
  mutate(line: CodeLine, lines: readonly CodeLine[]): Mutant[];
};

export const mutators: readonly Mutator[] = [
  {kind: 'wrong-operator', alwaysStops: false, mutate: wrongOperator},
  {kind: 'wrong-comparison', alwaysStops: false, mutate: wrongComparison},
  {kind: 'wrong-constant', alwaysStops: false, mutate: wrongConstant},
  {kind: 'dropped-line', alwaysStops: false, mutate: droppedLine},
  {kind: 'swapped-arguments', alwaysStops: false, mutate: swappedArguments},
  {kind: 'misspelt-name', alwaysStops: true, mutate: misspeltName},
  {kind: 'missing-colon', alwaysStops: true, mutate: missingColon},
];

/** No `%` (text formatting), `**` (sizes explode), `|` and `&` (masks and sets alike). */
const otherOperator = new Map([
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['//', '/'],
  ['+=', '-='],
  ['-=', '+='],
  ['and', 'or'],
  ['or', 'and'],
]);

function wrongOperator(line: CodeLine): Mutant[] {
  return line.tokens.flatMap((token, index) => {
    const other = otherOperator.get(token.text);
    if (other === undefined || !endsValue(line.tokens[index - 1]) || token.kind === 'string')
      return [];
    return [
      {text: spliced(line, token, other), fault: 'two values are combined by the wrong operation'},
    ];
  });
}

const otherComparison = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['==', '!='],
  ['!=', '=='],
]);

function wrongComparison(line: CodeLine): Mutant[] {
  return line.tokens.flatMap((token, index) => {
    const next = line.tokens[index + 1];
    if (token.text === 'not' && next?.text === 'in')
      return [membership({...token, end: next.end}, 'in')];
    if (token.text === 'is') {
      return next?.text === 'not'
        ? [identity({...token, end: next.end}, 'is')]
        : [identity(token, 'is not')];
    }
    const other = otherComparison.get(token.text);
    if (other === undefined || token.kind !== 'operator' || !endsValue(line.tokens[index - 1]))
      return [];
    return [
      {
        text: spliced(line, token, other),
        fault: 'a comparison draws its boundary in the wrong place',
      },
    ];
  });

  function membership(span: Token, text: string): Mutant {
    return {text: spliced(line, span, text), fault: 'a test of membership is turned upside down'};
  }
  function identity(span: Token, text: string): Mutant {
    return {
      text: spliced(line, span, text),
      fault: 'a test for one particular value is turned upside down',
    };
  }
}

function wrongConstant(line: CodeLine): Mutant[] {
  return line.tokens.flatMap((token) => {
    const other = otherConstant(token);
    return other === undefined
      ? []
      : [
          {
            text: spliced(line, token, other),
            fault: 'a constant has not the value that the task asks for',
          },
        ];
  });
}

function otherConstant(token: Token): string | undefined {
  if (token.text === 'True') return 'False';
  if (token.text === 'False') return 'True';
  return token.kind === 'number' && /^\d{1,9}$/.test(token.text)
    ? String(Number(token.text) + 1)
    : undefined;
}

/**
 * Statements that begin with a name (assignments and calls), where the block keeps another
 * statement.
 */
function droppedLine(line: CodeLine, lines: readonly CodeLine[]): Mutant[] {
  const [first] = line.tokens;
  if (!line.whole || first?.kind !== 'name' || isKeyword(first.text)) return [];
  if (!hasSibling(line, lines)) return [];
  return [{text: '', fault: 'a step that the later ones rely on is missing'}];
}

function hasSibling(line: CodeLine, lines: readonly CodeLine[]): boolean {
  const earlier = lines.findLast(
    (other) => other.begins && other.index < line.index && other.indent <= line.indent,
  );
  const later = lines.find((other) => other.begins && other.index > line.index);
  return earlier?.indent === line.indent || later?.indent === line.indent;
}

const orderDoesNotMatter = new Set(['print', 'min', 'max', 'isclose']);

function swappedArguments(line: CodeLine): Mutant[] {
  return line.tokens.flatMap((token, index) => {
    const called = line.tokens[index - 1];
    if (
      token.text !== '(' ||
      called?.kind !== 'name' ||
      isKeyword(called.text) ||
      line.tokens[0]?.text === 'def'
    )
      return [];
    if (orderDoesNotMatter.has(called.text)) return [];
    const [first, second, ...more] = argumentsFrom(line, index) ?? [];
    if (first === undefined || second === undefined || more.length > 0) return [];
    const text = (span: TextSpan) => line.text.slice(span.start, span.end);
    const between = line.text.slice(first.end, second.start);
    const swapped = text(second) + between + text(first);
    return [
      {
        text: spliced(line, {start: first.start, end: second.end}, swapped),
        fault: 'a call gets its two arguments in the wrong order',
      },
    ];
  });
}

type TextSpan = {start: number; end: number};

/**
 * Where the positional arguments of the call opened at `open` stand; undefined for keywords, stars,
 * generators and calls that end on another line.
 */
function argumentsFrom(line: CodeLine, open: number): TextSpan[] | undefined {
  const spans: TextSpan[] = [];
  let depth = 0;
  let current: TextSpan | undefined;
  for (const [offset, token] of line.tokens.slice(open + 1).entries()) {
    if (depth === 0 && token.kind === 'operator' && [',', ')'].includes(token.text)) {
      if (current !== undefined) spans.push(current);
      current = undefined;
      if (token.text === ')') return spans;
      continue;
    }
    if (
      depth === 0 &&
      ['=', ':=', 'for', 'lambda', '*', '**'].includes(token.text) &&
      token.kind !== 'string'
    ) {
      const multiplies = ['*', '**'].includes(token.text) && endsValue(line.tokens[open + offset]);
      if (!multiplies) return undefined;
    }
    if (token.kind === 'operator' && '([{'.includes(token.text)) depth += 1;
    if (token.kind === 'operator' && ')]}'.includes(token.text)) depth -= 1;
    current = {start: current?.start ?? token.start, end: token.end};
  }
  return undefined;
}

function misspeltName(line: CodeLine, lines: readonly CodeLine[]): Mutant[] {
  if (
    ['def', 'class', 'import', 'from', 'global', 'nonlocal', 'except', '@'].includes(
      line.tokens[0]?.text ?? '',
    )
  )
    return [];
  const known = new Set(lines.flatMap(({tokens}) => tokens.map(({text}) => text)));
  return line.tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || isKeyword(token.text) || token.text.length < 4) return [];
    // What an `=` follows is a new variable or a keyword argument: misspelt, it need not stop the
    // program.
    if (['=', ':='].includes(line.tokens[index + 1]?.text ?? '')) return [];
    const middle = token.text.length >> 1;
    const misspelt = token.text.slice(0, middle) + token.text.slice(middle + 1);
    if (known.has(misspelt) || isKeyword(misspelt)) return [];
    return [
      {
        text: spliced(line, token, misspelt),
        fault: 'a name is spelt in another way than where it was introduced',
      },
    ];
  });
}

function missingColon(line: CodeLine): Mutant[] {
  const last = line.tokens.at(-1);
  if (!line.whole || last?.text !== ':' || line.tokens.length < 2) return [];
  return [
    {text: spliced(line, last, ''), fault: 'the mark that opens the indented block is missing'},
  ];
}

function spliced(line: CodeLine, span: TextSpan, text: string): string {
  return line.text.slice(0, span.start) + text + line.text.slice(span.end);
}
