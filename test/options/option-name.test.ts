import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {flagOf} from '../../src/commands/flags/spelling.js';
import {type Verb, verbs} from '../../src/commands/verbs.js';
import {packagePath} from '../../src/files/package-root.js';
import {checkOptions} from '../../src/options/check-options.js';
import {option, optionNames, spellingOptions} from '../../src/options/option-name.js';
import {chooseProblems} from '../../src/problem/choose-problems.js';
import {loadSuite} from '../../src/problem/suite.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {runCommand} from '../commands/run-command.js';

/** Flags of other programs than ours. */
const foreignFlags: {[file: string]: string} = {
  'judging/seal/launch.ts': 'bubblewrap’s',
  'environment/pip.ts': 'pip’s',
  'environment/make-venv.ts': 'pip’s',
  'environment/lock-file.ts': 'pip’s, in a file of requirements',
  'shards/together.ts': 'sbatch’s',
  'leaderboard/page/style.ts': 'none: names of colours',
};

/**
 * Faults of a bundle: they are for whoever sends it, by the command line, and stand in the files of
 * a board in the same words whoever made it.
 */
const faults = [
  'submission/grounds.ts',
  'submission/rules/board/ground-truth.ts',
  'submission/rules/board/judge.ts',
  'submission/rules/simulated.ts',
];

/**
 * Lines that hold a flag, comments, colours of a style sheet and whole commands to copy apart.
 * @example linesWithFlags('choose another --out') // => ['choose another --out']
 */
function linesWithFlags(source: string): string[] {
  return source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
    .filter((line) =>
      /(?<![\w)}-])--[a-z]/.test(
        line.replaceAll(/(convcodebench|\$\{command\}) .*|(var\(|Value\(')--\w+/g, ''),
      ),
    );
}

describe('a message of the library', () => {
  it('spells no flag: whoever calls it has none', () => {
    const root = packagePath('src');
    const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(
      (file) => /\.tsx?$/.test(file) && !file.startsWith('commands/'),
    );
    expect(files.length).toBeGreaterThan(300);
    const found = files
      .filter((file) => !(file in foreignFlags) && !faults.includes(file))
      .flatMap((file) =>
        linesWithFlags(readFileSync(join(root, file), 'utf8')).map((line) => `${file}: ${line}`),
      );
    expect(found).toEqual([]);
  });

  it.each([
    ["throw new UsageError('--critic: none given');", true],
    ['`is there already; choose another --out`', true],
    ['`give --base-url URL`', true],
    ["'start one: convcodebench worker --queue URL'", false],
    ["stroke: 'var(--rule)',", false],
    ["'simulated--careful'", false],
    ['/** What `--out` names. */', false],
  ])('and a flag would be found: %s', (line, isFlag) => {
    expect(linesWithFlags(line)).toEqual(isFlag ? [line] : []);
  });

  it('names an option as a call has it, and on the command line as its flag', async () => {
    const suite = await loadSuite('starter');
    expect(() => chooseProblems(suite, {limit: null, tasks: ['77']})).toThrow(/^`tasks`: 77: /);
    const args = ['--log', starterLog, '--model', 'canonical', '--tasks', '77', '--dry-run'];
    await expect(runCommand(['replay', ...args])).rejects.toThrow(/^--tasks: 77: /);
  });
});

describe('the command line', () => {
  it('has the flag by which it spells each option', async () => {
    const flags = new Set(await flagsOf(verbs));
    expect(flags.size).toBeGreaterThan(80);
    for (const name of optionNames) {
      const [flag = ''] = flagOf(name).split(' ');
      const key = camel(flag.replace(/^--(no-)?/, ''));
      expect(flags, flag).toContain(key);
    }
  });

  it('names the flag of an option that the library refuses', () => {
    const shape = z.strictObject({port: z.int('expected a whole number')});
    const check = () => checkOptions('serveFolder', shape, {port: 0.5});
    expect(check).toThrow(/^serveFolder: port: expected a whole number, got 0\.5$/);
    expect(() => spellingOptions(flagOf, check)).toThrow(/^--port: expected/);
  });

  it.each([
    ['view', '--port', '80000'],
    ['correlate', '--seed', '4294967296'],
    ['replay', '--wait-for-server', '99999999'],
  ])('refuses beforehand what the library does: %s %s %s', async (verb, flag, value) => {
    const needed = verb === 'replay' ? ['--log', 'a', '--model', 'b'] : [];
    const run = runCommand([verb, ...needed, flag, value]);
    await expect(run).rejects.toThrow(`${flag}: expected a whole number of 0 to `);
  });

  it('spells only what is done under it', () => {
    expect(spellingOptions(flagOf, () => option('waitForServerMs'))).toBe('--wait-for-server');
    expect(option('waitForServerMs')).toBe('`waitForServerMs`');
  });
});

async function flagsOf(among: readonly Verb[]): Promise<string[]> {
  const found = among.map(async (verb) =>
    'verbs' in verb ? flagsOf(verb.verbs) : Object.keys((await verb.load()).flags),
  );
  return (await Promise.all(found)).flat();
}

function camel(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
