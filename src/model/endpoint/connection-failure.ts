import type {CallFailure, Endpoint} from './failure.js';
import {proxyRefusal} from './proxy.js';

/** What kept a request from being answered at all; `code` as Node, undici or OpenSSL gives it. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A reset, a time-out and their kin are tried again. Where nobody listens (refused, no such host)
 * the run ends: at once if this endpoint never answered, else when it has not come back after all
 * retries. A certificate that does not fit never mends itself.
 */
export function classifyConnectionError(
  error: ConnectionError,
  {url, proxyVariable}: Pick<Endpoint, 'url' | 'proxyVariable'>,
  answeredBefore: boolean,
): CallFailure {
  const refused = /^Proxy (?:response|Authentication Required) \((\d+)\)/.exec(error.message)?.[1];
  if (refused !== undefined && isForGood(Number(refused)))
    return {kind: 'fatal', reason: proxyRefusal(url, refused)};
  const reason = `${url}: ${error.message || 'connection failed'}${error.code ? ` (${error.code})` : ''}`;
  if (isMisconfigured(error)) return {kind: 'fatal', reason};
  if (!isUnreachable(error.code))
    return {kind: 'retry', reason, retryAfterMs: null, otherwise: 'refused'};
  const remedy =
    proxyVariable === null
      ? 'is the server running, and the base URL right?'
      : `is the proxy that ${proxyVariable} names running?`;
  const fatal = `cannot reach ${reason}; ${remedy}`;
  if (!answeredBefore) return {kind: 'fatal', reason: fatal};
  return {kind: 'retry', reason: fatal, retryAfterMs: null, otherwise: 'fatal'};
}

/** What a proxy says of a way, not of this moment. */
function isForGood(status: number): boolean {
  return status === 501 || (status >= 400 && status < 500 && ![408, 425, 429].includes(status));
}

function isUnreachable(code: string): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND';
}

function isMisconfigured({code}: ConnectionError): boolean {
  return /CERT|^ERR_TLS|^ERR_SSL|UNABLE_TO_|^EPROTO|^ERR_INVALID/.test(code);
}
