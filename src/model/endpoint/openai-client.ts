import type {OpenAI} from 'openai';
import {type Connection, needsApiKey, parseBaseUrl} from './base-url.js';
import {longestTimerMs} from './clock.js';
import {
  openDispatcher,
  type Proxies,
  proxySecrets,
  proxyVariableFor,
  readProxies,
} from './proxy.js';
import {defaultMaxReplyMiB} from './read-reply.js';
import {
  type ApiKey,
  createScrubber,
  type Environment,
  readApiKey,
  type Scrubber,
} from './secrets.js';

/** How to reach a server. */
export type ConnectionOptions = {
  /**
   * Ends in `/v1` for most servers; credentials and a query in it are sent, never shown. With
   * `api-version` in the query: Azure.
   */
  baseUrl: string;
  /** Name of the environment variable that holds the key; default `OPENAI_API_KEY`. */
  apiKeyEnv?: string | undefined;
  /** Version of the classic Azure interface, for a base URL without `api-version`. */
  azureApiVersion?: string | undefined;
  /**
   * Where the key and HTTP_PROXY, HTTPS_PROXY, NO_PROXY are read; default: the process's own
   * environment.
   */
  environment?: Environment | undefined;
};

export type AccessOptions = ConnectionOptions & {
  /** Of the body of one reply, in MiB. Default 32. */
  maxReplyMiB?: number | undefined;
};

export type Access = {
  connection: Connection;
  /** The variable that names the proxy on the way; null for none. */
  proxyVariable: string | null;
  key: ApiKey;
  proxies: Proxies;
  maxReplyBytes: number;
  secrets: string[];
  scrub: Scrubber;
};

/**
 * Everything needed to connect, checked before anything is sent.
 * @throws {MissingRequirementError} without a key where one is needed; {UsageError} for a base URL,
 * key or proxy that cannot be used.
 */
export function prepareAccess(options: AccessOptions): Access {
  const environment = options.environment ?? process.env;
  const connection = parseBaseUrl(options.baseUrl, options.azureApiVersion);
  const key = readApiKey(environment, options.apiKeyEnv, needsApiKey(connection));
  const proxies = readProxies(environment);
  const secrets = [key.secret ? key.value : '', ...connection.secrets, ...proxySecrets(proxies)];
  const maxReplyBytes = (options.maxReplyMiB ?? defaultMaxReplyMiB) * 2 ** 20;
  const scrub = createScrubber(secrets);
  const proxyVariable = proxyVariableFor(new URL(connection.url), proxies);
  return {connection, key, proxies, proxyVariable, maxReplyBytes, secrets, scrub};
}

/**
 * The openai package, loaded on first use: without its own retries (they obey any Retry-After), log
 * and time limit (the deadline of each attempt is ours), over connections without a header time-out
 * (Node's own `fetch` gives up after 300 s, slow models do not).
 */
export async function openClient({
  connection,
  key,
  proxies,
  maxReplyBytes,
}: Access): Promise<{client: OpenAI; close(): Promise<void>}> {
  const patient = {headersTimeout: 0, bodyTimeout: 0};
  const [{AzureOpenAI, OpenAI}, dispatcher, {createWholeFetch}] = await Promise.all([
    openai(),
    openDispatcher(new URL(connection.url), proxies, patient),
    import('./whole-fetch.js'),
  ]);
  const options = {
    apiKey: key.value,
    baseURL: connection.url,
    defaultQuery: queryOf(connection),
    defaultHeaders: {
      'accept-encoding': 'identity',
      ...basicAuthorization(connection),
      ...(connection.hasOnePath && key.secret && {'api-key': key.value}),
    },
    maxRetries: 0,
    timeout: longestTimerMs,
    logLevel: 'off' as const,
    fetch: createWholeFetch(dispatcher, maxReplyBytes),
  };
  const apiVersion = connection.hasOnePath ? null : connection.azureApiVersion;
  return {
    client: withoutCustomHeaders(() =>
      apiVersion === null ? new OpenAI(options) : new AzureOpenAI({...options, apiVersion}),
    ),
    close: () => dispatcher.destroy(),
  };
}

/**
 * The package sends what OPENAI_CUSTOM_HEADERS holds, in the place of our key too: secrets that no
 * message would be rid of.
 */
function withoutCustomHeaders<T>(create: () => T): T {
  const {OPENAI_CUSTOM_HEADERS: headers} = process.env;
  delete process.env.OPENAI_CUSTOM_HEADERS;
  try {
    return create();
  } finally {
    if (headers !== undefined) process.env.OPENAI_CUSTOM_HEADERS = headers;
  }
}

let loaded: ReturnType<typeof load> | undefined;

/** The package, loaded once: even of a loaded module an `import()` costs every question time. */
export function openai(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

async function load() {
  return import('openai');
}

/** The package itself adds the version to paths of deployments, and to no others. */
function queryOf({query, hasOnePath, azureApiVersion}: Connection): Connection['query'] {
  return hasOnePath && azureApiVersion !== null
    ? {...query, 'api-version': azureApiVersion}
    : query;
}

function basicAuthorization({credentials}: Connection): {authorization?: string} {
  return credentials === null
    ? {}
    : {authorization: `Basic ${Buffer.from(credentials).toString('base64')}`};
}
