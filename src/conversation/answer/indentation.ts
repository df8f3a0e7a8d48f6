/** A text without the blanks that all its lines begin with; lines of blanks do not count. */
export function dedent(text: string): string {
  const lines = text.split('\n');
  const [first = '', ...others] = lines.filter((line) => line.trim() !== '').map(indentOf);
  const {length} = others.reduce(sharedStart, first);
  return lines.map((line) => line.slice(Math.min(length, indentOf(line).length))).join('\n');
}

export function indentOf(line: string): string {
  return line.slice(0, line.search(/[^ \t]|$/));
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
