import type {Argv, Options} from 'yargs';
import {z} from 'zod';
import {type Entry, entryOf, type Flags, kebab, spoken} from './flag.js';

/** Tells yargs of a verb's flags, as the table has them. */
export function addFlags(yargs: Argv, flags: Flags): Argv {
  const groups = new Map<string, string[]>();
  for (const [key, schema] of Object.entries(flags)) {
    const entry = entryOf(schema);
    const name = kebab(key);
    if (entry.kind === 'word' || entry.kind === 'words') {
      const array = entry.kind === 'words';
      yargs.positional(name, {type: 'string', array, describe: entry.help});
      continue;
    }
    yargs.option(name, toYargs(entry, schema));
    const group = entry.group ?? 'Options';
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  for (const [group, names] of groups) yargs.group(names, `${group}:`);
  return yargs;
}

function toYargs(entry: Entry, schema: z.ZodType): Options {
  const {kind, mayBeBare = false} = entry;
  const choices = choicesOf(schema);
  const shown = entry.otherwise ?? defaultOf(schema, entry.unit);
  return {
    describe: describe(entry, schema),
    type: kind === 'switch' ? 'boolean' : 'string',
    array: kind === 'repeatable',
    requiresArg: kind !== 'switch' && !mayBeBare,
    ...(choices && {choices}),
    ...(shown !== null && {defaultDescription: shown}),
  };
}

function describe({help, belongsTo = []}: Entry, schema: z.ZodType): string {
  if (isRequired(schema)) return `${help} (needed)`;
  return belongsTo.length === 0 ? help : `${help} (with ${spoken(belongsTo)})`;
}

function isRequired(schema: z.ZodType): boolean {
  return !schema.safeParse(undefined).success;
}

/** The default that a schema gives itself, as the help shows it. */
function defaultOf(schema: z.ZodType, unit: string | undefined): string | null {
  const {data} = schema.safeParse(undefined);
  const shown =
    typeof data === 'number'
      ? data.toLocaleString('en-US')
      : typeof data === 'string'
        ? data
        : null;
  return shown === null || unit === undefined ? shown : `${shown} ${unit}`;
}

/** The words that a schema allows; null where it allows more than a few. */
function choicesOf(schema: unknown): string[] | null {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return choicesOf(schema.unwrap());
  return schema instanceof z.ZodEnum ? schema.options.map(String) : null;
}
