import {definesEntryPoint, headerOf, type Problem} from '../problem/problem.js';

/**
 * The code that an answer holds (DESIGN.md, section 3): thinking dropped, then of the fenced blocks
 * the last that defines the entry point, else the first, else the text; in front of it the
 * calibration stub at turn 0, the header later.
 * @returns `''` where the answer holds no code: it is empty, or its reasoning was opened and never
 * closed.
 */
export function answerToCode(text: string, problem: Problem, turn: number): string {
  const answer = withoutThinking(text);
  if (answer === null) return '';
  const block = chooseBlock(answer, problem.entry_point);
  return block.trim() === '' ? '' : prefixOf(problem, turn) + block;
}

/**
 * What is put in front of an answer's block: at turn 0 the code prompt with an empty body
 * (upstream's "calibration"), later the header.
 */
export function prefixOf(problem: Problem, turn: number): string {
  if (problem.code_prompt === '') return '';
  return turn === 0 ? `${problem.code_prompt}\n    pass\n` : headerOf(problem);
}

/** `text` behind its last `</think>`; null when a reasoning block is opened and never closed. */
export function withoutThinking(text: string): string | null {
  const closed = text.lastIndexOf('</think>');
  const rest = closed === -1 ? text : text.slice(closed + '</think>'.length);
  return rest.includes('<think>') ? null : rest;
}

function chooseBlock(answer: string, entryPoint: string): string {
  const blocks = fencedBlocks(answer);
  return blocks.findLast((block) => definesEntryPoint(block, entryPoint)) ?? blocks[0] ?? answer;
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
