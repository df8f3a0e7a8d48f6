/**
 * Lints our Python and checks how it is laid out: `npx tsx scripts/check-python.ts`, with `--write`
 * to mend what can be mended. `pyright`, beside it in `npm run check`, checks the types. The
 * programs of the starter suite and the rewrites are data, and left as they are.
 */
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {PositionEncoding, Workspace} from '@astral-sh/ruff-wasm-nodejs';
import {z} from 'zod';
import {packagePath} from '../src/files/package-root.js';

const FOLDERS = ['src', 'test', 'scripts'];
const DATA = /^scripts\/(?:starter-suite|rewrites)\/|^src\/problem\/|^test\/fixtures\//;

const SETTINGS = {
  'line-length': 100,
  'target-version': 'py310',
  lint: {
    // biome-ignore format: a line of names reads better than a column
    select: ['A', 'B', 'C4', 'E', 'F', 'I', 'PERF', 'PIE', 'PLE', 'PLW', 'RET', 'RUF', 'UP', 'W'],
    ignore: [
      'PERF203', // a `try` in a loop: costs nothing since Python 3.11, and each has its reason
      'RUF001', // an ellipsis in a text is meant
      'RUF023', // slots stand in the order of their use
    ],
  },
};

const diagnostics = z.array(
  z.object({
    code: z.string().nullable(),
    message: z.string(),
    start_location: z.object({row: z.number(), column: z.number()}),
  }),
);

const {values} = parseArgs({options: {write: {type: 'boolean', default: false}}});
const ruff = new Workspace(SETTINGS, PositionEncoding.Utf16);
const complaints = FOLDERS.flatMap(pythonFiles).flatMap(check);
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;

/** Paths from the package's folder. */
function pythonFiles(folder: string): string[] {
  return readdirSync(packagePath(folder), {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.py'))
    .map((name) => join(folder, name))
    .filter((path) => !DATA.test(path));
}

function check(path: string): string[] {
  const before = readFileSync(packagePath(path), 'utf8');
  const formatted = ruff.format(before);
  if (values.write && formatted !== before) writeFileSync(packagePath(path), formatted);
  const text = values.write ? formatted : before;
  const found = diagnostics
    .parse(ruff.check(text))
    .map(({code, message, start_location: {row, column}}) => {
      return `${path}:${row}:${column} ${code ?? ''} ${message}`;
    });
  const layout = `${path}: its layout differs: npx tsx scripts/check-python.ts --write`;
  return text === formatted ? found : [...found, layout];
}
