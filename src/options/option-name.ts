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
  'waitForServerMs',
  'workers',
  'writePlanAsBatches.directory',
] as const;

export type OptionName = (typeof optionNames)[number];

const spelling = new AsyncLocalStorage<(name: OptionName) => string>();

/**
 * An option in a message, as whoever reads the message writes it: in a call as `` `baseUrl` ``, on
 * the command line as `--base-url`.
 */
export function option(name: OptionName): string {
  return spelling.getStore()?.(name) ?? `\`${name}\``;
}

/** Does `act`, in whose messages options are spelt as `spell` says. */
export function spellingOptions<T>(spell: (name: OptionName) => string, act: () => T): T {
  return spelling.run(spell, act);
}
