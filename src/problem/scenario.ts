/**
 * How much of the tests' outcome the conversation hears: nothing, the first three tests, or all of
 * them.
 */
export type ExecutionScope = 'none' | 'partial' | 'full';
/** Who speaks besides the machine: nobody, a novice (fv), or an expert (fv*). */
export type VerbalKind = 'none' | 'novice' | 'expert';

export type ScenarioId =
  | 'CF'
  | 'CF_EF_UNIT'
  | 'CF_EF_FULL'
  | 'CF_SNF'
  | 'CF_EF_UNIT_SNF'
  | 'CF_EF_FULL_SNF'
  | 'CF_SEF'
  | 'CF_EF_UNIT_SEF'
  | 'CF_EF_FULL_SEF';

export type Scenario = {id: ScenarioId; execution: ExecutionScope; verbal: VerbalKind};

/**
 * The nine scenarios in the paper's order (Han et al., ICLR 2025, Table 1); compilation feedback is
 * in all of them.
 */
export const scenarios: readonly Scenario[] = [
  {id: 'CF', execution: 'none', verbal: 'none'},
  {id: 'CF_EF_UNIT', execution: 'partial', verbal: 'none'},
  {id: 'CF_EF_FULL', execution: 'full', verbal: 'none'},
  {id: 'CF_SNF', execution: 'none', verbal: 'novice'},
  {id: 'CF_EF_UNIT_SNF', execution: 'partial', verbal: 'novice'},
  {id: 'CF_EF_FULL_SNF', execution: 'full', verbal: 'novice'},
  {id: 'CF_SEF', execution: 'none', verbal: 'expert'},
  {id: 'CF_EF_UNIT_SEF', execution: 'partial', verbal: 'expert'},
  {id: 'CF_EF_FULL_SEF', execution: 'full', verbal: 'expert'},
];

/** The five of the published static benchmark: those whose verbal feedback matters. */
export const publishedStaticScenarios: readonly ScenarioId[] = [
  'CF_EF_UNIT_SNF',
  'CF_EF_FULL_SNF',
  'CF_SEF',
  'CF_EF_UNIT_SEF',
  'CF_EF_FULL_SEF',
];

/** The id under which turn 0, shared by all scenarios, is filed. */
export const turnZeroScenario = 'NONE';

export const lastTurn = 10;
