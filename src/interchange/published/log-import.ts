import {join} from 'node:path';
import {FileFormatError, UsageError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import {fileSha256} from '../../files/file-sha256.js';
import {makeWholeDirectory} from '../../files/whole-directory.js';
import {writeJson} from '../../files/write.js';
import {answeredAt} from '../../log/answered-at.js';
import type {LogLine} from '../../log/log-line.js';
import {type LogManifest, logManifestSchema, type ScenarioFile} from '../../log/log-manifest.js';
import {writeScenario} from '../../log/write-log.js';
import {withoutPrelude} from '../../problem/prelude.js';
import type {Suite} from '../../problem/problem.js';
import type {ScenarioId} from '../../problem/scenario.js';
import {type EmbeddedLog, publishedIdentity, readEmbeddedLog} from './embedded-log.js';
import {type ImportRecord, importRecord} from './import-record.js';
import {hasCheckableFeedback, isOfOtherCode, toLines, withoutFeedback} from './imported-lines.js';
import {createLabelReader, type LabelReading} from './label-reading.js';
import {
  openPublishedLog,
  type PublishedConversations,
  type PublishedLog,
} from './read-published-log.js';

export type ImportLogOptions = {
  /** A parquet file of the published shape. */
  file: string;
  /** The log directory to make; new or empty. */
  out: string;
  /** The problems that the file's task ids must be among. */
  suite: Suite;
  /** Whether a code compiles; asked once for each distinct code. */
  compiles: (code: string) => Promise<boolean>;
  /**
   * Takes the feedback out of lines that are `denied` or carry `feedback-of-other-code`, so that
   * nobody is asked there; false by default.
   */
  onlyConsistent?: boolean;
  /**
   * For a file that does not say whose log it is; `codellama/CodeLlama-7b-Instruct-hf`, the
   * published one's, by default.
   */
  referenceModel?: string;
  /** The same for who wrote the verbal feedback; `GPT-4o-2024-05-13` by default. */
  critic?: string;
  /** The Python that says what compiles, `3.11.2`; recorded, for another may say otherwise. */
  python?: string;
  /** Looked at between scenarios; stopping leaves nothing behind. */
  signal?: AbortSignal;
  /** Told after each step: a scenario's labels read, a scenario written. */
  onProgress?: (progress: {
    step: 'labels' | 'lines';
    scenario: ScenarioId;
    done: number;
    total: number;
  }) => void;
};

export type ImportedLog = {manifest: LogManifest; record: ImportRecord};

/**
 * Imports the published dataset (or a log exported to its shape) as a log directory, scenario by
 * scenario, in two passes: the first tells what `label` judges, the second writes. The directory
 * appears whole or not at all.
 * @throws {FileFormatError} `path: column.ITER=t.field: …` for another schema or a value that
 * cannot be; {UsageError} for a task id that the suite has not, labels that cannot be read (with
 * counter-examples), or an output directory with something in it.
 */
export async function importPublishedLog(options: ImportLogOptions): Promise<ImportedLog> {
  const published = await openPublishedLog(options.file);
  const embedded = readEmbeddedLog(published.file, options.suite);
  return makeWholeDirectory(options.out, async (directory) => {
    const {reading, unlabelled} = await readLabels(published, embedded, options);
    const scenarios = await writeScenarios(directory, {published, reading, embedded}, options);
    const identity = embedded?.manifest ?? publishedIdentity(options);
    const manifest = logManifestSchema.parse({
      ...identity,
      ...(options.onlyConsistent && {only_consistent: true}),
      scenarios,
    });
    const record = importRecord(
      {reading, unlabelled, published, sha256: await fileSha256(options.file)},
      {...options, python: embedded ? null : (options.python ?? null)},
    );
    writeJson(join(directory, 'manifest.json'), manifest);
    writeJson(join(directory, 'import.json'), record);
    return {manifest, record};
  });
}

async function readLabels(
  published: PublishedLog,
  embedded: EmbeddedLog | null,
  {file, suite, signal, onProgress}: ImportLogOptions,
): Promise<{reading: LabelReading; unlabelled: number}> {
  const reader = createLabelReader(file);
  const known = new Set(suite.problems.map(({task_id}) => task_id));
  let unlabelled = 0;
  for (const [index, scenario] of published.scenarios.entries()) {
    signal?.throwIfAborted();
    const conversations = await published.readScenario(scenario);
    refuseUnknownTasks(conversations, known, {file, scenario, suite});
    for (const [taskId, rows] of conversations) {
      reader.add(scenario, taskId, rows);
      unlabelled += rows.filter(({label, denied}) => label === null && !denied).length;
    }
    onProgress?.({step: 'labels', scenario, done: index + 1, total: published.scenarios.length});
  }
  return {reading: reader.conclude(embedded ? 'previous-code' : undefined), unlabelled};
}

function refuseUnknownTasks(
  conversations: PublishedConversations,
  known: ReadonlySet<string>,
  {file, scenario, suite}: {file: string; scenario: ScenarioId; suite: Suite},
): void {
  const unknown = [...conversations.keys()].find((taskId) => !known.has(taskId));
  if (unknown === undefined) return;
  throw new UsageError(
    `${file}: ${scenario}.ITER=1.task_id: ${JSON.stringify(unknown)} is not in the suite ${suite.name}; name the suite this log is of`,
  );
}

type Source = {published: PublishedLog; reading: LabelReading; embedded: EmbeddedLog | null};

async function writeScenarios(
  directory: string,
  source: Source,
  options: ImportLogOptions,
): Promise<LogManifest['scenarios']> {
  const askOnce = createAskOnce(options.compiles);
  const files: LogManifest['scenarios'] = {};
  const {scenarios} = source.published;
  for (const [index, scenario] of scenarios.entries()) {
    const lines = await readLines(source, {scenario, askOnce, suite: options.suite});
    options.signal?.throwIfAborted();
    files[scenario] = options.onlyConsistent
      ? {...writeScenario(directory, scenario, lines.map(keepConsistent)), ...countNotes(lines)}
      : writeAll(directory, {scenario, lines, source, path: options.file});
    options.onProgress?.({step: 'lines', scenario, done: index + 1, total: scenarios.length});
  }
  return files;
}

/** An exported log comes back byte for byte, or its file was changed since. */
function writeAll(
  directory: string,
  {
    scenario,
    lines,
    source,
    path,
  }: {scenario: ScenarioId; lines: LogLine[]; source: Source; path: string},
): ScenarioFile {
  const file = writeScenario(directory, scenario, lines);
  const exported = source.embedded?.manifest.scenarios[scenario];
  if (!exported) return {...file, ...countNotes(lines)};
  if (exported.sha256 === file.sha256) return exported;
  throw new FileFormatError(
    `${path}: ${scenario}: is not what the manifest inside the file says (sha256 ${exported.sha256.slice(0, 12)}…); export the log again`,
  );
}

/** The scenario's lines with their notes, in the suite's order. */
async function readLines(
  {published, reading, embedded}: Source,
  {scenario, askOnce, suite}: {scenario: ScenarioId; askOnce: AskOnce; suite: Suite},
): Promise<LogLine[]> {
  const conversations = await published.readScenario(scenario);
  const lines = suite.problems.flatMap(({task_id}) =>
    toLines(task_id, conversations.get(task_id) ?? [], reading.meaning),
  );
  if (embedded) {
    const noted = lines.map((line) => ({...line, notes: embedded.notesOf(scenario, line)}));
    // A file of format version 1 has its programs as its log had them.
    return embedded.manifest.format_version === 1 ? noted : withoutPreludes(noted, suite);
  }
  return withoutPreludes(await Promise.all(lines.map((line) => withNote(line, askOnce))), suite);
}

/** The lines with the programs alone, without what upstream and exports put in front of them. */
function withoutPreludes(lines: readonly LogLine[], {problems}: Suite): LogLine[] {
  const byTask = new Map<string, LogLine[]>(problems.map(({task_id}) => [task_id, []]));
  for (const line of lines) byTask.get(line.task_id)?.push(line);
  return problems.flatMap((problem) => {
    const conversation = byTask.get(problem.task_id) ?? [];
    return conversation.map((line) => {
      const {turn, previous_code: text} = line;
      const program = withoutPrelude(text, problem, answeredAt(conversation, turn));
      return {...line, previous_code: program, code_sha256: sha256(program)};
    });
  });
}

async function withNote(line: LogLine, askOnce: AskOnce): Promise<LogLine> {
  if (!hasCheckableFeedback(line) || !isOfOtherCode(line, await askOnce(line))) return line;
  return {...line, notes: [...line.notes, 'feedback-of-other-code']};
}

type AskOnce = (line: LogLine) => Promise<boolean>;

function createAskOnce(compiles: (code: string) => Promise<boolean>): AskOnce {
  const answers = new Map<string, Promise<boolean>>();
  return ({code_sha256, previous_code}) => {
    const answer = answers.get(code_sha256) ?? compiles(previous_code);
    answers.set(code_sha256, answer);
    return answer;
  };
}

function keepConsistent(line: LogLine): LogLine {
  return line.notes.includes('denied') || line.notes.includes('feedback-of-other-code')
    ? withoutFeedback(line)
    : line;
}

function countNotes(lines: readonly LogLine[]): {denied: number; feedback_of_other_code: number} {
  const count = (note: LogLine['notes'][number]) =>
    lines.filter(({notes}) => notes.includes(note)).length;
  return {denied: count('denied'), feedback_of_other_code: count('feedback-of-other-code')};
}
