import {runWorker} from '../worker/run-worker.js';
import {createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {value} from './flags/flag.js';
import {judgeFlags, toJudgeChoice} from './flags/judging.js';
import {text} from './flags/schemas.js';

const {judgeQueue: _, timeLimit: __, ...ownFlags} = judgeFlags;

export const worker = createCommand({
  flags: {
    queue: value(text, {
      group: 'Input',
      help: 'The Redis that the queue is on: redis://HOST:PORT, or rediss:// for TLS',
    }),
    suite: suite(text, 'starter, bigcodebench, bigcodebench-hard, or a JSONL(.gz) file'),
    ...ownFlags,
  },
  examples: [
    ['worker --queue redis://head:6379 --suite starter', 'until it is stopped'],
    [
      'worker --queue rediss://head:6380 --suite bigcodebench --python ENV/bin/python --workers 32',
      'over TLS, with the libraries of env create',
    ],
  ],
  epilogue:
    'A password may stand in CONVCODEBENCH_REDIS_PASSWORD. No key of a model is in the queue.',
  async run(given, context) {
    const {timeLimitMs: _, queue: __, ...judge} = toJudgeChoice(given);
    const {judged} = await runWorker({
      queue: given.queue,
      suite: given.suite,
      judge,
      signal: context.signal,
      onNotice: context.note,
    });
    context.note(`${judged} programs judged`);
    return exitCode.done;
  },
});
