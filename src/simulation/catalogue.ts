import {FileFormatError} from '../errors.js';
import {canonicalJson, sha256} from '../files/canonical-hash.js';
import {readJsonl} from '../files/jsonl.js';
import {packagePath} from '../files/package-root.js';
import type {Problem, Suite} from '../problem/problem.js';
import {type Bug, bugSchema} from './bug.js';
import {mutationsOf} from './mutations.js';

export const starterCataloguePath = packagePath('src/problem/starter/catalogue.jsonl');

/** The bugs that simulated coders make, by problem. */
export type Catalogue = {
  /**
   * SHA-256 over, per bug in suite order, the RFC 8785 form and `\n`; stands in simulated runs'
   * manifests.
   */
  hash: string;
  /** The problem's bugs in the order in which their edits stand in the canonical solution. */
  bugsOf(taskId: string): readonly Bug[];
};

/**
 * The catalogue of a suite: the shipped one for `starter`, seeded mutations of the canonical
 * solutions for any other. A problem whose solution gives no mutation has no bugs: it is answered
 * canonically.
 * @throws {FileFormatError} when the shipped catalogue does not fit the suite.
 */
export async function loadCatalogue(suite: Suite): Promise<Catalogue> {
  // Any file may be called starter.jsonl; only the suite that ships is known to need no libraries.
  if (suite.name === 'starter' && suite.standardLibraryOnly)
    return readCatalogue(starterCataloguePath, suite);
  return createCatalogue(
    suite,
    new Map(suite.problems.map((problem) => [problem.task_id, mutationsOf(problem)])),
  );
}

/**
 * Reads a catalogue file and holds every edit to the problem it is about. @throws {FileFormatError}
 * naming line and field.
 */
export async function readCatalogue(path: string, suite: Suite): Promise<Catalogue> {
  const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
  const bugs = new Map<string, Bug[]>();
  for await (const {line, value} of readJsonl(path, bugSchema)) {
    const earlier = bugs.get(value.task_id) ?? [];
    const complaint = misfit(value, problems.get(value.task_id), earlier);
    if (complaint !== undefined) throw new FileFormatError(`${path}:${line}: ${complaint}`);
    bugs.set(value.task_id, [...earlier, value]);
  }
  return createCatalogue(suite, bugs);
}

/** A catalogue out of edits that are known to fit the suite. */
export function createCatalogue(
  suite: Suite,
  bugs: ReadonlyMap<string, readonly Bug[]>,
): Catalogue {
  const ordered = new Map(
    suite.problems.map((problem) => [problem.task_id, inSourceOrder(problem, bugs)]),
  );
  const lines = [...ordered.values()].flat().map((bug) => `${canonicalJson(bug)}\n`);
  return {hash: sha256(lines.join('')), bugsOf: (taskId) => ordered.get(taskId) ?? []};
}

function inSourceOrder(problem: Problem, bugs: ReadonlyMap<string, readonly Bug[]>): Bug[] {
  const position = (bug: Bug) => problem.canonical_solution.indexOf(bug.find);
  return [...(bugs.get(problem.task_id) ?? [])].sort((a, b) => position(a) - position(b));
}

function misfit(
  bug: Bug,
  problem: Problem | undefined,
  earlier: readonly Bug[],
): string | undefined {
  if (problem === undefined) return `task_id: the suite has no problem ${bug.task_id}`;
  const body = problem.canonical_solution;
  if (body.split(bug.find).length !== 2) {
    return `find: must occur exactly once in the canonical solution of ${bug.task_id}`;
  }
  if (bug.replace === bug.find) return 'replace: is what find is; a bug changes something';
  if (earlier.some(({name}) => name === bug.name))
    return `name: ${bug.task_id} has a bug ${bug.name} already`;
  const start = body.indexOf(bug.find);
  const overlapping = earlier.find(({find}) => {
    const other = body.indexOf(find);
    return start < other + find.length && other < start + bug.find.length;
  });
  return overlapping === undefined ? undefined : `find: overlaps the edit ${overlapping.name}`;
}
