import {z} from 'zod';
import {FileFormatError, MissingRequirementError} from '../errors.js';
import {readWholeText} from '../files/json.js';
import {suggest} from '../options/suggest.js';
import {describeValue, inWords} from '../options/words.js';
import {writtenScenario} from '../problem/scenario-field.js';

const text = z.string().min(1);
const countError = {
  error: ({input}: {input?: unknown}) =>
    `expected a whole number of at least 1, got ${describeValue(input)}`,
};
const count = z.int(countError).min(1, countError);
const money = z.number().min(0);

/** As a run is told them; YAML takes a bare number for one. */
const task = z.union([z.int().min(0), text]).transform(String);

const addressOf = (example: string) => ({
  error: ({input}: {input?: unknown}) =>
    `expected an address such as ${example}, got ${describeValue(input)}`,
});

const endpointSchema = z
  .strictObject({
    base_url: z
      .url({protocol: /^https?$/, ...addressOf('http://localhost:8000/v1')})
      .refine(
        (url) => !URL.canParse(url) || new URL(url).password === '',
        'holds a password; put it in an environment variable, and name that in api_key_env',
      ),
    api_key_env: text
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable')
      .optional()
      .describe('Name of the environment variable that holds the key; never the key'),
    azure_api_version: text.optional(),
    max_tokens_field: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
    timeout: z.number().min(0.1).max(2_147_483).optional().describe('Seconds for one answer'),
    concurrency: count.optional().describe('Questions in flight; default: what the server bears'),
    rpm: count.optional().describe('Requests a minute at most, all its models together'),
    tpm: count.optional().describe('Tokens a minute at most, all its models together'),
    models_at_once: count
      .default(1)
      .describe('Models that are asked side by side; each has its share of rpm and tpm'),
    price: z
      .strictObject({prompt: money, completion: money})
      .optional()
      .describe('Of a million tokens; for the dry run'),
    seconds_per_answer: z.number().gt(0).optional().describe('For the hours of the dry run'),
  })
  .describe('An OpenAI-compatible server');

const decodingSchema = z.strictObject({
  temperature: money.nullable().optional(),
  max_tokens: count.nullable().optional(),
  stop: z.array(text).optional(),
  seed: z.int().nullable().optional(),
  extra_body: z.record(z.string(), z.unknown()).optional(),
  mode: z.enum(['chat', 'plain']).optional(),
});

const modelSchema = z.union([
  text,
  z.strictObject({
    model: text.describe('Who answers, as a run is told'),
    endpoint: text.optional().describe('One of `endpoints`; default: the only one'),
    name: text.optional().describe('Of its folder; default: the model’s name'),
    decoding: decodingSchema.optional(),
  }),
]);

/** The file of a sweep. */
export const sweepFileSchema = z.strictObject({
  out: text.describe('Folder of the runs, OUT/LOG/MODEL'),
  logs: z.array(text).min(1).describe('Directories of logs to replay'),
  suite: text.optional().describe('Name or file of their suite, where it cannot be found by name'),
  models: z.array(modelSchema).min(1),
  endpoints: z.record(text, endpointSchema).default({}),
  scenarios: z.array(writtenScenario).min(1).optional().describe('Default: all there are'),
  limit: count.optional(),
  tasks: z.array(task).min(1).optional().describe('Ids, their numbers, ranges as in 0-39, or hard'),
  history: z.enum(['last', 'full']).optional(),
  prompts: text.optional().describe('Folder of another prompt set'),
  system_prompt: z.boolean().optional(),
  decoding: decodingSchema.optional(),
  judge: z
    .strictObject({
      python: text.optional(),
      workers: count.optional(),
      queue: z
        .url({protocol: /^rediss?$/, ...addressOf('redis://head:6379')})
        .refine((url) => !URL.canParse(url) || new URL(url).password === '', {
          error:
            'holds a password; put it in CONVCODEBENCH_REDIS_PASSWORD, passwords do not stand in files',
        })
        .optional()
        .describe('Redis whose workers judge (redis://HOST:PORT), without its password'),
      allow_unsafe: z.boolean().optional(),
    })
    .default({})
    .describe('One judge for all runs'),
});

export type SweepFile = z.infer<typeof sweepFileSchema>;
export type SweepEndpoint = z.infer<typeof endpointSchema>;

/**
 * Reads a sweep's file, YAML or JSON.
 * @throws {FileFormatError} `path:line: field: …` for what is not of the schema;
 * {MissingRequirementError} for an environment variable that is not set.
 */
export async function readSweepFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SweepFile> {
  const {LineCounter, parseDocument} = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(readWholeText(path), {lineCounter: lines, prettyErrors: false});
  const [broken] = document.errors;
  if (broken) {
    const {line} = lines.linePos(broken.pos[0]);
    const why =
      broken.code === 'DUPLICATE_KEY'
        ? 'this field stands twice; leave one of both out'
        : `not YAML: ${broken.message.split('\n')[0]}`;
    throw new FileFormatError(`${path}:${line}: ${why}`);
  }
  const lineOf = (field: readonly PropertyKey[]): number => {
    for (let depth = field.length; depth >= 0; depth -= 1) {
      const node: unknown = document.getIn(field.slice(0, depth), true);
      const range = rangeSchema.safeParse(node);
      const [at] = range.data?.range ?? [];
      if (at !== undefined) return lines.linePos(at).line;
    }
    return 1;
  };
  const parsed = sweepFileSchema.safeParse(contentsOf(document, path), {error: inItsWords});
  if (!parsed.success) {
    const {field, message} = explain(parsed.error);
    const place = [`${path}:${lineOf(field)}`, ...(field.length > 0 ? [field.join('.')] : [])];
    throw new FileFormatError([...place, message].join(': '));
  }
  for (const [name, {api_key_env: variable}] of Object.entries(parsed.data.endpoints))
    if (variable !== undefined && !environment[variable])
      throw new MissingRequirementError(
        `${path}:${lineOf(['endpoints', name, 'api_key_env'])}: endpoints.${name}.api_key_env: ${variable} is not set; set it in the environment, and give the same command again`,
      );
  return parsed.data;
}

/**
 * What the document says. An alias is looked up, and may be of nothing, or of what it stands in,
 * only now.
 */
function contentsOf(document: {toJS(): unknown}, path: string): unknown {
  try {
    const contents = document.toJS();
    if (hasCircle(contents)) throw new ReferenceError('an alias stands inside what it repeats');
    return contents;
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw new FileFormatError(`${path}: ${cause.message}`, {cause});
  }
}

function hasCircle(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (above.includes(value)) return true;
  return Object.values(value).some((each) => hasCircle(each, [...above, value]));
}

/** What is wrong in words, and how a list is written where there is none. */
const inItsWords: z.core.$ZodErrorMap = (issue) => {
  const words = inWords(issue);
  const {input} = issue;
  const isOne = typeof input === 'string' || typeof input === 'number';
  const wantsList = issue.code === 'invalid_type' && issue.expected === 'array';
  return wantsList && isOne ? `${words}; write [${input}]` : words;
};

const rangeSchema = z.looseObject({range: z.array(z.number()).min(1)});

/** The first thing that is wrong: where, and what is expected. */
function explain(error: z.ZodError): {field: PropertyKey[]; message: string} {
  let [issue] = error.issues;
  let field = [...(issue?.path ?? [])];
  // Of two shapes the one that says more is meant: an object.
  while (issue?.code === 'invalid_union') {
    issue = issue.errors.at(-1)?.[0];
    field = [...field, ...(issue?.path ?? [])];
  }
  if (issue?.code !== 'unrecognized_keys') return {field, message: issue?.message ?? 'is wrong'};
  const [unknown = ''] = issue.keys;
  const meant = /^api_?key$|token|secret/i.test(unknown)
    ? 'api_key_env, the name of a variable; keys do not stand in files'
    : suggest(unknown, fieldNames);
  return {
    field: [...field, unknown],
    message: `there is no such field${meant === null ? '; docs/sweep.schema.json has them all' : `; did you mean ${meant}?`}`,
  };
}

const fieldNames = [
  ...Object.keys(sweepFileSchema.shape),
  ...Object.keys(endpointSchema.shape),
  ...Object.keys(decodingSchema.shape),
  ...['model', 'endpoint', 'name', 'python', 'workers', 'queue', 'allow_unsafe'],
  ...['prompt', 'completion'],
];

/** The schema of the file as JSON Schema: what `docs/sweep.schema.json` holds. */
export function sweepJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(sweepFileSchema, {io: 'input'}), null, 2)}\n`;
}
