import {defaultDecoding} from '../../model/model.js';
import {repeatable, value} from './flag.js';
import {text, texts, wholeNumber} from './schemas.js';

const group = 'Critic';
const belongsTo = ['critic'];

/** Who writes verbal feedback, and how it is reached. */
export const criticFlags = {
  critic: repeatable(texts.default([]), {
    group,
    help: 'Who writes verbal feedback: builtin (simulated), file:<critic.jsonl>, or a model’s name; given more than once: a run for each, in DIR/<critic>, compared',
    otherwise: 'builtin on starter',
  }),
  criticBaseUrl: value(text.optional(), {
    group,
    help: 'The critic’s server',
    otherwise: 'as --base-url',
    belongsTo,
  }),
  criticApiKeyEnv: value(text.optional(), {
    group,
    help: 'Environment variable that holds the critic’s key',
    otherwise: 'as --api-key-env',
    belongsTo,
  }),
  criticMaxTokens: value(wholeNumber(1).optional(), {
    group,
    help: 'Longest remark, in tokens',
    otherwise: `${defaultDecoding.max_tokens}; as --max-tokens where that is none`,
    belongsTo,
  }),
  criticRetries: value(wholeNumber(0).default(2), {
    group,
    help: 'How often an expert is asked again whose remark shows the solution',
    belongsTo,
  }),
};
