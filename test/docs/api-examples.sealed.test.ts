import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {apiSurface} from '../../scripts/api-surface.js';
import {packagePath} from '../../src/files/package-root.js';
import * as library from '../../src/index.js';

/** One folder for all: an example may read the run of an earlier one. */
const folder = mkdtempSync(join(tmpdir(), 'api-examples-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** What the examples take to be there. */
beforeAll(async () => {
  mkdirSync(join(folder, 'board'));
  const info = {
    model_revision: '1',
    serving: {engine: 'convcodebench', version: '0.1.0'},
    quantisation: 'none',
    contact: 'you@example.org',
    contamination: 'none: the model is simulated',
  };
  writeFileSync(join(folder, 'info.json'), JSON.stringify(info));
  const replay = {log: library.starterLog, scenarios: ['CF_EF_FULL_SEF' as const], limit: 5};
  const model = 'simulated:hasty';
  await library.replayLog({...replay, model, out: join(folder, 'runs/hasty')});
  const real = packagePath('reference-runs/starter/SmolLM2-135M-Instruct');
  cpSync(real, join(folder, 'runs/smollm2'), {recursive: true});
  for (const index of [0, 1])
    await library.replayLog({
      ...replay,
      model,
      shard: {index, count: 2},
      out: join(folder, `runs/${index}`),
    });
});

/** Verbs that make what others read come first. */
const first = ['generateLog', 'replayLog', 'prepareSubmission'];

const examples = apiSurface()
  .flatMap(({name, docs}) =>
    Array.from(docs.matchAll(/@example\n([\s\S]*?)(?=\n \* @|\n \*\/)/g), ([, block = '']) => ({
      name,
      code: block.replace(/^ \* ?/gm, ''),
    })),
  )
  .toSorted((a, b) => orderOf(a.name) - orderOf(b.name));

function orderOf(name: string): number {
  return first.includes(name) ? first.indexOf(name) : first.length;
}

test('there are examples, and no tag that the runner cannot read', () => {
  expect(examples.map(({name}) => name)).toEqual(expect.arrayContaining([...first, 'readReport']));
  const tags = apiSurface().flatMap(({docs}) => docs.match(/@example/g) ?? []);
  expect(tags).toHaveLength(examples.length);
});

test.each(examples)('the example of $name runs as it stands', async ({name, code}) => {
  const names = Object.keys(library).filter((known) => new RegExp(`\\b${known}\\b`).test(code));
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const file = join(folder, `${name}.ts`);
    const body = code.replace(
      /'(runs|board|site|report\.html|info\.json|careful\.tar\.gz)(?=['/])/g,
      `'${folder}/$1`,
    );
    writeFileSync(file, `import {${names.join(', ')}} from 'convcodebench';\n${body}`);
    await import(pathToFileURL(file).href);
    for (const values of printed.mock.calls) {
      expect(values.length).toBeGreaterThan(0);
      expect(values).not.toContain(undefined);
    }
  } finally {
    printed.mockRestore();
  }
});
