import {preparedLines} from '../../report/submission-report.js';
import {prepareSubmission} from '../../submission/prepare.js';
import {createCommand, exitCode} from '../command.js';
import {flagSwitch, value, word} from '../flags/flag.js';
import {json, out} from '../flags/result.js';
import {stored, text} from '../flags/schemas.js';
import {groundsFlags} from './grounds-flags.js';

export const prepare = createCommand({
  flags: {
    run: word(stored, {help: 'Directory of a finished run'}),
    info: value(text, {
      group: 'Input',
      help: 'JSON file with what only you know: revision, serving, quantisation, contact, contamination',
    }),
    ...groundsFlags,
    simulated: flagSwitch({group: 'Input', help: 'Take a run of a simulated model as well'}),
    out: out(text, 'The bundle to write, a .tar.gz'),
    json: json(),
  },
  examples: [
    ['submit prepare runs/qwen --info info.json --out qwen.tar.gz', 'a run on a log that ships'],
    [
      'submit prepare runs/qwen --log logs/codellama --info info.json --out qwen.tar.gz',
      'on a log of your own',
    ],
  ],
  epilogue: 'docs/schemas/submission-info.json is the schema of the file that --info names.',
  async run(given, context) {
    const {json: asJson, ...options} = given;
    const prepared = await prepareSubmission(options);
    if (asJson) context.print(JSON.stringify(prepared, null, 2));
    else for (const line of preparedLines(prepared)) context.print(line);
    return exitCode.done;
  },
});
