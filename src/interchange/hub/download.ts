import {closeSync, existsSync, fsyncSync, readFileSync, rmSync, statSync} from 'node:fs';
import {setTimeout} from 'node:timers/promises';
import {z} from 'zod';
import {FileFormatError, MissingRequirementError} from '../../errors.js';
import {fileSha256} from '../../files/file-sha256.js';
import {openOwnFile} from '../../files/own-file.js';
import {retrying} from '../../files/retrying.js';
import {writeFully, writeJson} from '../../files/write.js';
import {option} from '../../options/option-name.js';
import type {Hub, HubFile, HubReply} from './hub.js';

export type DownloadOptions = {
  hub: Hub;
  file: HubFile;
  /**
   * Where the bytes are gathered; what an earlier download left here is gone on with, as long as
   * the server still has the same file.
   */
  part: string;
  signal?: AbortSignal | undefined;
  /** Pause before the first retry, doubled each time; 1,000 by default. */
  retryWaitMs?: number | undefined;
  /** `total` is null where the server does not tell it. */
  onProgress?: ((progress: {bytes: number; total: number | null}) => void) | undefined;
};

export type Downloaded = {sha256: string; bytes: number; commit: string | null};

/**
 * Downloads a file to `part`, whole and with the checksum that the server names. A broken
 * connection or a busy server is tried again, going on where it stopped; after the last try the
 * part stays for the next call.
 * @throws {MissingRequirementError} when the file is not there, or cannot be had now;
 * {FileFormatError} when its checksum is not the one expected: then nothing stays.
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const {part, hub, file} = options;
  const known = await gather(options);
  const sha256 = await fileSha256(part);
  if (known.sha256 !== null && sha256 !== known.sha256) {
    discard(part);
    throw new FileFormatError(
      `${hub.addressOf(file)}: sha256: what came has ${sha256}, the server names ${known.sha256}; nothing was kept, try again or another mirror (HF_ENDPOINT)`,
    );
  }
  return {sha256, bytes: statSync(part).size, commit: known.commit};
}

/** Removes a part and what is known of it. */
export function discard(part: string): void {
  rmSync(part, {force: true});
  rmSync(stateOf(part), {force: true});
}

const tries = 5;

/** Until all bytes are there. A try that brought some of them is as good as a first one. */
async function gather(options: DownloadOptions): Promise<PartState> {
  const {signal, retryWaitMs = 1000, part} = options;
  let had = 0;
  let failures = 0;
  const waitMs = ({error}: {error: unknown}) => {
    if (signal?.aborted || error instanceof MissingRequirementError) return null;
    failures = sizeOf(part) > had ? 1 : failures + 1;
    return failures < tries ? retryWaitMs * 2 ** (failures - 1) : null;
  };
  try {
    return await retrying(
      () => {
        had = sizeOf(part);
        return gatherRest(options);
      },
      waitMs,
      (ms) => setTimeout(ms, undefined, {signal}),
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof MissingRequirementError ? error : notNow(options, error);
  }
}

/** What is known of the file that a part belongs to. */
const partStateSchema = z.object({
  validator: z.string().nullable(),
  sha256: z.string().nullable(),
  commit: z.string().nullable(),
  total: z.number().nullable(),
});

type PartState = z.infer<typeof partStateSchema>;

async function gatherRest(options: DownloadOptions): Promise<PartState> {
  const {hub, file, part, signal} = options;
  const earlier = readState(part);
  const have = earlier ? sizeOf(part) : 0;
  if (earlier && have > 0 && have === earlier.total) return earlier;
  const reply = await hub.get(file, have, signal);
  const isSameFile = reply.validator !== null && reply.validator === earlier?.validator;
  const goesOn = reply.status === 206 && reply.start === have && isSameFile;
  if (!goesOn && (reply.status === 206 || reply.status === 416)) {
    // The file is another by now, or the part is longer than it: begin anew.
    await reply.dump();
    discard(part);
    throw new Error('the file on the server is not the one that the download began with');
  }
  if (!goesOn && reply.status !== 200) {
    await reply.dump();
    throw refusal(options, reply.status);
  }
  const state = goesOn && earlier ? earlier : stateFrom(reply);
  if (!goesOn) writeJson(stateOf(part), state);
  await appendBody(reply, options, {from: goesOn ? have : 0, total: state.total});
  return state;
}

function stateFrom({validator, sha256, commit, length}: HubReply): PartState {
  return {validator, sha256, commit, total: length};
}

/** Every chunk is written as it comes: what has come when the connection breaks is not lost. */
async function appendBody(
  {body}: HubReply,
  {part, onProgress}: DownloadOptions,
  {from, total}: {from: number; total: number | null},
): Promise<void> {
  const output = openOwnFile(part, from > 0 ? 'append' : 'replace');
  let bytes = from;
  try {
    onProgress?.({bytes, total});
    await new Promise<void>((resolve, reject) => {
      body.on('data', (chunk: Uint8Array) => {
        try {
          append(output, chunk, part);
        } catch (error) {
          body.destroy();
          return reject(error);
        }
        bytes += chunk.length;
        onProgress?.({bytes, total});
      });
      body.on('end', resolve);
      body.on('error', reject);
    });
    fsyncSync(output);
  } finally {
    closeSync(output);
  }
  if (total !== null && bytes !== total)
    throw new Error(`the connection ended after ${bytes} of ${total} bytes`);
}

function append(output: number, chunk: Uint8Array, part: string): void {
  try {
    writeFully(output, chunk);
  } catch (cause) {
    throw new MissingRequirementError(
      `${part}: cannot be written (${reasonOf(cause)}); make room and run the same command again`,
      {cause},
    );
  }
}

/** An Error is tried again, a MissingRequirementError is final. */
function refusal({hub, file}: DownloadOptions, status: number): Error {
  const address = hub.addressOf(file);
  if (status === 404) {
    return new MissingRequirementError(
      `${address}: there is no such file (HTTP 404); download it elsewhere and name it with ${option('from')} FILE`,
    );
  }
  if (status === 401 || status === 403) {
    return new MissingRequirementError(
      `${address}: may not be read (HTTP ${status}); set HF_TOKEN to a token that may`,
    );
  }
  if (status === 408 || status === 429 || status >= 500)
    return new Error(`the server answered HTTP ${status}`);
  return new MissingRequirementError(
    `${address}: cannot be had (HTTP ${status}); set HF_ENDPOINT to a mirror, or name a file with ${option('from')} FILE`,
  );
}

function notNow({hub, file, part}: DownloadOptions, cause: unknown): MissingRequirementError {
  const bytes = sizeOf(part);
  if (bytes === 0) discard(part);
  const next =
    bytes === 0
      ? 'try again later'
      : `${bytes} bytes are kept, run the same command again to go on`;
  return new MissingRequirementError(
    `${hub.addressOf(file)}: cannot be had now (${reasonOf(cause)}); ${next}, set HF_ENDPOINT to a mirror, or name a file with ${option('from')} FILE`,
    {cause},
  );
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : undefined;
  return cause.message || (first instanceof Error ? first.message : cause.name);
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function stateOf(part: string): string {
  return `${part}.json`;
}

/** Null where there is none to go on with; a damaged one is as good as none. */
function readState(part: string): PartState | null {
  if (!existsSync(part) || !existsSync(stateOf(part))) return null;
  try {
    return partStateSchema.parse(JSON.parse(readFileSync(stateOf(part), 'utf8')));
  } catch {
    return null;
  }
}
