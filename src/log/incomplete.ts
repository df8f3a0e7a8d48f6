import {checkArgument} from '../options/check-options.js';
import {objectWith} from '../options/fields.js';
import {type ScenarioId, scenarios} from '../problem/scenario.js';
import type {LogManifest} from './log-manifest.js';

/** The problems of one scenario whose conversation is not whole. */
export type Incomplete = {scenario: ScenarioId; tasks: readonly string[]};

const manifestOfLog = objectWith<Pick<LogManifest, 'scenarios'>>(
  'the manifest of a log',
  'scenarios',
);

/** What of a log is not whole, scenarios in the paper’s order; only those that lack something. */
export function incompleteOf(manifest: Pick<LogManifest, 'scenarios'>): Incomplete[] {
  checkArgument(['incompleteOf', 'manifest'], manifestOfLog, manifest);
  return scenarios.flatMap(({id}) => {
    const tasks = manifest.scenarios[id]?.incomplete ?? [];
    return tasks.length > 0 ? [{scenario: id, tasks}] : [];
  });
}
