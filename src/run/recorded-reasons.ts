import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {readJsonlLeniently} from '../files/jsonl.js';
import {reasonLine} from './reason-line.js';
import {placeKey, type VerdictRow, verdictRowSchema} from './verdict-row.js';

const event = z.object({
  event: z.literal('missing'),
  ...verdictRowSchema.pick({scenario: true, task_id: true, turn: true}).shape,
  reason: z.string(),
});

/**
 * Rows of format version 1, which do not say why a verdict is missing, with the last word of the
 * run's journal on each.
 */
export async function withReasons(
  rows: readonly VerdictRow[],
  directory: string,
): Promise<VerdictRow[]> {
  const reasons = await readReasons(join(directory, 'journal.jsonl'));
  return rows.map((row) =>
    row.status === 'missing' ? {...row, missing: reasons.get(placeKey(row)) ?? null} : row,
  );
}

async function readReasons(journal: string): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  if (!existsSync(journal)) return reasons;
  for await (const read of readJsonlLeniently(journal, event))
    if ('value' in read) reasons.set(placeKey(read.value), reasonLine(read.value.reason));
  return reasons;
}
