import {kebab} from './flag.js';

/** Options of calls whose flags have another name. */
const otherNames = new Map(
  Object.entries({
    aliases: '--alias',
    'createEnvironment.directory': '--dir',
    critics: '--critic',
    extra_body: '--extra-body',
    lives: '--live',
    logs: '--log',
    maxReplyMiB: '--max-reply-mib',
    max_tokens: '--max-tokens',
    'max_tokens: null': '--max-tokens-field none',
    'predictionView.model': '--predict',
    promptsDirectory: '--prompts',
    queue: '--judge-queue',
    'referencesView.logs': '--references',
    statics: '--static',
    submitBatches: '--batch submit',
    'systemPrompt: false': '--no-system-prompt',
    tables: '--table',
    'temperature: null': '--temperature none',
    waitForServerMs: '--wait-for-server',
    'writePlanAsBatches.directory': '--batch-out',
  }),
);

/** @example flagOf('waitForServerMs') // => '--wait-for-server' */
export function flagOf(name: string): string {
  return otherNames.get(name) ?? `--${kebab(name)}`;
}
