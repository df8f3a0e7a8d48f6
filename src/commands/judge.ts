import {counted} from '../options/counted.js';
import {judgeRun} from '../rejudge/judge-run.js';
import {createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {value, word} from './flags/flag.js';
import {judgeFlags, toJudgeChoice} from './flags/judging.js';
import {json, out, trust} from './flags/result.js';
import {stored, text} from './flags/schemas.js';
import {shard} from './flags/shard.js';
import {printOutcome} from './outcome.js';
import {progressOn} from './progress.js';

export const judge = createCommand({
  flags: {
    run: word(text, {help: 'Directory of the run; its verdicts are replaced'}),
    suite: suite(
      text.optional(),
      'Name or file of the run’s suite',
      'found by its name, where it is no file',
    ),
    log: value(stored.optional(), {
      group: 'Input',
      help: 'The log that the run replayed, to hold its rows to',
      otherwise: 'found by its hash, where it ships',
    }),
    shard: shard({needs: ['out']}),
    out: out(
      text.optional(),
      'Directory of the shard’s run, which is made of the other; the same command again goes on',
      ['shard'],
    ),
    ...judgeFlags,
    trust: trust(),
    json: json(),
  },
  examples: [
    ['judge runs/careful', 'with the Python and the limits of today'],
    ['judge runs/qwen --shard 0/4 --out shards/0', 'a fourth of it, beside three other machines'],
    ['judge runs/qwen --python ENV/bin/python --time-limit 120', 'with more time for each job'],
  ],
  async run(given, context) {
    const {changed, ...outcome} = await judgeRun({
      directory: given.run,
      suite: given.suite,
      log: given.log,
      shard: given.shard,
      out: given.out,
      judge: toJudgeChoice(given),
      trust: given.trust,
      signal: context.signal,
      onProgress: progressOn(context),
      onNotice: context.note,
    });
    printOutcome(outcome, given.json, context);
    context.note(`${counted(changed, 'verdict')} changed`);
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
});
