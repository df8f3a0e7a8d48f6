import type {Argv} from 'yargs';
import {z} from 'zod';
import {defaultBaseUrl} from '../benchmark/open-model.js';
import {defaultConcurrency, type SessionOptions} from '../benchmark/session.js';
import {UsageError} from '../errors.js';
import {scenarioIdSchema} from '../log/log-line.js';
import {defaultDecoding} from '../model/model.js';
import {parseExtraBody} from '../model/request-body.js';
import type {Context} from './command.js';
import {progressOn} from './progress.js';

const wholeNumber = (least: number) =>
  z.union([z.string(), z.number()]).transform((text, context) => {
    const value = Number(text);
    if (text !== '' && Number.isInteger(value) && value >= least) return value;
    context.addIssue({
      code: 'custom',
      message: `expected a whole number of at least ${least}, got ${JSON.stringify(text)}`,
    });
    return z.NEVER;
  });

const number = (least: number) =>
  z.union([z.string(), z.number()]).transform((text, context) => {
    const value = Number(text);
    if (String(text).trim() !== '' && Number.isFinite(value) && value >= least) return value;
    context.addIssue({code: 'custom', message: `expected a number of at least ${least}, got ${JSON.stringify(text)}`});
    return z.NEVER;
  });

/** `a,b` or a flag given more than once. */
export const list = z.union([z.string(), z.array(z.string())]).transform((given) =>
  [given]
    .flat()
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

export const fields = {wholeNumber, number, list, text: z.string().min(1), flag: z.boolean()};

/**
 * Holds a command's arguments to a schema.
 * @throws {UsageError} that names the flag, what was expected and what came.
 */
export function parseArguments<T>(argv: {[name: string]: unknown}, schema: z.ZodType<T>): T {
  const result = schema.safeParse(argv);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const flag = kebab(String(issue?.path[0] ?? 'arguments'));
  const given = Array.isArray(argv[String(issue?.path[0])]) ? ' (given more than once?)' : '';
  throw new UsageError(`--${flag}: ${issue?.message ?? 'not understood'}${given}`);
}

/** The flags that every verb which asks a model shares. */
export function runOptions(yargs: Argv): Argv {
  return yargs
    .option('model', {
      type: 'string',
      requiresArg: true,
      describe:
        'Who answers: simulated:<profile>, canonical, file:<completions.jsonl>, or a model’s name as its server lists it',
    })
    .option('base-url', {
      type: 'string',
      requiresArg: true,
      describe: `OpenAI-compatible server [default for names: ${defaultBaseUrl}]`,
    })
    .option('api-key-env', {
      type: 'string',
      requiresArg: true,
      default: 'OPENAI_API_KEY',
      describe: 'Environment variable that holds the key',
    })
    .option('out', {
      type: 'string',
      requiresArg: true,
      demandOption: true,
      describe: 'Directory of the run; the same command again goes on where it stopped',
    })
    .option('scenarios', {
      type: 'string',
      requiresArg: true,
      describe: 'Comma-separated scenario ids [default: all there are]',
    })
    .option('limit', {type: 'string', requiresArg: true, describe: 'Only the first N problems'})
    .option('tasks', {
      type: 'string',
      requiresArg: true,
      describe: 'Only these problems: comma-separated ids, or their numbers',
    })
    .option('temperature', {
      type: 'string',
      requiresArg: true,
      describe: `Sampling temperature [default: ${defaultDecoding.temperature}]`,
    })
    .option('max-tokens', {
      type: 'string',
      requiresArg: true,
      describe: `Longest answer in tokens [default: ${defaultDecoding.max_tokens}]`,
    })
    .option('stop', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Stop sequence; may be given more than once',
    })
    .option('seed', {type: 'string', requiresArg: true, describe: 'Seed sent with every request'})
    .option('extra-body', {type: 'string', requiresArg: true, describe: 'Further fields of the request, as JSON'})
    .option('plain', {type: 'boolean', default: false, describe: 'Plain completions instead of chat'})
    .option('system-prompt', {
      type: 'boolean',
      default: true,
      describe: 'Send the system prompt; --no-system-prompt leaves it out',
    })
    .option('prompts', {type: 'string', requiresArg: true, describe: 'Folder of another prompt set'})
    .option('history', {
      choices: ['last', 'full'] as const,
      default: 'last' as const,
      describe: 'What a prompt shows: the last turn, or the whole conversation',
    })
    .option('concurrency', {
      type: 'string',
      requiresArg: true,
      describe: `Questions in flight [default: ${defaultConcurrency}]`,
    })
    .option('python', {type: 'string', requiresArg: true, describe: 'Python that judges code [default: python3]'})
    .option('workers', {type: 'string', requiresArg: true, describe: 'Jobs judged at once [default: number of cores]'})
    .option('time-limit', {
      type: 'string',
      requiresArg: true,
      describe: 'Wall-clock seconds per job [default: the suite’s: 2 for starter, else 60]',
    })
    .option('allow-unsafe', {
      type: 'boolean',
      default: false,
      describe: 'Judge foreign code even where it cannot be sealed off',
    })
    .option('json', {type: 'boolean', default: false, describe: 'Print figures as JSON'});
}

const runFields = {
  baseUrl: fields.text.optional(),
  apiKeyEnv: fields.text,
  out: fields.text,
  scenarios: list
    .pipe(z.array(scenarioIdSchema, {error: 'unknown scenario; "convcodebench list scenarios" names them'}))
    .optional(),
  limit: wholeNumber(1).optional(),
  tasks: list.optional(),
  temperature: number(0).optional(),
  maxTokens: wholeNumber(1).optional(),
  stop: z.array(z.string()).optional(),
  seed: wholeNumber(0).optional(),
  extraBody: fields.text.optional(),
  plain: fields.flag,
  systemPrompt: fields.flag,
  prompts: fields.text.optional(),
  history: z.enum(['last', 'full']),
  concurrency: wholeNumber(1).optional(),
  python: fields.text.optional(),
  workers: wholeNumber(1).optional(),
  timeLimit: number(0.1).optional(),
  allowUnsafe: fields.flag,
  json: fields.flag,
};

/** A schema of the shared flags and some of a verb's own. */
export function runArguments<Shape extends z.ZodRawShape>(own: Shape) {
  return z.object({...runFields, ...own});
}

/** The shared flags as what a run is told. */
export function toSessionOptions(
  given: z.infer<ReturnType<typeof runArguments<Record<never, never>>>>,
  model: string,
  context: Context,
): SessionOptions {
  const {seed, stop, extraBody, plain} = given;
  return {
    model: {spec: model, baseUrl: given.baseUrl ?? null, endpoint: {apiKeyEnv: given.apiKeyEnv}},
    out: given.out,
    scenarios: given.scenarios ?? null,
    limit: given.limit ?? null,
    tasks: given.tasks ?? null,
    decoding: {
      temperature: given.temperature ?? defaultDecoding.temperature,
      max_tokens: given.maxTokens ?? defaultDecoding.max_tokens,
      stop: stop ?? [],
      seed: seed ?? null,
      extra_body: extraBody === undefined ? {} : parseExtraBody(extraBody),
      mode: plain ? 'plain' : 'chat',
    },
    promptsDirectory: given.prompts ?? null,
    history: given.history,
    systemPrompt: given.systemPrompt,
    concurrency: given.concurrency ?? defaultConcurrency,
    judge: {
      ...(given.python !== undefined && {python: given.python}),
      ...(given.workers !== undefined && {workers: given.workers}),
      ...(given.timeLimit !== undefined && {timeLimitMs: Math.round(given.timeLimit * 1000)}),
      allowUnsafe: given.allowUnsafe,
    },
    signal: context.signal,
    onProgress: progressOn(context),
    onNotice: context.note,
  };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
