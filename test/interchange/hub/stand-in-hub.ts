import {createHash} from 'node:crypto';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

/** How the storage misbehaves; each entry is spent on one request of a file's bytes. */
export type Trouble =
  | {kind: 'cut'; after: number}
  | {kind: 'status'; status: number}
  | {kind: 'ignores-range'}
  | {kind: 'without-length'; bytes: number};

export type StandInHub = {
  url: string;
  /** Files by `dataset/path`; bytes may be changed between requests. */
  files: Map<string, Uint8Array>;
  troubles: Trouble[];
  /** False: answers with the bytes at once and knows no LFS, as a plain mirror does. */
  redirects: boolean;
  /** What the hub says the bytes' SHA-256 is, instead of the truth. */
  claimedSha256: string | null;
  /**
   * Method, path and the headers that matter of every request: to the hub (`hub`) and to its
   * storage (`cdn`).
   */
  requests: {
    to: 'hub' | 'cdn';
    path: string;
    range: string | undefined;
    authorization: string | undefined;
  }[];
};

export const commit = 'c'.repeat(40);

/** Stands for the hub and, on another port, the storage it redirects to. */
export async function openStandInHub(): Promise<StandInHub> {
  const hub: StandInHub = {
    url: '',
    files: new Map(),
    troubles: [],
    redirects: true,
    claimedSha256: null,
    requests: [],
  };
  const cdn = await listen((request, response) => {
    note(hub, 'cdn', request);
    serveBytes(hub, {name: decodeURIComponent((request.url ?? '').slice(1)), request, response});
  });
  hub.url = await listen((request, response) => {
    note(hub, 'hub', request);
    const [, dataset, revision, path] =
      /^\/datasets\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    const name = `${dataset}/${path}`;
    const bytes = hub.files.get(name);
    if (!bytes || !['main', commit].includes(revision ?? ''))
      return void response.writeHead(404).end('Entry not found');
    if (!hub.redirects) return serveBytes(hub, {name, request, response});
    const etag = `"${hub.claimedSha256 ?? sha256(bytes)}"`;
    const headers = {
      'x-repo-commit': commit,
      'x-linked-etag': etag,
      'x-linked-size': bytes.length,
      location: `${cdn}/${encodeURIComponent(name)}`,
    };
    response.writeHead(302, headers).end('Found. Redirecting');
  });
  return hub;
}

type Exchange = {name: string; request: IncomingMessage; response: ServerResponse};

function serveBytes(hub: StandInHub, {name, request, response}: Exchange): void {
  const bytes = hub.files.get(name) ?? new Uint8Array();
  const trouble = hub.troubles.shift();
  if (trouble?.kind === 'status')
    return void response.writeHead(trouble.status, {'retry-after': '0'}).end('busy');
  const start =
    trouble?.kind === 'ignores-range'
      ? 0
      : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= bytes.length) return void response.writeHead(416).end();
  const rest = bytes.subarray(start);
  const etag = {etag: `"${sha256(bytes).slice(0, 32)}"`};
  if (trouble?.kind === 'without-length')
    return void response.writeHead(200, etag).end(rest.subarray(0, trouble.bytes));
  const range =
    start > 0 ? {'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`} : {};
  response.writeHead(start > 0 ? 206 : 200, {...etag, ...range, 'content-length': rest.length});
  if (trouble?.kind !== 'cut') return void response.end(rest);
  // An orderly end of the connection: what was written arrives, the rest never does.
  response.write(rest.subarray(0, trouble.after), () => response.socket?.end());
}

function note(hub: StandInHub, to: 'hub' | 'cdn', {url, headers}: IncomingMessage): void {
  hub.requests.push({
    to,
    path: url ?? '',
    range: headers.range,
    authorization: headers.authorization,
  });
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${isAddress(address) ? address.port : 0}`;
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
