import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {readJsonlLeniently} from '../files/jsonl.js';
import {placeKey, verdictRowSchema} from './verdict-row.js';

const event = z.object({
  event: z.literal('missing'),
  ...verdictRowSchema.pick({scenario: true, task_id: true, turn: true}).shape,
  reason: z.string(),
});

/**
 * Why places have no verdict as the journal of a run tells it, by `placeKey`, the last word on
 * each: rows of format version 1 do not say.
 */
export async function readRecordedReasons(directory: string): Promise<Map<string, string>> {
  const path = join(directory, 'journal.jsonl');
  const reasons = new Map<string, string>();
  if (!existsSync(path)) return reasons;
  for await (const read of readJsonlLeniently(path, event))
    if ('value' in read) reasons.set(placeKey(read.value), read.value.reason);
  return reasons;
}
