import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {FileFormatError, UsageError} from '../errors.js';
import {atHand} from '../files/at-hand.js';
import {canonicalHash, sha256} from '../files/canonical-hash.js';
import {contentSha256, type Span} from '../files/contents.js';
import {readJson} from '../files/json.js';
import {readJsonl} from '../files/jsonl.js';
import {packagePath} from '../files/package-root.js';
import {checkArgument} from '../options/check-options.js';
import {objectWith, text} from '../options/fields.js';
import {lastTurn, type ScenarioId, scenarios} from '../problem/scenario.js';
import {scenarioIdField} from '../problem/scenario-field.js';
import {type LogLine, logLineSchema} from './log-line.js';
import {type LogManifest, logManifestSchema} from './log-manifest.js';

/** A problem's recorded conversation: its lines, turn 1 first. */
export type Conversation = {taskId: string; lines: LogLine[]};

/**
 * `sha256` is over the RFC 8785 form of the manifest, which holds the hash of every file: the log's
 * identity.
 */
export type Log = {directory: string; manifest: LogManifest; sha256: string};

export const openedLog = objectWith<Log>('what openLog gives', 'directory', 'manifest', 'sha256');

/**
 * Opens a log directory by its manifest; one that ships also by the name that `list logs` gives it,
 * from anywhere.
 * @throws {UsageError} where there is none; {FileFormatError} where it is damaged, or of a version
 * this program does not read.
 */
export function openLog(named: string): Log {
  checkArgument(['openLog', 'named'], text, named);
  const directory = atHand(named);
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) {
    throw new UsageError(`${directory}: ${whyNoLog(directory)}`);
  }
  refuseOtherVersion(path);
  const manifest = readJson(path, logManifestSchema);
  return {directory, manifest, sha256: canonicalHash(manifest)};
}

/** A generator that was killed leaves lines and no manifest over them. */
function whyNoLog(directory: string): string {
  if (!existsSync(directory))
    return 'no such directory; "convcodebench list logs" names the logs there are';
  const isBegun = scenarios.some(({id}) => existsSync(scenarioPath(directory, id)));
  return isBegun
    ? 'a log that is being made, or whose making was killed (no manifest.json); give the command of "convcodebench generate" again'
    : 'not a log (no manifest.json); "convcodebench list logs" names the logs there are';
}

/** The log of that hash among those that ship; null where none is it. */
export function findShippedLog(sha256: string): Log | null {
  const root = packagePath('logs');
  if (!existsSync(root)) return null;
  const manifests = readdirSync(root, {withFileTypes: true, recursive: true}).filter(
    ({name}) => name === 'manifest.json',
  );
  const logs = manifests.map(({parentPath}) => openLog(parentPath));
  return logs.find((log) => log.sha256 === sha256) ?? null;
}

/** Asked before the fields are, since another version may well have others. */
function refuseOtherVersion(path: string): void {
  readJson(path, logManifestSchema.pick({format_version: true}));
}

/** Where a scenario's lines are written. */
export function scenarioPath(directory: string, scenario: ScenarioId): string {
  return join(directory, `${scenario}.jsonl`);
}

/**
 * The conversations of one scenario, checked: SHA-256 and line count as the manifest says, turns
 * 1.. without gap or duplicate, each ending at a pass or at turn 10, code as its hash says.
 * @throws {FileFormatError} `path:line: field: …` for the first thing wrong; {UsageError} for a
 * scenario that the log does not hold.
 */
export async function readConversations(log: Log, scenario: ScenarioId): Promise<Conversation[]> {
  checkArgument(['readConversations', 'log'], openedLog, log);
  checkArgument(['readConversations', 'scenario'], scenarioIdField, scenario);
  const conversations: Conversation[] = [];
  for await (const {taskId, lines} of checkedConversations(log, scenario))
    conversations.push({taskId, lines});
  return conversations;
}

/** A conversation and where it stands in its scenario's file. */
export type LocatedConversation = Conversation & {span: Span};

/**
 * The same, one conversation in memory at a time. What is wrong with the whole file (its line count
 * or SHA-256) is known behind the last one only: nothing may come of the conversations before that.
 */
export async function* checkedConversations(
  log: Log,
  scenario: ScenarioId,
): AsyncGenerator<LocatedConversation> {
  const path = storedPath(log.directory, scenario);
  const expected = log.manifest.scenarios[scenario];
  if (!expected) {
    throw new UsageError(
      `${log.directory}: scenario ${scenario} is not in this log; it has ${Object.keys(log.manifest.scenarios).join(', ')}`,
    );
  }
  if (!existsSync(path))
    throw new UsageError(`${path}: no such file, though ${log.directory}/manifest.json names it`);
  let lines = 0;
  for await (const conversation of wellFormedConversations(path, new Set(expected.incomplete))) {
    lines += conversation.lines.length;
    yield conversation;
  }
  if (lines !== expected.lines) {
    throw new FileFormatError(
      `${path}: lines: ${lines}, the manifest says ${expected.lines}; restore the file`,
    );
  }
  const actual = await contentSha256(path);
  if (actual !== expected.sha256) {
    throw new FileFormatError(
      `${path}: sha256: ${actual.slice(0, 12)}…, the manifest says ${expected.sha256.slice(0, 12)}…; restore the file`,
    );
  }
}

/** A scenario's file as it lies there: as it was written, or (the log that ships) packed. */
export function storedPath(directory: string, scenario: ScenarioId): string {
  const path = scenarioPath(directory, scenario);
  const packed = `${path}.gz`;
  return !existsSync(path) && existsSync(packed) ? packed : path;
}

async function* wellFormedConversations(
  path: string,
  incomplete: ReadonlySet<string>,
): AsyncGenerator<LocatedConversation> {
  const seen = new Set<string>();
  let current: LocatedConversation | undefined;
  let lastLine = 0;
  for await (const {line, value, span} of readJsonl(path, logLineSchema)) {
    if (value.task_id !== current?.taskId) {
      if (current) {
        if (!incomplete.has(current.taskId)) checkEnded(current, path, lastLine);
        yield current;
      }
      if (seen.has(value.task_id)) {
        throw new FileFormatError(
          `${path}:${line}: task_id: ${value.task_id} stands earlier already (duplicate)`,
        );
      }
      current = {taskId: value.task_id, lines: [], span: {...span}};
      seen.add(value.task_id);
    }
    checkFollows(current, value, `${path}:${line}`);
    current.lines.push(value);
    current.span.length = span.offset + span.length - current.span.offset;
    lastLine = line;
  }
  if (!current) return;
  if (!incomplete.has(current.taskId)) checkEnded(current, path, lastLine);
  yield current;
}

function checkFollows(conversation: Conversation, line: LogLine, place: string): void {
  const previous = conversation.lines.at(-1);
  const expectedTurn = (previous?.turn ?? 0) + 1;
  if (line.turn !== expectedTurn) {
    const what = line.turn < expectedTurn ? 'duplicate' : 'gap';
    throw new FileFormatError(
      `${place}: turn: ${line.turn}, expected ${expectedTurn} for ${line.task_id} (${what})`,
    );
  }
  if (previous?.previous_status === 'pass') {
    throw new FileFormatError(
      `${place}: turn: ${line.task_id} was solved at turn ${line.turn - 2}, no line may follow`,
    );
  }
  if (sha256(line.previous_code) !== line.code_sha256) {
    throw new FileFormatError(`${place}: code_sha256: is not the hash of previous_code`);
  }
}

function checkEnded(conversation: Conversation, path: string, lastLine: number): void {
  const last = conversation.lines.at(-1);
  if (!last || last.turn === lastTurn || last.previous_status === 'pass') return;
  throw new FileFormatError(
    `${path}:${lastLine}: turn: ${conversation.taskId} ends at turn ${last.turn}, neither solved nor at turn ${lastTurn} (gap)`,
  );
}
