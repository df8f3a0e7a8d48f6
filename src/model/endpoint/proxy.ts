import {UsageError} from '../../errors.js';
import type {Environment} from './secrets.js';

/** As undici's EnvHttpProxyAgent takes them; empty: none. */
export type Proxies = {httpProxy: string; httpsProxy: string; noProxy: string};

/**
 * The proxies that the environment names, lower-case names first, as curl does.
 * @throws {UsageError} when one is not an http(s) URL.
 */
export function readProxies(environment: Environment): Proxies {
  return {
    httpProxy: readProxy(environment, 'HTTP_PROXY'),
    httpsProxy: readProxy(environment, 'HTTPS_PROXY'),
    noProxy: environment.no_proxy ?? environment.NO_PROXY ?? '',
  };
}

/** Passwords in the proxies' URLs. */
export function proxySecrets({httpProxy, httpsProxy}: Proxies): string[] {
  return [httpProxy, httpsProxy].filter((url) => url !== '').map((url) => new URL(url).password);
}

function readProxy(environment: Environment, name: string): string {
  const value = environment[name.toLowerCase()] || environment[name] || '';
  if (value !== '' && !/^https?:$/.test(protocolOf(value)))
    throw new UsageError(
      `the environment variable ${name} is not an http(s) URL; expected for example http://proxy.example:3128`,
    );
  return value;
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
