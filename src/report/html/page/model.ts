import {programVersion} from '../../../files/program-version.js';
import {scenarios} from '../../../problem/scenario.js';
import type {VerdictRow} from '../../../run/verdict-row.js';
import {detailOf} from '../detail-of.js';
import {priorityOf} from '../priority.js';
import type {ProblemDetail} from '../problem-detail.js';
import {pageComparisons} from './comparisons.js';
import {type FigureCounting, librariesOf, type OpenedRun, pageRuns} from './runs.js';
import type {PageAgreement, PageRun, PageSummary, PageTask} from './summary.js';

/** A page before it is written: its figures, and its conversations when they are asked for. */
export type PageModel = Pick<PageSummary, 'trust' | 'agreement' | 'comparisons'> & {
  title: string;
  runs: PageRun[];
  /** In the page's order; all of them are in no chunk yet. */
  tasks: Omit<PageTask, 'chunk'>[];
  /** Places in `tasks`, those that a reader wants to see first in front. */
  byPriority: number[];
  detail(task: number): ProblemDetail;
};

export type PageModelOptions = FigureCounting & {
  runs: readonly OpenedRun[];
  agreement: PageAgreement | null;
};

/**
 * What the page of these runs shows. Pure but for reading the conversations that are asked for.
 * @throws {UsageError} as `pageRuns` does.
 */
export function pageModel({runs, agreement, ...counting}: PageModelOptions): PageModel {
  const taskIds = tasksOf(runs);
  const shown = pageRuns(runs, taskIds, counting);
  const rows = runs.map(({stored}) => byTask(stored.rows));
  const grids = shown.map(({grid}) => grid);
  const priorities = taskIds.map((_, task) => priorityOf(grids, task));
  return {
    title: titleOf(shown),
    runs: shown,
    tasks: taskIds.map((task_id) => ({
      task_id,
      libraries: librariesOfTask(runs, task_id),
      leaked: leakedIn(runs, task_id),
    })),
    byPriority: taskIds
      .map((_, task) => task)
      .sort((a, b) => (priorities[a] ?? 0) - (priorities[b] ?? 0) || a - b),
    detail: (task) => {
      const taskId = taskIds[task];
      if (taskId === undefined) throw new RangeError(`the page has no problem ${task}`);
      return detailOf(
        taskId,
        runs.map(({evidence}, i) => ({evidence, rows: rows[i]?.get(taskId) ?? []})),
      );
    },
    trust: counting.trust,
    agreement,
    comparisons: pageComparisons(
      runs.map((run, i) => ({...run, name: shown[i]?.name ?? run.stored.label})),
      taskIds,
      counting,
    ),
  };
}

/** The summary, once it is known which problems have a chunk. */
export function summaryOf(
  {trust, runs, tasks, agreement, comparisons}: PageModel,
  hasChunk: (task: number) => boolean,
  reason: string,
): PageSummary {
  const shown = tasks.map((task, i) => ({...task, chunk: hasChunk(i) ? i : null}));
  const without = shown.filter(({chunk}) => chunk === null).length;
  return {
    program_version: programVersion(),
    trust,
    runs,
    tasks: shown,
    agreement,
    comparisons,
    left_out: without > 0 ? {tasks: without, reason} : null,
  };
}

/** In the suite's order; what no suite at hand has follows as the runs have it. */
function tasksOf(runs: readonly OpenedRun[]): string[] {
  const inRuns = new Set(runs.flatMap(({stored}) => stored.rows.map(({task_id}) => task_id)));
  const inSuites = runs.flatMap(({evidence}) => [...(evidence.problems?.keys() ?? [])]);
  return [...new Set([...inSuites.filter((task) => inRuns.has(task)), ...inRuns])];
}

function byTask(rows: readonly VerdictRow[]): Map<string, VerdictRow[]> {
  const found = new Map<string, VerdictRow[]>();
  for (const row of rows) {
    const known = found.get(row.task_id);
    if (known) known.push(row);
    else found.set(row.task_id, [row]);
  }
  return found;
}

function librariesOfTask(runs: readonly OpenedRun[], taskId: string): string[] {
  const problem = runs
    .map(({evidence}) => evidence.problems?.get(taskId))
    .find((each) => each !== undefined);
  return problem ? librariesOf(problem.libs) : [];
}

function leakedIn(runs: readonly OpenedRun[], taskId: string): PageTask['leaked'] {
  return scenarios
    .map(({id}) => id)
    .filter((scenario) =>
      runs.some(({evidence}) =>
        evidence.linesOf(scenario, taskId).some(({notes}) => notes.includes('leak')),
      ),
    );
}

function titleOf(runs: readonly PageRun[]): string {
  const names = [...new Set(runs.map(({name}) => name))];
  const [first = 'no run', ...others] = names;
  return others.length > 2
    ? `${first} and ${others.length} other runs`
    : [first, ...others].join(' · ');
}
