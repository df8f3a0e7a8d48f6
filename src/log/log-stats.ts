import {lastTurn} from '../problem/scenario.js';
import {isActionable} from './log-line.js';
import type {Conversation} from './read-log.js';

/**
 * What one scenario of a log still asks. Arrays are by turn: index 0 is turn 0 (`solved`) or turn 1
 * (`questions`).
 */
export type LogStats = {
  problems: number;
  lines: number;
  /** Problems the reference had solved at or before turn 0..9; the log does not tell turn 10. */
  solved: number[];
  /**
   * Questions that a replay asks at turn 1..10: not solved before, and something actionable to say.
   */
  questions: number[];
  /** Lines at which nothing actionable was said. */
  without_feedback: number;
  leaks: number;
};

/** Counts questions and solved problems by turn. */
export function logStats(conversations: readonly Conversation[]): LogStats {
  const lines = conversations.flatMap((conversation) => conversation.lines);
  const turns = Array.from({length: lastTurn}, (_, i) => i + 1);
  const passes = lines.filter(({previous_status}) => previous_status === 'pass');
  const open = lines.filter(({previous_status}) => previous_status !== 'pass');
  return {
    problems: conversations.length,
    lines: lines.length,
    solved: turns.map((turn) => passes.filter((line) => line.turn <= turn).length),
    questions: turns.map(
      (turn) => open.filter((line) => line.turn === turn && isActionable(line)).length,
    ),
    without_feedback: open.filter((line) => !isActionable(line)).length,
    leaks: lines.filter(({notes}) => notes.includes('leak')).length,
  };
}
