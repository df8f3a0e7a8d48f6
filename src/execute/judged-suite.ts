import {z} from 'zod';
import {modulesNeeded} from '../environment/missing-modules.js';
import {exemplarOf} from '../judging/known-profiles.js';
import type {Exemplar} from '../judging/profiles.js';
import {problemSchema, type Suite} from '../problem/problem.js';
import {locateSuite, openSuiteHash, readProblems} from '../problem/suite.js';

/**
 * What judging a sample needs of its problem. `stub` is the prelude of `--calibrated`,
 * `completePrompt` what a completion goes on from; `modules` as `modulesNeeded` names them.
 */
type JudgedProblem = {
  entryPoint: string;
  test: string;
  stub: string;
  completePrompt: string;
  modules: readonly string[];
  /** Whose profile its samples are held to. */
  exemplar: Exemplar;
};

/** A suite without what no judging needs, problems in its order. */
export type JudgedSuite = Omit<Suite, 'problems'> & {problems: ReadonlyMap<string, JudgedProblem>};

/** Nobody is shown a canonical solution here, so that a suite may do without. */
const problemWithoutSolution = problemSchema.extend({
  canonical_solution: z
    .string()
    .nullish()
    .transform((solution) => solution ?? ''),
});

/**
 * Reads a suite for judging alone, a problem at a time; equal texts are held once. Its hash takes
 * an absent canonical solution for an empty one.
 * @throws {FileFormatError} as `loadSuite`, but for an absent canonical solution;
 * {MissingRequirementError} for a suite that was never pulled.
 */
export async function loadJudgedSuite(nameOrPath: string): Promise<JudgedSuite> {
  const {path, ...described} = locateSuite(nameOrPath);
  const hash = openSuiteHash();
  const shared = openShared();
  const problems = new Map<string, JudgedProblem>();
  for await (const problem of readProblems(path, problemWithoutSolution)) {
    hash.add(problem);
    const {test, entryPoint, prelude, ...exemplar} = exemplarOf(problem);
    const texts = {
      entryPoint: shared(entryPoint),
      test: shared(test),
      prelude: shared(prelude),
    };
    problems.set(problem.task_id, {
      entryPoint: texts.entryPoint,
      test: texts.test,
      stub: texts.prelude,
      exemplar: {...exemplar, ...texts},
      completePrompt: shared(problem.complete_prompt),
      modules: described.standardLibraryOnly ? [] : modulesNeeded(problem).map(shared),
    });
  }
  return {...described, hash: hash.digest(), problems};
}

function openShared(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
}
