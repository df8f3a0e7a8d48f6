import {copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {temporaryFolder} from '../../support/e2e/cli.js';
import {runBlock} from '../../support/e2e/run-block.js';
import {readPage} from '../../support/page.js';

/** The blocks of a page in a language, in their order. */
function blocksOf(page: string, language: string): string[] {
  const found = readPage(page).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'));
  return [...found].map(([, block = '']) => block);
}

test('the commands of both pages work one after the other, as they stand', async () => {
  const folder = temporaryFolder();
  const [info = '', rules = ''] = blocksOf('docs/share-a-result.md', 'json');
  writeFileSync(join(folder, 'info.json'), info);
  writeFileSync(join(folder, 'rules.json'), rules);
  const printed = await runBlock(blocksOf('docs/share-a-result.md', 'sh').join('\n'), folder);
  expect(printed).toContain('level: complete');
  expect(printed).toMatch(/(\d+) of \1 programs judged again: 100\.0 %/);
  const metrics = (run: string) => readFileSync(join(folder, 'runs', run, 'metrics.json'), 'utf8');
  expect(metrics('again')).toBe(metrics('careful'));

  mkdirSync(join(folder, 'board'));
  const verified = 'careful.verified-by-a-colleague.json';
  for (const name of ['careful.tar.gz', verified, 'rules.json'])
    copyFileSync(join(folder, name), join(folder, 'board', name));
  const board = await runBlock(blocksOf('docs/run-a-board.md', 'sh').join('\n'), folder);
  expect(board).toContain('careful.tar.gz: simulated:careful: re-judged');
  expect(existsSync(join(folder, 'site', 'index.html'))).toBe(true);
});
