import {z} from 'zod';
import {readCorrelateInputs} from '../correlate/inputs.js';
import {agreementView, powerView, predictionView, referencesView} from '../correlate/views.js';
import {counted} from '../options/counted.js';
import {agreementReport} from '../report/correlation-report.js';
import {renderReport} from '../report/formats.js';
import {powerReport} from '../report/power-report.js';
import {predictionReport} from '../report/prediction-report.js';
import {referencesReport} from '../report/reference-report.js';
import {parseAlias} from '../score/model-names.js';
import {scoring} from '../score/scoring.js';
import {createCommand, exitCode} from './command.js';
import {agreementFlags, drawingSeed} from './flags/agreement.js';
import {flagSwitch, repeatable, value} from './flags/flag.js';
import {formatFlags, trust} from './flags/result.js';
import {names, storedOnes, text, texts} from './flags/schemas.js';

const sizeOfSubset = z
  .int({error: 'expected whole numbers of problems, as in 50,100'})
  .min(1, 'expected at least 1 problem');

/** Given without sizes it comes as an empty text: the default ones. */
const sizes = z
  .union([
    z.literal('').transform((): number[] => []),
    names.transform((given) => given.map(Number)),
  ])
  .pipe(z.array(sizeOfSubset));

export const correlate = createCommand({
  flags: {
    ...agreementFlags(),
    table: repeatable(texts.default([]), {
      group: 'Input',
      help: 'CSV of scores: model,scenario,metric,static,live; all fractions in [0, 1], or all percent',
    }),
    log: repeatable(storedOnes.default([]), {
      group: 'Input',
      help: 'Logs whose cost --references tells, replayed or not',
      belongsTo: ['references'],
    }),
    seed: drawingSeed('bootstrap, permutations and subsets'),
    references: flagSwitch({
      group: 'Result',
      help: 'Which reference model to choose',
      excludes: ['power', 'predict'],
    }),
    power: value(sizes.optional(), {
      group: 'Result',
      help: 'The agreement to expect of fewer problems, with these sizes, as in 50,100; where none are given, such as fit the problems there are',
      mayBeBare: true,
      excludes: ['predict'],
    }),
    predict: value(text.optional(), {
      group: 'Result',
      help: 'What the static scores of this model mean live; fitted without the model itself',
    }),
    trust: trust(),
    ...formatFlags,
  },
  examples: [
    ['correlate --static runs/static-* --live runs/live-*', 'runs of one’s own'],
    ['correlate --static runs/* --live published', 'replays of published models'],
    ['correlate --static runs/static-* --live runs/live-* --power', 'how many problems are enough'],
  ],
  async run(given, context) {
    const aliases = given.alias.map(parseAlias);
    const {static: statics, live: lives, table: tables, predict, power, seed} = given;
    const inputs = await readCorrelateInputs({
      statics,
      lives,
      tables,
      aliases,
      toPredict: predict !== undefined,
      trust: given.trust,
    });
    for (const run of inputs.unfinished)
      context.note(`left out: ${run} is not finished; the command that began it goes on with it`);
    for (const {run, missing} of inputs.lacking)
      context.note(
        `${run}: ${counted(missing, 'verdict is', 'verdicts are')} missing; problems that lack one are left out`,
      );
    const options = {seed, resamples: scoring.resamples};
    const meaning = predict === undefined ? null : predictionView(inputs, predict);
    const found = given.references
      ? referencesReport(await referencesView(inputs, given.log, options))
      : power !== undefined
        ? powerReport(powerView(inputs, power.length > 0 ? power : undefined, options))
        : meaning !== null
          ? predictionReport(meaning)
          : agreementReport(agreementView(inputs, options));
    context.print(renderReport(found, given.json ? 'json' : given.format, context.width));
    const isTold =
      meaning === null || meaning.meanings.some(({prediction}) => prediction.value !== null);
    if (!isTold) context.note(`--predict: no fit tells what a score of ${predict} means live`);
    return isTold ? exitCode.done : exitCode.no;
  },
});
