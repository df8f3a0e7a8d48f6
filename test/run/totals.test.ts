import {describe, expect, test} from 'vitest';
import {sha256} from '../../src/files/canonical-hash.js';
import type {CompletionRow} from '../../src/model/completion-row.js';
import {countTotals} from '../../src/run/totals.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';

function answers(...reasons: string[]): Map<string, CompletionRow> {
  return new Map(
    reasons.map((finish_reason, i) => {
      const request = String(i).repeat(64);
      return [
        request,
        {request, text: 'x', reasoning: null, finish_reason, usage: null, model: 'm', cut: null},
      ];
    }),
  );
}

test('a critic’s remarks are counted apart, with those that the length limit cut off', () => {
  const runs = {
    completions: answers('length'),
    criticCompletions: answers('stop', 'length', 'length'),
  };
  expect(countTotals([], runs, {})).toMatchObject({cut_off: 0, critic: {answers: 3, cut_off: 2}});
});

test('a run without such a critic says nothing of one', () => {
  expect(
    countTotals([], {completions: answers('stop'), criticCompletions: new Map()}, {}),
  ).not.toHaveProperty('critic');
});

test('places are counted, and among them those that were answered; answers that they share once', () => {
  const [whole = '', cut = '', bare = '', lost = ''] = ['0', '1', '2', '3'].map((digit) =>
    digit.repeat(64),
  );
  const completions = answers('stop', 'length', 'stop');
  const usage = {prompt_tokens: 10, completion_tokens: 3};
  const change = (request: string, changes: Partial<CompletionRow>) => {
    const row = completions.get(request);
    if (row) completions.set(request, {...row, ...changes});
  };
  change(whole, {usage, cut: {front: 2000, rear: 4000, dropped_turns: 0}});
  change(cut, {usage: {prompt_tokens: 5, completion_tokens: 1}});
  change(bare, {usage: null, cut: {front: null, rear: null, dropped_turns: 1}});
  const rows = [
    row({request: whole}),
    row({request: cut, code_sha256: sha256('')}),
    row({request: cut}),
    row({request: bare}),
    row({request: lost, status: 'missing', origin: 'missing', code_sha256: null}),
    row({origin: 'no-feedback', code_sha256: sha256('')}),
  ];
  const leftOut = {'no module numpy': 2};
  expect(countTotals(rows, {completions, criticCompletions: new Map()}, leftOut)).toEqual({
    places: 6,
    answered: 5,
    requests: 3,
    no_code: 1,
    cut_off: 2,
    shortened: 2,
    missing: 1,
    left_out: leftOut,
    usage: {prompt_tokens: 15, completion_tokens: 4},
    passes: {separate: 0, shared: 0, inseparable: []},
  });
});

describe('passes', () => {
  const none = {completions: new Map(), criticCompletions: new Map()};
  const pass = row({status: 'pass', request: 'a'.repeat(64), trust: 'separate'});
  const {passes} = countTotals([pass, {...pass, trust: 'shared'}, pass], none, {}, ['Example/0']);

  test('are counted by how they were established', () => {
    expect(passes).toEqual({separate: 2, shared: 1, inseparable: ['Example/0']});
  });

  test('are not counted where one does not tell', () => {
    const totals = countTotals([pass, {...pass, trust: null}], none, {});
    expect(totals).not.toHaveProperty('passes');
  });
});

function row(changes: Partial<VerdictRow>): VerdictRow {
  return {
    scenario: 'CF',
    task_id: 'Example/0',
    turn: 1,
    origin: 'answered',
    status: 'fail',
    reference_status: null,
    failures: [],
    code_sha256: 'c'.repeat(64),
    request: null,
    found: null,
    trust: null,
    missing: null,
    ...changes,
  };
}
