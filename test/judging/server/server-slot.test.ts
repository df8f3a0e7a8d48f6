import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openServerSlot} from '../../../src/judging/server/server-slot.js';
import {descendants} from '../judge-fixture.js';
import {fakeLaunch} from './fake-server.js';

const works = fakeLaunch(`(id) => say({id, total_cpu_ms: 1, lost: 'works'})`);
const aborts = {...works, args: ['-e', 'process.abort()']};

test('a server that fails to start is started again when it is next needed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slot-'));
  const mark = join(folder, 'tried');
  const once = `if (!require('node:fs').existsSync('${mark}')) {require('node:fs').writeFileSync('${mark}', ''); process.exit(1);}`;
  const slot = openServerSlot({...works, args: ['-e', once + works.args[1]]}, () => {});
  await expect(slot.current()).rejects.toThrow('exit code 1');
  expect(existsSync(mark)).toBe(true);
  expect((await slot.current()).alive()).toBe(true);
  await slot.close();
  rmSync(folder, {recursive: true});
});

test('nothing is started behind the back of close', async () => {
  const before = descendants(process.pid).length;
  const slot = openServerSlot(aborts, () => {});
  const first = slot.current().catch(() => 'failed');
  // waits for the first, then would start another
  const second = slot.current().catch((error: Error) => error.message);
  await slot.close();
  expect([await first, await second]).toEqual(['failed', 'the judge is closed']);
  expect(descendants(process.pid)).toHaveLength(before);
});
