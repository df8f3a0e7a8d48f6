import {type Model, ModelError} from '../model/model.js';
import type {RunDirectory} from '../run/run-directory.js';
import type {Place, VerdictRow} from '../run/verdict-row.js';
import {answerToCode} from './answer-to-code.js';
import {type Asker, createAsker} from './ask.js';
import {type Judging, judgeCode, judgedRow, missingRow} from './judged-row.js';
import type {AskedPlace, PlannedPlace} from './plan-replay.js';
import type {Spending} from './spending.js';

/**
 * How far a run has come, in places; told at its start and after each. `before`: how many of those
 * done took nothing, since an earlier sitting has them or nobody is asked.
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
  /** Questions in flight at once. */
  concurrency: number;
  spending?: Spending | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: (progress: Progress) => void;
};

/**
 * Asks and judges every place of the plan that the run has no verdict for yet; judging goes on
 * while other answers are still arriving. A question refused for good leaves its place missing and
 * the run goes on.
 * @throws {ModelError} of kind `fatal` at once: no other question would fare better.
 */
export async function runReplay(options: ReplayOptions): Promise<void> {
  const {plan, model, run, concurrency, spending, signal, onProgress} = options;
  const stop = new AbortController();
  const stopping = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const asker = createAsker(model, run, {concurrency, spending, signal: stopping});
  const judging = {...options.judging, signal: stopping};
  const progress = {done: 0, total: plan.length, before: 0, inFlight: 0, missing: 0};
  onProgress?.({...progress});
  const finishPlace = async (planned: PlannedPlace): Promise<void> => {
    const takesNothing = planned.kind === 'known' || storedRow(planned.place, run) !== undefined;
    const row = await settlePlace(planned, asker, {run, judging}).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    });
    progress.done += 1;
    progress.before += takesNothing ? 1 : 0;
    progress.missing += row.status === 'missing' ? 1 : 0;
    onProgress?.({...progress, inFlight: asker.inFlight()});
  };
  const outcomes = await Promise.allSettled(plan.map(finishPlace));
  if (outcomes.some(({status}) => status === 'rejected')) throw stop.signal.reason;
}

type Settling = Pick<ReplayOptions, 'run' | 'judging'>;

async function settlePlace(
  planned: PlannedPlace,
  asker: Asker,
  options: Settling,
): Promise<VerdictRow> {
  const stored = storedRow(planned.kind === 'known' ? planned.row : planned.place, options.run);
  if (stored) return stored;
  const row = planned.kind === 'known' ? planned.row : await answerPlace(planned, asker, options);
  if (planned.kind === 'known' && row.origin === 'missing') journalBrokenLog(row, options.run);
  options.run.addVerdict(row);
  return row;
}

/** The verdict that an earlier sitting came to; one that was missing is tried again. */
function storedRow(place: Place, run: RunDirectory): VerdictRow | undefined {
  const row = run.verdictAt(place);
  return row?.origin === 'missing' ? undefined : row;
}

function journalBrokenLog({scenario, task_id, turn}: VerdictRow, run: RunDirectory): void {
  run.journal({
    event: 'missing',
    scenario,
    task_id,
    turn,
    reason: 'the log breaks off before this turn',
  });
}

async function answerPlace(
  {place, problem, referenceStatus, question}: AskedPlace,
  asker: Asker,
  {judging, run}: Settling,
): Promise<VerdictRow> {
  try {
    const {text, request} = await asker.ask(question);
    const code = answerToCode(text, problem, place.turn);
    const judgement = await judgeCode(code, problem, judging);
    if (judgement.status === 'missing')
      run.journal({event: 'missing', ...place, reason: judgement.reason});
    return judgedRow(place, {judgement, code, request}, referenceStatus);
  } catch (error) {
    if (!(error instanceof ModelError) || error.kind === 'fatal') throw error;
    run.journal({event: 'missing', ...place, reason: error.message});
    return missingRow(place, referenceStatus);
  }
}
