import {type PlannedPlace, planReplay} from '../conversation/plan-replay.js';
import {loadPromptSet, type PromptSet} from '../conversation/prompt-set.js';
import type {Asking} from '../conversation/request.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {once} from '../files/once.js';
import {findShippedLog, type Log, openLog} from '../log/read-log.js';
import {openConversations, type RecordedConversation} from '../log/recorded-conversations.js';
import type {Suite} from '../problem/problem.js';
import type {ScenarioId} from '../problem/scenario.js';
import {isKnownSuite, loadSuite} from '../problem/suite.js';
import {placeKey} from '../run/verdict-row.js';

/** Where the things are that a bundle names by their hash alone. */
export type GroundsOptions = {
  /** Directory of the log that was replayed; found by itself where it ships. */
  log?: string | undefined;
  /** Name or file of the suite, where it cannot be found by its name. */
  suite?: string | undefined;
  /** Folder of the prompt set; default: the one that ships. */
  prompts?: string | undefined;
};

/** What a run is planned from. `tasks`: those of its rows. */
export type PlanBasis = {
  log: Log;
  suite: Suite;
  scenarios: readonly ScenarioId[];
  tasks: ReadonlySet<string>;
  asking: Asking;
};

export type FrozenPlan = {
  /** Every place that the run should have, and what is asked there, by `placeKey`. */
  plan: ReadonlyMap<string, PlannedPlace>;
  conversations: ReadonlyMap<ScenarioId, ReadonlyMap<string, RecordedConversation>>;
};

/**
 * The frozen things that bundles are held to: what several bundles share is read, and planned,
 * once.
 */
export type Shelf = {
  /** Null where no suite is called so, and none was named instead. */
  suite(name: string): Promise<Suite | null>;
  prompts(): PromptSet;
  /** The log that was named, else the one of that hash that ships; null where there is none. */
  log(sha256: string): Log | null;
  plan(basis: PlanBasis): Promise<FrozenPlan>;
};

/** A plan of full size takes 50 MB, and few are in use at a time. */
const plansKept = 4;

export function openShelf({log, suite, prompts}: GroundsOptions): Shelf {
  let set: PromptSet | undefined;
  return {
    suite: once(
      (name) => name,
      async (name) =>
        suite === undefined && !isKnownSuite(name) ? null : loadSuite(suite ?? name),
    ),
    prompts() {
      set ??= loadPromptSet(prompts);
      return set;
    },
    log: once(
      (sha256) => sha256,
      (sha256) => (log === undefined ? findShippedLog(sha256) : openLog(log)),
    ),
    plan: once(planKey, planOf, plansKept),
  };
}

function planKey({log, suite, scenarios, tasks, asking}: PlanBasis): string {
  const {prompts, ...how} = asking;
  const over = {suite: suite.hash, scenarios: [...scenarios], tasks: [...tasks].sort()};
  const of = {directory: log.directory, log: log.sha256, prompts: prompts.hash};
  return canonicalHash({...of, ...over, ...how});
}

/** A plan that nobody else shares, as that of a live bundle’s own log. */
export async function planOf({
  log,
  suite,
  scenarios,
  tasks,
  asking,
}: PlanBasis): Promise<FrozenPlan> {
  const opened = new Map(
    await Promise.all(scenarios.map(async (id) => [id, await openConversations(log, id)] as const)),
  );
  const chosen = suite.problems.filter(({task_id}) => tasks.has(task_id));
  const planned = planReplay(opened, chosen, asking);
  return {
    plan: new Map(
      planned.map((each) => [placeKey(each.kind === 'ask' ? each.place : each.row), each]),
    ),
    conversations: new Map(
      Array.from(opened, ([id, list]) => [
        id,
        new Map(list.map((conversation) => [conversation.taskId, conversation])),
      ]),
    ),
  };
}
