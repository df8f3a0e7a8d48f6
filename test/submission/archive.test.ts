import {gzipSync} from 'node:zlib';
import {Header} from 'tar';
import {describe, expect, test} from 'vitest';
import {packArchive, unpackArchive} from '../../src/submission/archive.js';

const files = [
  {name: 'manifest.json', bytes: Buffer.from('{}')},
  {name: 'run.json', bytes: Buffer.from('x'.repeat(700))},
];
const packed = packArchive(files);
const unpack = (bytes: Uint8Array) =>
  unpackArchive(bytes, 'b.tgz', (name) => /^(manifest|run|info)\.json$/.test(name));

type Raw = ConstructorParameters<typeof Header>[0];

/** A tar of one entry with that header, which no writer of ours makes. */
function tarOf(...headers: Exclude<Raw, Buffer | undefined>[]): Buffer {
  const blocks = headers.map((data) => {
    const block = Buffer.alloc(512);
    new Header({mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), size: 0, ...data}).encode(block);
    return block;
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

test('what was packed comes out again', () => {
  const {files: found, isCanonical} = unpack(packed);
  expect(isCanonical).toBe(true);
  expect(found.map(({name, bytes}) => [name, Buffer.from(bytes)])).toEqual(
    files.map(({name, bytes}) => [name, bytes]),
  );
});

test('what another compressor packed is read, and told from ours', () => {
  const recompressed = gzipSync(Buffer.alloc(0), {level: 1});
  expect(recompressed.length).toBeGreaterThan(0);
  const tar = Buffer.concat([Buffer.alloc(1024)]);
  expect(unpack(gzipSync(tar, {level: 1})).isCanonical).toBe(false);
});

describe('refused, by its name, is', () => {
  test.each<[string, Uint8Array, string]>([
    ['no gzip', Buffer.from('hello'), 'no gzip'],
    ['what was cut off', packed.subarray(0, packed.length - 20), 'b.tgz: '],
    ['a cut-off trailer', packed.subarray(0, packed.length - 3), 'ends before it is whole'],
    ['trailing data', Buffer.concat([packed, Buffer.from('x')]), '1 bytes stand behind its end'],
    ['a second member', Buffer.concat([packed, packed]), 'stand behind its end'],
    ['a header with a name', tarNamed(), 'its gzip header has more'],
    [
      'a symbolic link',
      tarOf({path: 'run.json', type: 'SymbolicLink', linkpath: '/etc'}),
      'a SymbolicLink',
    ],
    ['a hard link', tarOf({path: 'run.json', type: 'Link', linkpath: 'x'}), 'a Link'],
    ['a device', tarOf({path: 'run.json', type: 'CharacterDevice'}), 'a CharacterDevice'],
    ['a folder', tarOf({path: 'log/', type: 'Directory'}), 'a Directory'],
    ['a path outside', tarOf({path: '../run.json', type: 'File'}), '"../run.json": no file of'],
    ['an absolute path', tarOf({path: '/run.json', type: 'File'}), '"/run.json": no file of'],
    ['an unknown file', tarOf({path: 'journal.jsonl', type: 'File'}), '"journal.jsonl": no file'],
    ['a long name of another kind', tarOf({path: 'x', type: 'NextFileHasLongPath'}), 'a NextFile'],
    [
      'a file twice',
      tarOf({path: 'run.json', type: 'File'}, {path: 'run.json', type: 'File'}),
      'run.json stands twice',
    ],
    ['an owner', tarOf({path: 'run.json', type: 'File', uid: 1000}), 'run.json: its header has'],
    ['a date', tarOf({path: 'run.json', type: 'File', mtime: new Date()}), 'its header has'],
    ['a size beyond its end', tarOf({path: 'run.json', type: 'File', size: 9e9}), 'run.json: '],
    ['a size that is no number', tarSized(0x90), 'the header of an entry cannot be read'],
    ['a size that no machine has', tarSized(0x80), 'the header of an entry cannot be read'],
    ['an end of one block', gzipSync(Buffer.alloc(512)), 'does not end as'],
    ['an end of three blocks', gzipSync(Buffer.alloc(1536)), 'does not end as'],
    ['a bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024)), 'unpacks to more than 64 MiB'],
  ])('%s', (_, bytes, words) => {
    expect(() => unpack(bytes)).toThrow(words);
  });

  test('something behind the end of a file', () => {
    const tar = Buffer.alloc(512 + 512 + 1024);
    const header = {path: 'run.json', size: 2, mode: 0o644, uid: 0, gid: 0} as const;
    new Header({...header, type: 'File', mtime: new Date(0)}).encode(tar);
    tar.write('{}hidden', 512);
    expect(() => unpack(gzipSync(tar))).toThrow('run.json: something stands behind its end');
  });

  test('a changed checksum, and any changed byte else', () => {
    const changed = Buffer.from(packed);
    changed[changed.length - 6] = (changed[changed.length - 6] ?? 0) ^ 1;
    expect(() => unpack(changed)).toThrow('its checksum is not that');
    for (let at = 0; at < packed.length; at += 1) {
      const other = Buffer.from(packed);
      other[at] = (other[at] ?? 0) ^ 0x10;
      expect(isNoticed(other), `byte ${at}`).toBe(true);
    }
  });
});

function isNoticed(bytes: Uint8Array): boolean {
  try {
    return !unpack(bytes).isCanonical;
  } catch {
    return true;
  }
}

function tarNamed(): Buffer {
  const bytes = Buffer.from(packed);
  bytes[3] = 8;
  return bytes;
}

/** An entry whose size is written in base 256, behind that sign. */
function tarSized(sign: number): Buffer {
  const tar = Buffer.alloc(512 + 1024);
  new Header({path: 'run.json', type: 'File', size: 0, mtime: new Date(0)}).encode(tar);
  tar.fill(0xff, 124, 136);
  tar[124] = sign;
  return gzipSync(tar);
}
