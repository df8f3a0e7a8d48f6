import querystring from 'node:querystring';
import {UsageError} from '../../errors.js';
import {option} from '../../options/option-name.js';

/** A base URL taken apart, so that what is secret in it never reaches a message or a file. */
export type Connection = {
  /** Without credentials, query and last slash: this may be printed. */
  url: string;
  query: {[name: string]: string};
  /** `user:password` out of the URL. */
  credentials: string | null;
  /**
   * Set for the interfaces of Azure that take a version in the query: the classic one, where paths
   * name the deployment, and those that have one path for all models.
   */
  azureApiVersion: string | null;
  hasOnePath: boolean;
  secrets: string[];
};

/**
 * Takes a target URI too, which ends in `/chat/completions` or `/completions`.
 * @param azureApiVersion selects the classic Azure interface for a URL without `api-version` in its
 * query.
 * @throws {UsageError} when it is no http(s) URL (the text itself may hold a password and is not
 * repeated).
 */
export function parseBaseUrl(raw: string, azureApiVersion?: string): Connection {
  const url = parseHttpUrl(raw);
  const {'api-version': version, ...query} = Object.fromEntries(url.searchParams);
  const apiVersion = version ?? azureApiVersion ?? null;
  const credentials = credentialsOf(url);
  const path = pathOf(url, apiVersion !== null);
  return {
    url: url.origin + path,
    query,
    credentials,
    azureApiVersion: apiVersion,
    hasOnePath: apiVersion !== null && /\/(models|openai\/v1)$/.test(path),
    secrets: [
      ...Object.values(query).filter((value) => value.length >= 8),
      ...(credentials?.split(/:(.*)/s) ?? []),
      credentials ?? '',
    ],
  };
}

/** Whether the host belongs to a service that answers nobody without a key. */
export function needsApiKey({url, credentials}: Connection): boolean {
  const {hostname} = new URL(url);
  return credentials === null && /(^|\.)(openai\.com|azure\.com)$/.test(hostname);
}

function parseHttpUrl(raw: string): URL {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(
      `${option('baseUrl')}: not an http(s) URL; expected for example http://localhost:8000/v1`,
    );
  return url;
}

/**
 * `user:password`, as they were before the URL wrote them with `%`; null where it holds none. A `%`
 * that belongs to no such spelling is a character of the password.
 */
export function credentialsOf({username, password}: URL): string | null {
  if (username === '' && password === '') return null;
  return [username, password].map((part) => querystring.unescape(part)).join(':');
}

function pathOf({pathname}: URL, azure: boolean): string {
  const path = pathname.replace(/(?<!\/)\/+$/, '').replace(/(?<!\/)\/+(chat\/+)?completions$/, '');
  return azure && path === '' ? '/openai' : path;
}
