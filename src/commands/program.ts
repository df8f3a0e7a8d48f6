import yargs, {type Argv} from 'yargs';
import {UsageError} from '../errors.js';
import {programVersion} from '../files/program-version.js';
import {spellingOptions} from '../options/option-name.js';
import {suggest} from '../options/suggest.js';
import {type Command, type Context, type Example, exitCode} from './command.js';
import {addFlags} from './flags/add-flags.js';
import {kebab} from './flags/flag.js';
import {type Argv as GivenFlags, helpOf, refuseUnknownFlags} from './flags/parse-flags.js';
import {flagOf} from './flags/spelling.js';
import {nameOf, type Verb, verbs} from './verbs.js';

const program = 'convcodebench';

/** Words that are no verbs of ours, but of the command line itself. */
const builtIn = ['help', 'completion'];

/**
 * Does what a command line says, without the program's name, and gives the exit code.
 * @throws {UsageError} for arguments that are not understood; whatever a verb throws.
 */
export function runProgram(args: readonly string[], context: Context): Promise<number> {
  return spellingOptions(flagOf, () => parseAndRun(args, context));
}

async function parseAndRun(args: readonly string[], context: Context): Promise<number> {
  const [first, ...rest] = args;
  if (first === 'help') {
    findVerb(rest.filter((word) => !word.startsWith('-')));
    return parseAndRun([...rest, '--help'], context);
  }
  let code: number = exitCode.done;
  const onEnd = (last: number) => {
    code = last;
  };
  await parser({context, onEnd, wantsHelp: args.some(asksForHelp)}).parseAsync([...args]);
  return code;
}

/** Whether a word may ask for the help of a verb, or the shell for the flags to complete. */
function asksForHelp(word: string): boolean {
  return /^(?:--help|--get-yargs-completions|-[a-z]*h)/.test(word);
}

/** A verb that has verbs; the program itself is one, without a name. */
type Family = {path: readonly string[]; verbs: readonly Verb[]};

const root: Family = {path: [], verbs};

/** @throws {UsageError} for words that name no verb. */
function findVerb(words: readonly string[]): void {
  let family = root;
  for (const word of words) {
    const verb = family.verbs.find((each) => nameOf(each) === word);
    if (!verb) throw noSuchVerb(family, word);
    family = {path: [...family.path, word], verbs: 'verbs' in verb ? verb.verbs : []};
  }
}

function noSuchVerb({path, verbs}: Family, word: string): UsageError {
  const known = [...verbs.map(nameOf), ...(path.length === 0 ? builtIn : [])];
  const meant = suggest(word, known);
  const written = (name: string) => [...path, name].join(' ');
  const remedy =
    meant !== null
      ? `did you mean ${written(meant)}?`
      : known.length > 0
        ? `there are ${known.join(', ')}`
        : `see ${helpOf(written(''))}`;
  return new UsageError(`${written(word)}: no such verb; ${remedy}`);
}

/** What a parser tells while it reads. */
type Hooks = {
  context: Context;
  /** The exit code of the verb that was called. */
  onEnd: (code: number) => void;
  wantsHelp: boolean;
  /** The verb that is read, with the words it takes. */
  onUsage: (usage: string) => void;
};

function parser(hooks: Omit<Hooks, 'onUsage'>): Argv {
  let usage = '<verb>';
  const onUsage = (entered: string) => {
    usage = entered;
  };
  const base = yargs()
    .scriptName(program)
    .usage('$0 <verb>: how well does a code model improve its code over a conversation?')
    .parserConfiguration({'dot-notation': false})
    .completion('completion', 'Print a script that completes verbs and flags in your shell')
    .help('help', 'Show help')
    .alias('help', 'h')
    .version('version', 'Show the version', programVersion())
    .alias('version', 'v')
    .wrap(Math.min(120, process.stdout.columns ?? 100))
    .exitProcess(false)
    .updateStrings({
      'Argument: %s, Given: %s, Choices: %s': '--%s: got %s; expected one of %s',
      'Not enough arguments following: %s': '--%s: needs a value',
    })
    .epilogue(`${program} help <verb> shows the flags of a verb, with examples.`)
    .fail((message, error) => {
      throw error ?? refusalByYargs(message, usage);
    });
  return addVerbs(base, root, {...hooks, onUsage});
}

function refusalByYargs(message: string, usage: string): UsageError {
  if (message.startsWith('Not enough non-option arguments'))
    return new UsageError(`too few words; expected ${program} ${usage}`);
  return new UsageError(message.replace(/\s+/g, ' ').replace(/^Invalid values: /, ''));
}

/** Teaches the verbs of a family, and what to say where none of them is given. */
function addVerbs(yargsOfFamily: Argv, family: Family, hooks: Hooks): Argv {
  for (const verb of family.verbs) {
    const path = [...family.path, nameOf(verb)];
    const enter = (each: Argv) => {
      const usage = [...family.path, verb.usage].join(' ');
      hooks.onUsage(usage);
      return each.usage(`$0 ${usage}\n\n${verb.purpose}.`).hide('version');
    };
    if ('verbs' in verb) {
      const own = {path, verbs: verb.verbs};
      yargsOfFamily.command({
        command: verb.usage,
        describe: verb.purpose,
        builder: (each: Argv) => addVerbs(enter(each), own, hooks),
        handler: (argv) => refuseNoVerb(argv, own, hooks.context),
      });
    } else
      yargsOfFamily.command({
        command: verb.usage,
        describe: verb.purpose,
        builder: async (each: Argv) => teach(enter(each), await verb.load(), hooks.wantsHelp),
        handler: async (argv) => {
          const command = await verb.load();
          hooks.onEnd(await command.run(path.join(' '), argv, hooks.context));
        },
      });
  }
  if (family === root)
    yargsOfFamily.command({
      command: '$0',
      describe: false,
      handler: (argv) => refuseNoVerb(argv, root, hooks.context),
    });
  return yargsOfFamily;
}

/**
 * Flags, and where help is wanted, examples and whatever else it tells. Of every verb that runs,
 * yargs lays out the help beforehand: of a verb whose flags are hidden that takes no time.
 */
function teach(each: Argv, {flags, examples, epilogue}: Command, wantsHelp: boolean): Argv {
  if (!wantsHelp) {
    const taught = addFlags(each, flags);
    for (const key of Object.keys(flags)) taught.hide(kebab(key));
    return taught;
  }
  const shown = examples.map(renderExample).join('\n');
  return addFlags(each, flags).epilogue(`Examples:\n${shown}\n\n${epilogue}`.trimEnd());
}

const exampleWidth = 90;

/** What it does, then the command in lines that can be copied as they are. */
function renderExample([args, does]: Example): string {
  const lines = [`  ${program}`];
  for (const part of args.split(/ (?=--)/)) {
    const last = lines.at(-1) ?? '';
    if (last.length + part.length <= exampleWidth) lines.splice(-1, 1, `${last} ${part}`);
    else lines.push(`    ${part}`);
  }
  return `  # ${does}\n${lines.join(' \\\n')}`;
}

/** @throws {UsageError} A family does nothing by itself. */
function refuseNoVerb(argv: GivenFlags, family: Family, context: Context): void {
  const {path, verbs} = family;
  const [word] = Array.isArray(argv._) ? argv._.slice(path.length) : [];
  // yargs has printed the script, and goes on.
  if (family === root && word === 'completion') return;
  if (word !== undefined) throw noSuchVerb(family, String(word));
  const name = path.join(' ');
  refuseUnknownFlags(argv, name, {});
  if (family !== root)
    throw new UsageError(
      `${name}: give one of ${verbs.map(nameOf).join(', ')}; see ${helpOf(name)}`,
    );
  for (const verb of verbs) context.note(`  ${nameOf(verb).padEnd(12)}${verb.purpose}`);
  throw new UsageError(`give a verb; ${helpOf('')} tells more`);
}
