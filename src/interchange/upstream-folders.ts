import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {type ScenarioId, scenarios} from '../problem/scenario.js';
import {turns} from './published-shape.js';
import {fileName, findConversations, findStaticFolders, modelsIn, stemOf} from './upstream-layout.js';

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

/** Where one scenario's turns 1 to 10 are; `reference`: turns 1 to 9 of the reference's own conversations, in a static run. Paths without endings. */
export type ScenarioFolder = {scenario: ScenarioId; turns: string[]; reference: string[] | null};

/** The scenarios of which there are any results. @throws {UsageError} when there is none, one that is wanted is not there, or several critics fit. */
export function findScenarioFolders(options: UpstreamQuery): ScenarioFolder[] {
  const {results, referenceModel, model} = options;
  if (!existsSync(results)) throw new UsageError(`${results}: no such folder; expected upstream's results/<version>`);
  const wanted = options.scenarios ?? scenarios.map(({id}) => id);
  const folders = wanted.flatMap((scenario) => {
    const folder =
      referenceModel === undefined ? liveFolder(options, scenario) : staticFolder(options, scenario, referenceModel);
    if (!folder && options.scenarios) throw new UsageError(`${results}: has no results of ${model} in ${scenario}`);
    return folder ? [folder] : [];
  });
  if (folders.length > 0) return folders;
  const models = modelsIn(readdirSync(results));
  throw new UsageError(
    `${results}: has no ${referenceModel === undefined ? 'live' : 'static'} results of ${model}; it has ${models.join(', ') || 'none at all'}`,
  );
}

function liveFolder(options: UpstreamQuery, scenario: ScenarioId): ScenarioFolder | null {
  const found = findOwn(options.results, scenario, options);
  return found && {scenario, turns: found, reference: null};
}

function staticFolder(options: UpstreamQuery, scenario: ScenarioId, referenceModel: string): ScenarioFolder | null {
  const parent = join(options.results, 'static');
  if (!existsSync(parent)) return null;
  const folders = findStaticFolders(readdirSync(parent), {model: referenceModel, scenario});
  const folder = onlyOne(folders, {place: parent, model: referenceModel, scenario}, options.critic);
  const found = folder && findOwn(join(parent, folder.name), scenario, options);
  if (!found) return null;
  // What the reference answered at turn 10 is never asked about, nor credited.
  const reference = turns.slice(0, -1).map((turn) => `${folder.name}${turn === 1 ? '' : `_ITER=${turn}`}`);
  return {scenario, turns: found, reference: reference.map((stem) => join(options.results, stem))};
}

/** The stems of the model's turns 1 to 10; a turn that is not there by the name that it should have. */
function findOwn(directory: string, scenario: ScenarioId, {model, critic}: UpstreamQuery): string[] | null {
  const found = findConversations(readdirSync(directory), {model, scenario});
  const chosen = onlyOne(found, {place: directory, model, scenario}, critic);
  if (!chosen) return null;
  return turns.map((turn) =>
    join(directory, chosen.stems.get(turn) ?? stemOf({model, scenario, critic: chosen.critic}, turn)),
  );
}

function onlyOne<T extends {critic: string | null}>(
  found: readonly T[],
  {place, model, scenario}: {place: string; model: string; scenario: ScenarioId},
  critic: string | undefined,
): T | null {
  const [first, second] =
    critic === undefined ? found : found.filter((each) => [null, fileName(critic)].includes(each.critic));
  if (!second) return first ?? null;
  const critics = found.map((each) => each.critic ?? 'none named').join(', ');
  throw new UsageError(
    `${place}: ${model} in ${scenario} has results by several critics (${critics}); name one with --critic`,
  );
}
