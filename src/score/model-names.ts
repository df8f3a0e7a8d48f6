import {UsageError} from '../errors.js';
import {checkArgument} from '../options/check-options.js';
import {anyText} from '../options/fields.js';
import {option} from '../options/option-name.js';

/** `--alias a=b`: the model that one side calls `a` is the one that the other side calls `b`. */
export type Alias = {name: string; same: string};

/**
 * What a model is recognised by: the last path segment, case folded. ` (16K)` is part of the name:
 * another token limit is another entry.
 * @example modelKey('deepseek-ai/DeepSeek-R1 (16K)') // => 'deepseek-r1 (16k)'
 */
export function modelKey(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .trim()
    .toLowerCase();
}

/** @throws {UsageError} unless `text` is `a=b` with something on both sides. */
export function parseAlias(text: string): Alias {
  checkArgument(['parseAlias', 'text'], anyText, text);
  const [name = '', same = '', ...rest] = text.split('=').map((part) => part.trim());
  if (name === '' || same === '' || rest.length > 0) {
    throw new UsageError(
      `${option('aliases')}: "${text}" was given; expected a=b, two names of one model`,
    );
  }
  return {name, same};
}

/** Whether two names are of one model, by the last part of each or by an alias. */
export function isSameModel(a: string, b: string, aliases: readonly Alias[]): boolean {
  const key = keyWithAliases(aliases);
  return key(a) === key(b);
}

export type MatchedModels = {
  /** In the order of the static names; `model` is the live side's name. */
  matched: {model: string; static: string; live: string}[];
  unmatchedStatic: string[];
  unmatchedLive: string[];
  /** Aliases with a name that nobody has: a slip of the pen, most likely. */
  unusedAliases: Alias[];
};

/**
 * Which static name is which live name. What did not match is listed, never dropped in silence.
 * `alsoKnown`: further names that an alias may mean.
 * @throws {UsageError} where two names of one side would be the same model.
 */
export function matchModels(names: {
  static: readonly string[];
  live: readonly string[];
  aliases: readonly Alias[];
  alsoKnown?: readonly string[];
}): MatchedModels {
  const key = keyWithAliases(names.aliases);
  const [statics, lives] = [byKey(names.static, key, 'static'), byKey(names.live, key, 'live')];
  const matched = [...statics].flatMap(([shared, name]) => {
    const live = lives.get(shared);
    return live === undefined ? [] : [{model: live, static: name, live}];
  });
  const known = [...names.static, ...names.live, ...(names.alsoKnown ?? [])];
  const seen = new Set(known.map(modelKey));
  return {
    matched,
    unmatchedStatic: missingFrom(lives, statics),
    unmatchedLive: missingFrom(statics, lives),
    unusedAliases: names.aliases.filter(
      ({name, same}) => !seen.has(modelKey(name)) || !seen.has(modelKey(same)),
    ),
  };
}

/** The names of one side whose keys the other does not have. */
function missingFrom(other: ReadonlyMap<string, string>, side: ReadonlyMap<string, string>) {
  return [...side].filter(([key]) => !other.has(key)).map(([, name]) => name);
}

/** One key for all names that aliases join, over any number of steps and in any order. */
function keyWithAliases(aliases: readonly Alias[]): (name: string) => string {
  const same = new Map<string, string>();
  const lastOf = (key: string): string => {
    const next = same.get(key);
    return next === undefined ? key : lastOf(next);
  };
  for (const alias of aliases) {
    const [from, to] = [lastOf(modelKey(alias.name)), lastOf(modelKey(alias.same))];
    if (from !== to) same.set(from, to);
  }
  return (name) => lastOf(modelKey(name));
}

function byKey(
  names: readonly string[],
  key: (name: string) => string,
  side: string,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const earlier = found.get(key(name));
    if (earlier !== undefined) {
      throw new UsageError(
        `${side} runs: "${earlier}" and "${name}" are one model; give one run of each model`,
      );
    }
    found.set(key(name), name);
  }
  return found;
}
