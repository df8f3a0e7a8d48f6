import {judgedAtOnce, judgeMany} from '../judging/judge-many.js';
import {type Model, ModelError} from '../model/model.js';
import type {Pace} from '../model/pace.js';
import type {FailedProgram} from '../run/failed-programs.js';
import type {RunDirectory} from '../run/run-directory.js';
import type {Place, VerdictRow} from '../run/verdict-row.js';
import {answerToProgram} from './answer-to-program.js';
import {type Asker, createAsker} from './ask.js';
import {failedProgram, type Judging, judgedRow, judgeProgram, missingRow} from './judged-row.js';
import type {AskedPlace, PlannedPlace} from './plan-replay.js';
import type {Spending} from './spending.js';

/**
 * How far a run has come, in places (of a live run: in conversations); told at its start and after
 * each. `before`: how many of those done took nothing, since an earlier sitting has them or nobody
 * is asked.
 */
export type Progress = {
  done: number;
  total: number;
  before: number;
  inFlight: number;
  missing: number;
};

export type ReplayOptions = {
  plan: readonly PlannedPlace[];
  model: Model;
  judging: Judging;
  run: RunDirectory;
  /** How many questions are in flight at once. */
  pace: Pace;
  givesUp?: boolean | undefined;
  spending?: Spending | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: (progress: Progress) => void;
};

/**
 * Asks and judges every place of the plan that the run has no verdict for yet; judging goes on
 * while other answers are still arriving. A question refused for good leaves its place missing and
 * the run goes on. What the engine judges here is a place, and to judge it is to have its question
 * answered first; a starved job runs again at once, since its answer is in memory then.
 * @throws {ModelError} of kind `fatal` at once: no other question would fare better.
 */
export async function runReplay(options: ReplayOptions): Promise<void> {
  const {plan, model, run, pace, givesUp, spending, signal, onProgress} = options;
  const stop = new AbortController();
  const stopping = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const asker = createAsker(model, run, {pace, givesUp, spending, signal: stopping});
  const judging = {...options.judging, signal: stopping};
  const lost = keepKnown(plan, run);
  const open = plan.filter((planned) => planned.kind === 'ask').filter(isOpenIn(run));
  try {
    await judgeMany(
      {total: plan.length, before: plan.length - open.length, first: open.map(weighed)},
      {has: () => false, add: ({row, failed}) => run.addVerdict(row, failed)},
      {
        judge: ({planned}) => answerPlace(planned, asker, {run, judging}),
        isMissing: ({row}) => row.status === 'missing',
        window: {
          get items() {
            // So many places may wait for their verdicts while questions go on.
            return pace.limit() + judgedAtOnce(judging.judge);
          },
          bytes: 1,
        },
        signal: stopping,
        onProgress: ({done, total, before, missing}) =>
          onProgress?.({done, total, before, missing: lost + missing, inFlight: asker.inFlight()}),
      },
    );
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

type Settling = Pick<ReplayOptions, 'run' | 'judging'>;

/**
 * Keeps the rows of the places that need no model. @returns how many of them are missing, since the
 * log breaks off before.
 */
function keepKnown(plan: readonly PlannedPlace[], run: RunDirectory): number {
  let lost = 0;
  for (const planned of plan) {
    if (planned.kind !== 'known' || storedRow(planned.row, run)) continue;
    const {row} = planned;
    if (row.origin === 'missing') {
      const {scenario, task_id, turn, missing: reason} = row;
      run.journal({event: 'missing', scenario, task_id, turn, reason});
      lost += 1;
    }
    run.addVerdict(row);
  }
  return lost;
}

function isOpenIn(run: RunDirectory): (planned: AskedPlace) => boolean {
  return ({place}) => storedRow(place, run) === undefined;
}

/** Places weigh nothing: their messages are made when they are asked. */
function weighed(planned: AskedPlace) {
  return {planned, bytes: 0};
}

/** The verdict that an earlier sitting came to; one that was missing is tried again. */
function storedRow(place: Place, run: RunDirectory): VerdictRow | undefined {
  const row = run.verdictAt(place);
  return row?.origin === 'missing' ? undefined : row;
}

/** What is kept of a place: its row, and what its program failed at. */
type AnsweredPlace = {row: VerdictRow; failed: FailedProgram | null};

async function answerPlace(
  {place, problem, referenceStatus, question}: AskedPlace,
  asker: Asker,
  {judging, run}: Settling,
): Promise<AnsweredPlace> {
  try {
    const {text, request} = await asker.ask(question);
    const {program, found} = answerToProgram(text, problem);
    const of = {problem, turn: place.turn};
    const judgement = await judgeProgram(program, of, judging);
    if (judgement.status === 'missing')
      run.journal({event: 'missing', ...place, reason: judgement.reason});
    const row = judgedRow(place, {judgement, program, found, request}, referenceStatus);
    return {row, failed: failedProgram(place, {judgement, program})};
  } catch (error) {
    if (!(error instanceof ModelError) || error.kind === 'fatal') throw error;
    run.journal({event: 'missing', ...place, reason: error.message});
    return {row: missingRow(place, referenceStatus, error.message), failed: null};
  }
}
