import type {ScenarioId} from '../../src/problem/scenario.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {exampleRow} from '../support/example-row.js';

/**
 * Rows from letters, one a turn: `P` pass, `F` fail, `M` missing, `-` nobody was asked (no
 * feedback). Turns beyond the text repeat its last letter.
 */
export function staticRows(options: {
  task: string;
  own: string;
  reference: string;
  scenario?: ScenarioId;
}): VerdictRow[] {
  const {task, own, reference, scenario = 'CF'} = options;
  const solvedAt = reference.indexOf('P');
  return turns.map((turn) => {
    const reference_status =
      turn > 9 ? null : solvedAt >= 0 && turn > solvedAt ? 'pass' : status(letter(reference, turn));
    const row = rowAt(scenario, task, turn);
    if (solvedAt >= 0 && turn > solvedAt)
      return {...row, origin: 'reference-solved', status: 'pass', reference_status};
    return {...row, ...answer(letter(own, turn)), reference_status};
  });
}

/** As above; after the first pass the chain is `solved`. */
export function liveRows({
  task,
  own,
  scenario = 'CF',
}: {
  task: string;
  own: string;
  scenario?: ScenarioId;
}): VerdictRow[] {
  const solvedAt = own.indexOf('P');
  return turns.map((turn) => {
    const row = rowAt(scenario, task, turn);
    if (solvedAt >= 0 && turn > solvedAt) return {...row, origin: 'solved', status: 'pass'};
    return {...row, ...answer(letter(own, turn))};
  });
}

const turns = Array.from({length: 11}, (_, turn) => turn);

function letter(text: string, turn: number): string {
  return text[Math.min(turn, text.length - 1)] ?? 'F';
}

function status(char: string): 'pass' | 'fail' | 'missing' {
  if (char === 'P') return 'pass';
  return char === 'M' ? 'missing' : 'fail';
}

function answer(char: string): Pick<VerdictRow, 'origin' | 'status'> {
  if (char === '-') return {origin: 'no-feedback', status: 'fail'};
  return {origin: char === 'M' ? 'missing' : 'answered', status: status(char)};
}

function rowAt(scenario: ScenarioId, task_id: string, turn: number): VerdictRow {
  return exampleRow({scenario: turn === 0 ? 'NONE' : scenario, task_id, turn});
}
