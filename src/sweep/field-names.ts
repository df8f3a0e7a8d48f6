import {currentSpelling, type Spell} from '../options/option-name.js';

/** Options of a replay that have a field in a sweep's file, and how it is called there. */
const fields = new Map<string, string>(
  Object.entries({
    allowUnsafe: 'judge.allow_unsafe',
    apiKeyEnv: 'api_key_env',
    baseUrl: 'base_url',
    concurrency: 'concurrency',
    extra_body: 'decoding.extra_body',
    limit: 'limit',
    log: 'logs',
    maxTokensField: 'max_tokens_field',
    max_tokens: 'decoding.max_tokens',
    'max_tokens: null': 'decoding.max_tokens: null',
    model: 'models',
    out: 'out',
    promptsDirectory: 'prompts',
    python: 'judge.python',
    scenarios: 'scenarios',
    seed: 'decoding.seed',
    stop: 'decoding.stop',
    suite: 'suite',
    'systemPrompt: false': 'system_prompt: false',
    tasks: 'tasks',
    'temperature: null': 'decoding.temperature: null',
    workers: 'judge.workers',
  }),
);

/** Options as the file has them; one that it lacks as whoever started the sweep writes it. */
export function fieldSpelling(): Spell {
  const others = currentSpelling();
  return (name) => {
    const field = fields.get(name);
    return field === undefined ? others(name) : `\`${field}\``;
  };
}
