/**
 * Text for a terminal, with nothing in it that a terminal obeys or an eye cannot see. Control
 * characters (C0, DEL, C1), invisible format characters (byte-order mark, zero-width characters,
 * directions of writing), line and paragraph separators and lone surrogates become visible escapes;
 * newline and tab stay. The escapes are those of JSON, so a printed JSON text means the same as
 * before.
 * @example forTerminal('\u001b[31mred') // => '\\u001b[31mred'
 */
export function forTerminal(text: string): string {
  return text.replace(unseen, (found) =>
    found === '\n' || found === '\t' ? found : escaped(found),
  );
}

/**
 * The same for text that has to stay in one line, such as a name in a message or the cell of a
 * table: newline and tab become `\n` and `\t` too.
 */
export function forLine(text: string): string {
  return text.replace(unseen, escaped);
}

/**
 * A line cut so that a terminal of `columns` does not break it in two, which writing over it would
 * leave standing; as it is where nobody knows the width. The last column stays free.
 */
export function cutToFit(line: string, columns: number | undefined): string {
  const characters = [...line];
  if (columns === undefined || characters.length < columns) return line;
  return `${characters.slice(0, Math.max(0, columns - 2)).join('')}…`;
}

/**
 * Text that stands in GitHub's Markdown as it is, in a heading or the cell of a table: in one line,
 * neither HTML nor a link, code, emphasis, formula or the end of the cell. Brackets that make no
 * link stay, so that intervals are read as they are printed elsewhere.
 */
export function forMarkdown(text: string): string {
  return forLine(withoutLineBreaks(text)).replace(markup, (mark) =>
    mark === '<' ? '&lt;' : `\\${mark}`,
  );
}

/** Each with the blanks around it becomes one blank. */
function withoutLineBreaks(text: string): string {
  return text.replace(/\s+/g, (blanks) => (blanks.includes('\n') ? ' ' : blanks));
}

/** The same for a paragraph, which is not to become a heading, a list or a quotation. */
export function forMarkdownParagraph(text: string): string {
  return forMarkdown(text)
    .replace(/^[#>+=-]/, '\\$&')
    .replace(/^\d+(?=[.)](?:\s|$))/, '$&\\');
}

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** In this order: any of these; a tag or autolink; an entity; a link's middle; emphasis by `_`. */
const markup =
  /[\\|`*~$]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[[(:])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

const shortEscapes = new Map([
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
]);

function escaped(character: string): string {
  return shortEscapes.get(character) ?? utf16Units(character).map(escapedUnit).join('');
}

function utf16Units(character: string): number[] {
  return character.split('').map((unit) => unit.charCodeAt(0));
}

function escapedUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
