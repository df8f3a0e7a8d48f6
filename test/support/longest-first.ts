import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** The files that take longest, so that none of them is begun when the others have ended. */
const longest = [
  'kill-and-resume',
  'killed-ten-times',
  'npm-pack',
  'feedback-is-causal',
  'quickstart',
  'readme',
  'misbehaving-server',
  'share',
  'execute',
  'cli-bad-files',
  'judge-queue',
  'page-in-browser',
  'shipped-log',
  'separate',
  'establish',
  'create-environment',
];

/**
 * The longest files first, and those of one kind together: a worker goes on with files of its own
 * kind only, and one that begins has all modules to read.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (a, b) => a.project.name.localeCompare(b.project.name) || rank(a.moduleId) - rank(b.moduleId),
    );
  }
}

function rank(path: string): number {
  const name = path.replace(/.*\//, '').replace(/\..*/, '');
  const at = longest.indexOf(name);
  return at === -1 ? longest.length : at;
}
