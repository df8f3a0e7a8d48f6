import {existsSync} from 'node:fs';
import {join} from 'node:path';
import PQueue from 'p-queue';
import {HarnessError, MissingRequirementError, UsageError} from '../errors.js';
import type {Judge} from '../judging/judge.js';
import {openLog} from '../log/read-log.js';
import {type JudgeSpec, openJudge} from '../open/open-judge.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {abortSignal, callback, text} from '../options/fields.js';
import {spellingOptions} from '../options/option-name.js';
import {loadRecordedSuite} from '../problem/recorded-suite.js';
import {prepareReplay, type ReplayLogOptions, selectionAmong} from '../replay/prepare-replay.js';
import {replayLog} from '../replay/replay-log.js';
import type {EvidenceSources} from '../report/html/evidence.js';
import {refuseForgotten} from '../run/forgotten-choice.js';
import type {Selection} from '../run/unfinished-plan.js';
import {problemsAsked, type RunOutcome} from '../session/session.js';
import {fieldSpelling} from './field-names.js';
import {type PlannedRun, planSweep, sourcesOf} from './plan-sweep.js';
import {readSweepFile, type SweepFile} from './sweep-file.js';

export type SweepOptions = {
  /** The file that says what is swept, YAML or JSON. */
  file: string;
  /** Redis whose workers judge, in place of what the file says: `redis://…` or `rediss://…`. */
  judgeQueue?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Hears of each run what a person should know, behind its name. */
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<SweepOptions>({
  file: text,
  judgeQueue: text.optional(),
  signal: abortSignal.optional(),
  onNotice: callback<NonNullable<SweepOptions['onNotice']>>().optional(),
});

/** What became of one run: `failed` is why there is no outcome. */
export type SweptRun = {name: string; directory: string} & (
  | {outcome: RunOutcome; failed: null}
  | {outcome: null; failed: Error}
);

/** `sources`: where a page of its runs finds what they do not hold. */
export type SweepOutcome = {runs: SweptRun[]; out: string; sources: EvidenceSources};

/**
 * Replays every model of the file on every log of it: the endpoints side by side, the models of one
 * endpoint one after the other or as many at once as the file says, one judge for all. What is done
 * is not done again, and a model that fails does not stop the others.
 * @throws {UsageError} and {FileFormatError} for the file; {MissingRequirementError} for an
 * environment variable or a Python that is not there; the signal's reason.
 */
export async function runSweep(options: SweepOptions): Promise<SweepOutcome> {
  checkOptions('runSweep', schema, options);
  return spellingOptions(fieldSpelling(), () => sweepFile(options));
}

async function sweepFile(options: SweepOptions): Promise<SweepOutcome> {
  const {file, signal, onNotice} = options;
  const sweep = await readSweepFile(file, process.env);
  const plan = planSweep(file, sweep);
  const queue = options.judgeQueue ?? sweep.judge.queue;
  await checkChoices(file, plan, {python: sweep.judge.python, queue});
  const judges = openSharedJudges({...sweep, judge: {...sweep.judge, queue}}, onNotice);
  try {
    const queues = new Map<string | null, PQueue>();
    const ended = await Promise.allSettled(
      plan.map((run) => {
        const {endpoint} = run;
        const queue =
          queues.get(endpoint?.name ?? null) ?? new PQueue({concurrency: endpoint?.atOnce ?? 1});
        queues.set(endpoint?.name ?? null, queue);
        return queue.add(() => sweepOne(run, {judges, signal, onNotice}));
      }),
    );
    const broken = ended.find(({status}) => status === 'rejected');
    if (broken?.status === 'rejected') throw broken.reason;
    const runs = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const sources = sourcesOf(plan.filter((_, i) => runs[i]?.outcome));
    return {runs, out: sweep.out, sources};
  } finally {
    await judges.close();
  }
}

/**
 * What is wrong with the choice of problems and scenarios is found before any model is asked, as
 * all that is wrong with the file.
 */
async function checkChoices(
  file: string,
  plan: readonly PlannedRun[],
  judge: JudgeSpec,
): Promise<void> {
  const selections = new Map<string, Promise<Selection | null>>();
  try {
    for (const {options} of plan) {
      const {log, out} = options;
      const known = selections.get(log) ?? selectionOf({...options, judge});
      selections.set(log, known);
      const now = await known;
      if (now && existsSync(join(out, 'manifest.json')))
        await refuseForgotten({path: out, places: () => []}, now, options);
    }
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(`${file}: ${error.message}`, {cause: error});
    throw error;
  }
}

/** Null where something is missing that has to be there: its runs will say so. */
async function selectionOf(options: ReplayLogOptions): Promise<Selection | null> {
  try {
    const prepared = await prepareReplay(options);
    return selectionAmong(await problemsAsked(prepared.suite, options), prepared);
  } catch (error) {
    if (error instanceof MissingRequirementError) return null;
    throw error;
  }
}

async function sweepOne(
  {name, options}: PlannedRun,
  {
    judges,
    signal,
    onNotice,
  }: {judges: SharedJudges; signal: AbortSignal | undefined; onNotice: SweepOptions['onNotice']},
): Promise<SweptRun> {
  const directory = options.out;
  signal?.throwIfAborted();
  try {
    const judge = await judges.forLog(options.log);
    const outcome = await replayLog({
      ...options,
      judge,
      signal,
      onNotice: (notice) => onNotice?.(`${name}: ${notice}`),
    });
    const {totals} = outcome.manifest;
    const end =
      totals === null ? 'not finished' : `done, ${counted(totals.missing, 'verdict')} missing`;
    onNotice?.(`${name}: ${end}`);
    return {name, directory, outcome, failed: null};
  } catch (error) {
    if (signal?.aborted || error instanceof HarnessError || !(error instanceof Error)) throw error;
    onNotice?.(`${name}: failed: ${error.message}`);
    return {name, directory, outcome: null, failed: error};
  }
}

type SharedJudges = {forLog(log: string): Promise<Judge>; close(): Promise<void>};

/**
 * One judge for all runs, opened when the first needs it; a second one where some suite needs no
 * libraries, since its verdicts depend on less. Workers on a queue judge for one suite each.
 */
function openSharedJudges(sweep: SweepFile, onNotice: SweepOptions['onNotice']): SharedJudges {
  const opened = new Map<string, Promise<Judge>>();
  const {python, workers, queue, allow_unsafe: allowUnsafe} = sweep.judge;
  return {
    async forLog(directory) {
      const {manifest} = openLog(directory);
      const suite = await loadRecordedSuite(directory, manifest.suite, sweep.suite);
      const {standardLibraryOnly} = suite;
      const models = sweep.models.map((each) => (typeof each === 'string' ? each : each.model));
      const trusted =
        standardLibraryOnly &&
        models.every((spec) => spec === 'canonical' || spec.startsWith('simulated:')) &&
        Object.keys(sweep.endpoints).length === 0;
      const key = queue === undefined ? String(standardLibraryOnly) : suite.hash;
      const choice = {python, workers, queue, allowUnsafe};
      const known = opened.get(key) ?? openJudge({suite, trusted, choice, onNotice});
      opened.set(key, known);
      return known;
    },
    async close() {
      for (const judge of opened.values()) await judge.then((each) => each.close()).catch(ignore);
    },
  };
}

/** Why a judge did not open was told to whoever needed it. */
function ignore(): void {}
