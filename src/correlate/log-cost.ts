import {logStats} from '../log/log-stats.js';
import {openLog, readConversations} from '../log/read-log.js';
import {lastTurn, scenarios} from '../problem/scenario.js';
import {estimateProblems} from '../replay/estimate-replay.js';
import type {Load} from '../replay/load.js';
import {prepareReplay} from '../replay/prepare-replay.js';

/** What a replay on a log costs whoever replays it, whether or not anybody has yet. */
export type LogCost = {
  directory: string;
  reference: string;
  scenarios: number;
  problems: number;
  /** Of the problems, those that the reference's first answer solved. */
  solved_at_turn_0: number;
  /** Refinement questions at turn 1..10, over all scenarios. */
  questions_per_turn: number[];
  tokenizer: string;
  load: Load;
};

/** @throws {UsageError} for a log or suite that is damaged or do not belong together. */
export async function costOfLog(directory: string): Promise<LogCost> {
  const log = openLog(directory);
  const ids = scenarios.map(({id}) => id).filter((id) => log.manifest.scenarios[id]);
  const stats = await Promise.all(
    ids.map(async (id) => logStats(await readConversations(log, id))),
  );
  const widest = stats.toSorted((a, b) => b.problems - a.problems)[0];
  const prepared = await prepareReplay({log: directory});
  const {tokenizer, replay} = await estimateProblems(prepared, prepared.suite.problems, {});
  return {
    directory,
    reference: log.manifest.reference_model.asked,
    scenarios: ids.length,
    problems: widest?.problems ?? 0,
    solved_at_turn_0: widest?.solved[0] ?? 0,
    questions_per_turn: Array.from({length: lastTurn}, (_, i) =>
      stats.reduce((sum, {questions}) => sum + (questions[i] ?? 0), 0),
    ),
    tokenizer,
    load: replay,
  };
}
