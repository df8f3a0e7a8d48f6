import {promisify} from 'node:util';
import zlib from 'node:zlib';
import {option} from '../../options/option-name.js';

/** A reply that came whole and cannot be read: larger than allowed, or badly compressed. */
export class UnreadableReply extends Error {
  override name = 'UnreadableReply';
}

/** Of the body of one reply, packed or unpacked. */
export const defaultMaxReplyMiB = 32;

/**
 * Reads a body to its end, unpacked and as text, holding no more than `maxBytes` of it.
 * @param encoding as Content-Encoding names it: some servers compress though they were asked not
 * to.
 * @throws {UnreadableReply}
 */
export async function readWhole(
  body: AsyncIterable<Uint8Array> & {destroy(): unknown},
  encoding: string,
  maxBytes: number,
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
  }
  return new TextDecoder().decode(await unpack(Buffer.concat(chunks), encoding, maxBytes));
}

const unpackers = {
  gzip: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  deflate: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate),
  br: promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
};

const aliases: {[name: string]: keyof typeof unpackers} = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
};

/** Nobody packs more than twice. */
const mostLayers = 2;

async function unpack(packed: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const named = encoding.split(',').flatMap((name) => aliases[name.trim().toLowerCase()] ?? []);
  const layers = named.length === 0 && isGzip(packed) ? (['gzip'] as const) : named;
  if (layers.length > mostLayers) throw new UnreadableReply(`packed ${layers.length} times`);
  let body = packed;
  for (const layer of layers.toReversed())
    body = await unpackers[layer](body, {maxOutputLength: maxBytes}).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
      throw new UnreadableReply(`said to be ${layer}, and is not (${code})`);
    });
  return body;
}

/** Two bytes that begin no JSON and no text. */
function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

function tooLarge(maxBytes: number): UnreadableReply {
  const mib = Math.round((maxBytes / 2 ** 20) * 100) / 100;
  return new UnreadableReply(`larger than ${mib} MiB (${option('maxReplyMiB')})`);
}
