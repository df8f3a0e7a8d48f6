import {definesEntryPoint} from '../problem/problem.js';
import {codeTokens} from './code-tokens.js';

/** The code in a remark: what stands in fences or back-ticks, and functions written out without either. */
export function codeParts(remark: string): string[] {
  const fenced = Array.from(
    remark.matchAll(/^[ \t>]*(```+|~~~+)[^\n]*\n([\s\S]*?)(?:^[ \t>]*\1|$(?![\s\S]))/gm),
    ([, , body]) => body ?? '',
  );
  const inline = Array.from(remark.matchAll(/`([^`\n]+)`/g), ([, body]) => body ?? '');
  const bare = Array.from(
    remark.matchAll(/^([ \t>]*)(?:async )?def \w+\([^:]*:[^\n]*\n?(?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\n)*/gm),
    ([part]) => part,
  );
  return [...fenced, ...inline, ...bare];
}

/**
 * Whether `code` is the entry point with a body in which at least one line is not of `previousCode`. A sketch (`pass`, `...`, comments,
 * a docstring) is none, nor is the author's own code with arrows in it.
 */
export function isCorrectedFunction(code: string, entryPoint: string, previousCode: string): boolean {
  const flush = dedent(code);
  if (!definesEntryPoint(flush, entryPoint)) return false;
  const known = new Set(previousCode.split('\n').map(normalized));
  const body = flush
    .replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '')
    .replace(/^[\s\S]*?\bdef\s+\w+\s*\((?:[^()]|\([^()]*\))*\)[^:]*:/, '');
  return body
    .split('\n')
    .map(normalized)
    .some((line) => line !== '' && !/^(pass|return|\. \. \.)$/.test(line) && !known.has(line));
}

/** A line as its tokens, without comment and without an arrow that points at it. */
function normalized(line: string): string {
  return codeTokens(line.replace(/(<-+|<=+ |←).*$/, '')).join(' ');
}

function dedent(code: string): string {
  const indent = /^[ \t>]*(?=\S)/m.exec(code)?.[0] ?? '';
  return code
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}
