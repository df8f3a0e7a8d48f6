import {diffLines} from 'diff';

/** A line of two programs laid over each other; lines come without their `\n`. */
export type DiffLine = {change: 'same' | 'removed' | 'added'; text: string};

/** Programs that differ in more lines are not laid over each other. */
const mostEdits = 2_000;

/**
 * What became of `before`: every line of both programs, in order. Where they have next to nothing
 * in common, all of `before` is removed and all of `after` added.
 * @example codeDiff('a\nb', 'a\nc') // => a same, b removed, c added
 */
export function codeDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [ended(before), ended(after)];
  const parts = diffLines(old, now, {maxEditLength: mostEdits}) ?? [
    {value: old, removed: true, added: false},
    {value: now, removed: false, added: true},
  ];
  return parts.flatMap(({value, added, removed}) =>
    linesOf(value).map((text) => {
      return {change: added ? 'added' : removed ? 'removed' : 'same', text} as const;
    }),
  );
}

/** A last line without `\n` is the same line as one with it. */
function ended(code: string): string {
  return code === '' || code.endsWith('\n') ? code : `${code}\n`;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
