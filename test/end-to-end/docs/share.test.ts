import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {z} from 'zod';
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
  expect(metrics('again')).toBe(metrics('to-share'));

  mkdirSync(join(folder, 'board'));
  const verified = 'careful.verified-by-a-colleague.json';
  for (const name of ['careful.tar.gz', verified, 'rules.json'])
    copyFileSync(join(folder, name), join(folder, 'board', name));
  const board = await runBlock(blocksOf('docs/run-a-board.md', 'sh').join('\n'), folder);
  expect(board).toContain('careful.tar.gz: simulated:careful: re-judged');
  expect(existsSync(join(folder, 'site', 'index.html'))).toBe(true);

  const elsewhere = join(temporaryFolder(), 'with a space');
  mkdirSync(elsewhere);
  cpSync(join(folder, 'runs', 'to-share'), join(elsewhere, 'run'), {recursive: true});
  writeFileSync(join(elsewhere, 'info.json'), info);
  const prepare = 'convcodebench submit prepare run --info info.json --simulated --out a.tar.gz';
  await runBlock(prepare, elsewhere, {LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu'});
  const [here, there] = [join(folder, 'careful.tar.gz'), join(elsewhere, 'a.tar.gz')];
  expect(readFileSync(there).equals(readFileSync(here))).toBe(true);

  const steps = stepsOfWorkflow();
  expect(steps).toHaveLength(2);
  rmSync(join(folder, 'site'), {recursive: true});
  for (const step of steps) await runBlock(step, folder);
  expect(existsSync(join(folder, 'site', 'reports', 'careful.tar.gz.html'))).toBe(true);
  const sent = join(folder, 'board', 'careful.tar.gz');
  writeFileSync(sent, readFileSync(sent).subarray(0, -1));
  await expect(runBlock(steps[0] ?? '', folder)).rejects.toThrow(/^exit 1 of.*ends before it is/s);
});

/** What the workflow of the page runs, in its order, in a repository that holds the board. */
function stepsOfWorkflow(): string[] {
  const [workflow = ''] = blocksOf('docs/run-a-board.md', 'yaml');
  const {jobs} = workflowSchema.parse(parse(workflow));
  return jobs.board.steps.flatMap(({run}) => run ?? []);
}

const workflowSchema = z.object({
  jobs: z.object({board: z.object({steps: z.array(z.object({run: z.string().optional()}))})}),
});
