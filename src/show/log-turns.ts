import {loadPromptSet} from '../conversation/prompt-set.js';
import {present} from '../errors.js';
import {isActionable, type LogLine} from '../log/log-line.js';
import type {Log} from '../log/read-log.js';
import {lastTurn, type ScenarioId, scenarios, turnZeroScenario} from '../problem/scenario.js';
import {candidateScenarios} from './candidate-scenarios.js';
import {askingOfLog, promptAgain} from './exact-prompt.js';
import {findTask} from './find-task.js';
import {linesOf, tasksOf} from './log-lines.js';
import {problemOf} from './problem-of.js';
import type {ShowOptions} from './show-options.js';
import {givenBy, type ScenarioCourse, type ShownConversation, type ShownTurn} from './shown.js';

/** A conversation as a log has it: its reference’s programs, and what was said of them. */
export async function showLog(log: Log, options: ShowOptions): Promise<ShownConversation> {
  const {directory, manifest} = log;
  const has = scenarios.map(({id}) => id).filter((id) => manifest.scenarios[id]);
  const candidates = candidateScenarios(options.scenario, has, directory);
  const taskId = findTask(options.task, await tasksOf(log, candidates[0]), directory);
  const byScenario = new Map<ScenarioId, LogLine[]>();
  for (const id of has) byScenario.set(id, await linesOf(log, id, taskId));
  const {turn: wanted = 0} = options;
  const asking = candidates.find((id) => asks(byScenario.get(id)?.[wanted - 1]));
  const scenario = asking ?? candidates[0];
  const lines = present(byScenario.get(scenario), `the lines of ${scenario}`);
  const found = await problemOf(taskId, log, options.suite);
  const problem = 'problem' in found ? found.problem : null;
  const again = askingOfLog(manifest, loadPromptSet(options.promptsDirectory));
  const {codeDiff} = await import('./code-diff.js');
  const turns = turnsOf(lines).map((turn): ShownTurn => {
    const given = lines[turn - 1];
    const code = lines[turn]?.previous_code;
    const isAsked = given === undefined || isActionable(given);
    const prompt =
      options.prompts && problem && isAsked
        ? promptAgain(
            {
              ...{problem, lines: lines.slice(0, turn), answered: null},
              scenario: turn === 0 ? turnZeroScenario : scenario,
            },
            again,
          )
        : null;
    return {
      turn,
      given: given ? givenBy(given) : null,
      prompt: prompt && 'messages' in prompt ? prompt : null,
      answer: null,
      program:
        code === undefined
          ? null
          : {code, found: null, diff: given ? codeDiff(given.previous_code, code) : null},
      verdict: verdictAt(lines, turn),
      failures: [],
    };
  });
  return {
    directory,
    kind: 'log',
    model: manifest.reference_model.asked,
    reference_model: null,
    task_id: taskId,
    scenario,
    statement: problem?.instruct_prompt ?? null,
    courses: Array.from(byScenario, ([id, each]) => courseOf(id, each)),
    turns,
    lacks: 'lacks' in found ? [found.lacks] : [],
  };
}

function asks(line: LogLine | undefined): boolean {
  return line !== undefined && line.previous_status !== 'pass' && isActionable(line);
}

/** Turn 0 to the one that passed, or that the last line asks for. */
function turnsOf(lines: readonly LogLine[]): number[] {
  const isSolved = lines.at(-1)?.previous_status === 'pass';
  return Array.from({length: lines.length + (isSolved ? 0 : 1)}, (_, turn) => turn);
}

function verdictAt(lines: readonly LogLine[], turn: number): ShownTurn['verdict'] {
  const next = lines[turn];
  if (!next) return null;
  const before = lines[turn - 1];
  return {
    origin: before && !isActionable(before) ? 'no-feedback' : 'answered',
    status: next.previous_status,
    reference_status: null,
    trust: null,
    missing: null,
  };
}

function courseOf(scenario: ScenarioId, lines: readonly LogLine[]): ScenarioCourse {
  const solvedAt = lines.findIndex(({previous_status}) => previous_status === 'pass');
  return {
    scenario,
    statuses: Array.from({length: lastTurn + 1}, (_, turn) => {
      if (solvedAt !== -1 && turn > solvedAt) return 'solved';
      const verdict = verdictAt(lines, turn);
      return verdict?.origin === 'no-feedback' ? verdict.origin : (verdict?.status ?? null);
    }),
  };
}
