import type {Mode} from '../run/mode.js';
import type {Convention} from './convention.js';
import {firstPassingTurn, referenceVerdict, referenceVerdictBefore} from './first-passing-turn.js';
import type {ProblemValue} from './problem-value.js';
import type {TurnVerdict} from './problem-verdicts.js';

/**
 * What one problem adds to Pass@1 at `turn`: 1 or 0. Turn 0 is the model's own first answer,
 * without credits, in every mode and convention; later turns are read as the convention says.
 * `missing` where a verdict that we lack could change the answer. Source: DESIGN.md, section 4;
 * `upstream`: `print_results.py`, `pass_at_1`.
 */
export function passAt1(
  verdicts: readonly TurnVerdict[],
  {turn, mode, convention}: {turn: number; mode: Mode; convention: Convention},
): ProblemValue {
  if (turn === 0) return anyPassed([verdicts[0]?.status]);
  if (convention === 'upstream') {
    return anyPassed([
      verdicts[turn]?.status,
      mode === 'static' ? referenceVerdict(verdicts, 0) : verdicts[0]?.status,
    ]);
  }
  if (mode === 'static')
    return anyPassed([verdicts[turn]?.status, referenceVerdictBefore(verdicts, turn)]);
  const first = firstPassingTurn(verdicts.slice(0, turn + 1), mode);
  return first.kind === 'unknown' ? 'missing' : Number(first.kind === 'passed');
}

function anyPassed(verdicts: readonly (string | undefined)[]): ProblemValue {
  if (verdicts.includes('pass')) return 1;
  return verdicts.includes('missing') || verdicts.includes(undefined) ? 'missing' : 0;
}
