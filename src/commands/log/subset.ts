import {z} from 'zod';
import {type SubsetLogOptions, subsetLog} from '../../correlate/subset-log.js';
import {UsageError} from '../../errors.js';
import {subsetLines} from '../../report/subset-report.js';
import {parseAlias} from '../../score/model-names.js';
import {createCommand, exitCode} from '../command.js';
import {agreementFlags, drawingSeed} from '../flags/agreement.js';
import {value, word} from '../flags/flag.js';
import {json, out} from '../flags/result.js';
import {number, stored, text, wholeNumber} from '../flags/schemas.js';

const flags = {
  source: word(stored, {help: 'Directory of the log'}),
  problems: value(wholeNumber(1).optional(), {
    group: 'Questions',
    help: 'Take so many problems, drawn by stratum',
    excludes: ['agreement'],
  }),
  agreement: value(number(0).optional(), {
    group: 'Questions',
    help: 'Take the fewest problems that reach this Spearman with live (MRR, worst scenario)',
  }),
  ...agreementFlags(['agreement']),
  seed: drawingSeed('what is drawn'),
  out: out(text, 'Directory of the log to make'),
  json: json(),
};

const schema = z.object(flags);

/** A smaller log: so many problems, or the fewest that reach an agreement with live. */
export const subset = createCommand({
  flags,
  examples: [
    ['log subset logs/codellama --problems 200 --out logs/codellama-200', 'so many problems'],
    [
      'log subset logs/codellama --agreement 0.9 --static runs/static-* --live published --out logs/enough',
      'as many as it takes',
    ],
  ],
  async run(given, context) {
    const record = await subsetLog({
      directory: given.source,
      out: given.out,
      seed: given.seed,
      wanted: wantedOf(given),
    });
    context.print(
      given.json ? JSON.stringify(record, null, 2) : subsetLines(given.out, record).join('\n'),
    );
    return exitCode.done;
  },
});

function wantedOf(given: z.infer<typeof schema>): SubsetLogOptions['wanted'] {
  const {problems, agreement, static: statics, live: lives} = given;
  if (problems !== undefined) return {problems};
  if (agreement !== undefined)
    return {agreement, statics, lives, aliases: given.alias.map(parseAlias)};
  throw new UsageError(
    'log subset: give --problems N, or --agreement R with --static RUN… and --live RUN…',
  );
}
