import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import yargs, {type Argv} from 'yargs';
import {z} from 'zod';
import type {Command} from '../../../src/commands/command.js';
import {addFlags} from '../../../src/commands/flags/add-flags.js';
import {entryOf, type Flags, kebab} from '../../../src/commands/flags/flag.js';
import {parseFlags} from '../../../src/commands/flags/parse-flags.js';
import {nameOf, type Verb, verbs} from '../../../src/commands/verbs.js';
import {packagePath} from '../../../src/files/package-root.js';

type Leaf = {name: string; usage: string; command: Command};

/** Every verb that does something, families opened. */
async function leavesOf(among: readonly Verb[], family: string[] = []): Promise<Leaf[]> {
  const found = among.map(async (verb) => {
    const path = [...family, nameOf(verb)];
    if ('verbs' in verb) return leavesOf(verb.verbs, path);
    return [{name: path.join(' '), usage: verb.usage, command: await verb.load()}];
  });
  return (await Promise.all(found)).flat();
}

/** What some flag or other takes for a value. */
const samples = [
  '1',
  '64',
  'a',
  'CF',
  '0/4',
  'text',
  'last',
  'jsonl',
  'parquet',
  'submit',
  'credited',
  'separate',
  'max_tokens',
];

/**
 * Arguments as yargs finds them, without the words before the verb's own. The verb is read as the
 * default command: for any other yargs lays out the whole help first.
 */
function read(usage: string, flags: Flags, args: string[]): {[name: string]: unknown} {
  let found: {[name: string]: unknown} = {};
  yargs()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new Error(message);
    })
    .command(
      usage.replace(/^\S+/, '$0'),
      '',
      (each: Argv) => addFlags(each, flags),
      (argv) => {
        found = argv;
      },
    )
    .parse(args);
  return found;
}

let leaves: Leaf[];
beforeAll(async () => {
  leaves = await leavesOf(verbs);
});

test('the verbs are all there', () => {
  expect(leaves.map(({name}) => name)).toEqual([
    'quickstart',
    'generate',
    'replay',
    'judge',
    'sweep',
    'worker',
    'merge',
    'report',
    'show',
    'compare',
    'view',
    'correlate',
    'execute',
    'submit prepare',
    'submit check',
    'submit verify',
    'leaderboard build',
    'leaderboard check',
    'log verify',
    'log stats',
    'log import',
    'log export',
    'log import-results',
    'log export-results',
    'log subset',
    'pull bigcodebench',
    'pull bigcodebench-hard',
    'pull convcodebench',
    'doctor',
    'env create',
    'list models',
    'list scenarios',
    'list suites',
    'list prompts',
    'list logs',
  ]);
});

describe('every flag of every verb', () => {
  test('stands in the verb’s help, with what it is for', async () => {
    for (const {name, command} of leaves) {
      const help = await addFlags(yargs().wrap(null), command.flags).getHelp();
      for (const [key, schema] of Object.entries(command.flags)) {
        const {kind, help: purpose} = entryOf(schema);
        const isWord = kind === 'word' || kind === 'words';
        expect(help, `${name} ${key}`).toContain(isWord ? kebab(key) : `--${kebab(key)}`);
        expect(help, `${name} ${key}`).toContain(purpose);
      }
    }
  });

  test('is understood with some value', () => {
    for (const {name, usage, command} of leaves) {
      const required = usage.match(/</g)?.map(() => 'x') ?? [];
      for (const [key, schema] of Object.entries(command.flags)) {
        const {kind} = entryOf(schema);
        if (kind === 'word' || kind === 'words') continue;
        const ways = kind === 'switch' ? [[]] : samples.map((sample) => [sample]);
        const understood = ways.some((way) => {
          try {
            const argv = read(usage, command.flags, [...required, `--${kebab(key)}`, ...way]);
            return argv[key] !== undefined && schema.safeParse(argv[key]).success;
          } catch {
            return false;
          }
        });
        expect(understood, `${name} --${kebab(key)}`).toBe(true);
      }
    }
  });

  test('names only flags of the same verb as those it belongs to or contradicts', () => {
    for (const {name, command} of leaves)
      for (const [key, schema] of Object.entries(command.flags)) {
        const {belongsTo = [], excludes = []} = entryOf(schema);
        for (const other of [...belongsTo, ...excludes])
          expect(Object.keys(command.flags), `${name} --${kebab(key)}`).toContain(other);
      }
  });
});

test('every verb has two examples, and they are understood', () => {
  for (const leaf of leaves) {
    expect(leaf.command.examples.length, leaf.name).toBeGreaterThanOrEqual(2);
    for (const [args] of leaf.command.examples) {
      expect(args.startsWith(`${leaf.name}`), args).toBe(true);
      const {flags} = leaf.command;
      const given = args.slice(leaf.name.length).trim().split(' ').filter(Boolean);
      const argv = read(leaf.usage, flags, given);
      const verb = leaf.usage.replace(/ .*/, '');
      expect(() => parseFlags(argv, {verb, flags, schema: z.object(flags)}), args).not.toThrow();
    }
  }
});

test('yargs is told of flags in one place', () => {
  const root = packagePath('src');
  const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) =>
    name.endsWith('.ts'),
  );
  const telling = files.filter((name) =>
    /\.(options?|positional|boolean|string|array|demandOption)\(/.test(
      readFileSync(join(root, name), 'utf8').replace(/\bz\s*\.\w+\([^)]*\)/g, ''),
    ),
  );
  expect(telling.filter((name) => name.startsWith('commands') || name === 'cli.ts')).toEqual([
    'commands/flags/add-flags.ts',
  ]);
});
