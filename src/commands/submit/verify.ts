import {UsageError} from '../../errors.js';
import {verificationLines} from '../../report/submission-report.js';
import {verifySubmission} from '../../submission/verify.js';
import {createCommand, exitCode} from '../command.js';
import {value, word} from '../flags/flag.js';
import {judgeFlags, toJudgeChoice} from '../flags/judging.js';
import {json} from '../flags/result.js';
import {seedNumber, text, wholeNumber} from '../flags/schemas.js';
import {shardText} from '../flags/shard.js';
import {jobProgressOn} from '../job-progress.js';
import {groundsFlags} from './grounds-flags.js';

export const verify = createCommand({
  flags: {
    file: word(text, {help: 'The bundle'}),
    by: value(text, {group: 'Result', help: 'Who answers for the result: your name'}),
    sample: value(
      text.default('all').refine((given) => given === 'all' || /^[1-9]\d{0,8}$/.test(given), {
        error: 'expected a number of programs, or all',
      }),
      {group: 'Judging', help: 'How many of its programs to judge, or all'},
    ),
    seed: value(seedNumber.default(0), {group: 'Judging', help: 'Seed of what is drawn'}),
    shard: value(shardText, {
      group: 'Judging',
      help: 'Only what is about part i of n of the problems, counted from 0, as in 3/20; merge makes one result of all',
      otherwise: 'all of them',
    }),
    ask: value(wholeNumber(1).optional(), {
      group: 'Model',
      help: 'Ask so many of its questions again as well',
      otherwise: 'none',
    }),
    model: value(text.optional(), {
      group: 'Model',
      help: 'The model as its server lists it',
      otherwise: 'by the name in the bundle',
      belongsTo: ['ask'],
    }),
    baseUrl: value(text.optional(), {
      group: 'Model',
      help: 'OpenAI-compatible server of the model',
      belongsTo: ['ask'],
    }),
    ...groundsFlags,
    ...judgeFlags,
    json: json(),
  },
  examples: [
    ['submit verify qwen.tar.gz --by somebody', 'judges every program of it again'],
    ['submit verify qwen.tar.gz --by somebody --sample 200 --seed 7', 'some of them'],
    ['submit verify qwen.tar.gz --by somebody --shard 0/4', 'a fourth, beside other machines'],
    [
      'submit verify qwen.tar.gz --by somebody --ask 50 --model qwen --base-url http://localhost:8000/v1',
      'and asks some of its questions again',
    ],
  ],
  async run(given, context) {
    const {file, by, sample, seed, shard, log, suite, prompts} = given;
    if (given.ask !== undefined && given.model === undefined)
      throw new UsageError('submit verify: --ask: name the model with --model');
    const outcome = await verifySubmission({
      ...{file, by, seed, shard, log, suite, prompts},
      sample: sample === 'all' ? sample : Number(sample),
      ...(given.ask !== undefined &&
        given.model !== undefined && {
          ask: {questions: given.ask, model: {spec: given.model, baseUrl: given.baseUrl}},
        }),
      judge: toJudgeChoice(given),
      signal: context.signal,
      onProgress: jobProgressOn(context),
      onNotice: context.note,
    });
    const {path, verification, isRefuted} = outcome;
    if (given.json) context.print(JSON.stringify({path, ...verification}, null, 2));
    else for (const line of verificationLines(outcome)) context.print(line);
    if (isRefuted) return exitCode.no;
    return verification.counts.missing > 0 ? exitCode.incomplete : exitCode.done;
  },
});
