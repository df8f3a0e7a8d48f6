import {readFileSync} from 'node:fs';
import {packagePath} from '../../src/files/package-root.js';

/** A page of the documentation, `README.md` or `docs/…`. */
export function readPage(name: string): string {
  return readFileSync(packagePath(name), 'utf8');
}

/** What stands below a heading, up to the next of the same level. */
export function section(page: string, heading: string): string {
  const level = heading.replace(/[^#].*$/, '');
  const [, below] = page.split(`\n${heading}\n`);
  if (below === undefined) throw new Error(`the page has no heading "${heading}"`);
  return below.split(`\n${level} `)[0] ?? below;
}

/** The contents of the fenced blocks in one language, in order. */
export function blocksIn(page: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...page.matchAll(fence)].map(([, text]) => text ?? '');
}

/** The commands of all `sh` blocks that call the program: their words, without its name. */
export function commandsIn(page: string): string[][] {
  const lines = blocksIn(page, 'sh').flatMap((block) =>
    block
      .replace(/ *\\\n */g, ' ')
      .trim()
      .split('\n'),
  );
  return lines
    .map((line) => line.replace(/^npx /, '').split(' '))
    .filter(([program]) => program === 'convcodebench')
    .map(([, ...args]) => args);
}
