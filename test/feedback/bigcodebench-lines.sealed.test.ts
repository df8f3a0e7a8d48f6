import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {judgeProgram} from '../../src/conversation/judged-row.js';
import {missingModules, modulesNeeded} from '../../src/environment/missing-modules.js';
import {executionFeedback} from '../../src/feedback/execution.js';
import {createJudge} from '../../src/judging/create-judge.js';
import {loadSuite} from '../../src/problem/suite.js';
import {testLinesIn} from '../support/test-lines.js';

const data = join(process.env.CONVCODEBENCH_TEST_DATA ?? '', 'bigcodebench.jsonl.gz');

/** Every eighth of the problems that need nothing but this Python. */
async function sampleOfProblems() {
  const {problems} = await loadSuite(data);
  const modules = [...new Set(problems.flatMap(modulesNeeded))];
  const absent = new Set(await missingModules('python3', modules));
  return problems
    .filter((problem) => !modulesNeeded(problem).some((name) => absent.has(name)))
    .filter((_, i) => i % 8 === 0);
}

test.skipIf(!existsSync(data))(
  'execution feedback on BigCodeBench holds no line of the tests (needs CONVCODEBENCH_TEST_DATA)',
  async () => {
    const judge = await createJudge();
    const judging = {judge, timeLimitMs: () => 60_000};
    const wrong = ['return None', 'raise ValueError("not today")'];
    try {
      const problems = await sampleOfProblems();
      expect(problems.length).toBeGreaterThan(20);
      for (const problem of problems)
        for (const body of wrong) {
          const program = `def ${problem.entry_point}(*arguments, **keywords):\n    ${body}\n`;
          const judgement = await judgeProgram(program, {problem, turn: 1}, judging);
          if (judgement.status === 'missing') throw new Error(judgement.reason);
          const feedback = executionFeedback(judgement, 'full') ?? '';
          expect(testLinesIn(feedback, problem, [program]), problem.task_id).toEqual([]);
        }
    } finally {
      await judge.close();
    }
  },
  300_000,
);
