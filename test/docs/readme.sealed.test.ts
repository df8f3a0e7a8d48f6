import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, it, vi} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';

it('the README’s library example runs as it stands and prints a figure per scenario', async () => {
  const readme = readFileSync(packagePath('README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const work = mkdtempSync(join(tmpdir(), 'readme-'));
  const printed: unknown[][] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...line) => void printed.push(line));
  try {
    const file = join(work, 'example.ts');
    writeFileSync(
      file,
      example.replace("'runs/library-example'", JSON.stringify(join(work, 'run'))),
    );
    await import(pathToFileURL(file).href);
    expect(printed.map(([scenario]) => scenario)).toEqual(['NONE', 'CF_EF_FULL_SEF']);
    for (const [, mrr, n] of printed) {
      expect(mrr).toBeGreaterThan(0);
      expect(n).toBe(5);
    }
  } finally {
    log.mockRestore();
    rmSync(work, {recursive: true});
  }
});
