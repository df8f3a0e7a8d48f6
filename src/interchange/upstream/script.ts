import type {ScenarioId} from '../../problem/scenario.js';
import {modelKey} from '../../score/model-names.js';

/**
 * One run as upstream's `print_results.py` is asked for it; `critic` is null where no scenario is
 * verbal.
 */
export type ScriptQuery = {
  model: string;
  reference: string | null;
  critic: string | null;
  version: string;
};

/**
 * What upstream's scripts call who wrote the published feedback (`--simulator_name`, whose default
 * it is); any other critic keeps its name.
 */
export function simulatorName(critic: string | null): string | null {
  return critic !== null && modelKey(critic) === 'gpt-4o-2024-05-13' ? 'gpt-4o' : critic;
}

/** The command that prints the run's two tables, given in the folder that the export made. */
export function scriptCommand({model, reference, critic, version}: ScriptQuery): string {
  const flags = [
    ['model_name', model],
    ['option', reference === null ? 'live' : 'static'],
    ['ref_model_name', reference],
    ['simulator_name', critic],
    ['version', version],
  ];
  const given = flags.flatMap(([name, value]) => (value === null ? [] : [`--${name} ${value}`]));
  return ['python print_results.py', ...given].join(' ');
}

/**
 * Why the script cannot print both tables of such a run: with a scenario short, its second one has
 * fewer columns than names, and it stops there.
 */
export function scriptObstacles(
  {reference, critic}: ScriptQuery,
  scenarios: readonly ScenarioId[],
): string[] {
  const missing = (reference === null ? [...tested, ...verbal] : verbal).filter(
    (id) => !scenarios.includes(id),
  );
  return [
    ...(missing.length > 0 ? [`it also needs ${missing.join(', ')}, which this run has not`] : []),
    ...(critic?.includes('/')
      ? [`it does not find a critic with "/" in its name; give --simulator-name`]
      : []),
  ];
}

/** `METHODS` of `print_results.py`; a static run's are the verbal ones. */
const tested: readonly ScenarioId[] = ['CF_EF_UNIT', 'CF_EF_FULL'];
const verbal: readonly ScenarioId[] = [
  'CF_EF_UNIT_SNF',
  'CF_EF_FULL_SNF',
  'CF_SEF',
  'CF_EF_UNIT_SEF',
  'CF_EF_FULL_SEF',
];
