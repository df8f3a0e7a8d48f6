import {HarnessError} from '../errors.js';
import type {Critic} from '../feedback/critic.js';
import {forEachInWindow} from '../judging/window.js';
import {isActionable, type LogLine} from '../log/log-line.js';
import {type Model, ModelError} from '../model/model.js';
import type {Pace} from '../model/pace.js';
import type {Problem} from '../problem/problem.js';
import {lastTurn, type Scenario, type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import type {RunDirectory} from '../run/run-directory.js';
import {type Place, rowWithoutAnswer, type VerdictRow} from '../run/verdict-row.js';
import {answerToProgram} from './answer-to-program.js';
import {type Asker, createAsker, type Question, questionOf} from './ask.js';
import {feedbackLine, type Standing} from './feedback-line.js';
import {failedProgram, type Judging, judgedRow, judgeProgram, missingRow} from './judged-row.js';
import type {Progress} from './replay.js';
import {type Asking, firstRequest, refineRequest, shortenedRequests} from './request.js';
import type {Spending} from './spending.js';

/**
 * Where a generator's log lines are kept: on disk before the next turn is planned, read and never
 * recomputed on the next sitting.
 */
export type LineStore = {
  lines(scenario: ScenarioId, taskId: string): readonly LogLine[];
  add(scenario: ScenarioId, line: LogLine): void;
};

export type GenerateOptions = {
  problems: readonly Problem[];
  scenarios: readonly Scenario[];
  model: Model;
  /** Null where no scenario is verbal. */
  critic: Critic | null;
  asking: Asking;
  judging: Judging;
  run: RunDirectory;
  log: LineStore;
  /** The last turn of a conversation. Default 10. */
  turns?: number | undefined;
  /** How many conversations there are at once, and so questions in flight. */
  pace: Pace;
  givesUp?: boolean | undefined;
  spending?: Spending | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: (progress: Progress) => void;
};

/**
 * Has every conversation, live (DESIGN.md, section 3): one problem in one scenario is a chain of
 * turns that ends at the first pass or after turn 10. What is missing at one turn is missing at all
 * later ones of its chain. No candidates for `judgeMany`: a chain's next turn needs the verdict on
 * the one before, and its rows are many; the window and what a stop means are the same.
 * @throws {ModelError} of kind `fatal` at once.
 */
export async function runGenerate(options: GenerateOptions): Promise<void> {
  const {problems, scenarios, model, asking, run, pace, givesUp, spending, signal} = options;
  const {onProgress, turns = lastTurn} = options;
  const stop = new AbortController();
  const stopping = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const asker = createAsker(model, run, {pace, givesUp, spending, signal: stopping});
  const judging = {...options.judging, signal: stopping};
  const turnZero = sharedTurnZero({judging, run, asker}, asking);
  // A scenario after the other: the chains of one problem begin with the same questions, and side
  // by side they would wait for each other's answers.
  const chains = scenarios.flatMap((scenario) =>
    problems.map((problem) => ({problem, scenario, bytes: 0})),
  );
  const progress = {done: 0, total: chains.length, before: 0, inFlight: 0, missing: 0};
  onProgress?.({...progress});
  const finishChain = async ({problem, scenario}: (typeof chains)[number]): Promise<void> => {
    const last = {scenario: scenario.id, task_id: problem.task_id, turn: turns};
    const takesNothing = isKnown(run.verdictAt(last));
    const chain = {
      ...options,
      turns,
      problem,
      scenario,
      judging,
      asker,
      turnZero,
      signal: stopping,
    };
    const missing = await converse(chain);
    progress.done += 1;
    progress.before += takesNothing ? 1 : 0;
    progress.missing += missing;
    onProgress?.({...progress, inFlight: asker.inFlight()});
  };
  const window = {
    get items() {
      return pace.limit();
    },
    bytes: 1,
  };
  try {
    await forEachInWindow(chains, window, finishChain, stopping);
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

type Answering = Pick<GenerateOptions, 'judging' | 'run'> & {problem: Problem; asker: Asker};

type Chain = Answering &
  Pick<GenerateOptions, 'critic' | 'asking' | 'log' | 'signal'> & {
    scenario: Scenario;
    turns: number;
    turnZero: (problem: Problem) => Promise<Stand>;
  };

/** Why something cannot be had. */
type Lost = {missing: string};

/**
 * The code that stands and its verdict; or that both are on disk already (`recorded`), or are lost.
 */
type Stand = Standing | 'recorded' | Lost;

/** One conversation from turn 0 to its end. Returns how many of its places are missing. */
async function converse(chain: Chain): Promise<number> {
  const {problem, scenario, run, log, asking} = chain;
  const lines = [...log.lines(scenario.id, problem.task_id)];
  const first = {scenario: turnZeroScenario, task_id: problem.task_id, turn: 0} as const;
  let stand: Stand =
    lines.length > 0 && isKnown(run.verdictAt(first)) ? 'recorded' : await chain.turnZero(problem);
  for (let turn = 1; turn <= chain.turns; turn += 1) {
    chain.signal?.throwIfAborted();
    const place = {scenario: scenario.id, task_id: problem.task_id, turn};
    const recorded = lines[turn - 1];
    const line: LogLine | Lost = recorded ?? (await nextLine(chain, lines, stand, turn));
    if (isLost(line))
      return markMissing(chain, turn, line.missing) + (isLost(stand) && turn > 1 ? 1 : 0);
    if (!recorded) {
      log.add(scenario.id, line);
      lines.push(line);
    }
    if (line.previous_status === 'pass') {
      markSolved(chain, turn, line);
      return 0;
    }
    if (isActionable(line)) {
      const question = refinement(problem, scenario.id, lines.slice(0, turn), asking);
      const wantsStanding = turn < lastTurn && lines.length === turn;
      stand =
        !wantsStanding && isKnown(run.verdictAt(place))
          ? 'recorded'
          : await answer(place, question, chain);
    } else {
      run.addVerdict(stayingRow(place, line, 'no-feedback'));
    }
  }
  const stopsEarly = chain.turns < lastTurn && lines.length === chain.turns;
  if (stopsEarly && isPass(stand)) await endSolved(chain, lines, stand);
  return isLost(stand) ? 1 : 0;
}

function isLost(value: Stand | LogLine): value is Lost {
  return typeof value === 'object' && 'missing' in value;
}

function isPass(stand: Stand): stand is Standing {
  return typeof stand === 'object' && !isLost(stand) && stand.judgement.status === 'pass';
}

/** A conversation that was solved at its last turn, though that is not turn 10, is whole. */
async function endSolved(chain: Chain, lines: readonly LogLine[], stand: Standing): Promise<void> {
  const turn = chain.turns + 1;
  const line = await nextLine(chain, lines, stand, turn);
  if (isLost(line)) return;
  chain.log.add(chain.scenario.id, line);
  markSolved(chain, turn, line);
}

/**
 * The line of `turn`, or why what it needs is lost. A line that repeats one that was not
 * actionable asks nobody.
 */
async function nextLine(
  {problem, scenario, critic, run, signal}: Chain,
  lines: readonly LogLine[],
  stand: Stand,
  turn: number,
): Promise<LogLine | Lost> {
  const previous = lines.at(-1);
  if (previous && !isActionable(previous)) return {...previous, turn};
  if (isLost(stand)) return stand;
  if (stand === 'recorded')
    throw new HarnessError(
      `${problem.task_id} ${scenario.id}: turn ${turn} has no line to go on from`,
    );
  try {
    return await feedbackLine({problem, scenario, turn, standing: stand}, critic, signal);
  } catch (error) {
    if (!(error instanceof ModelError) || error.kind === 'fatal') throw error;
    const place = {scenario: scenario.id, task_id: problem.task_id, turn};
    const reason = `critic: ${error.message}`;
    run.journal({event: 'missing', ...place, reason});
    return {missing: reason};
  }
}

/** Asks and judges one place; its row is on disk before the feedback on it is. */
async function answer(
  place: Place,
  question: Question,
  {problem, asker, judging, run}: Answering,
): Promise<Stand> {
  try {
    const {text, request} = await asker.ask(question);
    const {program, found} = answerToProgram(text, problem);
    const of = {problem, turn: place.turn};
    const judgement = await judgeProgram(program, of, judging);
    const row = judgedRow(place, {judgement, program, found, request}, null);
    run.addVerdict(row, failedProgram(place, {judgement, program}));
    if (judgement.status !== 'missing') return {program, judgement};
    run.journal({event: 'missing', ...place, reason: judgement.reason});
    return {missing: judgement.reason};
  } catch (error) {
    if (!(error instanceof ModelError) || error.kind === 'fatal') throw error;
    run.journal({event: 'missing', ...place, reason: error.message});
    run.addVerdict(missingRow(place, null, error.message));
    return {missing: error.message};
  }
}

/** Turn 0 of each problem, asked and judged once for all scenarios. */
function sharedTurnZero(
  answering: Omit<Answering, 'problem'>,
  asking: Asking,
): (problem: Problem) => Promise<Stand> {
  const stands = new Map<string, Promise<Stand>>();
  return (problem) => {
    const place = {scenario: turnZeroScenario, task_id: problem.task_id, turn: 0} as const;
    const question = questionOf(firstRequest(problem, asking), () => []);
    const stand = stands.get(problem.task_id) ?? answer(place, question, {...answering, problem});
    stands.set(problem.task_id, stand);
    return stand;
  };
}

function refinement(
  problem: Problem,
  scenario: ScenarioId,
  lines: readonly LogLine[],
  asking: Asking,
): Question {
  const refined = {problem, scenario, lines};
  return questionOf(refineRequest(refined, asking), () => shortenedRequests(refined, asking));
}

function markSolved({problem, scenario, run}: Chain, from: number, line: LogLine): void {
  for (let turn = from; turn <= lastTurn; turn += 1) {
    run.addVerdict(
      stayingRow({scenario: scenario.id, task_id: problem.task_id, turn}, line, 'solved'),
    );
  }
}

function markMissing({problem, scenario, run, turns}: Chain, from: number, reason: string): number {
  for (let turn = from; turn <= turns; turn += 1) {
    const place = {scenario: scenario.id, task_id: problem.task_id, turn};
    run.addVerdict(missingRow(place, null, reason));
  }
  return turns - from + 1;
}

/** The row of a turn at which nobody is asked: code and status stay. */
function stayingRow(place: Place, line: LogLine, origin: 'solved' | 'no-feedback'): VerdictRow {
  const {previous_status: status, code_sha256} = line;
  return rowWithoutAnswer(place, {origin, status, reference_status: null, code_sha256});
}

function isKnown(row: VerdictRow | undefined): boolean {
  return row !== undefined && row.origin !== 'missing';
}
