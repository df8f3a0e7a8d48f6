import {existsSync} from 'node:fs';
import type {z} from 'zod';
import {HarnessError} from '../errors.js';
import {type AppendFile, openAppendFile} from './append.js';
import type {Span} from './contents.js';
import {decodeRecord, toJsonLine} from './jsonl.js';
import {writeAtomically} from './write.js';

/**
 * Rows with a key in an append-only file: the one way in which work that can be stopped is kept. Of
 * two rows of one key the later counts, unless the first is to. The rows themselves stay on disk;
 * in memory is where each one stands, and a note of it.
 */
export type Ledger<Row, Note = undefined> = {
  /** Rows, one for each key. */
  readonly size: number;
  keys(): IterableIterator<string>;
  has(key: string): boolean;
  /** The row, read from disk; undefined where there is none. */
  get(key: string): Row | undefined;
  /** What is kept in memory of the row. */
  note(key: string): Note | undefined;
  notes(): IterableIterator<Note>;
  /**
   * On disk when it returns. A row that is there already in the same words is not written again,
   * and where the first counts none of its key is.
   * @throws the system's error where the disk has no room; what was there before stays whole.
   */
  add(row: Row): void;
  /** Replaces the file by `rows`, in their order, whole or not at all. */
  rewrite(rows: Iterable<Row>): void;
  close(): void;
};

export type LedgerOptions<Row, Note> = {
  schema: z.ZodType<Row>;
  keyOf(row: Row): string;
  noteOf(row: Row): Note;
  /** Whether the file is there from the beginning, or from its first row on. Default `at once`. */
  made?: 'at once' | 'when needed';
  /** Which of two rows of one key counts. Default `the later`. */
  counts?: 'the first' | 'the later';
};

/**
 * Opens (or makes) the ledger in the file `path`; a torn last line, which a killed writer left, is
 * dropped. Whoever opens it holds the lock of its directory.
 * @throws {FileFormatError} `path:line: field: …` for any other damage; {UsageError} for a link.
 */
export async function openLedger<Row, Note>(
  path: string,
  {schema, keyOf, noteOf, made = 'at once', counts = 'the later'}: LedgerOptions<Row, Note>,
): Promise<Ledger<Row, Note>> {
  const entries = new Map<string, Span & {note: Note}>();
  const note = (row: Row, {offset, length}: Span) => {
    const key = keyOf(row);
    if (counts === 'the later' || !entries.has(key))
      entries.set(key, {offset, length, note: noteOf(row)});
  };
  let file: AppendFile | 'unmade' | 'closed' =
    made === 'at once' || existsSync(path) ? openAppendFile(path) : 'unmade';
  if (file !== 'unmade') {
    try {
      await readInto(note, file, path, schema);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  function opened(): AppendFile {
    if (file === 'closed') throw new HarnessError(`${path}: a row came after it was closed`);
    if (file === 'unmade') file = openAppendFile(path);
    return file;
  }

  function close(): void {
    if (file !== 'closed' && file !== 'unmade') file.close();
    file = 'closed';
  }

  return {
    get size() {
      return entries.size;
    },
    keys: () => entries.keys(),
    has: (key) => entries.has(key),
    get(key) {
      const entry = entries.get(key);
      return entry && schema.parse(JSON.parse(opened().read(entry).toString()));
    },
    note: (key) => entries.get(key)?.note,
    *notes() {
      for (const {note} of entries.values()) yield note;
    },
    add(row) {
      const record = schema.parse(row);
      const known = entries.get(keyOf(record));
      if (known && (counts === 'the first' || isSame(opened(), known, record))) return;
      note(record, opened().append(record));
    },
    rewrite(rows) {
      if (file === 'unmade') return;
      const spans = new Map<string, Span & {note: Note}>();
      let offset = 0;
      function* lines(): Generator<string> {
        for (const row of rows) {
          const record = schema.parse(row);
          const line = toJsonLine(record);
          const length = Buffer.byteLength(line) - 1;
          spans.set(keyOf(record), {offset, length, note: noteOf(record)});
          offset += length + 1;
          yield line;
        }
      }
      writeAtomically(path, lines());
      close();
      file = openAppendFile(path);
      entries.clear();
      for (const [key, entry] of spans) entries.set(key, entry);
    },
    close,
  };
}

async function readInto<Row>(
  note: (row: Row, span: Span) => void,
  file: AppendFile,
  path: string,
  schema: z.ZodType<Row>,
): Promise<void> {
  let offset = 0;
  for await (const {line, bytes} of file.lines()) {
    const span = {offset, length: bytes.length};
    offset += bytes.length + 1;
    const row = decodeRecord(bytes, schema, path, line);
    if (row !== undefined) note(row, span);
  }
}

/** Whether a record stands in the file already, letter for letter. */
function isSame(file: AppendFile, span: Span, record: unknown): boolean {
  const line = Buffer.from(toJsonLine(record));
  return line.length - 1 === span.length && line.subarray(0, -1).equals(file.read(span));
}
