/**
 * Refuses lines of more than 100 characters, `npx tsx scripts/check-width.ts [FILE…]` (default: all
 * that git knows of): prose and comments are read side by side with code, and by people.
 *
 * A longer line may stand where wrapping would change what it says: a row of a table and output in
 * a `text` block (Markdown), a URL, and code that is too long only by one literal.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import ts from 'typescript';
import {packagePath} from '../src/files/package-root.js';

const width = 100;

export type WideLine = {line: number; length: number};

/** The lines of a file that are too wide; `name` tells what kind of file it is. */
export function wideLines(name: string, text: string): WideLine[] {
  const lines = text.split('\n');
  const wide = lines.flatMap((content, i) => {
    const length = lengthOf(content);
    return length > width && !holdsLongUrl(content) ? [{line: i + 1, length}] : [];
  });
  if (wide.length === 0) return [];
  if (name.endsWith('.md')) {
    const kept = keptByMarkdown(lines);
    return wide.filter(({line}) => !kept.has(line));
  }
  const literals = /\.(?:[jt]s|tsx)$/.test(name) ? literalsOf(name, text) : quotedParts(lines);
  return wide.filter(({line, length}) => length - (literals.get(line) ?? 0) > width);
}

/** Code points: what a reader sees, nearly. */
function lengthOf(text: string): number {
  return [...text].length;
}

function holdsLongUrl(content: string): boolean {
  return lengthOf(content.replace(/\S*https?:\/\/\S+/g, '')) <= width && content.includes('://');
}

/** Numbers of the lines that are rows of tables or stand in a fenced block of output. */
function keptByMarkdown(lines: readonly string[]): Set<number> {
  const kept = new Set<number>();
  let fence: {mark: string; output: boolean} | undefined;
  for (const [i, content] of lines.entries()) {
    const [, mark, info] = /^\s*(`{3,}|~{3,})(.*)$/.exec(content) ?? [];
    if (mark !== undefined && !fence) fence = {mark, output: info === 'text'};
    else if (mark !== undefined && fence && mark.startsWith(fence.mark)) fence = undefined;
    else if (fence ? fence.output : content.startsWith('|')) kept.add(i + 1);
  }
  return kept;
}

/** By line, the length of its longest literal (string, template or regular expression). */
function literalsOf(name: string, text: string): Map<number, number> {
  const longest = new Map<number, number>();
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const note = (from: number, to: number) => {
    const [first, last] = [from, to].map((at) => source.getLineAndCharacterOfPosition(at).line + 1);
    for (let line = first ?? 0; line <= (last ?? 0); line += 1) {
      const start = source.getPositionOfLineAndCharacter(line - 1, 0);
      const end = source.getLineEndOfPosition(start);
      const part = text.slice(Math.max(from, start), Math.min(to, end));
      longest.set(line, Math.max(longest.get(line) ?? 0, lengthOf(part)));
    }
  };
  const visit = (node: ts.Node): void => {
    if (isLiteral(node)) note(node.getStart(source), node.getEnd());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return longest;
}

function isLiteral(node: ts.Node): boolean {
  return (
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateExpression(node) ||
    ts.isRegularExpressionLiteral(node)
  );
}

/** The same for other languages, as far as a line alone tells: the longest part in quotes. */
function quotedParts(lines: readonly string[]): Map<number, number> {
  return new Map(
    lines.map((content, i) => {
      const parts = content.trimStart().startsWith('#')
        ? []
        : (content.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g) ?? []);
      return [i + 1, Math.max(0, ...parts.map(lengthOf))];
    }),
  );
}

/** Text that is data elsewhere: the starter suite's hash and the frozen fixtures hang on it. */
const data = ['scripts/starter-suite/', 'scripts/rewrites/', 'test/fixtures/'];

function checkedFiles(): string[] {
  const known = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: packagePath('.'),
    encoding: 'utf8',
  });
  return (
    known
      .split('\n')
      .filter((name) => /\.(md|tsx?|js|css|py|sh|ya?ml)$/.test(name) || name === '.ci/run')
      .filter((name) => !data.some((folder) => name.startsWith(folder)))
      // Known to git, and taken away since.
      .filter((name) => existsSync(packagePath(name)))
  );
}

function main(named: readonly string[]): void {
  const names = named.length > 0 ? named : checkedFiles();
  const complaints = names.flatMap((name) =>
    wideLines(name, readFileSync(packagePath(name), 'utf8')).map(
      ({line, length}) => `${name}:${line}: ${length} characters, at most ${width}`,
    ),
  );
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
