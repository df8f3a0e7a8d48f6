import {join} from 'node:path';
import type {Problem} from '../../src/problem/problem.js';
import {replayLog} from '../../src/replay/replay-log.js';
import {exampleLine} from './example-line.js';
import {exampleProblem} from './example-problem.js';
import {createFakeJudge, createFakeModel, fencedAnswer, lastMessage} from './fakes.js';
import {logAndSuite} from './log-and-suite.js';
import {temporaryDirectory} from './temporary-directory.js';

/** What a page must show and not obey. Whatever runs in spite of all writes `window.broken`. */
export const hostileTexts = [
  '<script>window.broken = 1</script>',
  '</script><script>window.broken = 2</script>',
  '</template><img src=x onerror="window.broken = 3">',
  '<a href="javascript:window.broken = 4" onclick="window.broken = 5">link</a>',
  '<svg onload="window.broken = 6"><style>*{display:none}</style></svg>',
  '\u001b[31mred\u001b[0m and \u0000 and \u202Ereversed\u202C and \uFEFF',
  '<!-- ]]> --> &lt;b&gt; {{window.broken = 7}}',
];

const names = ['H/</script><script>window.broken=8</script>', 'H/\u202Eback', 'H/plain'];

export type HostileRun = {run: string; log: string; suite: string; problems: Problem[]};

/**
 * A finished static run whose problems, feedback, answers and names are all hostile; the answer at
 * turn 1 of the last problem has `lines` lines.
 */
export async function hostileRun({
  lines = 1000,
  model = '<b onclick="x">m</b>',
} = {}): Promise<HostileRun> {
  const all = hostileTexts.join('\n');
  const problems = names.map((task_id) =>
    exampleProblem({task_id, instruct_prompt: `${task_id}: ${all}`, libs: "['<i>lib</i>']"}),
  );
  const remarks = problems.flatMap(({task_id}) =>
    Array.from({length: 10}, (_, i) =>
      exampleLine({
        task_id,
        turn: i + 1,
        execution_feedback: `TEST_ONE\n${all}`,
        verbal_feedback: `${all}\nRemark ${i}.`,
        notes: i === 0 ? ['leak'] : [],
      }),
    ),
  );
  const {log, suite} = logAndSuite(problems, remarks);
  const out = join(temporaryDirectory(), 'run');
  const fake = createFakeModel((request) => {
    const isLong = /H\/plain.*Remark 0\./s.test(lastMessage(request));
    const body = isLong
      ? 'a line of an answer\n'.repeat(lines)
      : `# ${all.replaceAll('\n', '\n# ')}`;
    return `${all}\n${isLong ? body : ''}${fencedAnswer(`def task_func():\n    pass\n${isLong ? '' : body}\n# fails test_two`)}`;
  });
  await replayLog({log, suite, out, model: {...fake, id: model}, judge: createFakeJudge()});
  return {run: out, log, suite, problems};
}
