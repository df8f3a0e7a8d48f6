import {readPublishedLive} from '../interchange/published/tables.js';
import {type ScenarioId, scenarios, turnZeroScenario} from '../problem/scenario.js';
import type {StoredRun} from '../run/read-run.js';
import type {VerdictRow} from '../run/verdict-row.js';
import type {Side} from '../score/paired-models.js';
import {type Metric, problemScores} from '../score/problem-scores.js';

/**
 * One model on one side of a comparison: its scores from a run's verdicts, or as they were
 * published.
 */
export type ScoreSource = {
  model: string;
  scenarios: readonly ScenarioId[];
  /** Undefined for a scenario that it does not have. */
  side(scenario: ScenarioId, metric: Metric): Side | undefined;
};

/** The scores of a run, problem by problem. */
export function runSource({mode, manifest, rows}: StoredRun): ScoreSource {
  const byScenario = groupRows(rows);
  const turnZero = byScenario.get(turnZeroScenario) ?? [];
  return {
    model: manifest.model,
    scenarios: scenarios.map(({id}) => id).filter((id) => byScenario.has(id)),
    side(scenario, metric) {
      const own = byScenario.get(scenario);
      if (own === undefined) return undefined;
      return {
        kind: 'problems',
        byTask: problemScores({mode, rows: [...turnZero, ...own], scenario, metric}),
      };
    },
  };
}

/**
 * The 21 models of the paper's Tables 7 and 8, live on BigCodeBench: scores without their problems.
 * @throws {FileFormatError} where the file that ships is damaged.
 */
export function publishedLiveSources(): ScoreSource[] {
  return readPublishedLive().models.map((published) => ({
    model: published.model,
    scenarios: scenarios.map(({id}) => id).filter((id) => published.mrr[id] !== undefined),
    side(scenario, metric) {
      const value = published[metric][scenario];
      return value === undefined ? undefined : {kind: 'score', value};
    },
  }));
}

function groupRows(rows: readonly VerdictRow[]): Map<VerdictRow['scenario'], VerdictRow[]> {
  const groups = new Map<VerdictRow['scenario'], VerdictRow[]>();
  for (const row of rows) {
    const group = groups.get(row.scenario);
    if (group) group.push(row);
    else groups.set(row.scenario, [row]);
  }
  return groups;
}
