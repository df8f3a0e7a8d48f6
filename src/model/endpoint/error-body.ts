import {z} from 'zod';
import type {Scrubber} from './secrets.js';

/** What a server said went wrong, whichever of the known shapes it said it in. */
export type ErrorBody = {message: string; code: string; type: string; param: string};

const text = z.union([z.string(), z.number().transform(String)]).catch('');
const fields = z.object({message: z.string(), code: text, type: text, param: text});

const shapes = z.union([
  // OpenAI, Azure, new vLLM, llama.cpp, Ollama's /v1, gateways
  z.object({error: fields}).transform(({error}) => error),
  // Ollama's own interface, TGI
  z.object({error: z.string()}).transform(({error}) => plain(error)),
  // vLLM before 0.10, FastChat: the fields at the top
  fields,
  // FastAPI: a text, or one entry for each field it did not like
  z.object({detail: z.string()}).transform(({detail}) => plain(detail)),
  z
    .object({detail: z.array(z.object({msg: z.string()}))})
    .transform(({detail}) => plain(detail.map(({msg}) => msg).join('; '))),
]);

const carriesError = z.union([
  z.object({error: z.union([z.string().min(1), z.object({message: z.string()})])}),
  z.object({object: z.literal('error')}),
]);

/**
 * Reads an error's body; what is of no known shape (HTML, a proxy's words) is its own message, cut
 * to a line. Only whole secrets can be scrubbed: hence before the cut.
 */
export function parseErrorBody(body: string, scrub: Scrubber): ErrorBody {
  const known = shapes.safeParse(parseJson(body));
  return known.success
    ? {...known.data, message: oneLine(scrub(known.data.message))}
    : plain(describe(body, scrub));
}

/**
 * The status of an error that came with status 200, as some gateways send it: the one it names,
 * else 200; null when it is no error.
 */
export function errorStatus(raw: unknown): number | null {
  if (!carriesError.safeParse(raw).success) return null;
  const code = Number(shapes.safeParse(raw).data?.code);
  return code >= 400 && code < 600 ? code : 200;
}

/** The JSON value of `body`, undefined where it is none. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * What a body is that should have been JSON: `an HTML page (502 Bad Gateway)`, or its first words.
 */
export function describe(body: string, scrub: Scrubber): string {
  if (body.trim() === '') return 'an empty body';
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1];
  if (/^\s*<(!doctype|html|\?xml)/i.test(body))
    return `an HTML page${title ? ` (${oneLine(scrub(title))})` : ''}`;
  return oneLine(scrub(body));
}

function plain(message: string): ErrorBody {
  return {message, code: '', type: '', param: ''};
}

/** Long enough for every context-length message seen. */
function oneLine(words: string): string {
  return words.slice(0, 2_000).replace(/\s+/g, ' ').trim();
}
