import {BlockList, isIP} from 'node:net';
import {domainToASCII} from 'node:url';
import type {buildConnector, Dispatcher, Pool} from 'undici';
import {UsageError} from '../../errors.js';
import {credentialsOf} from './base-url.js';
import type {Environment} from './secrets.js';

/** The proxies for either kind of target, empty for none, and what they are not used for. */
export type Proxies = {httpProxy: string; httpsProxy: string; exempt: readonly Exemption[]};

type Exemption = (host: string, port: string) => boolean;

/**
 * The proxies that the environment names, lower-case names first, as curl does.
 * @throws {UsageError} when one is not an http(s) URL, or an entry of NO_PROXY is not understood.
 */
export function readProxies(environment: Environment): Proxies {
  const [httpProxy, httpsProxy] = [
    readProxy(environment, 'HTTP_PROXY'),
    readProxy(environment, 'HTTPS_PROXY'),
  ];
  const noProxy = environment.no_proxy ?? environment.NO_PROXY ?? '';
  const isUsed = httpProxy !== '' || httpsProxy !== '';
  const entries = isUsed ? noProxy.split(/[\s,]+/).filter((entry) => entry !== '') : [];
  return {httpProxy, httpsProxy, exempt: entries.map(toExemption)};
}

/** The proxy that leads to a URL; null for the direct way. */
export function proxyFor(url: URL, {httpProxy, httpsProxy, exempt}: Proxies): string | null {
  const isSecure = url.protocol === 'https:';
  const proxy = isSecure ? httpsProxy : httpProxy;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (isSecure ? '443' : '80');
  return proxy === '' || exempt.some((isExempt) => isExempt(host, port)) ? null : proxy;
}

/** The variable that names the proxy on the way to a URL; null for the direct way. */
export function proxyVariableFor(url: URL, proxies: Proxies): string | null {
  return proxyFor(url, proxies) === null ? null : variableFor(url);
}

function variableFor({protocol}: URL): 'HTTP_PROXY' | 'HTTPS_PROXY' {
  return protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
}

/** Passwords in the proxies' URLs. */
export function proxySecrets({httpProxy, httpsProxy}: Proxies): string[] {
  return [httpProxy, httpsProxy]
    .filter((url) => url !== '')
    .flatMap((url) => credentialsOf(new URL(url))?.replace(/^[^:]*:/, '') ?? []);
}

export type Timeouts = {headersTimeout: number; bodyTimeout: number};

/**
 * Connections to one URL, through its proxy. A plain http target is asked for in absolute form:
 * proxies mostly allow CONNECT to port 443 only. Loads undici.
 */
export async function openDispatcher(
  url: URL,
  proxies: Proxies,
  timeouts: Timeouts,
): Promise<Dispatcher> {
  const {Agent, Pool, ProxyAgent} = await import('undici');
  const uri = proxyFor(url, proxies);
  if (uri === null) return new Agent(timeouts);
  // ProxyAgent hands on no time-outs where it needs no tunnel.
  const factory = (origin: string | URL, {connect, ...options}: Pool.Options) =>
    new Pool(origin, {
      ...options,
      ...timeouts,
      ...(connect && {connect: withoutLoop(connect)}),
    });
  // ProxyAgent would fail on a path, and on a password with a `%` that is no escape.
  const proxy = new URL(uri);
  const credentials = credentialsOf(proxy);
  const token = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  return new ProxyAgent({
    ...timeouts,
    uri: proxy.origin,
    proxyTunnel: false,
    factory,
    ...(token && {token}),
  });
}

type Connect = NonNullable<Pool.Options['connect']>;

/** A reset while the tunnel is made: undici would make it again, and again, without a wait. */
function withoutLoop(connect: Connect): Connect {
  if (typeof connect !== 'function') return connect;
  return (options: buildConnector.Options, callback: buildConnector.Callback) =>
    connect(options, (...ended: Parameters<buildConnector.Callback>) => {
      const [error] = ended;
      const isLost = error !== null && 'code' in error && error.code === 'UND_ERR_SOCKET';
      if (isLost) callback(new Error(`no way through the proxy: ${error.message}`), null);
      else callback(...ended);
    });
}

/** What to do about a proxy that wants a password (407), or does not let us through (403). */
export function proxyRefusal(url: string, status: string): string {
  const variable = variableFor(new URL(url));
  const [what, remedy] =
    status === '407'
      ? ['wants a login on the way', `put it into ${variable} (http://NAME:PASSWORD@HOST:PORT)`]
      : ['does not let us through', `mend ${variable}`];
  return `the proxy that ${variable} names ${what} to ${url} (HTTP ${status}); ${remedy}, or name the host in NO_PROXY`;
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

/**
 * An entry of NO_PROXY: `host`, `.domain`, an address, a range (`127.0.0.0/8`), each with `:port`
 * or stars. A host stands for its subdomains too, as in curl.
 */
function toExemption(entry: string): Exemption {
  const {host, port} = withoutPort(entry);
  const isHost = host === '*' ? () => true : (rangeOf(host) ?? patternOf(host));
  if (isHost === null)
    throw new UsageError(
      `NO_PROXY: ${JSON.stringify(entry)} is not understood; expected a host, .domain, address or range as 127.0.0.0/8, each with :port or stars`,
    );
  return (name, number) => (port === null || port === number) && isHost(name);
}

/** An IPv6 address has a port only behind brackets. */
function withoutPort(entry: string): {host: string; port: string | null} {
  const found = /^(?:\[([^\]]*)\]|([^:]*)):(\d+|\*)$/.exec(entry);
  const host = found ? (found[1] ?? found[2] ?? '') : entry.replace(/^\[(.*)\]$/, '$1');
  return {host, port: found?.[3] === '*' ? null : (found?.[3] ?? null)};
}

type HostTest = (host: string) => boolean;

/** An address or a range of them; null for what is neither. */
function rangeOf(entry: string): HostTest | null {
  const [, net = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const family = isIP(net);
  if (family === 0) return null;
  const whole = family === 4 ? 32 : 128;
  if (Number(bits ?? whole) > whole) return null;
  const list = new BlockList();
  list.addSubnet(net, Number(bits ?? whole), family === 4 ? 'ipv4' : 'ipv6');
  return (host) => isIP(host) !== 0 && list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}

/** A name, of which stars may stand for any part; null for what is no name. */
function patternOf(entry: string): HostTest | null {
  const name = entry.replace(/^\*?\./, '');
  const ascii = /[*/]/.test(name) ? name.toLowerCase() : domainToASCII(name);
  if (!/^[a-z0-9_*]([a-z0-9_.*-]*[a-z0-9_*])?$/.test(ascii)) return null;
  const words = ascii.split('*').map((part) => part.replaceAll('.', '\\.'));
  const isOfAddresses = /^[\d.*]+$/.test(ascii);
  const pattern = new RegExp(`^${isOfAddresses ? '' : '(?:.*\\.)?'}${words.join('.*')}$`);
  return (host) => pattern.test(host) && (isIP(host) !== 0) === isOfAddresses;
}
