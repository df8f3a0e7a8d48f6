/** Letters of one line that are shown. */
const mostInLine = 2000;

export type TextBeginning = {
  text: string;
  /** Where the rest begins. */
  end: number;
  /** Whether some line of it is longer than what is shown of it. */
  hasLongLine: boolean;
};

/** A line as far as anybody reads it. */
export function lineBeginning(line: string): string {
  const left = line.length - mostInLine;
  return left > 0 ? `${line.slice(0, mostInLine)} … ${left} more letters` : line;
}

/** So many lines of a text and about so many letters, none of them longer than anybody reads. */
export function beginningOf(text: string, lines: number, mostLetters: number): TextBeginning {
  const shown: string[] = [];
  let [from, letters, hasLongLine] = [0, 0, false];
  while (shown.length < lines && from < text.length && letters < mostLetters) {
    const newline = text.indexOf('\n', from);
    const to = newline === -1 ? text.length : newline;
    shown.push(lineBeginning(text.slice(from, to)));
    hasLongLine ||= to - from > mostInLine;
    letters += Math.min(to - from, mostInLine);
    from = to + 1;
  }
  return {text: shown.join('\n'), end: Math.min(from, text.length), hasLongLine};
}
