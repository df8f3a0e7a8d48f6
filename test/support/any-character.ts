import fc from 'fast-check';

/**
 * Any character of Unicode. fast-check's own unit `binary` first builds a table of all million of
 * them, which takes a second.
 */
export const anyCharacter = fc
  .nat({max: 0x10_ff_ff})
  .filter((point) => point < 0xd8_00 || point > 0xdf_ff)
  .map((point) => String.fromCodePoint(point));
