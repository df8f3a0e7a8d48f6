import type {Readable} from 'node:stream';
import type {Dispatcher} from 'undici';
import {MissingRequirementError, UsageError} from '../../errors.js';
import {credentialsOf} from '../../model/endpoint/base-url.js';
import {openDispatcher, readProxies} from '../../model/endpoint/proxy.js';
import type {Environment} from '../../model/endpoint/secrets.js';
import {option} from '../../options/option-name.js';

/** A file of a dataset on the hub; `revision` is a branch, tag or commit. */
export type HubFile = {dataset: string; revision: string; path: string};

/** What a GET of a file brought, redirects followed. */
export type HubReply = {
  status: number;
  body: Readable;
  /** Lets go of a body that nobody reads. */
  dump(): Promise<void>;
  /** Names the content: equal for equal bytes. Null where the server gives none. */
  validator: string | null;
  /**
   * The whole file's SHA-256 as the hub has it; null for files outside LFS and from mirrors that do
   * not say.
   */
  sha256: string | null;
  /** The commit that the revision stood for. */
  commit: string | null;
  /** Bytes of this body. */
  length: number | null;
  /** First byte of this body within the file. */
  start: number;
};

export type Hub = {
  /** Where a file is to be had, for messages: without credentials. */
  addressOf(file: HubFile): string;
  /** @throws {unknown} what the connection throws. */
  get(file: HubFile, from: number, signal?: AbortSignal): Promise<HubReply>;
  close(): Promise<void>;
};

/**
 * The Hugging Face Hub, or the mirror that `HF_ENDPOINT` names; `HF_TOKEN` is sent to it and
 * nowhere else, neither written nor shown. Proxies are taken from the environment as everywhere.
 * @throws {UsageError} for an `HF_ENDPOINT` or proxy that is no http(s) URL;
 * {MissingRequirementError} where `HF_HUB_OFFLINE` forbids it.
 */
export async function openHub(environment: Environment): Promise<Hub> {
  if (/^(1|true|yes|on)$/i.test(environment.HF_HUB_OFFLINE ?? '')) {
    throw new MissingRequirementError(
      `HF_HUB_OFFLINE is set, so nothing is downloaded; unset it, or name a file with ${option('from')} FILE`,
    );
  }
  const endpoint = readEndpoint(environment.HF_ENDPOINT || 'https://huggingface.co');
  const {request} = await import('undici');
  const proxies = readProxies(environment);
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  const dispatcherOf = (url: URL) => {
    const known = dispatchers.get(url.origin);
    const dispatcher = known ?? openDispatcher(url, proxies, timeouts);
    dispatchers.set(url.origin, dispatcher);
    return dispatcher;
  };
  const authorization = authorizationOf(environment.HF_TOKEN?.trim() ?? '', endpoint);
  const addressOf = ({dataset, revision, path}: HubFile) =>
    `${endpoint.origin}${endpoint.pathname.replace(/\/$/, '')}/datasets/${dataset}/resolve/${encodeURIComponent(revision)}/${path}`;
  return {
    addressOf,
    get: (file, from, signal) =>
      follow(new URL(addressOf(file)), async (url) => {
        const headers = {
          'accept-encoding': 'identity',
          ...(from > 0 && {range: `bytes=${from}-`}),
          ...(url.origin === endpoint.origin && authorization !== null && {authorization}),
        };
        const dispatcher = await dispatcherOf(url);
        return request(url, {dispatcher, headers, signal: signal ?? null});
      }),
    close: async () => {
      for (const dispatcher of dispatchers.values()) await (await dispatcher).destroy();
    },
  };
}

const timeouts = {headersTimeout: 60_000, bodyTimeout: 60_000};

function readEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(
    'HF_ENDPOINT is not an http(s) URL; expected for example https://mirror.example',
  );
}

function authorizationOf(token: string, endpoint: URL): string | null {
  if (token !== '') {
    if (/[^\x21-\x7e]/.test(token))
      throw new UsageError(
        'HF_TOKEN holds a character that no HTTP header can carry; copy it again',
      );
    return `Bearer ${token}`;
  }
  const credentials = credentialsOf(endpoint);
  return credentials === null ? null : `Basic ${Buffer.from(credentials).toString('base64')}`;
}

const mostRedirects = 10;

/**
 * The hub answers for large files with a redirect whose own headers tell commit and hash; the
 * storage behind it knows neither.
 */
async function follow(
  start: URL,
  get: (url: URL) => Promise<Dispatcher.ResponseData>,
): Promise<HubReply> {
  let url = start;
  let linked: {commit: string | null; etag: string | null} = {commit: null, etag: null};
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await get(url);
    const header = (name: string) => headerOf(response, name);
    linked = {
      commit: linked.commit ?? header('x-repo-commit'),
      etag: linked.etag ?? header('x-linked-etag'),
    };
    const location = header('location');
    if (![301, 302, 303, 307, 308].includes(response.statusCode) || location === null)
      return toReply(response, linked);
    await response.body.dump();
    url = new URL(location, url);
  }
  throw new MissingRequirementError(
    `${start.origin}: more than ${mostRedirects} redirects; set HF_ENDPOINT to a mirror that has the file`,
  );
}

function toReply(
  response: Dispatcher.ResponseData,
  {commit, etag}: {commit: string | null; etag: string | null},
): HubReply {
  const validator = etag ?? headerOf(response, 'etag');
  const length = headerOf(response, 'content-length');
  const range = /^bytes (\d+)-/.exec(headerOf(response, 'content-range') ?? '');
  return {
    status: response.statusCode,
    body: response.body,
    dump: () => response.body.dump(),
    validator,
    sha256: /^"?([0-9a-f]{64})"?$/.exec(etag ?? '')?.[1] ?? null,
    commit: commit !== null && /^[0-9a-f]{40}$/.test(commit) ? commit : null,
    length: length === null ? null : Number(length),
    start: Number(range?.[1] ?? 0),
  };
}

function headerOf({headers}: Dispatcher.ResponseData, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
