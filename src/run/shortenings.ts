import {existsSync} from 'node:fs';
import {z} from 'zod';
import {readJsonlLeniently} from '../files/jsonl.js';
import {type PromptCut, promptCut} from '../model/completion-row.js';

/**
 * The cuts with which a request (by its hash) was asked after all its longer forms had been refused
 * as too long.
 */
export type CutsTried = (request: string) => readonly PromptCut[];

const shortened = z.object({event: z.literal('shortened'), request: z.string(), cut: promptCut});

/**
 * Reads out of a journal what was shortened; lines about other events, or damaged ones, tell
 * nothing.
 */
export async function readShortenings(journal: string): Promise<CutsTried> {
  const cuts = new Map<string, PromptCut[]>();
  if (existsSync(journal)) {
    for await (const read of readJsonlLeniently(journal, shortened)) {
      if (!('value' in read)) continue;
      const {request, cut} = read.value;
      cuts.set(request, [...(cuts.get(request) ?? []), cut]);
    }
  }
  return (request) => cuts.get(request) ?? [];
}
