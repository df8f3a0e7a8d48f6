import {setMaxListeners} from 'node:events';
import PQueue from 'p-queue';
import {canonicalJson} from '../files/canonical-hash.js';
import {worstCase} from '../model/budget.js';
import {
  type CompletionRow,
  type PromptCut,
  type StoredAnswers,
  toCompletionRow,
} from '../model/completion-row.js';
import {type Model, ModelError, type Request, requestHash} from '../model/model.js';
import type {Pace} from '../model/pace.js';
import {createHope, type Hope} from './hope.js';
import type {Spending, Spent} from './spending.js';

/**
 * One question by the hash of its request. The messages of a whole plan are more than fits into
 * memory, so they are made when the question goes out, and again when it is shortened.
 */
export type Question = {
  hash: string;
  /** The request of that hash. */
  build(): Request;
  /** What to ask when the model refuses the request as too long, in this order. */
  shortened(): Iterable<{request: Request; cut: PromptCut}>;
};

/** A question whose messages are there already. */
export function questionOf(request: Request, shortened: Question['shortened']): Question {
  return {hash: requestHash(request), build: () => request, shortened};
}

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
 * most so many at a time as its pace allows.
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
  pace: Pace;
  /** Whether to end the run when all questions fail alike. Default false. */
  givesUp?: boolean | undefined;
  /** Without one there is no bound. */
  spending?: Spending | undefined;
  signal?: AbortSignal | undefined;
};

export function createAsker(model: Model, store: AnswerStore, options: AskerOptions): Asker {
  const {pace, spending} = options;
  // Every question in flight listens to it; Node warns of a leak from the eleventh on.
  if (options.signal) setMaxListeners(0, options.signal);
  const hope = options.givesUp ? createHope() : noEnd;
  const queue = new PQueue({concurrency: pace.limit()});
  const pending = new Map<string, Promise<CompletionRow>>();
  const tooLong = new Map<string, ModelError>();
  let fatal: ModelError | undefined;
  const askOnce = (
    asked: Pick<Question, 'hash' | 'build'>,
    cut: PromptCut | null,
    signal = options.signal,
  ): Promise<CompletionRow> => {
    const {hash} = asked;
    const stored = store.completions.get(hash);
    if (stored) return Promise.resolve(stored);
    const refusal = tooLong.get(hash);
    if (refusal) return Promise.reject(refusal);
    const existing = pending.get(hash);
    if (existing) return existing;
    const answer = queue.add(async () => {
      signal?.throwIfAborted();
      if (fatal) throw fatal;
      const request = asked.build();
      const settle = await spending?.take(request);
      let spent: Spent = 'failed';
      try {
        const answer = await model.ask(request, signal).catch((error: unknown) => {
          throw isRefused(error) ? hope.failed(error) : error;
        });
        hope.answered();
        const row = toCompletionRow(hash, answer, cut);
        spent = row.usage ?? 'uncounted';
        if (settle && spent === 'uncounted')
          store.journal({event: 'uncounted', request: hash, ...worstCase(request)});
        store.addCompletion(row);
        return row;
      } catch (error) {
        if (isTooLong(error)) tooLong.set(hash, error);
        if (error instanceof ModelError && error.kind === 'fatal') fatal = error;
        throw error;
      } finally {
        settle?.(spent);
        queue.concurrency = pace.limit();
      }
    });
    pending.set(hash, answer);
    return answer.finally(() => pending.delete(hash));
  };
  return {
    ask: (question, signal) =>
      askShortening(question, (asked, cut) => askOnce(asked, cut, signal), {store, hope}),
    inFlight: () => queue.pending,
  };
}

/** For models that are not asked at a server: what they lack costs nobody a call. */
const noEnd: Hope = {answered: () => {}, failed: (error) => error};

async function askShortening(
  question: Question,
  askOnce: (
    asked: Pick<Question, 'hash' | 'build'>,
    cut: PromptCut | null,
  ) => Promise<CompletionRow>,
  {store, hope}: {store: AnswerStore; hope: Hope},
): Promise<CompletionRow> {
  const answeredShorter = storedShortened(question, store);
  if (answeredShorter) return answeredShorter;
  let refusal: ModelError;
  try {
    return await askOnce(question, null);
  } catch (error) {
    if (!isTooLong(error)) throw error;
    refusal = error;
  }
  const tried = new Set([question.hash]);
  for (const {request, cut} of question.shortened()) {
    const hash = requestHash(request);
    if (tried.has(hash)) continue;
    tried.add(hash);
    store.journal({event: 'shortened', request: question.hash, cut, because: refusal.message});
    try {
      return await askOnce({hash, build: () => request}, cut);
    } catch (error) {
      if (!isTooLong(error)) throw error;
      refusal = error;
    }
  }
  const isCertain = refusal.kind === 'context-length';
  const words = isCertain ? `too long in every shortening: ${refusal.message}` : refusal.message;
  throw hope.failed(new ModelError('refused', words, {cause: refusal}));
}

/**
 * The answer that an earlier sitting got to a shortened form, so that the long form is not sent
 * again only to be refused. Another question may be the same when it is cut: its answer is taken
 * only where this one's own refusals are on record.
 */
function storedShortened(
  question: Question,
  {completions, cutsTried}: AnswerStore,
): CompletionRow | undefined {
  const {hash} = question;
  const tried = new Set(cutsTried(hash).map(canonicalJson));
  if (tried.size === 0 || completions.has(hash)) return undefined;
  for (const step of question.shortened()) {
    const row = tried.has(canonicalJson(step.cut))
      ? completions.get(requestHash(step.request))
      : undefined;
    if (row) return row;
  }
  return undefined;
}

function isRefused(error: unknown): error is ModelError {
  return error instanceof ModelError && error.kind === 'refused';
}

/** Also one that may be about the length of the prompt: a shorter one tells. */
function isTooLong(error: unknown): error is ModelError {
  return (
    error instanceof ModelError &&
    (error.kind === 'context-length' || error.kind === 'perhaps-too-long')
  );
}
