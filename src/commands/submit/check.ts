import {checkLines} from '../../report/submission-report.js';
import {checkSubmission} from '../../submission/check.js';
import {createCommand, exitCode} from '../command.js';
import {value, word} from '../flags/flag.js';
import {json} from '../flags/result.js';
import {text} from '../flags/schemas.js';
import {groundsFlags} from './grounds-flags.js';

export const check = createCommand({
  flags: {
    file: word(text, {help: 'The bundle'}),
    ...groundsFlags,
    rules: value(text.optional(), {
      group: 'Input',
      help: 'The board’s rules.json',
      otherwise: 'any run of a real model',
    }),
    json: json(),
  },
  examples: [
    ['submit check qwen.tar.gz', 'a run on a log that ships'],
    [
      'submit check qwen.tar.gz --log logs/codellama --rules rules.json',
      'on another log, by the rules of a board',
    ],
  ],
  epilogue: 'docs/schemas/rules.json is the schema of the file that --rules names.',
  async run(given, context) {
    const {json: asJson, ...options} = given;
    const outcome = await checkSubmission(options);
    if (asJson) context.print(JSON.stringify(outcome, null, 2));
    else for (const line of checkLines(outcome)) context.print(line);
    return outcome.complete ? exitCode.done : exitCode.no;
  },
});
