import type {z} from 'zod';
import {UsageError} from '../../errors.js';
import {suggest} from '../../options/suggest.js';
import {entryOf, type Flags, kebab, spoken} from './flag.js';

/** Arguments as yargs found them. */
export type Argv = {readonly [name: string]: unknown};

/** What yargs adds to the arguments of every verb. */
const ofYargs = ['_', '$0', 'help', 'h', 'version', 'v'];

/** So many flags are listed where one is not known and none is like it. */
const fewFlags = 8;

/**
 * Holds the arguments of a verb to its flags.
 * @param verb as it is typed: `log verify`.
 * @throws {UsageError} that names the flag, what was expected and what came.
 */
export function parseFlags<T>(
  argv: Argv,
  {verb, flags, schema}: {verb: string; flags: Flags; schema: z.ZodType<T>},
): T {
  refuseUnknownFlags(argv, verb, flags);
  refuseFurtherWords(argv, verb);
  const result = schema.safeParse(argv);
  if (!result.success) throw refusal(argv, verb, flags, result.error);
  refuseContradictions(argv, flags);
  return result.data;
}

/** @throws {UsageError} for a flag that the verb does not have, with the one that was meant. */
export function refuseUnknownFlags(argv: Argv, verb: string, flags: Flags): void {
  const keys = Object.keys(flags);
  const known = new Set([...ofYargs, ...keys, ...keys.map(kebab)]);
  const unknown = Object.keys(argv).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const named = keys.filter((key) => !isWord(flags, key)).map(kebab);
  throw new UsageError(`${dashed(unknown)}: ${noSuchFlag(unknown, verb, named)}`);
}

function noSuchFlag(unknown: string, verb: string, named: readonly string[]): string {
  const none = verb === '' ? 'no such flag' : `${verb} has no such flag`;
  const meant = suggest(kebab(unknown).replace(/^-/, ''), [...named, 'help', 'version']);
  if (meant !== null) return `${none}; did you mean --${meant}?`;
  if (named.length > 0 && named.length <= fewFlags)
    return `${none}; it has ${named.map((name) => `--${name}`).join(', ')}`;
  return `${none}; see ${helpOf(verb)}`;
}

/** Words that no place in the verb's usage takes. */
function refuseFurtherWords(argv: Argv, verb: string): void {
  const found = Array.isArray(argv._) ? argv._ : [];
  const [further] = found.slice(verb.split(' ').length);
  if (further === undefined) return;
  throw new UsageError(`${further}: a word too many for ${verb}; see ${helpOf(verb)}`);
}

function refusal(argv: Argv, verb: string, flags: Flags, error: z.ZodError): UsageError {
  const [issue] = error.issues;
  const key = String(issue?.path[0]);
  const schema = flags[key];
  if (issue === undefined || schema === undefined)
    throw new TypeError(`a refusal that names no flag of ${verb}`, {cause: error});
  const {kind, help} = entryOf(schema);
  const given = argv[key];
  const name = isWord(flags, key) ? kebab(key) : `--${kebab(key)}`;
  if (given === undefined)
    return new UsageError(`${name}: missing; ${verb} needs it: ${help}; see ${helpOf(verb)}`);
  if (issue.path.length === 1 && Array.isArray(given))
    return new UsageError(`${name}: given more than once`);
  if (kind !== 'switch' && typeof given === 'boolean')
    return new UsageError(`${name}: needs a value; there is no --no-${kebab(key)}`);
  return new UsageError(`${name}: ${issue.message}`);
}

function refuseContradictions(argv: Argv, flags: Flags): void {
  const isGiven = (key: string) => argv[key] !== undefined && argv[key] !== false;
  for (const [key, schema] of Object.entries(flags)) {
    if (!isGiven(key)) continue;
    const {belongsTo = [], needs = [], excludes = []} = entryOf(schema);
    if (belongsTo.length > 0 && !belongsTo.some(isGiven))
      throw new UsageError(
        `--${kebab(key)}: belongs to ${spoken(belongsTo)}; give that too, or leave it out`,
      );
    const needed = needs.find((name) => !isGiven(name));
    if (needed !== undefined)
      throw new UsageError(
        `--${kebab(key)}: belongs to ${spoken([needed])}; give that too, or leave it out`,
      );
    const other = excludes.find(isGiven);
    if (other !== undefined)
      throw new UsageError(
        `--${kebab(key)}, --${kebab(other)}: contradict; give one of them at a time`,
      );
  }
}

function isWord(flags: Flags, key: string): boolean {
  const schema = flags[key];
  return schema !== undefined && ['word', 'words'].includes(entryOf(schema).kind);
}

const dashed = (name: string) => (name.length === 1 ? `-${name}` : `--${name}`);

export const helpOf = (verb: string) => `convcodebench ${verb === '' ? '' : `${verb} `}--help`;
