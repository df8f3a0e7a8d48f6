import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {contentSha256} from '../../src/files/contents.js';
import {readJson} from '../../src/files/json.js';
import {readAllJsonl} from '../../src/files/jsonl.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

/** A file of the kinds whose reading may never end; pipes and devices are told in the same way. */
async function withSocket(work: (path: string) => Promise<void>): Promise<void> {
  const path = join(temporaryDirectory(), 'manifest.json');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  try {
    await work(path);
  } finally {
    server.close();
  }
}

test('what is no file is refused by name, before anybody waits for it', () =>
  withSocket(async (path) => {
    const refusal = `${path}: is no file, but a pipe, a device or a socket; give a file`;
    expect(() => readJson(path, z.unknown())).toThrow(refusal);
    await expect(readAllJsonl(path, z.unknown())).rejects.toThrow(refusal);
    await expect(contentSha256(path)).rejects.toThrow(refusal);
  }));

test.skipIf(process.platform !== 'linux')('a device is refused too (needs Linux)', async () => {
  await expect(readAllJsonl('/dev/zero', z.unknown())).rejects.toThrow('is no file');
});
