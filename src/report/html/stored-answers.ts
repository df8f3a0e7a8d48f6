import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {readJsonl} from '../../files/jsonl.js';
import {refuseLink} from '../../files/own-file.js';
import {openRecords} from '../../files/span.js';
import {type CompletionRow, completionRow} from '../../model/completion-row.js';

/** The answer to a request of that hash; undefined where the run has none. */
export type AnswerTo = (request: string) => CompletionRow | undefined;

/**
 * Opens the answers of a run for reading, whoever may be writing them; the texts stay on disk. Null
 * for a run without answers, as an imported one is. A torn last line is passed over.
 * @throws {FileFormatError} for a damaged line; {UsageError} for a link.
 */
export async function openStoredAnswers(directory: string): Promise<AnswerTo | null> {
  const path = join(directory, 'completions.jsonl');
  refuseLink(path);
  if (!existsSync(path)) return null;
  const read = await openRecords(path, completionRow);
  const rows = new Map<string, () => CompletionRow>();
  for await (const {value, span} of readJsonl(path, completionRow, {tornLastLine: 'drop'})) {
    const {offset, length} = span;
    rows.set(value.request, () => read({offset, length}));
  }
  return (request) => rows.get(request)?.();
}
