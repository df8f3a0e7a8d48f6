import {lastTurn, type ScenarioId, scenarios} from '../../problem/scenario.js';

/**
 * Names in upstream's result folders, as its `run.py` (`get_compact_gen_results_fn`) and
 * `print_results.py` make them. Turns 1 to 10 of a scenario are files of `results/<version>`, those
 * of a static run in `static/<reference's folder>` below; turn 0 is BigCodeBench's own and lies
 * beside `results`.
 */
export type ConversationName = {model: string; scenario: ScenarioId; critic: string | null};

/** The version in upstream's scripts (`run_convcodeworld.sh`). */
export const upstreamVersion = 'v0.3.6';

/** Where turn 0 is, from the folder that holds `results`. */
export const turnZeroFolder = 'bigcodebench/sanitized_calibrated_samples/instruct';

const evalSuffix = '_eval_results.json';

/**
 * @example stemOf({model: 'a/b', scenario: 'CF_SEF', critic: 'gpt-4o'}, 3) // =>
 *   'bigcodebench_a_b_CF_SEF_by_gpt-4o_ITER=3'
 */
export function stemOf({model, scenario, critic}: ConversationName, turn: number): string {
  const isVerbal = scenarios.some(({id, verbal}) => id === scenario && verbal !== 'none');
  const by = isVerbal && critic !== null && critic !== model ? `_by_${fileName(critic)}` : '';
  return `bigcodebench_${fileName(model)}_${scenario}${by}${turn > 1 ? `_ITER=${turn}` : ''}`;
}

export function generationsFile(stem: string): string {
  return `${stem}.jsonl`;
}

export function evalFile(stem: string): string {
  return `${stem}${evalSuffix}`;
}

/**
 * Upstream reads turn 0 of these models from files named after `openai`, of all others after `vllm`
 * (`azure_open_ai.py`, `print_results.py`).
 */
const openAiModels = new Set([
  'gpt-4o',
  'gpt-4-turbo-2024-04-09',
  'gpt-4-0613',
  'gpt-35-turbo-0613',
  'gpt-35-turbo-instruct-0914',
]);

export function turnZeroStem(
  model: string,
  source = openAiModels.has(model) ? 'openai' : 'vllm',
): string {
  return `${model.replaceAll('/', '--')}--bigcodebench-instruct--${source}-0-1-sanitized-calibrated`;
}

/** The evaluated turns of one model in one scenario with one critic: `stems` by turn, 1 to 10. */
export type FoundConversation = {critic: string | null; stems: Map<number, string>};

type ModelInScenario = Omit<ConversationName, 'critic'>;

/** Sorts the names of a folder's evaluations of `model` in `scenario` by critic. */
export function findConversations(
  names: readonly string[],
  wanted: ModelInScenario,
): FoundConversation[] {
  const byCritic = new Map<string | null, Map<number, string>>();
  for (const {rest, name} of namesOf(names, wanted)) {
    const found = /^(?:_by_(.+?))?(?:_ITER=(\d+))?_eval_results\.json$/.exec(rest);
    const turn = Number(found?.[2] ?? 1);
    if (!found || turn < 1 || turn > lastTurn) continue;
    const stems = byCritic.get(found[1] ?? null) ?? new Map<number, string>();
    byCritic.set(found[1] ?? null, stems.set(turn, name.slice(0, -evalSuffix.length)));
  }
  return [...byCritic].map(([critic, stems]) => ({critic, stems}));
}

/** A folder of static results: its name is the stem of the reference's own turn 1. */
export type FoundFolder = {critic: string | null; name: string};

/**
 * The folders in `static` that hold answers to the conversations of `model`, the reference, in
 * `scenario`.
 */
export function findStaticFolders(
  names: readonly string[],
  wanted: ModelInScenario,
): FoundFolder[] {
  return namesOf(names, wanted).flatMap(({rest, name}) => {
    const found = /^(?:_by_(.+))?$/.exec(rest);
    return found ? [{critic: found[1] ?? null, name}] : [];
  });
}

/** The models that a folder's names speak of, as they are written there. */
export function modelsIn(names: readonly string[]): string[] {
  const models = names.map((name) => /^bigcodebench_(.+?)_CF(?:[_.].*)?$/.exec(name)?.[1]);
  return [...new Set(models.filter((model) => model !== undefined))].sort();
}

function namesOf(
  names: readonly string[],
  {model, scenario}: ModelInScenario,
): {name: string; rest: string}[] {
  const prefix = `bigcodebench_${fileName(model)}_${scenario}`;
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({name, rest: name.slice(prefix.length)}));
}

/** As upstream writes a model or critic into a file's name. */
export function fileName(model: string): string {
  return model.replaceAll('/', '_');
}
