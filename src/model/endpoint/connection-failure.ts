import type {CallFailure} from './failure.js';
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
  url: string,
  answeredBefore: boolean,
): CallFailure {
  const refused = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (refused === '403' || refused === '407')
    return {kind: 'fatal', reason: proxyRefusal(url, refused)};
  const reason = `${url}: ${error.message || 'connection failed'}${error.code ? ` (${error.code})` : ''}`;
  if (isMisconfigured(error)) return {kind: 'fatal', reason};
  if (!isUnreachable(error.code))
    return {kind: 'retry', reason, retryAfterMs: null, otherwise: 'refused'};
  const fatal = `cannot reach ${reason}; is the server running, and the base URL right?`;
  if (!answeredBefore) return {kind: 'fatal', reason: fatal};
  return {kind: 'retry', reason: fatal, retryAfterMs: null, otherwise: 'fatal'};
}

function isUnreachable(code: string): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND';
}

function isMisconfigured({code}: ConnectionError): boolean {
  return /CERT|^ERR_TLS|^ERR_SSL|UNABLE_TO_|^EPROTO|^ERR_INVALID/.test(code);
}
