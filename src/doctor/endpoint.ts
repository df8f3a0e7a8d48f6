import {z} from 'zod';
import {MissingRequirementError} from '../errors.js';
import {parseJson} from '../model/endpoint/error-body.js';
import {openClient, prepareAccess} from '../model/endpoint/openai-client.js';
import {option} from '../options/option-name.js';
import type {Finding} from './finding.js';

export type EndpointQuestion = {
  /** Default: as OPENAI_BASE_URL says. */
  baseUrl?: string | undefined;
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
}: EndpointQuestion & {baseUrl: string}): Promise<Finding> {
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
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await client.get('/models', {signal}).asResponse();
    return describeReply(subject, url, await response.text());
  } catch (error) {
    return describeRefusal(subject, url, access.key.variable, error, access.scrub);
  } finally {
    await close();
  }
}

// A hostile list holds millions: so many of it are looked at.
const shown = 5;

const modelList = z.object({data: z.custom<readonly unknown[]>(Array.isArray).nullable()});
const models = z.array(z.object({id: z.string()}));

/** A web page, or another API, answers with status 200 as well. */
function describeReply(subject: string, url: string, body: string): Finding {
  const reply = parseJson(body);
  if (reply === undefined) {
    return {
      subject,
      verdict: 'bad',
      found: `${url} answers, but not as an OpenAI-compatible server does: what it says is not JSON`,
      remedy: 'check the base URL (it mostly ends in /v1)',
    };
  }
  const list = modelList.safeParse(reply).data;
  const all = list?.data ?? [];
  const first = models.safeParse(all.slice(0, shown)).data;
  if (list === undefined || first === undefined)
    return {subject, verdict: 'note', found: `${url} answers, but with no list of its models`};
  const some = first.map(({id}) => id).join(', ');
  const more = all.length > shown ? `, and ${all.length - shown} more` : '';
  return {
    subject,
    verdict: 'good',
    found: `${url} answers, models: ${all.length === 0 ? 'none listed' : some + more}`,
  };
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
    remedy: `start the server, or give another ${option('baseUrl')}`,
  };
}

/**
 * The innermost cause says what happened (ECONNREFUSED, ENOTFOUND, a certificate); what stands
 * around it only that it did.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
