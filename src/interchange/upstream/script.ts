import {option} from '../../options/option-name.js';
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

/** What of a run decides whether the script prints it. */
export type PrintedRun = {
  scenarios: readonly ScenarioId[];
  /** The problems whose first answer does not compile as it stands in upstream's files. */
  notCompiling: readonly string[];
};

/**
 * What stops the script, or its older versions, at such a run. It prints two columns of a live run
 * that lacks those scenarios, out of the first answers, but only where all of these compile. Its
 * older versions need every scenario that they print: their second table has fewer columns than
 * names else.
 */
export function scriptObstacles(
  {reference, critic}: ScriptQuery,
  {scenarios, notCompiling}: PrintedRun,
): string[] {
  const without = (wanted: readonly ScenarioId[]) => wanted.filter((id) => !scenarios.includes(id));
  const replaced = reference === null ? without(firstAnswersOnly) : [];
  const missing = without(reference === null ? [...tested, ...verbal] : verbal);
  const [first, ...others] = notCompiling;
  return [
    ...(replaced.length > 0 && first !== undefined
      ? [
          `without ${replaced.join(' and ')} it wants every first answer to compile, and that to ${first} does not${others.length > 0 ? `, nor ${others.length} more` : ''}`,
        ]
      : []),
    ...(missing.length > 0
      ? [`older versions of it also need ${missing.join(', ')}, which this run has not`]
      : []),
    ...(critic?.includes('/')
      ? [
          `older versions of it do not find a critic with "/" in its name; give ${option('simulatorName')}`,
        ]
      : []),
  ];
}

/** What the script prints of first answers where a live run has it not. */
const firstAnswersOnly: readonly ScenarioId[] = ['CF', 'CF_SNF'];

/** `METHODS` of its older versions; a static run's are the verbal ones. */
const tested: readonly ScenarioId[] = ['CF_EF_UNIT', 'CF_EF_FULL'];
const verbal: readonly ScenarioId[] = [
  'CF_EF_UNIT_SNF',
  'CF_EF_FULL_SNF',
  'CF_SEF',
  'CF_EF_UNIT_SEF',
  'CF_EF_FULL_SEF',
];
