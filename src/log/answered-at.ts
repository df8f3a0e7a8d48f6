import {isActionable, type LogLine} from './log-line.js';

/**
 * The turn whose answer the line of `turn` carries: a turn at which nobody was asked leaves the
 * program as it is.
 * @param lines a conversation's, turn 1 first, as far as the line of `turn` at least.
 */
export function answeredAt(lines: readonly LogLine[], turn: number): number {
  const program = lines[turn - 1]?.code_sha256;
  let answered = turn - 1;
  while (answered > 0) {
    const line = lines[answered - 1];
    if (!line || isActionable(line) || line.code_sha256 !== program) break;
    answered -= 1;
  }
  return answered;
}
