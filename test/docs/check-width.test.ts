import {describe, expect, it} from 'vitest';
import {wideLines} from '../../scripts/check-width.js';

const words = (length: number) => 'word '.repeat(length / 5 + 1).slice(0, length);
const lines = (name: string, text: string) => wideLines(name, text).map(({line}) => line);

describe('a line of more than 100 characters is refused', () => {
  it.each([
    ['prose', 'page.md', `short\n${words(101)}\n`],
    ['a list', 'page.md', `short\n- ${words(99)}\n`],
    ['a command in a page', 'page.md', `\`\`\`sh\ncommand ${words(95)}\n\`\`\`\n`],
    ['a comment', 'code.ts', `const a = 1;\n// ${words(98)}\n`],
    ['a docstring', 'code.ts', `/**\n * ${words(98)}\n */\n`],
    ['a comment behind a string', 'code.ts', `const a = 1;\nconst b = 'x'; // ${words(90)}\n`],
    ['code', 'code.ts', `const a = 1;\nconst b = ${'a + '.repeat(25)}a;\n`],
    ['a comment in Python', 'code.py', `a = 1\n# ${words(99)}\n`],
    ['a comment in Python with quotes', 'code.py', `a = 1\n# "${words(98)}"\n`],
    ['a docstring in Python', 'code.py', `"""Short.\n${words(101)}\n"""\n`],
    ['a comment of a shell', 'run.sh', `#!/bin/sh\n# ${words(99)}\n`],
  ])('%s', (_, name, text) => {
    expect(lines(name, text)).toEqual([2]);
  });
});

describe('a longer line may stand', () => {
  it.each([
    ['of 100 characters, the other kind of dash counted once', 'page.md', `${words(98)}–x`],
    ['as a row of a table', 'page.md', `| ${words(120)} |`],
    ['as output of a program', 'page.md', `\`\`\`text\n${words(150)}\n\`\`\`\n`],
    ['for a URL', 'page.md', `see https://example.org/${'x'.repeat(100)}`],
    ['for one string', 'code.ts', `const a = '${words(120)}';`],
    ['for one template', 'code.ts', `const a = \`${words(90)}\${1}${words(90)}\`;`],
    ['for one pattern', 'code.ts', `const a = /${'x'.repeat(110)}/;`],
    ['for one string in Python', 'code.py', `a = "${words(120)}"`],
  ])('%s', (_, name, text) => {
    expect(lines(name, text)).toEqual([]);
  });
});
