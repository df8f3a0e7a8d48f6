import {definesEntryPoint, type Problem} from '../problem/problem.js';

/**
 * How a program was found in an answer: in a fenced block, in a block between tags, among words, in
 * a block joined with earlier ones, as the part of a block that parses, as a body completed by the
 * problem's signature, or not at all.
 */
export type Found = 'block' | 'tagged' | 'bare' | 'joined' | 'trimmed' | 'completed' | 'none';

/**
 * The model's own program in its answer (DESIGN.md, section 3), without what is put in front of it
 * when it runs.
 * @returns The program and the rule that found it; `''` and `none` where the answer holds no code.
 */
export function answerToProgram(text: string, problem: Problem): {program: string; found: Found} {
  const answer = withoutThinking(text);
  const blocks = answer === null ? [] : fencedBlocks(answer);
  const block = blocks.findLast((code) => definesEntryPoint(code, problem.entry_point));
  const program = block ?? blocks[0] ?? answer ?? '';
  if (program.trim() === '') return {program: '', found: 'none'};
  return {program, found: blocks.length === 0 ? 'bare' : 'block'};
}

/** `text` behind its last `</think>`; null when a reasoning block is opened and never closed. */
export function withoutThinking(text: string): string | null {
  const closed = text.lastIndexOf('</think>');
  const rest = closed === -1 ? text : text.slice(closed + '</think>'.length);
  return rest.includes('<think>') ? null : rest;
}

/**
 * The contents of Markdown's fenced blocks, in order; a fence that is never closed runs to the end.
 */
function fencedBlocks(text: string): string[] {
  const blocks: string[] = [];
  let open: {fence: string; lines: string[]} | undefined;
  for (const line of text.split(/\r?\n/)) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*(.*)$/.exec(line);
    if (!open) {
      if (fence?.[1] && !(fence[1].startsWith('`') && fence[2]?.includes('`')))
        open = {fence: fence[1], lines: []};
    } else if (fence?.[1]?.startsWith(open.fence) && fence[2] === '') {
      blocks.push(open.lines.join('\n'));
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  if (open) blocks.push(open.lines.join('\n'));
  return blocks;
}
