import {basename} from 'node:path';
import {FileFormatError} from '../errors.js';
import {readJsonl} from '../files/jsonl.js';
import {type CompletionRow, completionRow} from './completion-row.js';
import {type Answer, type Model, ModelError, type ModelErrorKind, requestHash} from './model.js';

/**
 * A model that answers out of a `completions.jsonl` recorded earlier, by request hash. A request
 * that the file does not hold is refused by name. Where the file holds answers to cut prompts, an
 * unknown request may be one that was too long when it was recorded: it is then turned down as too
 * long, so that the asker goes through the same cuts to the recorded answer.
 * @throws {FileFormatError} `path:line: field: …` for a bad line, or one that contradicts an
 * earlier line.
 */
export async function createRecordedModel(path: string): Promise<Model> {
  const rows = await readRows(path);
  const unknown = [...rows.values()].some(({row}) => row.cut !== null)
    ? 'context-length'
    : 'refused';
  const id = recordedModelId(path);
  return {
    id,
    ask: async (request) =>
      answerFrom(rows.get(requestHash(request))?.row) ?? refuse(unknown, id, requestHash(request)),
  };
}

/** `file:` and the base name only: the id is written into manifests, and paths are not. */
export function recordedModelId(path: string): string {
  return `file:${basename(path)}`;
}

type LocatedRow = {line: number; row: CompletionRow};

async function readRows(path: string): Promise<Map<string, LocatedRow>> {
  const rows = new Map<string, LocatedRow>();
  for await (const {line, value: row} of readJsonl(path, completionRow)) {
    const earlier = rows.get(row.request);
    if (earlier && JSON.stringify(earlier.row) !== JSON.stringify(row))
      throw new FileFormatError(
        `${path}:${line}: request: another answer to ${row.request.slice(0, 12)} stands in line ${earlier.line}; remove one of the two`,
      );
    rows.set(row.request, {line, row});
  }
  return rows;
}

function answerFrom(row: CompletionRow | undefined): Answer | undefined {
  if (!row) return undefined;
  const {text, reasoning, finish_reason, usage, model} = row;
  return {text, reasoning, finish_reason, usage, model};
}

function refuse(kind: ModelErrorKind, id: string, hash: string): never {
  throw new ModelError(kind, `${id} holds no answer to request ${hash.slice(0, 12)}`);
}
