import {type LedgerOptions, openLedger} from '../files/ledger.js';
import {type CompletionRow, completionRow, type StoredAnswers} from '../model/completion-row.js';

/** The answers of one model to a run's requests, on disk. */
export type Answers = StoredAnswers & {
  /** Tokens of all of them, prompts included, as the server counted them. */
  tokens(): number;
  /** Whether any request had to be shortened. */
  anyCut(): boolean;
  /** The models that the server says gave them, sorted. */
  servedBy(): string[];
  add(row: CompletionRow): void;
  /** Sorts them by request hash. */
  sort(): void;
  close(): void;
};

/** What is kept in memory of an answer. */
type Note = {tokens: number; isCut: boolean; model: string};

/** Opens the file of answers at `path`. The same errors as `openLedger`. */
export async function openAnswers(
  path: string,
  made: NonNullable<LedgerOptions<CompletionRow, Note>['made']>,
): Promise<Answers> {
  const models = new Map<string, string>(); // a name is held once, not once for each answer
  const shared = (model: string): string => {
    const known = models.get(model);
    if (known === undefined) models.set(model, model);
    return known ?? model;
  };
  let tokens = 0;
  const ledger = await openLedger(path, {
    schema: completionRow,
    keyOf: ({request}: CompletionRow) => request,
    noteOf: (row): Note => ({
      tokens: tokensOf(row),
      isCut: row.cut !== null,
      model: shared(row.model),
    }),
    made,
  });
  for (const note of ledger.notes()) tokens += note.tokens;
  return {
    get size() {
      return ledger.size;
    },
    keys: ledger.keys,
    has: ledger.has,
    get: ledger.get,
    tokens: () => tokens,
    anyCut: () => [...ledger.notes()].some(({isCut}) => isCut),
    servedBy: () => [...new Set(Array.from(ledger.notes(), ({model}) => model))].sort(),
    add(row) {
      const before = ledger.note(row.request)?.tokens ?? 0;
      ledger.add(row);
      tokens += tokensOf(row) - before;
    },
    sort: () => ledger.rewrite(sorted(ledger)),
    close: ledger.close,
  };
}

function* sorted({keys, get}: StoredAnswers): Generator<CompletionRow> {
  for (const request of [...keys()].sort()) {
    const row = get(request);
    if (row) yield row;
  }
}

function tokensOf({usage}: CompletionRow): number {
  return usage ? usage.prompt_tokens + usage.completion_tokens : 0;
}
