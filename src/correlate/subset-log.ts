import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {makeWholeDirectory} from '../files/whole-directory.js';
import {writeJson} from '../files/write.js';
import type {LogLine} from '../log/log-line.js';
import {type LogManifest, logManifestSchema} from '../log/log-manifest.js';
import {type Conversation, type Log, openLog, readConversations} from '../log/read-log.js';
import {writeScenario} from '../log/write-log.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {chosen, number, text, texts, wholeNumber} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {type ScenarioId, scenarios} from '../problem/scenario.js';
import type {Alias} from '../score/model-names.js';
import {scoring} from '../score/scoring.js';
import {seededRandom} from '../score/seeded-random.js';
import {groupByStratum, type Strata, stratifiedSample} from '../score/stratified-sample.js';
import {chooseSubset, type SubsetChoice} from '../score/subset-choice.js';
import {aliases as aliasesField} from './alias-field.js';
import {readCorrelateInputs} from './inputs.js';

export type SubsetLogOptions = {
  /** Directory of the log. */
  directory: string;
  /** The log directory to make; new or empty. */
  out: string;
  /** Of what is drawn. Default: the program's own. */
  seed?: number | undefined;
  /** So many problems; or the fewest that reach an agreement, by these runs on this very log. */
  wanted:
    | {problems: number}
    | {
        agreement: number;
        statics: readonly string[];
        lives: readonly string[];
        /** Two names of one model. */
        aliases?: readonly Alias[] | undefined;
      };
};

type Wanted = SubsetLogOptions['wanted'];
type AgreementGoal = Exclude<Wanted, {problems: number}>;

const problems = optionsOf<Exclude<Wanted, AgreementGoal>>({problems: wholeNumber(1)});

const agreement = optionsOf<AgreementGoal>({
  agreement: number(0),
  statics: texts,
  lives: texts,
  aliases: aliasesField.optional(),
});

const schema = optionsOf<SubsetLogOptions>({
  directory: text,
  out: text,
  seed: wholeNumber(0).optional(),
  wanted: chosen<Wanted>('{problems} or {agreement, statics, lives}', (given) =>
    typeof given === 'object' && 'problems' in given ? problems : agreement,
  ),
});

/** `subset.json` beside the manifest: what the log was cut from, how, and at what price. */
export type SubsetRecord = {
  format: 'convcodebench-subset';
  format_version: 1;
  source: {log_sha256: string; problems: number};
  problems: number;
  seed: number;
  /** Strata: the turn at which the reference first solved a problem in any scenario, or `never`. */
  strata: {[stratum: string]: {of: number; taken: number}};
  /**
   * By which metric and with which expected agreement; null where a number of problems was asked
   * for.
   */
  agreement: null | {metric: 'mrr'; wanted: number; choice: SubsetChoice};
};

/**
 * Writes a smaller log with a manifest of its own: a random stratified subset of the problems, or
 * the smallest one whose static MRR ranking is expected to agree with live as well as wanted in its
 * worst scenario. A smaller log is another log: its runs are compared with each other only.
 * @throws {UsageError} for more problems than there are, an agreement that even all problems do not
 * reach, runs on another log, or an output directory with something in it; {FileFormatError} for a
 * damaged log or run.
 */
export async function subsetLog(options: SubsetLogOptions): Promise<SubsetRecord> {
  checkOptions('subsetLog', schema, options);
  const {directory, out, seed = scoring.seed, wanted} = options;
  const log = openLog(directory);
  const conversations = await readAll(log);
  const strata = strataOfLog(conversations);
  const chosen =
    'problems' in wanted
      ? drawProblems(strata, wanted.problems, seed)
      : await reachAgreement(log, strata, {...wanted, seed});
  const tasks = new Set(chosen.tasks);
  const record: SubsetRecord = {
    format: 'convcodebench-subset',
    format_version: 1,
    source: {log_sha256: log.sha256, problems: strata.size},
    problems: tasks.size,
    seed,
    strata: countStrata(strata, tasks),
    agreement: chosen.agreement,
  };
  await makeWholeDirectory(out, async (unfinished) => {
    const files: LogManifest['scenarios'] = {};
    for (const [scenario, whole] of conversations) {
      const lines = whole
        .filter(({taskId}) => tasks.has(taskId))
        .flatMap((conversation) => conversation.lines);
      files[scenario] = {
        ...writeScenario(unfinished, scenario, lines),
        ...importCounts(log.manifest.scenarios[scenario], lines),
      };
    }
    writeJson(
      join(unfinished, 'manifest.json'),
      logManifestSchema.parse({...log.manifest, scenarios: files}),
    );
    writeJson(join(unfinished, 'subset.json'), record);
  });
  return record;
}

type Conversations = Map<ScenarioId, Conversation[]>;
type Chosen = {tasks: readonly string[]; agreement: SubsetRecord['agreement']};

async function readAll(log: Log): Promise<Conversations> {
  const ids = scenarios.map(({id}) => id).filter((id) => log.manifest.scenarios[id]);
  return new Map(
    await Promise.all(ids.map(async (id) => [id, await readConversations(log, id)] as const)),
  );
}

/**
 * The turn at which the reference first solved each problem in any scenario, or `never`; problems
 * in the log's order.
 */
function strataOfLog(conversations: Conversations): Map<string, string> {
  const first = new Map<string, number>();
  for (const {taskId, lines} of [...conversations.values()].flat()) {
    const at = lines.findIndex(({previous_status}) => previous_status === 'pass');
    const turn = at === -1 ? Number.POSITIVE_INFINITY : at;
    first.set(taskId, Math.min(first.get(taskId) ?? Number.POSITIVE_INFINITY, turn));
  }
  return new Map(
    Array.from(first, ([taskId, turn]) => [taskId, Number.isFinite(turn) ? String(turn) : 'never']),
  );
}

function drawProblems(strata: Strata, wanted: number, seed: number): Chosen {
  const tasks = [...strata.keys()].sort();
  if (wanted > tasks.length)
    throw new UsageError(`${option('problems')}: ${wanted} wanted, the log holds ${tasks.length}`);
  const drawn = stratifiedSample(groupByStratum(tasks, strata), wanted, seededRandom(seed));
  return {tasks: drawn.flatMap((position) => tasks[position] ?? []), agreement: null};
}

async function reachAgreement(
  log: Log,
  strata: Strata,
  {agreement, statics, lives, aliases = [], seed}: AgreementGoal & {seed: number},
): Promise<Chosen> {
  const inputs = await readCorrelateInputs({statics, lives, aliases});
  const other = inputs.statics.find(({manifest}) => manifest.log?.sha256 !== log.sha256);
  if (other)
    throw new UsageError(
      `${other.label}: was not replayed on ${log.directory}, whose problems are to be chosen`,
    );
  const cells = inputs.cells.filter(({metric}) => metric === 'mrr');
  const choice = chooseSubset(cells, {
    wanted: agreement,
    strata,
    seed,
    resamples: scoring.resamples,
  });
  if (choice.size === null)
    throw new UsageError(
      `${option('agreement')}: ${agreement} cannot be reached: ${choice.reason}`,
    );
  return {tasks: choice.tasks, agreement: {metric: 'mrr', wanted: agreement, choice}};
}

function countStrata(strata: Strata, taken: ReadonlySet<string>): SubsetRecord['strata'] {
  const counts: SubsetRecord['strata'] = {};
  for (const [taskId, stratum] of [...strata].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
    const count = counts[stratum] ?? {of: 0, taken: 0};
    counts[stratum] = {of: count.of + 1, taken: count.taken + Number(taken.has(taskId))};
  }
  return counts;
}

/** What an imported log counts besides. */
function importCounts(
  whole: LogManifest['scenarios'][ScenarioId],
  lines: readonly LogLine[],
): {denied?: number; feedback_of_other_code?: number} {
  const count = (note: LogLine['notes'][number]) =>
    lines.filter(({notes}) => notes.includes(note)).length;
  return {
    ...(whole?.denied !== undefined && {denied: count('denied')}),
    ...(whole?.feedback_of_other_code !== undefined && {
      feedback_of_other_code: count('feedback-of-other-code'),
    }),
  };
}
