/** Blanks of other widths, which Python takes for no blanks. */
const blanks = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;

/** Signs without width, which nobody sees. */
export const invisible = /[\uFEFF\u200B-\u200D\u2060]/g;

/** A text with plain blanks for others, and without invisible signs; null where it has neither. */
export function withPlainBlanks(text: string): string | null {
  const plain = text.replace(blanks, ' ').replace(invisible, '');
  return plain === text ? null : plain;
}
