import {UsageError} from '../errors.js';
import {parseBaseUrl} from '../model/endpoint/base-url.js';

/** Where a model's name is looked for, if nothing else is told. */
export const defaultBaseUrl = 'http://localhost:8000/v1';

/** Named as OpenAI's own clients name it. */
const variable = 'OPENAI_BASE_URL';

/**
 * The server of a model that is known by its name: the one given, else the one that
 * OPENAI_BASE_URL names, else `otherwise`.
 * @throws {UsageError} when that variable holds no http(s) URL.
 */
export function serverOf(baseUrl: string | undefined, otherwise: string = defaultBaseUrl): string {
  return baseUrl ?? serverOfEnvironment() ?? otherwise;
}

/**
 * The server that OPENAI_BASE_URL names, if any.
 * @throws {UsageError} when that variable holds no http(s) URL.
 */
export function serverOfEnvironment(): string | undefined {
  const named = process.env[variable]?.trim() ?? '';
  if (named === '') return undefined;
  if (!/^https?:\/\//i.test(named) || !URL.canParse(named))
    throw new UsageError(
      `${variable}: not an http(s) URL; unset it, or set it as in ${defaultBaseUrl}`,
    );
  return named;
}

/** A server as it may be printed: without credentials and query. */
export function printableServer(baseUrl: string, azureApiVersion?: string | undefined): string {
  return parseBaseUrl(baseUrl, azureApiVersion).url;
}
