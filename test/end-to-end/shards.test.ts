import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {cli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {smallReferenceRun, smallRun} from '../support/e2e/reference.js';
import {fingerprints} from '../support/e2e/run-files.js';

describe('a replay in four shards, one of them killed twice', () => {
  test('merged, is the unsharded run byte for byte', async () => {
    const folder = temporaryFolder();
    const at = (name: string | number) => join(folder, String(name));
    const log = join(await smallReferenceRun(), 'log');
    const command = (out: string, more: string[]) => {
      const questions = ['--log', log, '--model', 'simulated:hasty', ...smallRun];
      return ['replay', ...questions, '--out', out, ...more];
    };
    expect(await inProcess(command(at('whole'), []))).toMatchObject({exitCode: 0});
    for (const shard of [0, 1, 2, 3]) {
      const cut = ['--shard', `${shard}/4`];
      const kills = shard === 1 ? ['4', '9'] : [];
      for (const write of kills) {
        const env = {CONVCODEBENCH_FAULT_KILL_AT_WRITE: write};
        const killed = await cli(command(at(shard), cut), {env});
        expect(killed.signal, killed.stderr).toBe('SIGKILL');
        const early = await inProcess(['merge', at(0), at(shard), '--out', at('merged')]);
        expect(early).toMatchObject({exitCode: 3});
        expect(early.stderr).toContain(
          `(not finished: ${at(shard)}); missing: 1 2 3; run them (Slurm: --array=1-3)`,
        );
      }
      expect(await inProcess(command(at(shard), cut))).toMatchObject({exitCode: 0});
    }
    const merged = await inProcess(['merge', ...[3, 1, 0, 2].map(at), '--out', at('merged')]);
    expect(merged, merged.stderr).toMatchObject({exitCode: 0});
    expect(fingerprints(at('merged'))).toEqual(fingerprints(at('whole')));
    expect(await inProcess(['merge', at(0), '--out', at('x')])).toMatchObject({exitCode: 3});
  });
});
