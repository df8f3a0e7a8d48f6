import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {sharedCache, temporaryFolder} from '../support/e2e/cli.js';

const isWanted = process.env.CI === 'true' || process.env.CONVCODEBENCH_SLOW_TESTS === '1';
const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

test.skipIf(!isWanted)(
  'packed and installed into an empty folder, npx convcodebench quickstart works (needs CI=true or CONVCODEBENCH_SLOW_TESTS=1)',
  async ({skip}) => {
    const folder = temporaryFolder();
    const packed = await npm(['pack', '--silent', '--pack-destination', folder], packagePath('.'));
    expect(packed, packed.stderr).toMatchObject({exitCode: 0});
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    const home = temporaryFolder();
    writeFileSync(join(home, 'package.json'), '{"name": "newcomer", "private": true}\n');
    const installed = await npm(
      ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball)],
      home,
    );
    if (installed.exitCode !== 0 && unreachable.test(installed.stderr))
      skip('needs the package registry');
    expect(installed, installed.stderr).toMatchObject({exitCode: 0});

    const run = await execa('npx', ['--no-install', 'convcodebench', 'quickstart'], {
      ...quietly,
      cwd: home,
    });
    expect(run, run.stderr).toMatchObject({exitCode: 0});
    expect(run.stdout).toContain('simulated:careful');
    expect(run.stdout).toMatch(/\d+ jobs judged from an empty verdict cache, \d+\.\d s in all/);
    expect(readFileSync(join(home, 'runs/quickstart/report.md'), 'utf8')).toMatch(
      /^# Quickstart\n/,
    );

    const verify = 'node_modules/convcodebench/logs/starter/simulated--codellama-like_by_builtin';
    const verified = await execa(
      'npx',
      ['--no-install', 'convcodebench', 'log', 'verify', verify],
      {
        ...quietly,
        cwd: home,
      },
    );
    expect(verified, verified.stderr).toMatchObject({exitCode: 0});
    const published = await execa(
      'npx',
      ['--no-install', 'convcodebench', 'report', '--published'],
      {
        ...quietly,
        cwd: home,
      },
    );
    expect(published, published.stderr).toMatchObject({exitCode: 0});
    const library =
      'import * as library from "convcodebench"; console.log(Object.keys(library).length > 5)';
    const imported = await execa('node', ['--input-type=module', '--eval', library], {
      ...quietly,
      cwd: home,
    });
    expect(imported, imported.stderr).toMatchObject({exitCode: 0, stdout: 'true'});
  },
  600_000,
);

const quietly = {
  reject: false,
  env: {CONVCODEBENCH_CACHE: join(sharedCache(), 'packed'), NO_COLOR: '1'},
} as const;

async function npm(args: string[], cwd: string) {
  return execa('npm', args, {...quietly, cwd});
}
