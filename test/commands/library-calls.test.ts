import {readdirSync, readFileSync} from 'node:fs';
import {posix} from 'node:path';
import {describe, expect, test} from 'vitest';
import * as library from '../../src/index.js';

/**
 * Rooms from which a command takes no verb: the words of errors and files, the schemas of options,
 * rendering, and what defaults of flags are made of.
 */
const noVerbs = ['commands', 'errors', 'files', 'model', 'options', 'report'];

type Taken = {name: string; module: string; room: string};

/** What a source file takes at run time from another file of ours. */
function taken(path: string, source: string): Taken[] {
  const imports = source.matchAll(
    /\b(?:import|export)\s+(type\s)?\{([^}]*)\}\s+from\s+'(\.[^']*)'/g,
  );
  return [...imports].flatMap(([, isType, names = '', specifier = '']) => {
    if (isType) return [];
    const module = posix.join(posix.dirname(path), specifier);
    const [, room = ''] = module.replace(/\.js$/, '').split('/');
    return names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({name: name.split(' as ')[0] ?? name, module, room}));
  });
}

/** The functions among them that the library does not offer under the same name. */
async function notOffered(path: string, source: string): Promise<string[]> {
  const calls = taken(path, source).filter(({room}) => !noVerbs.includes(room));
  const functions = await Promise.all(
    calls.map(async ({name, module}) => {
      const {[name]: value} = await import(
        /* @vite-ignore */ `../../${module.replace(/\.js$/, '.ts')}`
      );
      const offered: unknown = Object.entries(library).find(([known]) => known === name)?.[1];
      return typeof value === 'function' && value !== offered ? [`${path}: ${name}`] : [];
    }),
  );
  return functions.flat();
}

const commands = ['src/cli.ts', ...filesIn('src/commands')].map(
  (path) => [path, readFileSync(path, 'utf8')] as const,
);

function filesIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')));
}

describe('the command line', () => {
  test('makes no call of a verb but those that the library offers', async () => {
    const missing = await Promise.all(commands.map(([path, source]) => notOffered(path, source)));
    expect(missing.flat()).toEqual([]);
  });

  test('does make them', () => {
    const names = commands.flatMap(([path, source]) => taken(path, source).map(({name}) => name));
    expect(names).toEqual(
      expect.arrayContaining([
        'replayLog',
        'generateLog',
        'judgeRun',
        'executeSamples',
        'readReport',
      ]),
    );
  });

  test('imports nothing whole or by a call, but its own commands: the test could not see into it', () => {
    const blind = commands.filter(([, source]) =>
      /import\s+\*|import\s+\w+\s+from\s+'\.|import\('(?!\.\/)|from\s+"/.test(source),
    );
    expect(blind.map(([path]) => path)).toEqual([]);
  });
});

describe('the test sees', () => {
  const complaints = (source: string) => notOffered('src/commands/made-up.ts', source);

  test('a function of a verb’s room that the library does not offer', async () => {
    const line =
      "import {\n  openBatchModel,\n  type BatchService,\n} from '../replay/batch-replay.js';";
    expect(await complaints(line)).toEqual(['src/commands/made-up.ts: openBatchModel']);
    expect(await complaints("import {runSession} from '../session/session.js';")).toHaveLength(1);
    expect(await complaints("import {openModel as o} from '../open/open-model.js';")).toHaveLength(
      1,
    );
  });

  test('no fault in verbs that are offered, types, values, rendering and errors', async () => {
    const lines = [
      "import {replayLog} from '../replay/replay-log.js';",
      "import type {Session} from '../session/session.js';",
      "import {defaultConcurrency} from '../session/options.js';",
      "import {renderText} from '../report/table.js';",
      "import {UsageError} from '../errors.js';",
    ];
    expect(await complaints(lines.join('\n'))).toEqual([]);
  });
});
