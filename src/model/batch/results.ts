import {z} from 'zod';
import {readJsonl} from '../../files/jsonl.js';
import {changedInUse, openRecords} from '../../files/span.js';
import {type ErrorBody, parseErrorBody} from '../endpoint/error-body.js';
import {
  badReply,
  type CallFailure,
  classifyReply,
  type Endpoint,
  finalKind,
} from '../endpoint/failure.js';
import {nothingSent} from '../endpoint/refused-setting.js';
import {parseReply} from '../endpoint/reply.js';
import {type Answer, type Model, ModelError, type ModelErrorKind, requestHash} from '../model.js';

/**
 * What came back of a plan. Every planned request is in exactly one of `answers`, `failures` and
 * `missing`.
 */
export type BatchResults = {
  /** By request hash. The answers of a whole plan are not held: they are read when asked for. */
  answers: ReadonlyMap<string, () => Answer>;
  failures: ReadonlyMap<string, {kind: ModelErrorKind; reason: string}>;
  /** Hashes of requests that no file has a line for. */
  missing: readonly string[];
  /** Lines that answer no request of the plan. */
  foreign: number;
};

// OpenAI fills `response` or `error`; `vllm run-batch` sends a failure as both, without a body;
// others leave out what is null.
const resultLine = z.object({
  custom_id: z.string(),
  response: z.object({status_code: z.int().default(200), body: z.unknown().optional()}).nullish(),
  error: z.unknown().optional(),
});
type ResultLine = z.infer<typeof resultLine>;

/**
 * Reads output and error files of batches, in any order. An answer counts before a failure, and of
 * several answers the first.
 * @param planned hashes of the requests of the plan.
 * @param model the one that was asked, for replies that do not name theirs.
 * @throws {FileFormatError} `path:line: field: …` for a line that is not of the Batch format.
 */
export async function readBatchResults(
  paths: readonly string[],
  planned: ReadonlySet<string>,
  model: string,
): Promise<BatchResults> {
  const answers = new Map<string, () => Answer>();
  const failures = new Map<string, {kind: ModelErrorKind; reason: string}>();
  let foreign = 0;
  for (const path of paths) {
    const lineAt = await openRecords(path, resultLine);
    for await (const {value, span} of readJsonl(path, resultLine)) {
      const hash = value.custom_id;
      if (!planned.has(hash)) foreign += 1;
      else if (!answers.has(hash)) {
        const outcome = outcomeOf(value, model);
        if ('text' in outcome) answers.set(hash, () => answerOf(lineAt(span), path, model));
        else failures.set(hash, {kind: finalKind(outcome), reason: `batch: ${outcome.reason}`});
      }
    }
  }
  for (const hash of answers.keys()) failures.delete(hash);
  const missing = [...planned].filter((hash) => !answers.has(hash) && !failures.has(hash));
  return {answers, failures, missing, foreign};
}

/** Answers from what came back; what failed fails in the same way, what is missing is refused. */
export function createBatchModel(id: string, {answers, failures}: BatchResults): Model {
  return {
    id,
    ask: async (request) => {
      const hash = requestHash(request);
      const answer = answers.get(hash);
      if (answer) return answer();
      const {kind, reason} = failures.get(hash) ?? {
        kind: 'refused',
        reason: `the batch files hold no answer to request ${hash.slice(0, 12)}`,
      };
      throw new ModelError(kind, reason);
    },
  };
}

function answerOf(line: ResultLine, path: string, model: string): Answer {
  const outcome = outcomeOf(line, model);
  if ('text' in outcome) return outcome;
  throw changedInUse(path, 'an answer is none any more');
}

/** A whole file tells of the requests it refuses one by one. */
const asked = {isServing: true, sent: nothingSent};

function outcomeOf({response, error}: ResultLine, model: string): Answer | CallFailure {
  // These files come from where no key of ours is known.
  const endpoint: Endpoint = {
    url: 'the batch endpoint',
    model,
    keyVariable: null,
    proxyVariable: null,
    scrub: (text) => text,
  };
  if (!response) {
    const {code, message} = parseErrorBody(JSON.stringify(error ?? ''), endpoint.scrub);
    return {kind: 'refused', reason: [code, message].filter((part) => part !== '').join(': ')};
  }
  const status = response.status_code;
  const body = JSON.stringify(response.body ?? error ?? null);
  const refuse = (status: number, error: ErrorBody) =>
    classifyReply({status, error, retryAfterMs: null}, endpoint, asked);
  if (status !== 200) return refuse(status, parseErrorBody(body, endpoint.scrub));
  const reply = parseReply(body, endpoint);
  if (reply.kind === 'answer') return reply.answer;
  return reply.kind === 'error' ? refuse(reply.status, reply.error) : badReply(reply.reason);
}
