import {FileFormatError, UsageError} from '../../errors.js';
import {toJsonLine} from '../../files/jsonl.js';
import {streamAtomically} from '../../files/write.js';
import {answeredAt} from '../../log/answered-at.js';
import type {LogLine} from '../../log/log-line.js';
import {type Conversation, type Log, readConversations, scenarioPath} from '../../log/read-log.js';
import {counted} from '../../options/counted.js';
import {withPrelude} from '../../problem/prelude.js';
import type {Suite} from '../../problem/problem.js';
import {lastTurn, type ScenarioId, scenarios} from '../../problem/scenario.js';
import {embedLog} from './embedded-log.js';
import {type PublishedTurn, publishedSchema, turnName, turns} from './published-shape.js';

export type ExportLogOptions = {
  log: Log;
  /** The file to write; an earlier one is replaced once the new one is whole. */
  out: string;
  /** Looked at between scenarios; stopping leaves nothing behind. */
  signal?: AbortSignal | undefined;
  onProgress?: (progress: {scenario: ScenarioId; done: number; total: number}) => void;
};

/**
 * Writes a log in the shape of the published parquet: every problem in all ten `ITER=t`, after a
 * pass with the code as it is, no feedback and the label `pass`; programs behind their preludes, in
 * one text. `label` judges the row's own code.
 * What the shape has no room for (manifest, leaks) goes into the file's metadata, so that
 * `importPublishedLog` gives the log back.
 * @throws {UsageError} for a conversation that broke off, or text that parquet cannot hold (a lone
 * surrogate); {FileFormatError} for a damaged log.
 */
export async function exportLogToParquet({
  log,
  suite,
  out,
  signal,
  onProgress,
}: ExportLogOptions & {suite: Suite}): Promise<void> {
  const glued = openGlue(log, suite);
  const ids = scenariosOf(log);
  const linesOf = new Map<ScenarioId, LogLine[]>();
  const columnData: {name: string; data: unknown[]}[] = [];
  for (const [index, scenario] of ids.entries()) {
    const conversations = await readConversations(log, scenario);
    signal?.throwIfAborted();
    refuseIncomplete(log, scenario, conversations);
    columnData.push({name: scenario, data: [toColumn(conversations.map(glued))]});
    linesOf.set(
      scenario,
      conversations.flatMap(({lines}) => lines),
    );
    onProgress?.({scenario, done: index + 1, total: ids.length});
  }
  const {parquetWriteBuffer} = await import('hyparquet-writer');
  const kvMetadata = embedLog(log.manifest, linesOf);
  const bytes = parquetWriteBuffer({
    columnData,
    schema: publishedSchema(ids),
    kvMetadata,
    statistics: false,
    createdBy: 'convcodebench',
  });
  await streamAtomically(out, [new Uint8Array(bytes)]);
}

/**
 * Writes a log as one JSONL file: per line `scenario` and the fields of a log line, scenarios in
 * the paper's order.
 */
export async function exportLogToJsonl({log, out, ...watch}: ExportLogOptions): Promise<void> {
  await streamAtomically(out, jsonLines(log, watch));
}

async function* jsonLines(
  log: Log,
  {signal, onProgress}: Pick<ExportLogOptions, 'signal' | 'onProgress'>,
): AsyncGenerator<string> {
  const ids = scenariosOf(log);
  for (const [index, scenario] of ids.entries()) {
    const conversations = await readConversations(log, scenario);
    signal?.throwIfAborted();
    for (const {lines} of conversations) {
      for (const line of lines) yield toJsonLine({scenario, ...line});
    }
    onProgress?.({scenario, done: index + 1, total: ids.length});
  }
}

/**
 * A conversation with its programs as the published shape has them. Logs of format version 1 have
 * them so already.
 * @throws {FileFormatError} for a problem that the suite does not have.
 */
function openGlue({directory, manifest}: Log, suite: Suite): (told: Conversation) => Conversation {
  if (manifest.format_version === 1) return (conversation) => conversation;
  const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
  return ({taskId, lines}) => {
    const problem = problems.get(taskId);
    if (!problem)
      throw new FileFormatError(`${directory}: task_id: the suite ${suite.name} has no ${taskId}`);
    const glued = lines.map((line) => {
      const code = withPrelude(line.previous_code, problem, answeredAt(lines, line.turn));
      return {...line, previous_code: code};
    });
    return {taskId, lines: glued};
  };
}

function scenariosOf({manifest}: Log): ScenarioId[] {
  return scenarios.map(({id}) => id).filter((id) => manifest.scenarios[id] !== undefined);
}

function refuseIncomplete(
  log: Log,
  scenario: ScenarioId,
  conversations: readonly Conversation[],
): void {
  const path = scenarioPath(log.directory, scenario);
  if (conversations.length === 0) throw new FileFormatError(`${path}: holds no conversation`);
  const incomplete = log.manifest.scenarios[scenario]?.incomplete ?? [];
  if (incomplete.length === 0) return;
  throw new UsageError(
    `${path}: ${counted(incomplete.length, 'conversation')} broke off (the first is ${incomplete[0]}), and the published shape has no room for that; finish the log with "convcodebench generate", or export it as JSONL`,
  );
}

function toColumn(conversations: readonly Conversation[]): {[turn: string]: PublishedTurn} {
  return Object.fromEntries(
    turns.map((turn) => [turnName(turn), toPublishedTurn(conversations, turn)]),
  );
}

function toPublishedTurn(conversations: readonly Conversation[], turn: number): PublishedTurn {
  const lines = conversations.map((conversation) => lineAt(conversation, turn));
  return {
    task_id: lines.map(({task_id}) => task_id),
    previous_code: lines.map((line) => writable(line.previous_code, line)),
    compilation_feedback: lines.map((line) => writable(line.compilation_feedback, line)),
    execution_feedback: lines.map((line) => writable(line.execution_feedback, line)),
    verbal_feedback: lines.map((line) => writable(line.verbal_feedback, line)),
    label: lines.map(({previous_status}) => previous_status),
  };
}

/**
 * The line of that turn; behind the last line the problem is solved and nothing changes any more.
 */
function lineAt({lines, taskId}: Conversation, turn: number): LogLine {
  const line = lines[turn - 1] ?? lines.at(-1);
  if (!line || turn > lastTurn) throw new UsageError(`${taskId}: has no line`);
  return line;
}

function writable<T extends string | null>(text: T, {task_id, turn}: LogLine): T {
  if (text === null || !/\p{Surrogate}/u.test(text)) return text;
  throw new UsageError(
    `${task_id}, turn ${turn}: holds a lone surrogate, which parquet's text cannot; export this log as JSONL instead`,
  );
}
