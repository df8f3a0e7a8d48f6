import {expect, it} from 'vitest';
import {scenarios} from '../../src/problem/scenario.js';
import {blocksIn, readPage} from '../support/page.js';

it('the README’s nine rows of agreement are those of the page with all coefficients', () => {
  const [, agreement = ''] = blocksIn(readPage('docs/quickstart.md'), 'text');
  const spearman = new Map(
    [...agreement.matchAll(/│ (CF\w*) +│ (MRR|Recall) *│ +([\d.]+ \[[^\]]+\])/g)].map(
      ([, scenario, metric, value]) => [`${scenario} ${metric}`, value],
    ),
  );
  const rows = scenarios.map(
    ({id}) => `| \`${id}\` | ${spearman.get(`${id} MRR`)} | ${spearman.get(`${id} Recall`)} |`,
  );
  expect(spearman.size).toBe(18);
  expect(readPage('README.md')).toContain(`| --- | --- | --- |\n${rows.join('\n')}\n\n`);
});
