import {type ScenarioId, scenarios} from '../problem/scenario.js';
import type {LogManifest} from './log-manifest.js';

/** The problems of one scenario whose conversation is not whole. */
export type Incomplete = {scenario: ScenarioId; tasks: readonly string[]};

/** What of a log is not whole, scenarios in the paper’s order; only those that lack something. */
export function incompleteOf({scenarios: files}: Pick<LogManifest, 'scenarios'>): Incomplete[] {
  return scenarios.flatMap(({id}) => {
    const tasks = files[id]?.incomplete ?? [];
    return tasks.length > 0 ? [{scenario: id, tasks}] : [];
  });
}

const namedTasks = 5;

/** @example `CF: 7 incomplete conversations (T/0, T/1, T/2, T/3, T/4 and 2 more)` */
export function incompleteSentence({scenario, tasks}: Incomplete): string {
  const more = tasks.length - namedTasks;
  const names = `${tasks.slice(0, namedTasks).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${scenario}: ${tasks.length} incomplete conversations (${names})`;
}
