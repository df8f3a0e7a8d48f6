import {setMaxListeners} from 'node:events';
import PQueue from 'p-queue';
import {canonicalJson} from '../files/canonical-hash.js';
import {
  type CompletionRow,
  type PromptCut,
  type StoredAnswers,
  toCompletionRow,
} from '../model/completion-row.js';
import {type Model, ModelError, type Request, requestHash} from '../model/model.js';
import type {Spending, Spent} from './spending.js';

/**
 * One question: the request, and how to shorten it when the model refuses it as too long (tried in
 * order).
 */
export type Question = {
  request: Request;
  shortened: () => Iterable<{request: Request; cut: PromptCut}>;
};

/** Where answers are kept: on disk before they count. */
export type AnswerStore = {
  completions: Pick<StoredAnswers, 'has' | 'get'>;
  /**
   * With which cuts an earlier sitting asked a request (by its hash), having been refused all its
   * longer forms.
   */
  cutsTried(request: string): readonly PromptCut[];
  addCompletion(row: CompletionRow): void;
  journal(event: {[key: string]: unknown}): void;
};

/**
 * Asks one model, equal requests once (also one refused as too long), stored ones never again, at
 * most `concurrency` at a time.
 */
export type Asker = {
  /**
   * @param signal ends this question instead of the asker's own signal; of equal questions at once
   * that of the first counts.
   * @throws {ModelError} when the request is refused for good, or the model cannot be asked at all
   * (`fatal`).
   */
  ask(question: Question, signal?: AbortSignal): Promise<CompletionRow>;
  inFlight(): number;
};

export type AskerOptions = {
  concurrency: number;
  /** Without one there is no bound. */
  spending?: Spending | undefined;
  signal?: AbortSignal | undefined;
};

export function createAsker(model: Model, store: AnswerStore, options: AskerOptions): Asker {
  const {concurrency, spending} = options;
  // Every question in flight listens to it; Node warns of a leak from the eleventh on.
  if (options.signal) setMaxListeners(0, options.signal);
  const queue = new PQueue({concurrency});
  const pending = new Map<string, Promise<CompletionRow>>();
  const tooLong = new Map<string, ModelError>();
  let fatal: ModelError | undefined;
  const askOnce = (
    request: Request,
    cut: PromptCut | null,
    signal = options.signal,
  ): Promise<CompletionRow> => {
    const hash = requestHash(request);
    const stored = store.completions.get(hash);
    if (stored) return Promise.resolve(stored);
    const refusal = tooLong.get(hash);
    if (refusal) return Promise.reject(refusal);
    const existing = pending.get(hash);
    if (existing) return existing;
    const answer = queue.add(async () => {
      signal?.throwIfAborted();
      if (fatal) throw fatal;
      const account = await spending?.take(request);
      let spent: Spent = 'failed';
      try {
        const row = toCompletionRow(hash, await model.ask(request, signal), cut);
        spent = row.usage ?? 'uncounted';
        store.addCompletion(row);
        return row;
      } catch (error) {
        if (isTooLong(error)) tooLong.set(hash, error);
        if (error instanceof ModelError && error.kind === 'fatal') fatal = error;
        throw error;
      } finally {
        account?.(spent);
      }
    });
    pending.set(hash, answer);
    return answer.finally(() => pending.delete(hash));
  };
  return {
    ask: (question, signal) =>
      askShortening(question, (request, cut) => askOnce(request, cut, signal), store),
    inFlight: () => queue.pending,
  };
}

async function askShortening(
  {request, shortened}: Question,
  askOnce: (request: Request, cut: PromptCut | null) => Promise<CompletionRow>,
  store: AnswerStore,
): Promise<CompletionRow> {
  const answeredShorter = storedShortened({request, shortened}, store);
  if (answeredShorter) return answeredShorter;
  let refusal: ModelError;
  try {
    return await askOnce(request, null);
  } catch (error) {
    if (!isTooLong(error)) throw error;
    refusal = error;
  }
  const tried = new Set([requestHash(request)]);
  for (const step of shortened()) {
    const hash = requestHash(step.request);
    if (tried.has(hash)) continue;
    tried.add(hash);
    store.journal({
      event: 'shortened',
      request: requestHash(request),
      cut: step.cut,
      because: refusal.message,
    });
    try {
      return await askOnce(step.request, step.cut);
    } catch (error) {
      if (!isTooLong(error)) throw error;
      refusal = error;
    }
  }
  throw new ModelError('refused', `too long in every shortening: ${refusal.message}`, {
    cause: refusal,
  });
}

/**
 * The answer that an earlier sitting got to a shortened form, so that the long form is not sent
 * again only to be refused. Another question may be the same when it is cut: its answer is taken
 * only where this one's own refusals are on record.
 */
function storedShortened(
  {request, shortened}: Question,
  {completions, cutsTried}: AnswerStore,
): CompletionRow | undefined {
  const hash = requestHash(request);
  const tried = new Set(cutsTried(hash).map(canonicalJson));
  if (tried.size === 0 || completions.has(hash)) return undefined;
  for (const step of shortened()) {
    const row = tried.has(canonicalJson(step.cut))
      ? completions.get(requestHash(step.request))
      : undefined;
    if (row) return row;
  }
  return undefined;
}

function isTooLong(error: unknown): error is ModelError {
  return error instanceof ModelError && error.kind === 'context-length';
}
