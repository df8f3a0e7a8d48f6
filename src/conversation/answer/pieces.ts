import {invisible} from './blanks.js';

/**
 * A part of an answer that may be code: a fenced block, what stands between tags, or what stands
 * beside them.
 */
export type AnswerPiece = {
  kind: 'block' | 'tagged' | 'bare';
  text: string;
  /** False where a block names another language. */
  python: boolean;
};

/**
 * Takes an answer apart, in order.
 * @param isWhole Whether a text is a program that Python compiles: it decides whether a fence that
 * stands between triple quotes ends a block or belongs to it.
 */
export function piecesOf(
  answer: string,
  isWhole: (text: string) => boolean,
  depth = 0,
): AnswerPiece[] {
  const lines = answer.split('\n');
  const pieces: AnswerPiece[][] = [];
  let beside: string[] = [];
  const closeBeside = () => {
    pieces.push(taggedOrBare(beside.join('\n')));
    beside = [];
  };
  for (let at = 0; at < lines.length; ) {
    const fence = openingFence(lines[at] ?? '');
    if (!fence) {
      beside.push(lines[at] ?? '');
      at += 1;
      continue;
    }
    beside.push(fence.before);
    closeBeside();
    if (fence.inline !== null) {
      pieces.push([blockOf(fence, [fence.inline])]);
      at += 1;
      continue;
    }
    const block = readBlock(lines, at + 1, fence, isWhole);
    const inside = block.lines.join('\n');
    if (depth < deepest && isMarkdown(fence, inside))
      pieces.push(piecesOf(inside, isWhole, depth + 1));
    else pieces.push([blockOf(fence, block.lines)]);
    at = block.next;
  }
  closeBeside();
  return pieces.flat().filter(({text}) => text.trim() !== '');
}

/** How deep blocks of Markdown may stand in one another. */
const deepest = 3;

type Fence = {
  sign: '`' | '~';
  size: number;
  /** What stands in front of it on its line: blanks, a list's mark, words. */
  before: string;
  info: string;
  /** The content of a block that ends on the line it begins on. */
  inline: string | null;
};

function openingFence(line: string): Fence | null {
  const found = /`{3,}|~{3,}/.exec(line);
  if (!found) return null;
  const [run] = found;
  const sign = run.startsWith('`') ? '`' : '~';
  const before = line.slice(0, found.index).replace(invisible, '');
  const after = line
    .slice(found.index + run.length)
    .replace(invisible, '')
    .trim();
  const begins = /^[\s>]*(?:(?:[-*+]|\d{1,3}[.)])\s*)?$/.test(before);
  if (sign === '~' && !begins) return null;
  if (sign === '`' && after.includes('`')) {
    const end = after.indexOf(run);
    const inline = end > 0 ? after.slice(0, end).trim() : null;
    return inline === null ? null : {sign, size: run.length, before, info: '', inline};
  }
  if (!begins && !/^[\w.+#-]*$/.test(after)) return null;
  return {sign, size: run.length, before, info: after, inline: null};
}

/** How many fences a block may run over while it stands between triple quotes. */
const mostInside = 8;

/** The lines of a block that begins at `from`, and the line to go on with. */
function readBlock(
  lines: readonly string[],
  from: number,
  fence: Fence,
  isWhole: (text: string) => boolean,
): {lines: string[]; next: number} {
  const inside: string[] = [];
  /** The quotes that are open. */
  let quotes: string | null = null;
  let first: {lines: string[]; next: number} | undefined;
  let passed = 0;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const end = closingFence(line, fence);
    if (end) {
      const block = {lines: [...inside, ...end.before], next: end.opens ? at : at + 1};
      if (quotes === null && first === undefined) return block;
      if (first !== undefined && quotes === null && isWhole(block.lines.join('\n'))) return block;
      first ??= block;
      passed += 1;
      if (passed > mostInside) return first;
    }
    inside.push(line);
    for (const [found] of line.matchAll(/"""|'''/g))
      if (quotes === null) quotes = found;
      else if (quotes === found) quotes = null;
  }
  return first ?? {lines: inside, next: lines.length};
}

/**
 * Whether a line ends the block that `fence` has begun: what of its code stands before the end, and
 * whether the line begins another block. A language behind back-ticks begins one, anything else
 * behind them (the model's end token, words) is no part of the block.
 */
function closingFence(
  line: string,
  {sign, size}: Fence,
): {before: string[]; opens: boolean} | null {
  const at = line.indexOf(sign.repeat(size));
  if (at === -1) return null;
  const before = line.slice(0, at).replace(invisible, '');
  let end = at;
  while (line[end] === sign) end += 1;
  const after = line.slice(end).replace(invisible, '').trim();
  if (/^[\s>]*$/.test(before)) return {before: [], opens: /^[\w.+#-]+$/.test(after)};
  const isGlued = sign === '`' && !before.trimStart().startsWith('#') && onlyTokens.test(after);
  return isGlued ? {before: [before], opens: false} : null;
}

const onlyTokens = /^(?:<[^<>]*>\s*)*$/;

function isMarkdown({info, size}: Fence, inside: string): boolean {
  if (/^(?:markdown|md)\b/i.test(info)) return true;
  return size > 3 && info === '' && /^[^\S\r\n\u2028\u2029]*(?:`{3}|~{3})/m.test(inside);
}

function blockOf({before, info}: Fence, lines: readonly string[]): AnswerPiece {
  const depth = Math.min(before.split('>').length - 1, 8);
  const quotation = new RegExp(`^(?:\\s*> ?){0,${depth}}`);
  const indent = /^\s*(?:(?:[-*+]|\d{1,3}[.)])\s*)?$/.test(before) ? before.length : 0;
  const edge = new RegExp(`^\\s{0,${indent}}`);
  const own = lines.map((line) =>
    (depth > 0 ? line.replace(quotation, '') : line).replace(edge, ''),
  );
  const language = /^[{.]*([\w+#-]*)/.exec(info)?.[1]?.toLowerCase() ?? '';
  // Some models begin the code on the line of the fence.
  const code = info.replace(/^python\d?\s+/i, '');
  if (/^(?:import|from|def|class|async|@)\b/.test(code)) own.unshift(code);
  else if (/^\s*(?:python\d?|[\w./-]{1,80}\.py)\s*$/i.test(own[0] ?? '')) own.shift();
  return {kind: 'block', text: own.join('\n'), python: !others.has(language)};
}

/** Languages that are not Python, and names for what is none. */
const others = new Set(
  'bash c console cpp cs csharp css csv diff docker dockerfile go html ini java javascript js json jsonl log makefile output php plaintext powershell pytb r ruby rust sh shell sql stderr stdout text toml traceback ts txt typescript xml yaml yml'.split(
    ' ',
  ),
);

const tagNames =
  'python|python_code|py|code|pre|solution|answer|response|execute|program|tool_code';

/**
 * Beginnings and ends of code between tags. A beginning stands behind a blank, a sign that ends a
 * sentence, or another tag: in `(?P<code>` it is none. A tag in back-ticks is spoken of.
 */
const tags = new RegExp(
  [
    `(?<![^\\s>:.,!])<(?:${tagNames})(?:\\s[^<>\\n]{0,80})?>`,
    `(?<!\`)</(?:${tagNames})>`,
    `(?<![^\\s>:.,!])\\[(?:python|code|answer|solution)(?:=\\w{1,20})?\\]`,
    `(?<!\`)\\[/(?:python|code|answer|solution)\\]`,
    '<\\|(?:python_tag|begin_of_solution|begin_of_box|code)\\|>',
    '<\\|(?:eom_id|end_of_solution|end_of_box|/code)\\|>',
    '\\\\(?:begin|end)\\{(?:python|lstlisting|verbatim|minted|code)\\}(?:\\{\\w+\\}|\\[[^\\]\\n]{0,80}\\])?',
  ].join('|'),
  'gi',
);

/** The words beside blocks, taken apart at tags. */
function taggedOrBare(text: string): AnswerPiece[] {
  const pieces: AnswerPiece[] = [];
  let from = 0;
  let kind: 'tagged' | 'bare' = 'bare';
  let before = 0;
  let isEmpty = true;
  const piece = (to: number) => pieces.push({kind, text: text.slice(from, to), python: true});
  for (const {0: tag, index} of text.matchAll(tags)) {
    isEmpty &&= text.slice(before, index).trim() === '';
    before = index + tag.length;
    const ends = /^(?:<\/|\[\/|<\|e|<\|\/|\\end)/.test(tag);
    // What stands in code that is between tags already, or ends nothing, belongs to a program.
    const isText = ends
      ? kind === 'bare' && !/^\s*(?:\n|$)/.test(text.slice(before, before + 80))
      : kind === 'tagged' && !isEmpty;
    if (isText) continue;
    if (index > from) piece(index);
    from = before;
    kind = ends ? 'bare' : 'tagged';
    isEmpty = true;
  }
  piece(text.length);
  return pieces;
}
