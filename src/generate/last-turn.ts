import {join} from 'node:path';
import {z} from 'zod';
import {readJsonlLeniently} from '../files/jsonl.js';
import {option} from '../options/option-name.js';
import {lastTurn} from '../problem/scenario.js';
import type {RunDirectory} from '../run/run-directory.js';

/**
 * Writes into the run's journal at which turn the conversations of this sitting end, where that is
 * not where those before it did. That this sitting began is in the journal already.
 * @returns a sentence where they now go further, or less far, than an earlier sitting's; else null.
 */
export async function noteLastTurn(
  run: Pick<RunDirectory, 'path' | 'journal'>,
  turn: number,
): Promise<string | null> {
  let [sittings, before] = [0, lastTurn];
  for await (const read of readJsonlLeniently(join(run.path, 'journal.jsonl'), event))
    if ('value' in read)
      if (read.value.event === 'begin') sittings += 1;
      else before = read.value.last_turn;
  if (turn === before) return null;
  run.journal({event: 'turns', last_turn: turn});
  if (sittings < 2) return null;
  return `the conversations of this run ended at turn ${before}, and now end at turn ${turn}; ${option('turns')} ${before} leaves them there`;
}

const event = z.discriminatedUnion('event', [
  z.object({event: z.literal('begin')}),
  z.object({event: z.literal('turns'), last_turn: z.number()}),
]);
