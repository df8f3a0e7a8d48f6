import type {Argv} from 'yargs';
import {z} from 'zod';
import {UsageError} from '../../errors.js';
import type {Command} from '../command.js';
import {fields, parseArguments} from '../options.js';
import {
  exportLogAction,
  exportResultsAction,
  importLogAction,
  importResultsAction,
} from './interchange.js';
import {subsetAction} from './subset.js';
import {statsAction, verifyAction} from './verify.js';

const actions = {
  verify: verifyAction,
  stats: statsAction,
  import: importLogAction,
  export: exportLogAction,
  'import-results': importResultsAction,
  'export-results': exportResultsAction,
  subset: subsetAction,
} as const;

const names = [
  'verify',
  'stats',
  'import',
  'export',
  'import-results',
  'export-results',
  'subset',
] as const;

const schema = z.object({action: z.enum(names), path: fields.text});

export const log: Command = {
  builder: (yargs) =>
    logOptions(yargs)
      .positional('action', {choices: names, describe: 'What to do'})
      .positional('path', {
        type: 'string',
        describe:
          'Directory of a log; import: a parquet file, or convcodebench for the pulled one; import-results: upstream’s results/<version>; export-results: a run',
      })
      .example(
        '$0 log import convcodebench --out logs/codellama',
        'the published log, once it is pulled',
      )
      .example(
        '$0 log import-results results/v0.3.6 --model a/b --reference c/d --out runs/b',
        'upstream’s static results',
      )
      .example('$0 log subset logs/codellama --problems 200 --out logs/codellama-200', ''),
  async run(argv, context) {
    const {action, path} = parseArguments(argv, schema);
    const {flags, run} = actions[action];
    refuseOtherFlags(argv, action, flags);
    return run(path, argv, context);
  },
};

const ownFlags = {
  out: {
    type: 'string',
    requiresArg: true,
    describe: 'What to make: a directory, or for export a file',
  },
  json: {type: 'boolean', describe: 'verify, stats, subset: print as JSON'},
  suite: {
    type: 'string',
    requiresArg: true,
    describe:
      'import…, export-results: name or file of the suite [default: bigcodebench, or the run’s]',
  },
  'only-consistent': {
    type: 'boolean',
    describe: 'import: take the feedback out of lines whose feedback is about other code',
  },
  python: {
    type: 'string',
    requiresArg: true,
    describe: 'import: Python that tells which codes compile [default: python3]',
  },
  format: {
    choices: ['parquet', 'jsonl'],
    describe: 'export: the published shape, or lines [default: parquet]',
  },
  model: {
    type: 'string',
    requiresArg: true,
    describe: 'import-results: whose results, as upstream was given it',
  },
  reference: {
    type: 'string',
    requiresArg: true,
    describe:
      'import-results: the reference model of static results; import: of a file that does not say',
  },
  critic: {
    type: 'string',
    requiresArg: true,
    describe: 'import, import-results: who wrote the verbal feedback, where that is not told',
  },
  'turn-zero': {
    type: 'string',
    requiresArg: true,
    describe: 'import-results: folder of turn 0 [default: upstream’s]',
  },
  log: {
    type: 'string',
    requiresArg: true,
    describe: 'export-results: the log that the run replayed',
  },
  'upstream-version': {
    type: 'string',
    requiresArg: true,
    describe: 'export-results: folder in results [default: v0.3.6]',
  },
  'simulator-name': {
    type: 'string',
    requiresArg: true,
    describe:
      'export-results: what the critic is called there [default: its name; gpt-4o for the published log’s, as upstream’s script has it]',
  },
  'leave-out-missing': {
    type: 'boolean',
    describe: 'export-results: without problems whose verdicts are missing',
  },
  problems: {
    type: 'string',
    requiresArg: true,
    describe: 'subset: so many problems, drawn by stratum',
  },
  agreement: {
    type: 'string',
    requiresArg: true,
    describe:
      'subset: the fewest problems that reach this Spearman with live (MRR, worst scenario)',
  },
  static: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'subset --agreement: replays on this log',
  },
  live: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'subset --agreement: live runs of the same models, or published',
  },
  alias: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'subset --agreement: a=b, two names of one model',
  },
  seed: {type: 'string', requiresArg: true, describe: 'subset: seed of what is drawn'},
} as const;

function logOptions(yargs: Argv): Argv {
  return yargs.options(ownFlags);
}

/** A flag that an action does not know would be passed over in silence. */
function refuseOtherFlags(
  argv: {[name: string]: unknown},
  action: string,
  flags: readonly string[],
): void {
  const other = Object.keys(ownFlags).find(
    (flag) => argv[flag] !== undefined && !flags.includes(flag),
  );
  if (other === undefined) return;
  const known = flags.map((flag) => `--${flag}`).join(', ');
  throw new UsageError(`--${other}: log ${action} has no such flag; it has ${known}`);
}
