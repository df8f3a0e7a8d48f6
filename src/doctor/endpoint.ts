import {MissingRequirementError} from '../errors.js';
import {openClient, prepareAccess} from '../model/endpoint/openai-client.js';
import type {Finding} from './finding.js';

export type EndpointQuestion = {
  baseUrl: string;
  /** Variable that holds the key. */
  apiKeyEnv?: string | undefined;
  timeoutMs?: number | undefined;
};

/**
 * Whether an OpenAI-compatible server lists its models. @throws {UsageError} for a base URL that is
 * none.
 */
export async function checkEndpoint({
  baseUrl,
  apiKeyEnv,
  timeoutMs = 10_000,
}: EndpointQuestion): Promise<Finding> {
  const subject = 'Endpoint';
  let access: ReturnType<typeof prepareAccess>;
  try {
    access = prepareAccess({baseUrl, apiKeyEnv});
  } catch (error) {
    if (!(error instanceof MissingRequirementError)) throw error;
    return {subject, verdict: 'bad', found: error.message};
  }
  const {url} = access.connection;
  const {client, close} = await openClient(access);
  try {
    const models: string[] = [];
    for await (const {id} of client.models.list({signal: AbortSignal.timeout(timeoutMs)}))
      models.push(String(id));
    const some = models.slice(0, 5).join(', ');
    const more = models.length > 5 ? `, and ${models.length - 5} more` : '';
    return {
      subject,
      verdict: 'good',
      found: `${url} answers, models: ${models.length === 0 ? 'none listed' : some + more}`,
    };
  } catch (error) {
    return describeRefusal(subject, url, access.key.variable, error, access.scrub);
  } finally {
    await close();
  }
}

function describeRefusal(
  subject: string,
  url: string,
  variable: string,
  error: unknown,
  scrub: (text: string) => string,
): Finding {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : Number.NaN;
  if (status === 401 || status === 403) {
    return {
      subject,
      verdict: 'bad',
      found: `${url} refuses the key (HTTP ${status})`,
      remedy: `export ${variable}=…`,
    };
  }
  if (status === 404 || status === 405) {
    return {
      subject,
      verdict: 'note',
      found: `${url} answers, but does not list its models (HTTP ${status})`,
    };
  }
  const reason = scrub(reasonOf(error));
  return {
    subject,
    verdict: 'bad',
    found: `${url} does not answer: ${reason}`,
    remedy: 'start the server, or give another --base-url',
  };
}

/**
 * The innermost cause says what happened (ECONNREFUSED, ENOTFOUND, a certificate); what stands
 * around it only that it did.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  if (error instanceof SyntaxError) return 'what it says is not JSON'; // the parser quotes the reply, which may echo the key
  return error.message || ('code' in error ? String(error.code) : error.name);
}
