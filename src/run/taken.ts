import {join} from 'node:path';
import {z} from 'zod';
import {readJsonlLeniently} from '../files/jsonl.js';
import {type StoredAnswers, usage} from '../model/completion-row.js';
import type {Usage} from '../model/model.js';
import type {RunDirectory} from './run-directory.js';

/** What a model was asked so far: requests sent, and the tokens of its answers. */
export type Taken = {requests: number; usage: Usage};

/**
 * What the earlier sittings of a run took, as far as its files know: the answers that are stored,
 * and of the questions that ended without one those that an endpoint was asked. An answer whose
 * tokens the server did not count is taken at what was set aside for it, where a budget had that
 * written down.
 */
export async function takenBefore(
  run: Pick<RunDirectory, 'path' | 'completions' | 'criticCompletions'>,
): Promise<{model: Taken; critic: Taken}> {
  const told = {model: emptyNotes(), critic: emptyNotes()};
  for await (const read of readJsonlLeniently(join(run.path, 'journal.jsonl'), event)) {
    if (!('value' in read)) continue;
    const {value} = read;
    const notes = value.critic === true ? told.critic : told.model;
    if (value.event === 'uncounted') notes.setAside.set(value.request, value);
    else if (value.outcome === 'answered') notes.answered.add(value.request);
    else if (value.outcome !== 'retry') notes.failed += 1;
  }
  return {
    model: sumUp(run.completions, told.model),
    critic: sumUp(run.criticCompletions, told.critic),
  };
}

const ofRequest = z.object({request: z.string(), critic: z.boolean().optional()});
const event = z.discriminatedUnion('event', [
  ofRequest.extend({event: z.literal('attempt'), outcome: z.string()}),
  ofRequest.extend({event: z.literal('uncounted'), ...usage.shape}),
]);

/** What the journal tells of one model, by request. */
type Notes = {answered: Set<string>; failed: number; setAside: Map<string, Usage>};

function emptyNotes(): Notes {
  return {answered: new Set(), failed: 0, setAside: new Map()};
}

function sumUp(answers: StoredAnswers, {answered, failed, setAside}: Notes): Taken {
  const sum = {prompt_tokens: 0, completion_tokens: 0};
  let unheardOf = 0;
  for (const request of answers.keys()) {
    if (!answered.has(request)) unheardOf += 1;
    const took = answers.get(request)?.usage ?? setAside.get(request);
    sum.prompt_tokens += took?.prompt_tokens ?? 0;
    sum.completion_tokens += took?.completion_tokens ?? 0;
  }
  return {requests: answered.size + failed + unheardOf, usage: sum};
}
