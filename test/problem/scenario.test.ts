import {describe, expect, test} from 'vitest';
import {
  lastTurn,
  publishedStaticScenarios,
  scenarios,
  turnZeroScenario,
} from '../../src/problem/scenario.js';
import {scenarioIds} from '../../src/problem/scenario-field.js';

// Han et al., ICLR 2025, Table 1: compilation feedback (CF) alone, with execution feedback of
// partial (UNIT) or full coverage (FULL), and with simulated feedback of a novice (SNF) or an
// expert (SEF).
describe('the nine scenarios', () => {
  test('are each combination of what the machine says and who speaks, the paper’s order', () => {
    expect(scenarios.map(({id}) => id)).toEqual(
      ['', '_SNF', '_SEF'].flatMap((speaker) =>
        ['CF', 'CF_EF_UNIT', 'CF_EF_FULL'].map((machine) => `${machine}${speaker}`),
      ),
    );
  });

  test.each(scenarios)('$id says by its name what is heard', ({id, execution, verbal}) => {
    const scope = id.includes('FULL') ? 'full' : id.includes('UNIT') ? 'partial' : 'none';
    expect(execution).toBe(scope);
    const speaker = id.endsWith('SEF') ? 'expert' : id.endsWith('SNF') ? 'novice' : 'none';
    expect(verbal).toBe(speaker);
  });

  test('of which the published static benchmark has those of an expert, and of a novice who hears tests', () => {
    const published = scenarios.filter(
      ({execution, verbal}) => verbal === 'expert' || (verbal === 'novice' && execution !== 'none'),
    );
    expect(publishedStaticScenarios).toEqual(published.map(({id}) => id));
  });
});

test('ten turns follow turn 0, which is filed under NONE', () => {
  expect([lastTurn, turnZeroScenario]).toEqual([10, 'NONE']);
});

describe('an option that names scenarios', () => {
  test('takes a list of ids', () => {
    expect(scenarioIds.parse(['CF', 'CF_EF_FULL_SEF'])).toEqual(['CF', 'CF_EF_FULL_SEF']);
  });

  test.each([
    ['CF', 'expected a list of scenario ids'],
    [['CF', 'cf'], /^expected CF or CF_EF_UNIT or .* or CF_EF_FULL_SEF$/],
  ])('refuses %j', (given, message) => {
    const [issue] = scenarioIds.safeParse(given).error?.issues ?? [];
    expect(issue?.message).toMatch(message);
  });
});
