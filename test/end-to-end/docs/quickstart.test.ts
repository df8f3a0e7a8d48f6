import {expect, it} from 'vitest';
import {temporaryFolder} from '../../support/e2e/cli.js';
import {runBlock} from '../../support/e2e/run-block.js';
import {blocksIn, readPage} from '../../support/page.js';

const isWanted = process.env.CI === 'true' || process.env.CONVCODEBENCH_SLOW_TESTS === '1';
const [ranking = '', agreement = ''] = blocksIn(readPage('docs/quickstart.md'), 'text');

it.skipIf(!isWanted)(
  'the page quotes what the quickstart prints (needs CI=true or CONVCODEBENCH_SLOW_TESTS=1)',
  async () => {
    const printed = await runBlock('convcodebench quickstart', temporaryFolder());
    expect(ranking.length).toBeGreaterThan(500);
    expect(printed).toContain(ranking.trimEnd());
    expect(printed).toContain(agreement.trimEnd());
  },
);
