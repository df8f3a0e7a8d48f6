/** How many code points of the front and of the rear lines are kept. */
export type Cut = {front: number; rear: number};

/** Length from which on execution feedback is cut, in code points. */
const longTextFrom = 8_000;
const defaultCut: Cut = {front: 2_000, rear: 4_000};

/**
 * `text` as it is below 8,000 code points, else its front and rear (DESIGN.md, section 3, point 3).
 */
export function cutLongText(text: string): string {
  return codePoints(text).length < longTextFrom ? text : cutText(text, defaultCut);
}

/**
 * The first w lines cut to their first `front` code points, `\n...\n`, the last w lines cut to
 * their last `rear`; w = 5, or half the lines if there are fewer than 10, at least 1. Lines end at
 * `\n` only.
 */
export function cutText(text: string, {front, rear}: Cut): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const width = Math.min(5, Math.max(1, Math.floor(lines.length / 2)));
  const head = codePoints(lines.slice(0, width).join('\n')).slice(0, front);
  const tail = codePoints(lines.slice(-width).join('\n'));
  return `${head.join('')}\n...\n${tail.slice(Math.max(0, tail.length - rear)).join('')}`;
}

function codePoints(text: string): string[] {
  return Array.from(text);
}
