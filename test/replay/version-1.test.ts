import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {verifyLog} from '../../src/log/verify-log.js';
import {replayLog} from '../../src/replay/replay-log.js';
import {createFakeJudge} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

// The log of a run that the first version made: three starter problems in two scenarios.
const log = 'test/fixtures/version-1/live/log';

describe('a log of format version 1', () => {
  test('is verified', async () => {
    expect(await verifyLog(log)).toMatchObject({sound: true, complaints: []});
  });

  test('is replayed as it is, which is said: what it shows is not what logs show now', async () => {
    const notices: string[] = [];
    const out = join(temporaryDirectory(), 'run');
    const {manifest} = await replayLog({
      log,
      model: 'simulated:careful',
      judge: createFakeJudge(),
      out,
      onNotice: (notice) => notices.push(notice),
    });
    expect(notices.join('\n')).toContain(`${log}: format version 1: its programs stand behind`);
    expect(manifest).toMatchObject({format_version: 2, totals: {places: 63, answered: 11}});
  });

  test('is refused by file, line and field where it is damaged', async () => {
    const damaged = join(temporaryDirectory(), 'log');
    cpSync(log, damaged, {recursive: true});
    const file = join(damaged, 'CF_EF_FULL_SEF.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"turn":1', '"turn":3'));
    await expect(
      replayLog({
        log: damaged,
        model: 'simulated:careful',
        judge: createFakeJudge(),
        out: join(temporaryDirectory(), 'run'),
      }),
    ).rejects.toThrow(`${file}:1: turn: 3, expected 1`);
  });
});
