import {lastTurn} from '../problem/scenario.js';
import {renderConversation} from '../report/conversation-report.js';
import {showConversation} from '../show/show-conversation.js';
import {createCommand, exitCode} from './command.js';
import {replayedLog, suite} from './flags/agreement.js';
import {flagSwitch, value, word} from './flags/flag.js';
import {promptsFolder, scenarioId} from './flags/questions.js';
import {json} from './flags/result.js';
import {stored, text, wholeNumber} from './flags/schemas.js';

const turnNumber = wholeNumber(0).refine((turn) => turn <= lastTurn, `turns are 0 to ${lastTurn}`);

export const show = createCommand({
  flags: {
    source: word(stored, {help: 'Directory of a run or a log, or a log that ships'}),
    task: word(text, {help: 'The problem: its id, its number, or the end of its id'}),
    scenario: value(scenarioId.optional(), {
      group: 'Result',
      help: 'In which scenario',
      otherwise: 'the first there is; with --turn, that asks at this turn',
    }),
    turn: value(turnNumber.optional(), {
      group: 'Result',
      help: `This turn alone, 0 to ${lastTurn}`,
      otherwise: 'all',
    }),
    prompt: flagSwitch({group: 'Result', help: 'Also the exact prompts'}),
    prompts: promptsFolder({belongsTo: ['prompt']}),
    log: replayedLog(),
    suite: suite(
      text.optional(),
      'Name or file of the suite',
      'found by its name, where it is no file',
    ),
    json: json(),
  },
  examples: [
    ['show runs/careful 3', 'what became of a problem, turn by turn'],
    ['show runs/careful 3 --scenario CF_SEF --turn 2 --prompt', 'one turn, with what was sent'],
    ['show logs/starter/simulated--codellama-like_by_builtin 3', 'the conversation in a log'],
  ],
  async run({source, task, prompt, prompts, json: asJson, ...given}, context) {
    const shown = await showConversation({
      directory: source,
      task,
      prompts: prompt,
      promptsDirectory: prompts,
      ...given,
    });
    context.print(
      asJson ? JSON.stringify(shown, null, 2) : renderConversation(shown, context.width),
    );
    return exitCode.done;
  },
});
