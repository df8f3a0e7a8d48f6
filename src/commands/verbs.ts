import type {Command} from './command.js';

/** A verb of the command line: something to do, or a family of verbs. */
export type Verb = {
  /** How it is written after the verbs it belongs to: its name, and the words it takes. */
  usage: string;
  /** What it is for, in one sentence. */
  purpose: string;
} & ({load: () => Promise<Command>} | {verbs: readonly Verb[]});

/** @example nameOf({usage: 'judge <run>', …}) // => 'judge' */
export function nameOf({usage}: Verb): string {
  return usage.replace(/ .*/, '');
}

const logVerbs: readonly Verb[] = [
  {
    usage: 'verify <log>',
    purpose: 'Hold a log to its checksums and its schema',
    load: async () => (await import('./log/verify.js')).verify,
  },
  {
    usage: 'stats <log>',
    purpose: 'Count questions and solved problems of a log, turn by turn',
    load: async () => (await import('./log/verify.js')).stats,
  },
  {
    usage: 'import <file>',
    purpose: 'Make a log of the published dataset, or of an exported log',
    load: async () => (await import('./log/interchange.js')).importLogCommand,
  },
  {
    usage: 'export <log>',
    purpose: 'Write a log in the published shape, or as one file of lines',
    load: async () => (await import('./log/interchange.js')).exportLogCommand,
  },
  {
    usage: 'import-results <results>',
    purpose: 'Make a run of upstream’s result folders',
    load: async () => (await import('./log/interchange.js')).importResultsCommand,
  },
  {
    usage: 'export-results <run>',
    purpose: 'Write a run as upstream’s result folders',
    load: async () => (await import('./log/interchange.js')).exportResultsCommand,
  },
  {
    usage: 'subset <source>',
    purpose: 'Make a smaller log: so many problems, or the fewest that agree with live',
    load: async () => (await import('./log/subset.js')).subset,
  },
];

const listVerbs: readonly Verb[] = [
  {
    usage: 'models',
    purpose: 'Who can answer: simulated coders, recorded answers, servers',
    load: async () => (await import('./list.js')).listOf('models'),
  },
  {
    usage: 'scenarios',
    purpose: 'The nine kinds of feedback',
    load: async () => (await import('./list.js')).listOf('scenarios'),
  },
  {
    usage: 'suites',
    purpose: 'The sets of problems',
    load: async () => (await import('./list.js')).listOf('suites'),
  },
  {
    usage: 'prompts',
    purpose: 'The prompt sets that ship',
    load: async () => (await import('./list.js')).listOf('prompts'),
  },
  {
    usage: 'logs',
    purpose: 'The logs that ship',
    load: async () => (await import('./list.js')).listOf('logs'),
  },
];

const submitVerbs: readonly Verb[] = [
  {
    usage: 'prepare <run>',
    purpose: 'Make a bundle of a finished run, to send to a board',
    load: async () => (await import('./submit/prepare.js')).prepare,
  },
  {
    usage: 'check <file>',
    purpose: 'Hold a bundle to its log, its answers and the rules of a board, judging nothing',
    load: async () => (await import('./submit/check.js')).check,
  },
  {
    usage: 'verify <file>',
    purpose: 'Judge the programs of a bundle again, or ask its questions, and sign the result',
    load: async () => (await import('./submit/verify.js')).verify,
  },
];

const leaderboardVerbs: readonly Verb[] = [
  {
    usage: 'build <directory>',
    purpose: 'Make the site of a board from a folder of bundles',
    load: async () => (await import('./leaderboard/leaderboard.js')).build,
  },
  {
    usage: 'check <directory>',
    purpose: 'What is wrong with the bundles of a board',
    load: async () => (await import('./leaderboard/leaderboard.js')).check,
  },
];

/**
 * The verbs in the order of the help. Each is loaded when it is called, so that the help does not
 * wait for what it does not need.
 */
export const verbs: readonly Verb[] = [
  {
    usage: 'quickstart',
    purpose:
      'The whole story offline in under a minute: starter suite, simulated models, live and static',
    load: async () => (await import('./quickstart.js')).quickstart,
  },
  {
    usage: 'generate',
    purpose:
      'Have a reference model’s conversations live, and freeze them: a run and a log (in DIR/log)',
    load: async () => (await import('./generate.js')).generate,
  },
  {
    usage: 'replay',
    purpose: 'Evaluate a target model on a frozen log',
    load: async () => (await import('./replay.js')).replay,
  },
  {
    usage: 'judge <run>',
    purpose: 'Judge the stored answers of a run again, asking no model',
    load: async () => (await import('./judge.js')).judge,
  },
  {
    usage: 'sweep <file>',
    purpose: 'Replay many models on many logs, as one file says, and report on all of them',
    load: async () => (await import('./sweep.js')).sweep,
  },
  {
    usage: 'worker',
    purpose: 'Judge programs for other machines, from a queue on Redis',
    load: async () => (await import('./worker.js')).worker,
  },
  {
    usage: 'merge [runs..]',
    purpose: 'Make one run of the shards of a command that was given --shard i/n',
    load: async () => (await import('./merge.js')).merge,
  },
  {
    usage: 'report [runs..]',
    purpose: 'Pass@1 per turn, MRR and Recall of one or more runs, or the published tables',
    load: async () => (await import('./report.js')).report,
  },
  {
    usage: 'show <source> <task>',
    purpose: 'One conversation of a run or a log: programs, feedback, answers, what failed',
    load: async () => (await import('./show.js')).show,
  },
  {
    usage: 'compare <a> <b>',
    purpose: 'Two runs, problem by problem: what flipped, how large the difference is, how sure',
    load: async () => (await import('./compare.js')).compare,
  },
  {
    usage: 'view [directory]',
    purpose: 'Look at all runs and logs of a folder in the browser, while they are made too',
    load: async () => (await import('./view.js')).view,
  },
  {
    usage: 'correlate',
    purpose: 'How far the static ranking agrees with the live one',
    load: async () => (await import('./correlate.js')).correlate,
  },
  {
    usage: 'execute',
    purpose: 'Judge BigCodeBench samples: {"task_id", "solution"} in, verdicts out',
    load: async () => (await import('./execute.js')).execute,
  },
  {
    usage: 'submit',
    purpose: 'A run as one file that anybody can check: prepare, check, verify',
    verbs: submitVerbs,
  },
  {
    usage: 'leaderboard',
    purpose: 'A board of bundles as a static site: build, check',
    verbs: leaderboardVerbs,
  },
  {
    usage: 'log',
    purpose:
      'Frozen logs in and out: verify, stats, import, export, import-results, export-results, subset',
    verbs: logVerbs,
  },
  {
    usage: 'pull',
    purpose: 'Download a suite or the published log, pinned and checked',
    verbs: [
      {
        usage: 'bigcodebench',
        purpose: 'Download the suite BigCodeBench, 1,140 problems',
        load: async () => (await import('./pull.js')).pullSuite,
      },
      {
        usage: 'bigcodebench-hard',
        purpose: 'Download the suite BigCodeBench-Hard, 148 of those problems',
        load: async () => (await import('./pull.js')).pullHard,
      },
      {
        usage: 'convcodebench',
        purpose: 'Download the published log of ConvCodeBench',
        load: async () => (await import('./pull.js')).pullLog,
      },
    ],
  },
  {
    usage: 'doctor',
    purpose:
      'Is this machine ready: Python, seal, libraries, data, endpoint; the ground truth of a suite',
    load: async () => (await import('./doctor.js')).doctor,
  },
  {
    usage: 'env',
    purpose: 'The Python environment that judges BigCodeBench',
    verbs: [
      {
        usage: 'create',
        purpose: 'Make a Python environment with the libraries of BigCodeBench’s problems',
        load: async () => (await import('./env.js')).createEnv,
      },
    ],
  },
  {
    usage: 'list',
    purpose: 'What there is: models, scenarios, suites, prompts, logs',
    verbs: listVerbs,
  },
];
