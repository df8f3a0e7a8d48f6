import {join} from 'node:path';
import {sha256} from '../src/files/canonical-hash.js';
import {writeJson} from '../src/files/write.js';
import {type LogLine, noSyntaxErrors} from '../src/log/log-line.js';
import {logFormatVersion} from '../src/log/log-manifest.js';
import {writeScenario} from '../src/log/write-log.js';
import {defaultDecoding} from '../src/model/model.js';
import {canonicalProgram, type Problem, type Suite} from '../src/problem/problem.js';
import {
  lastTurn,
  publishedStaticScenarios,
  type Scenario,
  scenarios,
} from '../src/problem/scenario.js';

/**
 * Writes a log for benchmarks: the five published scenarios, ten turns each, none solved and no two
 * lines alike (about 2.6 kB a line).
 */
export function writeMadeUpLog(
  directory: string,
  suite: Suite,
  problems: readonly Problem[],
): void {
  const chosen = scenarios.filter(({id}) =>
    publishedStaticScenarios.some((published) => published === id),
  );
  const files = chosen.map((scenario) => [
    scenario.id,
    writeScenario(
      directory,
      scenario.id,
      problems.flatMap((problem) => conversation(problem, scenario)),
    ),
  ]);
  writeJson(join(directory, 'manifest.json'), {
    format: 'convcodebench-log',
    format_version: logFormatVersion,
    suite: {name: suite.name, sha256: suite.hash},
    reference_model: {asked: 'made-up', served: null},
    decoding: defaultDecoding,
    history: 'last',
    critic: 'made-up',
    prompt_set_sha256: sha256(''),
    partial_scope: 'first-3-tests',
    python: '3.11',
    catalogue_sha256: null,
    scenarios: Object.fromEntries(files),
  });
}

function conversation(problem: Problem, {id, execution}: Scenario): LogLine[] {
  return Array.from({length: lastTurn}, (_, i) => {
    const previous_code = `${canonicalProgram(problem)}\n# ${id}, attempt ${i}\n`;
    return {
      task_id: problem.task_id,
      turn: i + 1,
      previous_code,
      code_sha256: sha256(previous_code),
      previous_status: 'fail' as const,
      compilation_feedback: noSyntaxErrors,
      execution_feedback:
        execution === 'none' ? null : traceback().repeat(execution === 'full' ? 8 : 4),
      verbal_feedback:
        `In attempt ${i} the values handed back are not those that the statement asks for. `.repeat(
          9,
        ),
      notes: [],
    };
  });
}

function traceback(): string {
  return 'TEST_SOMETHING\nTraceback (most recent call last):\n  File "__test__.py", line 31, in test_something\n    self.assertEqual(result, expected)\nAssertionError: Lists differ: [1, 2, 3] != [1, 2, 4]\n\n';
}
