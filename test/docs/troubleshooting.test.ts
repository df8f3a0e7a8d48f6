import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {flagOf} from '../../src/commands/flags/spelling.js';
import {packagePath} from '../../src/files/package-root.js';
import {optionNames} from '../../src/options/option-name.js';
import {readPage} from '../support/page.js';

const messages = [...readPage('docs/troubleshooting.md').matchAll(/^\| `([^`]+)` \|/gm)].map(
  ([, message]) => message ?? '',
);
const sources = readdirSync(packagePath('src'), {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(packagePath(join('src', name)), 'utf8'))
  .join('\n');
/** With options as the command line spells them. */
const spelt = optionNames.reduce(
  (text, name) => text.replaceAll(`\${option('${name}')}`, flagOf(name)),
  sources,
);

it('there are messages on the page', () => {
  expect(messages.length).toBeGreaterThan(25);
});

it.each(messages)('the program still says: %s', (message) => {
  const fixed = message
    .split(/…/)
    .map((part) => part.replace(/^[\s.,;:")]+|[\s(]+$/g, ''))
    .filter((part) => part.length > 3);
  expect(fixed.length).toBeGreaterThan(0);
  for (const part of fixed) expect(spelt.includes(part), part).toBe(true);
});
