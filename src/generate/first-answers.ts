import {basename} from 'node:path';
import {fenced} from '../conversation/prompt-set.js';
import {type Asking, firstRequest} from '../conversation/request.js';
import {FileFormatError, present, UsageError} from '../errors.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {readSamples} from '../interchange/samples/samples.js';
import type {CompletionRow} from '../model/completion-row.js';
import {requestHash} from '../model/model.js';
import type {Problem, Suite} from '../problem/problem.js';

/** Turn-0 programs that somebody has already, in place of the model’s first answers. */
export type FirstAnswers = {
  /** Task id -> program. */
  programs: ReadonlyMap<string, string>;
  /** Over all of them: what the run’s identity knows of them. */
  sha256: string;
  /** What stands as the model of these answers. */
  model: string;
};

/**
 * Reads BigCodeBench samples, one a problem, as `readSamples` takes them.
 * @throws {FileFormatError} for the first that is none of the suite, or the second of a problem;
 * {UsageError} as `readSamples`.
 */
export async function readFirstAnswers(path: string, suite: Suite): Promise<FirstAnswers> {
  const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
  const programs = new Map<string, string>();
  for await (const read of readSamples(path, new Set(problems.keys()))) {
    if ('error' in read) throw read.error;
    const {task_id, kind, code, place} = read;
    if (programs.has(task_id))
      throw new FileFormatError(
        `${place}: task_id: ${task_id} has a sample already; a conversation begins with one`,
      );
    const {complete_prompt} = present(problems.get(task_id), task_id);
    const prompt = kind === 'completion' ? complete_prompt : '';
    programs.set(task_id, prompt + code);
  }
  if (programs.size === 0) throw new UsageError(`${path}: no sample of ${suite.name} in it`);
  return {programs, sha256: canonicalHash([...programs]), model: `${samplesMark}${basename(path)}`};
}

/** The rows of answers by which a run has them, as if the model had given them in a fence. */
export function firstAnswerRows(
  {programs, model}: FirstAnswers,
  problems: readonly Problem[],
  asking: Asking,
): CompletionRow[] {
  return problems.flatMap((problem) => {
    const program = programs.get(problem.task_id);
    if (program === undefined) return [];
    return [
      {
        request: requestHash(firstRequest(problem, asking)),
        text: fenced(program),
        reasoning: null,
        finish_reason: 'stop',
        usage: null,
        model,
        cut: null,
      },
    ];
  });
}

/** The models that a server named, without what stands for samples. */
export function servedModels(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith(samplesMark));
}

const samplesMark = 'samples:';
