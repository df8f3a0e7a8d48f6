/** Code points of a reason that a row keeps; what follows is cut off. */
const longest = 500;

/**
 * A reason as a row holds it: one line without control or invisible characters, since what an
 * endpoint or a process said ends on terminals and in tables.
 */
export function reasonLine(reason: string): string {
  const line = reason.replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const points = [...line.slice(0, 2 * longest + 2)];
  return points.length <= longest ? line : `${points.slice(0, longest).join('')}…`;
}
