import type {Argv} from 'yargs';
import {z} from 'zod';
import {readCorrelateInputs} from '../correlate/inputs.js';
import {UsageError} from '../errors.js';
import {formats, renderReport} from '../report/formats.js';
import {parseAlias} from '../score/model-names.js';
import {scoring} from '../score/scoring.js';
import {type Command, exitCode} from './command.js';
import {agreementView, powerView, predictionView, referencesView} from './correlate-views.js';
import {fields, list, parseArguments} from './options.js';

const paths = z.array(z.string().min(1)).default([]);

const sizeOfSubset = z
  .int({error: 'expected whole numbers of problems, as in 50,100'})
  .min(1, 'expected at least 1 problem');

const schema = z.object({
  static: paths,
  live: paths,
  table: paths,
  log: paths,
  alias: z.array(z.string()).default([]),
  seed: fields.wholeNumber(0).default(scoring.seed),
  references: fields.flag,
  // Given without sizes it comes as an empty text: the default ones.
  power: z
    .union([
      z.literal('').transform((): number[] => []),
      list.transform((sizes) => sizes.map(Number)),
    ])
    .pipe(z.array(sizeOfSubset))
    .optional(),
  predict: fields.text.optional(),
  format: z.enum(formats),
  json: fields.flag,
});

export const correlate: Command = {
  builder: (yargs) => viewOptions(inputOptions(yargs)),
  async run(argv, context) {
    const given = parseArguments(argv, schema);
    const views = [given.references, given.power !== undefined, given.predict !== undefined].filter(
      Boolean,
    ).length;
    if (views > 1)
      throw new UsageError('--references, --power and --predict: give one of them at a time');
    if (given.log.length > 0 && !given.references)
      throw new UsageError('--log: belongs to --references');
    const aliases = given.alias.map(parseAlias);
    const {static: statics, live: lives, table: tables, predict, power, seed} = given;
    const inputs = await readCorrelateInputs({
      statics,
      lives,
      tables,
      aliases,
      toPredict: predict !== undefined,
    });
    const options = {seed, resamples: scoring.resamples};
    const found = given.references
      ? await referencesView(inputs, given.log, options)
      : power !== undefined
        ? powerView(inputs, power, options)
        : predict !== undefined
          ? predictionView(inputs, predict)
          : agreementView(inputs, options);
    context.print(renderReport(found, given.json ? 'json' : given.format));
    return exitCode.done;
  },
};

function inputOptions(yargs: Argv): Argv {
  const many = {type: 'string', array: true, requiresArg: true} as const;
  return yargs
    .option('static', {
      ...many,
      describe: 'Runs of replay; on several logs they stand side by side',
    })
    .option('live', {
      ...many,
      describe: 'Runs of generate; or published: the 21 models of the paper, live on BigCodeBench',
    })
    .option('table', {
      ...many,
      describe:
        'CSV of scores: model,scenario,metric,static,live; all fractions in [0, 1], or all percent',
    })
    .option('alias', {...many, describe: 'a=b: two names of one model'})
    .option('seed', {
      type: 'string',
      requiresArg: true,
      describe: `Seed of bootstrap, permutations and subsets [default: ${scoring.seed}]`,
    });
}

function viewOptions(yargs: Argv): Argv {
  return yargs
    .option('references', {
      type: 'boolean',
      default: false,
      describe: 'Which reference model to choose',
    })
    .option('log', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'With --references: logs whose cost is told, replayed or not',
    })
    .option('power', {
      type: 'string',
      describe:
        'The agreement to expect of fewer problems; comma-separated sizes [default: 50,100,200,500]',
    })
    .option('predict', {
      type: 'string',
      requiresArg: true,
      describe: 'What the static scores of this model mean live; fitted without the model itself',
    })
    .option('format', {choices: formats, default: 'text' as const, describe: 'How to print'})
    .option('json', {type: 'boolean', default: false, describe: 'The same as --format json'})
    .example('$0 correlate --static runs/static-* --live runs/live-*', 'runs of one’s own')
    .example('$0 correlate --static runs/* --live published', 'replays of published models')
    .example(
      '$0 correlate --static runs/static-* --live runs/live-* --power',
      'how many problems are enough',
    );
}
