/** A text without the blanks that all its lines begin with; lines of blanks do not count. */
export function dedent(text: string): string {
  const lines = text.split('\n');
  let shared: string | undefined;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    shared = shared === undefined ? indent : sharedStart(shared, indent);
    if (shared === '') return text;
  }
  const length = shared?.length ?? 0;
  return lines.map((line) => line.slice(Math.min(length, indentOf(line).length))).join('\n');
}

export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
