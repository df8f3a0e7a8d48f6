import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {refineRequest} from '../../src/conversation/request.js';
import {isActionable, type LogLine} from '../../src/log/log-line.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import type {Problem} from '../../src/problem/problem.js';
import type {ScenarioId} from '../../src/problem/scenario.js';
import {loadSuite} from '../../src/problem/suite.js';
import {askingOf} from '../../src/session/options.js';
import {temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {writeSuiteWithLaterTests} from '../support/e2e/later-tests.js';
import {referenceModel, referenceRun} from '../support/e2e/reference.js';

const partial = ['CF_EF_UNIT', 'CF_EF_UNIT_SNF', 'CF_EF_UNIT_SEF'] as const;
const full = 'CF_EF_FULL';

describe('with partial coverage', () => {
  const folder = temporaryFolder();
  const suites = {
    original: undefined,
    first: 'later: the first wording',
    second: 'a second one, much longer than that',
  };
  const runOf = (name: keyof typeof suites) => join(folder, name);
  const fileOf = (name: keyof typeof suites, scenario: ScenarioId) =>
    readFileSync(join(runOf(name), 'log', `${scenario}.jsonl`), 'utf8');

  beforeAll(async () => {
    for (const [name, message] of Object.entries(suites)) {
      const suite = writeSuiteWithLaterTests(join(folder, `${name}.jsonl`), message);
      const args = [
        '--model',
        referenceModel,
        '--critic',
        'builtin',
        '--limit',
        '10',
        '--time-limit',
        '2',
      ];
      const scenarios = ['--scenarios', [...partial, full].join(',')];
      const ended = await inProcess([
        'generate',
        '--suite',
        suite,
        ...args,
        ...scenarios,
        '--out',
        join(folder, name),
      ]);
      expect(ended, ended.stderr).toMatchObject({exitCode: 0});
    }
  });

  test.each(partial)(
    '%s: another wording of the later tests changes no byte of what is heard',
    (scenario) => {
      expect(fileOf('first', scenario).split('\n').length).toBeGreaterThan(50);
      expect(fileOf('second', scenario)).toBe(fileOf('first', scenario));
    },
  );

  test('while full coverage does hear it', () => {
    expect(fileOf('first', full)).toContain(suites.first);
    expect(fileOf('second', full)).not.toBe(fileOf('first', full));
  });

  test.each(partial)(
    '%s: every prompt of the original suite is asked byte for byte, though its later tests now fail',
    async (scenario) => {
      const [asked, askedRewritten] = await Promise.all(
        (['original', 'first'] as const).map(async (name) => {
          const suite = await loadSuite(join(folder, `${name}.jsonl`));
          return promptsOf(join(runOf(name), 'log'), scenario, suite.problems);
        }),
      );
      const kept = [...(asked ?? [])].filter(
        ([, {line}]) => !line.execution_feedback?.includes('ALL\n'),
      );
      expect(kept.length).toBeGreaterThan(20);
      for (const [place, {prompt}] of kept)
        expect(askedRewritten?.get(place)?.prompt, place).toBe(prompt);
    },
  );
});

describe('a novice', () => {
  const novice = ['CF_SNF', 'CF_EF_UNIT_SNF', 'CF_EF_FULL_SNF'] as const;

  test.each(novice)(
    '%s: no line of the canonical solution that the previous code does not have',
    async (scenario) => {
      const log = join(await referenceRun(), 'log');
      const {problems} = await loadSuite('starter');
      const prompts = await promptsOf(log, scenario, problems);
      let remarks = 0;
      for (const [place, {line, prompt, problem}] of prompts) {
        expect(leakedLines(prompt, line, problem), place).toEqual([]);
        if (line.verbal_feedback === null) continue;
        remarks += 1;
        expect(leakedLines(line.verbal_feedback, line, problem), place).toEqual([]);
      }
      expect(remarks).toBeGreaterThan(0);
    },
  );

  test('would be caught quoting one', async () => {
    const [problem] = (await loadSuite('starter')).problems;
    if (!problem) throw new Error('an empty suite');
    const line = {previous_code: problem.code_prompt} as const;
    const quoted =
      problem.canonical_solution.split('\n').findLast((each) => each.trim().length >= 12) ?? '';
    expect(leakedLines(`You could write\n${quoted}`, line, problem)).toEqual([quoted.trim()]);
    expect(leakedLines(`You could write \`${quoted.trim()}\` there`, line, problem)).toEqual([
      quoted.trim(),
    ]);
  });
});

type Asked = {line: LogLine; prompt: string; problem: Problem};

/** What a target is asked in one scenario of a log, by task and turn. */
async function promptsOf(
  log: string,
  scenario: ScenarioId,
  problems: readonly Problem[],
): Promise<Map<string, Asked>> {
  const asking = askingOf({});
  const byId = new Map(problems.map((problem) => [problem.task_id, problem]));
  const asked = new Map<string, Asked>();
  for (const {taskId, lines} of await readConversations(openLog(log), scenario)) {
    const problem = byId.get(taskId);
    if (!problem) throw new Error(`${taskId} is not in the suite`);
    for (const [i, line] of lines.entries()) {
      if (line.previous_status === 'pass' || !isActionable(line)) continue;
      const {messages} = refineRequest({problem, scenario, lines: lines.slice(0, i + 1)}, asking);
      asked.set(`${taskId} ${line.turn}`, {
        line,
        problem,
        prompt: messages.map(({content}) => content).join('\n'),
      });
    }
  }
  return asked;
}

/**
 * Lines of the canonical solution that stand in `text` (short ones as a line of their own) and
 * neither in the previous code nor in the statement.
 */
function leakedLines(
  text: string,
  {previous_code}: Pick<LogLine, 'previous_code'>,
  problem: Problem,
): string[] {
  const lines = new Set(trimmedLines(text));
  const says = (line: string) => lines.has(line) || (line.length >= 8 && text.includes(line));
  const known = [previous_code, problem.instruct_prompt];
  const secret = trimmedLines(problem.canonical_solution).filter(
    (line) => !known.some((each) => each.includes(line)),
  );
  return [...new Set(secret)].filter(says);
}

function trimmedLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
