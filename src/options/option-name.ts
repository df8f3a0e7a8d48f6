import {AsyncLocalStorage} from 'node:async_hooks';

/**
 * The options that messages speak of, each as a call has it: by its own name, with the call's name
 * before it where calls mean different things by it, with its value where only that helps.
 */
export const optionNames = [
  'agreement',
  'aliases',
  'allowUnsafe',
  'apiKeyEnv',
  'baseUrl',
  'by',
  'calibrated',
  'concurrency',
  'createEnvironment.directory',
  'critic',
  'critics',
  'csv',
  'dataset',
  'extra_body',
  'fit',
  'from',
  'json',
  'limit',
  'lives',
  'log',
  'logs',
  'maxCost',
  'maxReplyMiB',
  'maxRequests',
  'maxTokensField',
  'max_tokens',
  'max_tokens: null',
  'model',
  'out',
  'port',
  'predictionView.model',
  'problems',
  'promptsDirectory',
  'python',
  'queue',
  'referencesView.logs',
  'scenario',
  'scenarios',
  'seed',
  'shard',
  'simulated',
  'simulatorName',
  'statics',
  'stop',
  'submitBatches',
  'suite',
  'systemPrompt: false',
  'tables',
  'tasks',
  'temperature: null',
  'trust',
  'turn',
  'turnZero',
  'turns',
  'waitForServerMs',
  'workers',
  'writePlanAsBatches.directory',
] as const;

export type OptionName = (typeof optionNames)[number];

/** How an option is written, by its name in a call. */
export type Spell = (name: string) => string;

const spelling = new AsyncLocalStorage<Spell>();

/**
 * An option in a message, as whoever reads the message writes it: in a call as `` `baseUrl` ``, on
 * the command line as `--base-url`.
 */
export function option(name: OptionName): string {
  return currentSpelling()(name);
}

/** How options are written in messages from here. */
export function currentSpelling(): Spell {
  return spelling.getStore() ?? ((name) => `\`${name}\``);
}

/**
 * An option of a call by its path, in a message about that call: in the library as `call: path`, on
 * the command line as the flag of the option that the path ends at.
 */
export function optionAt(call: string, path: readonly PropertyKey[]): string {
  const spell = spelling.getStore();
  const name = path.findLast((part) => typeof part === 'string');
  if (spell && typeof name === 'string') return spell(name);
  return `${call}: ${path.length === 0 ? 'options' : path.join('.')}`;
}

/** Does `act`, in whose messages options are spelt as `spell` says. */
export function spellingOptions<T>(spell: Spell, act: () => T): T {
  return spelling.run(spell, act);
}
