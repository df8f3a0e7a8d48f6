import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../../errors.js';
import {option} from '../../options/option-name.js';
import {type ScenarioId, scenarios} from '../../problem/scenario.js';
import {turns} from '../published/published-shape.js';
import {fileName, findConversations, findStaticFolders, modelsIn, stemOf} from './layout.js';

/** Whose results are looked for, and where. */
export type UpstreamQuery = {
  /** `results/<version>` of upstream's checkout. */
  results: string;
  /** As upstream was given it, `deepseek-ai/deepseek-coder-6.7b-instruct`. */
  model: string;
  /** Given, the static results on this reference's conversations, else the live ones. */
  referenceModel?: string;
  /** Needed only where a scenario has results by several critics. */
  critic?: string;
  /** All that there are, by default. */
  scenarios?: readonly ScenarioId[];
};

/**
 * Where one scenario's turns 1 to 10 are; `reference`: turns 1 to 9 of the reference's own
 * conversations, in a static run. Paths without endings. `critic`: who wrote the verbal feedback,
 * null where there is none.
 */
export type ScenarioFolder = {
  scenario: ScenarioId;
  turns: string[];
  reference: string[] | null;
  critic: string | null;
};

/**
 * The scenarios of which there are any results. @throws {UsageError} when there is none, one that
 * is wanted is not there, several critics fit, or they are of different critics.
 */
export function findScenarioFolders(options: UpstreamQuery): ScenarioFolder[] {
  const {results, referenceModel, model} = options;
  if (!existsSync(results))
    throw new UsageError(`${results}: no such folder; expected upstream's results/<version>`);
  const wanted = options.scenarios ?? scenarios.map(({id}) => id);
  const folders = wanted.flatMap((scenario) => {
    const folder =
      referenceModel === undefined
        ? liveFolder(options, scenario)
        : staticFolder(options, scenario, referenceModel);
    if (!folder && options.scenarios)
      throw new UsageError(`${results}: has no results of ${model} in ${scenario}`);
    return folder ? [folder] : [];
  });
  refuseDifferentCritics(results, folders);
  if (folders.length > 0) return folders;
  const models = modelsIn(readdirSync(results));
  throw new UsageError(
    `${results}: has no ${referenceModel === undefined ? 'live' : 'static'} results of ${model}${options.critic === undefined ? '' : ` by the critic ${options.critic}`}; it has ${models.join(', ') || 'none at all'}`,
  );
}

function liveFolder(options: UpstreamQuery, scenario: ScenarioId): ScenarioFolder | null {
  const found = findOwn(options.results, scenario, options);
  return found && {scenario, turns: found.turns, reference: null, critic: found.critic};
}

function staticFolder(
  options: UpstreamQuery,
  scenario: ScenarioId,
  referenceModel: string,
): ScenarioFolder | null {
  const parent = join(options.results, 'static');
  if (!existsSync(parent)) return null;
  const folders = findStaticFolders(readdirSync(parent), {model: referenceModel, scenario});
  const folder = onlyOne(folders, {place: parent, model: referenceModel, scenario}, options.critic);
  const found = folder && findOwn(join(parent, folder.name), scenario, options);
  if (!found) return null;
  // What the reference answered at turn 10 is never asked about, nor credited.
  const reference = turns
    .slice(0, -1)
    .map((turn) => `${folder.name}${turn === 1 ? '' : `_ITER=${turn}`}`);
  return {
    scenario,
    turns: found.turns,
    reference: reference.map((stem) => join(options.results, stem)),
    critic: criticOf(folder, {model: referenceModel, scenario, critic: options.critic}),
  };
}

/**
 * The stems of the model's turns 1 to 10 and their critic; a turn that is not there by the name
 * that it should have.
 */
function findOwn(
  directory: string,
  scenario: ScenarioId,
  {model, critic}: UpstreamQuery,
): {turns: string[]; critic: string | null} | null {
  const found = findConversations(readdirSync(directory), {model, scenario});
  const chosen = onlyOne(found, {place: directory, model, scenario}, critic);
  if (!chosen) return null;
  const stems = turns.map(
    (turn) => chosen.stems.get(turn) ?? stemOf({model, scenario, critic: chosen.critic}, turn),
  );
  return {
    turns: stems.map((stem) => join(directory, stem)),
    critic: criticOf(chosen, {model, scenario, critic}),
  };
}

function onlyOne<T extends {critic: string | null}>(
  found: readonly T[],
  {place, model, scenario}: {place: string; model: string; scenario: ScenarioId},
  critic: string | undefined,
): T | null {
  const isWanted = (each: T) => criticOf(each, {model, scenario, critic}) === critic;
  const [first, second] =
    critic === undefined || !isVerbal(scenario) ? found : found.filter(isWanted);
  if (!second) return first ?? null;
  const critics = found
    .map((each) => criticOf(each, {model, scenario, critic}) ?? 'none')
    .join(', ');
  throw new UsageError(
    `${place}: ${model} in ${scenario} has results by several critics (${critics}); name one with ${option('critic')}`,
  );
}

/**
 * A verbal scenario's file that names no critic is of a model that was its own. A critic that is
 * asked for is called as it was asked for.
 */
function criticOf(
  found: {critic: string | null},
  {model, scenario, critic}: {model: string; scenario: ScenarioId; critic: string | undefined},
): string | null {
  if (!isVerbal(scenario)) return null;
  const name = found.critic ?? model;
  return critic !== undefined && fileName(critic) === fileName(name) ? critic : name;
}

function isVerbal(scenario: ScenarioId): boolean {
  return scenarios.some(({id, verbal}) => id === scenario && verbal !== 'none');
}

function refuseDifferentCritics(results: string, folders: readonly ScenarioFolder[]): void {
  const verbal = folders.filter(({critic}) => critic !== null);
  if (new Set(verbal.map(({critic}) => critic)).size <= 1) return;
  const critics = verbal.map(({scenario, critic}) => `${scenario} ${critic}`).join(', ');
  throw new UsageError(
    `${results}: the scenarios are of different critics (${critics}); name one with ${option('critic')}`,
  );
}
