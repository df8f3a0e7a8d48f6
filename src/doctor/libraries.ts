import {missingModules, modulesNeeded} from '../environment/missing-modules.js';
import type {PythonRuntime} from '../judging/server/python-runtime.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import type {Finding} from './finding.js';

/**
 * Whether this Python has the modules that problems name; those it lacks, each with the problems
 * that need it.
 */
export async function checkLibraries(suite: Suite, python: PythonRuntime): Promise<Finding> {
  const subject = 'Libraries';
  if (suite.standardLibraryOnly)
    return {subject, verdict: 'good', found: 'the standard library is all that is needed'};
  const needed = suite.problems.map((problem) => modulesNeeded(problem));
  const modules = [...new Set(needed.flat())].sort();
  const absent = await missingModules(python.path, modules);
  if (absent.length === 0)
    return {subject, verdict: 'good', found: `all ${modules.length} modules are there`};
  const isAbsent = (name: string) => absent.includes(name);
  const counts = absent.map((module) => ({
    module,
    count: needed.filter((names) => names.includes(module)).length,
  }));
  const problems = needed.filter((names) => names.some(isAbsent)).length;
  return {
    subject,
    verdict: 'bad',
    found: `${absent.length} of ${counted(modules.length, 'module')} ${absent.length === 1 ? 'is' : 'are'} missing, which ${problems} of ${suite.problems.length} problems need`,
    remedy: `convcodebench env create, then name its Python with ${option('python')}`,
    details: counts
      .sort((a, b) => b.count - a.count || (a.module < b.module ? -1 : 1))
      .map(({module, count}) => `${module}: ${counted(count, 'problem')}`),
  };
}
