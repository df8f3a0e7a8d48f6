import {basename} from 'node:path';
import {FileFormatError} from '../errors.js';
import {readJsonl} from '../files/jsonl.js';
import {openRecords} from '../files/span.js';
import {type CompletionRow, completionRow} from './completion-row.js';
import {type Answer, type Model, ModelError, requestHash} from './model.js';

/**
 * A model that answers out of a `completions.jsonl` recorded earlier, by request hash. A request
 * that the file does not hold is refused by name. Where the file holds answers to cut prompts, an
 * unknown request may be one that was too long when it was recorded: it is then turned down as too
 * long, so that the asker goes through the same cuts to the recorded answer.
 * @throws {FileFormatError} `path:line: field: …` for a bad line, or one that contradicts an
 * earlier line.
 */
export async function createRecordedModel(path: string): Promise<Model> {
  const {rows, anyCut} = await findRows(path);
  const id = recordedModelId(path);
  return {
    id,
    ask: async (request) => {
      const hash = requestHash(request);
      const found = rows.get(hash);
      if (found) return toAnswer(found.read());
      throw new ModelError(
        anyCut ? 'context-length' : 'refused',
        `${id} holds no answer to request ${hash.slice(0, 12)}`,
      );
    },
  };
}

/** `file:` and the base name only: the id is written into manifests, and paths are not. */
export function recordedModelId(path: string): string {
  return `file:${basename(path)}`;
}

/** A row that stays on disk until it is asked for. */
type FoundRow = {line: number; read(): CompletionRow};

async function findRows(
  path: string,
): Promise<{rows: ReadonlyMap<string, FoundRow>; anyCut: boolean}> {
  const rows = new Map<string, FoundRow>();
  const rowAt = await openRecords(path, completionRow);
  let anyCut = false;
  for await (const {line, value: row, span} of readJsonl(path, completionRow)) {
    const earlier = rows.get(row.request);
    if (earlier && JSON.stringify(earlier.read()) !== JSON.stringify(row))
      throw new FileFormatError(
        `${path}:${line}: request: another answer to ${row.request.slice(0, 12)} stands in line ${earlier.line}; remove one of the two`,
      );
    anyCut ||= row.cut !== null;
    rows.set(row.request, {line, read: () => rowAt(span)});
  }
  return {rows, anyCut};
}

function toAnswer({text, reasoning, finish_reason, usage, model}: CompletionRow): Answer {
  return {text, reasoning, finish_reason, usage, model};
}
