import {describe, expect, it} from 'vitest';
import {refineRequest} from '../../src/conversation/request.js';
import {isActionable} from '../../src/log/log-line.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {scenarios} from '../../src/problem/scenario.js';
import {loadSuite} from '../../src/problem/suite.js';
import {askingOf} from '../../src/session/options.js';
import {testLinesIn} from '../support/test-lines.js';

const log = openLog('logs/starter/simulated--codellama-like_by_builtin');
const {problems} = await loadSuite('starter');
const byId = new Map(problems.map((problem) => [problem.task_id, problem]));

describe('no prompt holds a line of the tests', () => {
  it.each(scenarios.map(({id}) => id))('%s', async (scenario) => {
    const asking = askingOf({history: 'full'});
    let asked = 0;
    for (const {taskId, lines} of await readConversations(log, scenario)) {
      const problem = byId.get(taskId);
      if (!problem) throw new Error(`${taskId} is not in the suite`);
      for (const [i, line] of lines.entries()) {
        if (line.previous_status === 'pass' || !isActionable(line)) continue;
        const refined = {problem, scenario, lines: lines.slice(0, i + 1)};
        const prompt = refineRequest(refined, asking).messages.map(({content}) => content);
        const known = [problem.instruct_prompt, ...lines.map((each) => each.previous_code)];
        expect(testLinesIn(prompt.join('\n'), problem, known), `${taskId} ${line.turn}`).toEqual(
          [],
        );
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(0);
  });

  it('and one that does would be caught', () => {
    const [problem] = problems;
    if (!problem) throw new Error('an empty suite');
    const quoted = problem.test.split('\n').find((line) => line.includes('self.assert')) ?? '';
    const text = `File "__test__.py", line 9\n${quoted}`;
    expect(testLinesIn(text, problem, [])).toEqual([quoted.trim()]);
  });
});
