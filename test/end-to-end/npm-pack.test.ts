import {cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {beforeAll, describe, expect, test} from 'vitest';
import {z} from 'zod';
import {packagePath} from '../../src/files/package-root.js';
import {cli, sharedCache, temporaryFolder} from '../support/e2e/cli.js';
import {blocksIn, readPage} from '../support/page.js';

const isWanted = process.env.CI === 'true' || process.env.CONVCODEBENCH_SLOW_TESTS === '1';
const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

describe('the package, packed', () => {
  let packed: Packed;

  beforeAll(async () => {
    packed = await pack();
  });

  test('is under 5 MB unpacked', () => {
    expect(packed.unpackedSize).toBeLessThan(5_000_000);
  });

  test('holds what is read at run time, and neither tests nor recorded runs', () => {
    const holds = (pattern: RegExp) => packed.files.some((path) => pattern.test(path));
    expect(holds(/^dist\/cli\.js$/)).toBe(true);
    expect(holds(/^dist\/viewer\/viewer\.js$/)).toBe(true);
    expect(holds(/^dist\/viewer\/LICENSES\.txt$/)).toBe(true);
    expect(holds(/^logs\/starter\/.*\/CF\.jsonl\.gz$/)).toBe(true);
    expect(holds(/^reference-runs\/published\/live\.json$/)).toBe(true);
    expect(
      packed.files.filter((path) => /^(test|scripts|reference-runs\/starter)\//.test(path)),
    ).toEqual([]);
    expect(packed.files.filter((path) => /^logs\/.*\.jsonl$/.test(path))).toEqual([]);
  });

  test('has nothing that publint or Are the Types Wrong complains of', {
    timeout: 120_000,
  }, async () => {
    const publint = await bin('publint', ['run', packed.tarball, '--strict']);
    expect(publint.exitCode, publint.stdout + publint.stderr).toBe(0);
    // It is a package of ES modules alone: what CommonJS makes of it is not asked.
    const types = await bin('attw', [packed.tarball, '--profile', 'esm-only', '--no-emoji']);
    expect(types.exitCode, types.stdout + types.stderr).toBe(0);
  });

  test.skipIf(!isWanted)(
    'and installed into an empty folder, npx convcodebench quickstart prints what its page quotes (needs CI=true or CONVCODEBENCH_SLOW_TESTS=1)',
    async ({skip}) => {
      const home = temporaryFolder();
      writeFileSync(join(home, 'package.json'), '{"name": "newcomer", "private": true}\n');
      const installed = await npm(
        ['install', '--prefer-offline', '--no-audit', '--no-fund', packed.tarball],
        home,
      );
      if (installed.exitCode !== 0 && unreachable.test(installed.stderr)) {
        expectQuoted((await cli(['quickstart'])).stdout);
        skip('needs the package registry');
      }
      expect(installed, installed.stderr).toMatchObject({exitCode: 0});

      const run = await convcodebench(home, ['quickstart']);
      expect(run, run.stderr).toMatchObject({exitCode: 0});
      expectQuoted(run.stdout);
      expect(run.stdout).toMatch(/\d+ jobs judged from an empty verdict cache, \d+\.\d s in all/);
      expect(readFileSync(join(home, 'runs/quickstart/report.md'), 'utf8')).toMatch(
        /^# Quickstart\n/,
      );

      const log = 'logs/starter/simulated--codellama-like_by_builtin';
      const verified = await convcodebench(home, ['log', 'verify', log]);
      expect(verified, verified.stderr).toMatchObject({exitCode: 0});
      expect(verified.stdout).toContain('sound, 2282 lines');
      const published = await convcodebench(home, ['report', '--published']);
      expect(published, published.stderr).toMatchObject({exitCode: 0});
      const library =
        'import * as library from "convcodebench"; console.log(Object.keys(library).length > 5)';
      const imported = await execa('node', ['--input-type=module', '--eval', library], {
        ...quietly,
        cwd: home,
      });
      expect(imported, imported.stderr).toMatchObject({exitCode: 0, stdout: 'true'});
    },
  );
});

function expectQuoted(printed: string): void {
  const [ranking = '', agreement = ''] = blocksIn(readPage('docs/quickstart.md'), 'text');
  expect(ranking.length).toBeGreaterThan(500);
  expect(printed).toContain(ranking.trimEnd());
  expect(printed).toContain(agreement.trimEnd());
}

const quietly = {
  reject: false,
  env: {CONVCODEBENCH_CACHE: join(sharedCache(), 'packed'), NO_COLOR: '1'},
} as const;

type Packed = {tarball: string; files: string[]; unpackedSize: number};

const packReport = z.tuple([
  z.object({
    filename: z.string(),
    unpackedSize: z.number(),
    files: z.array(z.object({path: z.string()})),
  }),
]);

/** Packs a copy of the sources, so that nothing is compiled or packed in the checkout itself. */
async function pack(): Promise<Packed> {
  const [copy, folder] = [temporaryFolder(), temporaryFolder()];
  const left = ['.git', 'node_modules', 'dist', 'runs', 'test', 'coverage'];
  for (const name of readdirSync(packagePath('.')).filter((each) => !left.includes(each)))
    cpSync(packagePath(name), join(copy, name), {recursive: true});
  symlinkSync(packagePath('node_modules'), join(copy, 'node_modules'));
  const {exitCode, stdout, stderr} = await npm(
    ['pack', '--json', '--pack-destination', folder],
    copy,
  );
  expect(exitCode, stderr).toBe(0);
  const [{filename, files, unpackedSize}] = packReport.parse(JSON.parse(stdout));
  return {tarball: join(folder, filename), files: files.map(({path}) => path), unpackedSize};
}

async function npm(args: string[], cwd: string) {
  return execa('npm', args, {...quietly, cwd});
}

async function bin(name: string, args: string[]) {
  return execa(packagePath(join('node_modules/.bin', name)), args, quietly);
}

async function convcodebench(cwd: string, args: string[]) {
  return execa('npx', ['--no-install', 'convcodebench', ...args], {...quietly, cwd});
}
