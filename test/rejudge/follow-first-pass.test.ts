import {expect, test} from 'vitest';
import {followFirstPass} from '../../src/rejudge/follow-first-pass.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';

/** Turn 0 and the turns behind it of one live conversation, by origin and status. */
function chain(...turns: readonly [VerdictRow['origin'], VerdictRow['status']][]): VerdictRow[] {
  return turns.map(([origin, status], turn) => ({
    scenario: turn === 0 ? 'NONE' : 'CF_EF_FULL',
    task_id: 'T/0',
    turn,
    origin,
    status,
    reference_status: null,
    failures: status === 'fail' ? ['test_a'] : [],
    code_sha256: origin === 'answered' ? `code of turn ${turn}` : 'code of the pass before',
    request: origin === 'answered' ? `request of turn ${turn}` : null,
    found: null,
    trust: null,
    missing: null,
  }));
}
const outline = (rows: readonly VerdictRow[]) =>
  rows.map(({origin, status, code_sha256}) => `${origin} ${status} ${code_sha256}`);

test('a first pass that moves forward solves the turns behind it with its code', () => {
  const rows = chain(['answered', 'fail'], ['answered', 'pass'], ['answered', 'pass']);
  expect(outline(followFirstPass(rows))).toEqual([
    'answered fail code of turn 0',
    'answered pass code of turn 1',
    'solved pass code of turn 1',
  ]);
});

test('what stood behind a pass that is lost is missing', () => {
  const rows = chain(['answered', 'fail'], ['answered', 'fail'], ['solved', 'pass']);
  expect(outline(followFirstPass(rows)).at(-1)).toBe('missing missing null');
});

test('a pass at turn 0 solves every turn of every scenario', () => {
  const rows = chain(['answered', 'pass'], ['answered', 'fail'], ['no-feedback', 'fail']);
  expect(followFirstPass(rows).map(({status}) => status)).toEqual(['pass', 'pass', 'pass']);
});
