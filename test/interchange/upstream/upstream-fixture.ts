import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

/** What became of a problem: a letter for each of turns 0 to 10 (P pass, F fail, T timeout). */
export type Course = string;
export type Courses = {[taskId: string]: Course};

const statuses: {[letter: string]: string} = {P: 'pass', F: 'fail', T: 'timeout'};

/** The folder that stands for upstream's `convcodeworld/`. */
export type Checkout = {root: string; results: string};

export function checkout(root: string): Checkout {
  return {root, results: join(root, 'results', 'v0.3.6')};
}

/** `_eval_results.json` of one turn. */
export function writeEvaluation(path: string, courses: Courses, turn: number): void {
  const entries = Object.entries(courses).map(([task_id, course]) => {
    const status = statuses[course[turn] ?? ''] ?? course[turn];
    const details = status === 'fail' ? {test_case_1: 'Traceback'} : {};
    return [task_id, [{task_id, solution: `# ${task_id} ${turn}\n`, status, details}]];
  });
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(
    path,
    JSON.stringify({date: '2024-09-10 12:00', eval: Object.fromEntries(entries)}),
  );
}

/** Turn 0 as BigCodeBench names it: `a/b` is `a--b`. */
export function writeTurnZero(
  {root}: Checkout,
  model: string,
  courses: Courses,
  source = 'vllm',
): void {
  const name = `${model.replace('/', '--')}--bigcodebench-instruct--${source}-0-1-sanitized-calibrated_eval_results.json`;
  writeEvaluation(
    join(root, 'bigcodebench/sanitized_calibrated_samples/instruct', name),
    courses,
    0,
  );
}

/** Turns 1 to 10 in `folder`, the first without a number. */
export function writeTurns(folder: string, name: string, courses: Courses): void {
  for (let turn = 1; turn <= 10; turn += 1) {
    writeEvaluation(
      join(folder, `${name}${turn === 1 ? '' : `_ITER=${turn}`}_eval_results.json`),
      courses,
      turn,
    );
  }
}

/** What was said before one turn, beside its evaluation. */
export function writeFeedback(
  path: string,
  said: {
    [taskId: string]: [compilation: string | null, execution: string | null, user: string | null];
  },
): void {
  const lines = Object.entries(said).map(
    ([task_id, [compilation_feedback, execution_feedback, user_feedback]]) =>
      JSON.stringify({
        task_id,
        solution: '',
        compilation_feedback,
        execution_feedback,
        user_feedback,
        log: 'x',
        iteration: 1,
      }),
  );
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, `${lines.join('\n')}\n`);
}
