import type {z} from 'zod';
import {defaultMaxReplyMiB} from '../../model/endpoint/read-reply.js';
import {defaultRetryPolicy} from '../../model/endpoint/retry.js';
import {defaultBaseUrl} from '../../open/server.js';
import {choice, value} from './flag.js';
import {number, text, wholeNumber} from './schemas.js';

const group = 'Model';

/** Seconds in the milliseconds of a 32-bit timer. */
const longestTimeoutS = 2_147_483;

/** Who answers. The schema says whether a verb knows a default. */
export const model = <S extends z.ZodType>(schema: S): S =>
  value(schema, {
    group,
    help: 'Who answers: simulated:<profile>, canonical, file:<completions.jsonl>, or a model’s name as its server lists it',
  });

/** How the model is reached, and how fast it is asked. */
export const modelFlags = {
  baseUrl: value(text.optional(), {
    group,
    help: 'OpenAI-compatible server of the model',
    otherwise: `OPENAI_BASE_URL, else ${defaultBaseUrl}`,
  }),
  apiKeyEnv: value(text.optional(), {
    group,
    help: 'Environment variable that holds the key; servers on this machine mostly need none',
    otherwise: 'OPENAI_API_KEY',
  }),
  azureApiVersion: value(text.optional(), {
    group,
    help: 'Speak Azure OpenAI’s dialect in this version',
  }),
  timeout: value(
    number(0.1)
      .refine(
        (seconds) => seconds <= longestTimeoutS,
        `expected at most ${longestTimeoutS} seconds; a timer counts no further`,
      )
      .default(600),
    {group, help: 'How long to wait for one answer, in seconds', unit: 's'},
  ),
  maxReplyMib: value(
    wholeNumber(1)
      .refine((mib) => mib <= 511, 'expected at most 511 MiB; no text is longer here')
      .default(defaultMaxReplyMiB),
    {group, help: 'Largest reply that is read, in MiB', unit: 'MiB'},
  ),
  retries: value(wholeNumber(0).default(defaultRetryPolicy.maxRetries), {
    group,
    help: 'Attempts after the first, where trying again can help',
  }),
  waitForServer: value(
    wholeNumber(0, longestTimeoutS).default(defaultRetryPolicy.waitForServerMs / 1000),
    {
      group,
      help: 'How long to wait for a server that is loading its model, or asks to be left alone, in seconds',
      unit: 's',
    },
  ),
  concurrency: value(wholeNumber(1).optional(), {
    group,
    help: 'Questions in flight at once',
    otherwise: 'as many as the server bears; 32 without a server',
  }),
  rpm: value(wholeNumber(1).optional(), {
    group,
    help: 'At most so many requests a minute',
    otherwise: 'no bound',
  }),
  tpm: value(wholeNumber(1).optional(), {
    group,
    help: 'At most so many tokens a minute',
    otherwise: 'no bound',
  }),
  maxTokensField: choice(['max_tokens', 'max_completion_tokens', 'none'], {
    group: 'Decoding',
    help: 'How the limit on tokens is sent; OpenAI’s reasoning models want max_completion_tokens; none sends no limit',
  }),
};
