import {z} from 'zod';

/**
 * How a flag is written. `value`: with one value. `list`: values with commas between them, or the
 * flag more than once. `repeatable`: one value or more after it, or the flag more than once.
 * `switch`: alone. `word` and `words` stand without a name, at the place that the verb's usage
 * gives them.
 */
type Kind = 'value' | 'list' | 'repeatable' | 'switch' | 'word' | 'words';

/** What is known of a flag besides its schema. */
export type About = {
  help: string;
  /** Under which heading of the help it stands; without one under "Options". */
  group?: Group;
  /** What holds where the flag is left out, if the schema has no default that says so. */
  otherwise?: string;
  /** Unit of the default that the help shows. */
  unit?: string;
  /** The flag means something only beside one of these. */
  belongsTo?: readonly string[];
  /** The flag means something only beside all of these. */
  needs?: readonly string[];
  /** The flag contradicts each of these. */
  excludes?: readonly string[];
  /** The flag may stand without its value. */
  mayBeBare?: boolean;
};

type Group =
  | 'Model'
  | 'Critic'
  | 'Questions'
  | 'Decoding'
  | 'Budget'
  | 'Batches'
  | 'Judging'
  | 'Input'
  | 'Result';

export type Entry = About & {kind: Kind};

/**
 * The table of flags: what stands beside each schema. A flag is its schema; yargs, the help and the
 * checks read the rest of it here.
 */
const table = z.registry<Entry>();

/** The flags of a verb, by their names in camelCase. */
export type Flags = Readonly<Record<string, z.ZodType>>;

export function entryOf(schema: z.ZodType): Entry {
  const entry = table.get(schema);
  if (entry === undefined) throw new TypeError('a flag without an entry in the table of flags');
  return entry;
}

/** A copy, since several flags are of one schema. */
function add<S extends z.ZodType>(schema: S, entry: Entry): S {
  const own = schema.clone();
  table.add(own, entry);
  return own;
}

export const value = <S extends z.ZodType>(schema: S, about: About): S =>
  add(schema, {...about, kind: 'value'});

export const list = <S extends z.ZodType>(schema: S, about: About): S =>
  add(schema, {...about, kind: 'list'});

export const repeatable = <S extends z.ZodType>(schema: S, about: About): S =>
  add(schema, {...about, kind: 'repeatable'});

export const word = <S extends z.ZodType>(schema: S, about: About): S =>
  add(schema, {...about, kind: 'word'});

export const words = <S extends z.ZodType>(schema: S, about: About): S =>
  add(schema, {...about, kind: 'words'});

/** Off unless it is given; `standard` true: on unless `--no-…` is given. */
export const flagSwitch = (about: About, standard = false) =>
  add(z.boolean().default(standard), {...about, kind: 'switch'});

/** One of a few words; the first is the default. */
export const choice = <const Options extends readonly [string, ...string[]]>(
  options: Options,
  about: About,
) => {
  const schema = z.enum(options);
  return value(schema.default(schema.parse(options[0])), about);
};

/** @example kebab('baseUrl') // => 'base-url' */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** @example spoken(['batch', 'batchOut']) // => '--batch or --batch-out' */
export function spoken(names: readonly string[]): string {
  return names.map((name) => `--${kebab(name)}`).join(' or ');
}
