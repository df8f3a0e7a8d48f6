import {existsSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {readPage} from '../support/page.js';

const rows = readPage('docs/differences-from-upstream.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .slice(1)
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

it('there are points on the page', () => {
  expect(rows.length).toBeGreaterThan(12);
});

describe('each point says what upstream does, what this program does, and names its test', () => {
  it.each(rows)('%s', (...cells) => {
    expect(cells).toHaveLength(4);
    const tests = [...(cells[3] ?? '').matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path ?? '');
    expect(tests.length).toBeGreaterThan(0);
    for (const path of tests) expect(existsSync(packagePath(path)), path).toBe(true);
  });
});
