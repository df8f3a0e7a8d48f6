import {isUtf8} from 'node:buffer';
import {promisify} from 'node:util';
import zlib from 'node:zlib';
import {option} from '../../options/option-name.js';

/** A reply that came whole and cannot be read: larger than allowed, or badly compressed. */
export class UnreadableReply extends Error {
  override name = 'UnreadableReply';
}

/** Why a reply is not parsed that `hasManyValues`. */
export const manyValues = 'more values in it than a reply has';

/** Why a reply is not read that comes event by event. */
const events = 'a stream of events, though a whole reply was asked for';

/** Of the body of one reply, packed or unpacked. */
export const defaultMaxReplyMiB = 32;

/**
 * Reads a body to its end, unpacked and as text, holding no more than `maxBytes` of it.
 * @param encoding as Content-Encoding names it, which may be wrong: some servers compress though
 * they were asked not to.
 * @param mayStream whether a stream of events is read as well, which may never end.
 * @throws {UnreadableReply}
 */
export async function readWhole(
  body: AsyncIterable<Uint8Array> & {destroy(): unknown},
  encoding: string,
  {maxBytes, mayStream}: {maxBytes: number; mayStream: boolean},
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      body.destroy();
      throw tooLarge(maxBytes);
    }
    chunks.push(chunk);
    const isStart = size - chunk.length < startBytes;
    if (isStart && !mayStream && beginsEvents(Buffer.concat(chunks))) {
      body.destroy();
      throw new UnreadableReply(events);
    }
  }
  return new TextDecoder().decode(await unpack(Buffer.concat(chunks), encoding, maxBytes));
}

/** So many bytes tell what a body is. */
const startBytes = 64;

/** As server-sent events begin, and no JSON does. */
function beginsEvents(start: Buffer): boolean {
  return /^\s*(?:data|event|id|retry)?:/.test(start.toString('latin1', 0, startBytes));
}

const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);

const unpackers = {
  gzip: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  // Of either kind: half the servers leave out the header that HTTP asks for.
  deflate: (body: Buffer, options: zlib.ZlibOptions) =>
    (isZlib(body) ? inflate : inflateRaw)(body, options),
  br: promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
};

type Packing = keyof typeof unpackers;

const aliases = new Map<string, Packing>([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
]);

/** Nobody packs more than twice. */
const mostLayers = 2;

async function unpack(packed: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const names = encoding.split(',').map((name) => name.trim().toLowerCase());
  const named = names.flatMap((name) => aliases.get(name) ?? []);
  const layers = named.length === 0 ? packingOf(packed) : named;
  const unknown = names.find((name) => name !== '' && name !== 'identity');
  if (layers.length === 0 && unknown !== undefined && !isUtf8(packed))
    throw new UnreadableReply(`packed as ${unknown.slice(0, 40)}, which was not asked for`);
  if (layers.length > mostLayers) throw new UnreadableReply(`packed ${layers.length} times`);
  let body = packed;
  for (const layer of layers.toReversed()) body = await unpackOnce(body, layer, maxBytes);
  return body;
}

/** Gateways unpack a body and leave the header that says how it was packed: then it is a text. */
async function unpackOnce(body: Buffer, layer: Packing, maxBytes: number): Promise<Buffer> {
  return unpackers[layer](body, {maxOutputLength: maxBytes}).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    if (isUtf8(body)) return body;
    throw new UnreadableReply(`said to be ${layer}, and is not (${code})`);
  });
}

/** How a body is packed of which no header says so: by bytes that begin no JSON. */
function packingOf(body: Buffer): Packing[] {
  if (body[0] === 0x28 && body[1] === 0xb5) throw new UnreadableReply('packed as zstd');
  return isGzip(body) ? ['gzip'] : isZlib(body) ? ['deflate'] : [];
}

function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** Its first two bytes are a multiple of 31 (RFC 1950). */
function isZlib(body: Buffer): boolean {
  return body[0] === 0x78 && body.length > 1 && body.readUInt16BE() % 31 === 0;
}

function tooLarge(maxBytes: number): UnreadableReply {
  const mib = Math.round((maxBytes / 2 ** 20) * 100) / 100;
  return new UnreadableReply(`larger than ${mib} MiB (${option('maxReplyMiB')})`);
}
