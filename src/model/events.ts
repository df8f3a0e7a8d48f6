import type {ModelErrorKind} from './model.js';

/** One attempt at a question, for the journal: nothing secret in it, and no part of any hash. */
export type ModelEvent = {
  event: 'attempt';
  /** Hash of the request. */
  request: string;
  /** Counts from 1. */
  attempt: number;
  outcome: 'answered' | 'retry' | ModelErrorKind;
  /** Of HTTP; null when no reply came. */
  status: number | null;
  /** The server's own name for the attempt. */
  request_id: string | null;
  duration_ms: number;
  /** Tokens of the answer as the server counted them; null without an answer or a count. */
  answer_tokens: number | null;
  /** Why it was not answered; of an answer: the model's words when it declined. */
  reason: string | null;
  /** Until the next attempt; null when there is none. */
  wait_ms: number | null;
};
