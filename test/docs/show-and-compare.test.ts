import {describe, expect, it} from 'vitest';
import {compareRuns, readRun, renderReport, showConversation} from '../../src/index.js';
import {comparisonReport} from '../../src/report/comparison-report.js';
import {renderConversation} from '../../src/report/conversation-report.js';
import {blocksIn, commandsIn, readPage} from '../support/page.js';

const page = readPage('docs/show-and-compare.md');
const [shown = '', compared = ''] = blocksIn(page, 'text');
const [show = [], compare = []] = commandsIn(page);

describe('the page on looking prints, but for what it leaves out with "…",', () => {
  it('a conversation of the log that ships', async () => {
    const [verb, directory = '', task = '', , scenario, , turn] = show;
    expect([verb, scenario, turn]).toEqual(['show', 'CF_EF_FULL_SEF', '1']);
    const conversation = await showConversation({
      ...{directory, task, turn: 1},
      scenario: 'CF_EF_FULL_SEF',
    });
    expectParts(shown, renderConversation(conversation));
  });

  it('a comparison of two of the recorded runs', async () => {
    const [verb, a = '', b = '', , scenario] = compare;
    expect([verb, scenario]).toEqual(['compare', 'CF_EF_FULL_SEF']);
    const comparison = compareRuns(await readRun(a), await readRun(b), {
      scenarios: ['CF_EF_FULL_SEF'],
    });
    expectParts(compared, renderReport(comparisonReport(comparison), 'text'));
  });
});

function expectParts(block: string, output: string): void {
  const parts = block.split(/^…\n/m).map((part) => part.trim());
  expect(parts.length).toBeGreaterThan(2);
  let from = 0;
  for (const part of parts) {
    const at = output.indexOf(part, from);
    expect(at, part).toBeGreaterThanOrEqual(from);
    from = at + part.length;
  }
}
