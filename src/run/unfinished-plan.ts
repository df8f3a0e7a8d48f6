import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {readJsonlLeniently} from '../files/jsonl.js';
import {scenarioIdSchema} from '../log/log-line.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import {type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import type {RunDirectory} from './run-directory.js';
import type {Place} from './verdict-row.js';

/** Which problems in which scenarios a sitting is over. */
export type Selection = {scenarios: readonly ScenarioId[]; tasks: readonly string[]};

const event = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('begin'),
    problems: z.number(),
    scenarios: z.array(scenarioIdSchema),
    /** Left out by versions that did not write it. */
    tasks: z.array(z.string()).optional(),
    /** Whether the command named problems, or how many; left out as well. */
    chosen: z.boolean().optional(),
  }),
  z.object({event: z.literal('end')}),
]);
type Begin = Extract<z.infer<typeof event>, {event: 'begin'}>;

/**
 * Finishing a part of what an interrupted sitting had begun would give figures over whatever
 * happened to be on disk of the rest.
 * @throws {UsageError} where a sitting that did not end was over more than `now`, and left rows of
 * it.
 */
export async function refuseNarrower(
  run: Pick<RunDirectory, 'path' | 'places'>,
  now: Selection,
): Promise<void> {
  const wider = (await plansOf(run.path)).open.find((plan) => isWider(plan, now));
  if (!wider || !hasPlaceOutside(run.places(), now)) return;
  throw new UsageError(
    `${run.path}: a run over ${counted(wider.problems, 'problem')} in ${counted(wider.scenarios.length, 'scenario')} was begun here and is not finished; give the command that began it again, or choose another ${option('out')}`,
  );
}

/** What was begun since a sitting last came to its end, as far as the journal names problems. */
export async function plannedSelections(directory: string): Promise<Selection[]> {
  const {open} = await plansOf(directory);
  return open.flatMap(({scenarios, tasks}) => (tasks === undefined ? [] : [{scenarios, tasks}]));
}

/** `isWhole`: some sitting took all problems that could be judged there, none being named. */
export type EverBegun = {
  scenarios: ReadonlySet<ScenarioId>;
  tasks: ReadonlySet<string>;
  isWhole: boolean;
};

/** What any sitting of a run was over; null where none was, or its journal does not tell. */
export async function everBegun(
  run: Pick<RunDirectory, 'path' | 'places'>,
): Promise<EverBegun | null> {
  const {all} = await plansOf(run.path);
  const [scenarios, tasks] = [new Set<ScenarioId>(), new Set<string>()];
  for (const plan of all) {
    if (plan.tasks === undefined) return null;
    for (const scenario of plan.scenarios) scenarios.add(scenario);
    for (const task of plan.tasks) tasks.add(task);
  }
  for (const {scenario, task_id} of run.places()) {
    if (scenario !== turnZeroScenario) scenarios.add(scenario);
    tasks.add(task_id);
  }
  const isWhole = all.some(({chosen}) => chosen === false);
  return tasks.size === 0 ? null : {scenarios, tasks, isWhole};
}

/** What a run's sittings were over; `open`: since one last came to its end. */
async function plansOf(directory: string): Promise<{all: Begin[]; open: Begin[]}> {
  const path = join(directory, 'journal.jsonl');
  const [all, open]: [Begin[], Begin[]] = [[], []];
  if (!existsSync(path)) return {all, open};
  for await (const read of readJsonlLeniently(path, event)) {
    if (!('value' in read)) continue;
    if (read.value.event === 'end') open.length = 0;
    else for (const plans of [all, open]) plans.push(read.value);
  }
  return {all, open};
}

function isWider({scenarios, tasks, problems}: Begin, now: Selection): boolean {
  const moreTasks =
    tasks === undefined
      ? problems > now.tasks.length
      : tasks.some((task) => !now.tasks.includes(task));
  return moreTasks || scenarios.some((scenario) => !now.scenarios.includes(scenario));
}

function hasPlaceOutside(places: Iterable<Place>, {scenarios, tasks}: Selection): boolean {
  const known = new Set<string>([turnZeroScenario, ...scenarios]);
  const chosen = new Set(tasks);
  for (const {scenario, task_id} of places)
    if (!known.has(scenario) || !chosen.has(task_id)) return true;
  return false;
}
