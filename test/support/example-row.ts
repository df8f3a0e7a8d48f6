import type {VerdictRow} from '../../src/run/verdict-row.js';

/** A row of an answer that fails, as a test wants it. */
export function exampleRow(changes: Partial<VerdictRow>): VerdictRow {
  return {
    scenario: 'CF_SEF',
    task_id: 'P/0',
    turn: 1,
    origin: 'answered',
    status: 'fail',
    reference_status: null,
    failures: [],
    code_sha256: null,
    request: null,
    found: null,
    trust: null,
    missing: null,
    ...changes,
  };
}
