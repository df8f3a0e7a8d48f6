import {z} from 'zod';
import {readJsonl} from '../../files/jsonl.js';
import {parseErrorBody} from '../endpoint/error-body.js';
import {classifyReply, type Endpoint, type Failure} from '../endpoint/failure.js';
import {parseReply} from '../endpoint/reply.js';
import {
  type Answer,
  type Model,
  ModelError,
  type ModelErrorKind,
  type Request,
  requestHash,
} from '../model.js';

/**
 * What came back of a plan. Every planned request is in exactly one of `answers`, `failures` and
 * `missing`.
 */
export type BatchResults = {
  answers: Map<string, Answer>;
  failures: Map<string, {kind: ModelErrorKind; reason: string}>;
  /** Hashes of requests that no file has a line for. */
  missing: string[];
  /** Lines that answer no request of the plan. */
  foreign: number;
};

// OpenAI fills `response` or `error`; `vllm run-batch` sends a failure as both, without a body.
const resultLine = z.object({
  custom_id: z.string(),
  response: z.object({status_code: z.int(), body: z.unknown()}).nullish(),
  error: z.unknown(),
});
type ResultLine = z.infer<typeof resultLine>;

/**
 * Reads output and error files of batches, in any order. An answer counts before a failure, and of
 * several answers the first.
 * @param model as asked for, for replies that do not name theirs.
 * @throws {FileFormatError} `path:line: field: …` for a line that is not of the Batch format.
 */
export async function readBatchResults(
  paths: readonly string[],
  plan: Iterable<Request>,
  model: string,
): Promise<BatchResults> {
  const planned = new Map(Array.from(plan, (request) => [requestHash(request), request]));
  const results: BatchResults = {answers: new Map(), failures: new Map(), missing: [], foreign: 0};
  for (const path of paths)
    for await (const {value} of readJsonl(path, resultLine)) {
      const request = planned.get(value.custom_id);
      if (request) takeLine(results, value, request, model);
      else results.foreign += 1;
    }
  for (const hash of results.answers.keys()) results.failures.delete(hash);
  results.missing = [...planned.keys()].filter(
    (hash) => !results.answers.has(hash) && !results.failures.has(hash),
  );
  return results;
}

/** Answers from what came back; what failed fails in the same way, what is missing is refused. */
export function createBatchModel(id: string, {answers, failures}: BatchResults): Model {
  return {
    id,
    ask: async (request) => {
      const hash = requestHash(request);
      const answer = answers.get(hash);
      if (answer) return answer;
      const {kind, reason} = failures.get(hash) ?? {
        kind: 'refused',
        reason: `the batch files hold no answer to request ${hash.slice(0, 12)}`,
      };
      throw new ModelError(kind, reason);
    },
  };
}

function takeLine(results: BatchResults, line: ResultLine, request: Request, model: string): void {
  const ending = endingOf(line, request, model);
  if ('text' in ending) {
    if (!results.answers.has(line.custom_id)) results.answers.set(line.custom_id, ending);
    return;
  }
  results.failures.set(line.custom_id, {
    kind: 'otherwise' in ending ? 'refused' : ending.kind,
    reason: `batch: ${ending.reason}`,
  });
}

function endingOf(
  {response, error}: ResultLine,
  request: Request,
  model: string,
): Answer | Failure {
  // These files come from where no key of ours is known.
  const endpoint: Endpoint = {
    url: 'the batch endpoint',
    model,
    keyVariable: null,
    scrub: (text) => text,
  };
  if (!response) {
    const {code, message} = parseErrorBody(JSON.stringify(error ?? ''), endpoint.scrub);
    return {kind: 'refused', reason: [code, message].filter((part) => part !== '').join(': ')};
  }
  const status = response.status_code;
  const body = JSON.stringify(response.body ?? error ?? null);
  if (status !== 200) return classifyReply({status, body, retryAfterMs: null}, endpoint, true);
  const reply = parseReply(body, request.decoding.mode, endpoint);
  return reply.kind === 'answer'
    ? reply.answer
    : {kind: 'refused', reason: `bad reply: ${reply.reason}`};
}
