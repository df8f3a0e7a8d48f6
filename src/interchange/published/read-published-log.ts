import type {SchemaTree} from 'hyparquet';
import {FileFormatError} from '../../errors.js';
import {parseRecord} from '../../files/jsonl.js';
import {statusSchema} from '../../log/log-line.js';
import {lastTurn, type ScenarioId, scenarios} from '../../problem/scenario.js';
import type {VerdictRow} from '../../run/verdict-row.js';
import {
  denylistMark,
  type PublishedTurn,
  publishedFields,
  publishedTurnSchema,
  turnName,
  turns,
} from './published-shape.js';
import {openParquet, type ParquetFile} from './read-parquet.js';

/** What the published file says of one problem at one `ITER=turn`. */
export type PublishedRow = {
  turn: number;
  previousCode: string;
  compilationFeedback: string | null;
  executionFeedback: string | null;
  verbalFeedback: string | null;
  /** Null where the file has none. */
  label: Exclude<VerdictRow['status'], 'missing'> | null;
  /** Upstream's denylist kept the code from running. */
  denied: boolean;
};

/** Problem by problem, in the order of `ITER=1`, the ten rows. */
export type PublishedConversations = Map<string, PublishedRow[]>;

export type PublishedLog = {
  file: ParquetFile;
  /** The scenarios that the file has, in the paper's order. */
  scenarios: ScenarioId[];
  readScenario(scenario: ScenarioId): Promise<PublishedConversations>;
};

/**
 * Opens a parquet file of the published shape; its schema is checked here, the values of a scenario
 * when it is read.
 * @throws {FileFormatError} `path: column.ITER=t.field: …` for another schema, ragged lists, a
 * duplicate or missing problem, a label that we do not know.
 */
export async function openPublishedLog(path: string): Promise<PublishedLog> {
  const file = await openParquet(path);
  if (file.rows !== 1)
    throw new FileFormatError(`${path}: rows: ${file.rows}, the published log has exactly 1`);
  const names = file.columns.map((column) => checkColumn(path, column));
  if (names.length === 0)
    throw new FileFormatError(`${path}: columns: there is none, expected one per scenario`);
  return {
    file,
    scenarios: scenarios.map(({id}) => id).filter((id) => names.includes(id)),
    readScenario: (scenario) => readScenario(file, scenario),
  };
}

/** Whether nothing was said of the row's code; upstream does so once it has passed. */
export function isSilent(row: PublishedRow): boolean {
  return (
    row.compilationFeedback === null &&
    row.executionFeedback === null &&
    row.verbalFeedback === null
  );
}

function checkColumn(path: string, {element, children}: SchemaTree): string {
  const known = scenarios.map(({id}) => id);
  if (!known.some((id) => id === element.name)) {
    throw new FileFormatError(
      `${path}: ${element.name}: unknown column; expected scenario ids: ${known.join(', ')}`,
    );
  }
  checkNames(`${path}: ${element.name}`, children, turns.map(turnName));
  for (const turn of children)
    checkNames(`${path}: ${element.name}.${turn.element.name}`, turn.children, publishedFields);
  return element.name;
}

function checkNames(
  place: string,
  children: readonly SchemaTree[],
  expected: readonly string[],
): void {
  const names = children.map(({element}) => element.name);
  const missing = expected.find((name) => !names.includes(name));
  if (missing)
    throw new FileFormatError(
      `${place}.${missing}: is missing; the published shape has ${expected.join(', ')}`,
    );
  const unknown = names.find((name) => !expected.includes(name));
  if (unknown)
    throw new FileFormatError(
      `${place}.${unknown}: unknown; the published shape has ${expected.join(', ')}`,
    );
}

async function readScenario(
  file: ParquetFile,
  scenario: ScenarioId,
): Promise<PublishedConversations> {
  const [row] = await file.readColumns([scenario]);
  const column = row?.[scenario];
  const byTask: PublishedConversations = new Map();
  for (const turn of turns) {
    const place = `${file.path}: ${scenario}.${turnName(turn)}`;
    const lists = parseRecord(turnOf(column, turn), publishedTurnSchema, place);
    addTurn(byTask, {turn, lists, place});
  }
  for (const [taskId, rows] of byTask) {
    if (rows.length !== lastTurn) {
      const last = turnName(rows.length + 1);
      throw new FileFormatError(
        `${file.path}: ${scenario}.${last}.task_id: ${taskId} is missing, though ITER=1 has it`,
      );
    }
  }
  return byTask;
}

function turnOf(column: unknown, turn: number): unknown {
  return column !== null && typeof column === 'object'
    ? Reflect.get(column, turnName(turn))
    : column;
}

function addTurn(
  byTask: PublishedConversations,
  {turn, lists, place}: {turn: number; lists: PublishedTurn; place: string},
): void {
  checkEqualLengths(lists, place);
  for (const [index, taskId] of lists.task_id.entries()) {
    if (taskId === null) throw new FileFormatError(`${place}.task_id: entry ${index} is null`);
    const rows = byTask.get(taskId) ?? [];
    if (turn === 1 && !byTask.has(taskId)) byTask.set(taskId, rows);
    if (rows.length !== turn - 1) throw outOfTurn({place, taskId, found: rows.length, turn});
    rows.push(toRow(lists, {turn, index, place: `${place}`, taskId}));
  }
}

function outOfTurn({
  place,
  taskId,
  found,
  turn,
}: {
  place: string;
  taskId: string;
  found: number;
  turn: number;
}): FileFormatError {
  if (found >= turn)
    return new FileFormatError(`${place}.task_id: ${taskId} stands twice (duplicate)`);
  return new FileFormatError(
    `${place}.task_id: ${taskId} is here, but not at ${turnName(found + 1)} (gap)`,
  );
}

function checkEqualLengths(lists: PublishedTurn, place: string): void {
  const expected = lists.task_id.length;
  const ragged = publishedFields.find((field) => lists[field].length !== expected);
  if (!ragged) return;
  throw new FileFormatError(
    `${place}.${ragged}: ${lists[ragged].length} entries, task_id has ${expected} (ragged lists)`,
  );
}

function toRow(
  lists: PublishedTurn,
  {turn, index, place, taskId}: {turn: number; index: number; place: string; taskId: string},
): PublishedRow {
  const previousCode = lists.previous_code[index] ?? null;
  if (previousCode === null)
    throw new FileFormatError(`${place}.previous_code: null for ${taskId}, expected its code`);
  return {
    turn,
    previousCode,
    compilationFeedback: lists.compilation_feedback[index] ?? null,
    executionFeedback: lists.execution_feedback[index] ?? null,
    verbalFeedback: lists.verbal_feedback[index] ?? null,
    label: toLabel(lists.label[index] ?? null, `${place}.label`, taskId),
    denied: previousCode.startsWith(denylistMark),
  };
}

const labelSchema = statusSchema.exclude(['missing']);

function toLabel(label: string | null, place: string, taskId: string): PublishedRow['label'] {
  const known = labelSchema.nullable().safeParse(label);
  if (known.success) return known.data;
  throw new FileFormatError(
    `${place}: ${JSON.stringify(label)} for ${taskId}; expected one of ${labelSchema.options.join(', ')}`,
  );
}
