import {z} from 'zod';
import {defaultDecoding} from '../../model/model.js';
import {writtenScenario} from '../../problem/scenario-field.js';
import {type About, choice, flagSwitch, list, repeatable, value} from './flag.js';
import {names, number, orNone, text, wholeNumber} from './schemas.js';

const questions = 'Questions';
const decoding = 'Decoding';

/** A scenario by its id, in any case. */
export const scenarioId = z.string().toUpperCase().pipe(writtenScenario);

/** Whose templates prompts are made from. */
export function promptsFolder(about: Partial<About> = {}) {
  return value(text.optional(), {
    group: questions,
    help: 'Folder of another prompt set; its templates are code that runs here, so use only those you trust',
    otherwise: 'the set that ships',
    ...about,
  });
}

/** What is asked, and how prompts are made. */
export const questionFlags = {
  scenarios: list(names.pipe(z.array(scenarioId)).optional(), {
    group: questions,
    help: 'Scenario ids with commas between them, in any case, as in cf_ef_full',
    otherwise: 'all there are',
  }),
  limit: value(wholeNumber(1).optional(), {
    group: questions,
    help: 'Only the first so many problems',
    otherwise: 'all',
  }),
  tasks: list(names.optional(), {
    group: questions,
    help: 'Only these problems: ids, their numbers, ranges of numbers, or hard for BigCodeBench-Hard, as in 0-39,77',
    otherwise: 'all',
  }),
  history: choice(['last', 'full'], {
    group: questions,
    help: 'What a prompt shows: the last turn, or the whole conversation',
  }),
  prompts: promptsFolder(),
  systemPrompt: flagSwitch(
    {group: questions, help: 'Send the system prompt; --no-system-prompt leaves it out'},
    true,
  ),
};

/** How answers are drawn. */
export const decodingFlags = {
  temperature: value(orNone(number(0)).default(defaultDecoding.temperature), {
    group: decoding,
    help: 'Sampling temperature; none leaves it out, for models that refuse the field',
  }),
  maxTokens: value(wholeNumber(1).default(defaultDecoding.max_tokens), {
    group: decoding,
    help: 'Longest answer',
    unit: 'tokens',
  }),
  stop: repeatable(z.array(z.string()).default([]), {
    group: decoding,
    help: 'Stop sequence; may be given more than once',
  }),
  seed: value(wholeNumber(0).optional(), {
    group: decoding,
    help: 'Seed sent with every request',
    otherwise: 'none is sent',
  }),
  extraBody: value(text.optional(), {
    group: decoding,
    help: 'Further fields of the request, as a JSON object',
  }),
  plain: flagSwitch({group: decoding, help: 'Ask for plain completions instead of chat'}),
};
