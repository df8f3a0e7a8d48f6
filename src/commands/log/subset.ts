import {z} from 'zod';
import {type SubsetLogOptions, type SubsetRecord, subsetLog} from '../../correlate/subset-log.js';
import {UsageError} from '../../errors.js';
import {coefficient} from '../../report/percent.js';
import {parseAlias} from '../../score/model-names.js';
import {scoring} from '../../score/scoring.js';
import {exitCode} from '../command.js';
import {fields, parseArguments} from '../options.js';
import type {LogAction} from './action.js';

const many = z.array(z.string().min(1)).default([]);

const schema = z.object({
  out: z.string({error: 'needed: the log to make'}).min(1),
  problems: fields.wholeNumber(1).optional(),
  agreement: fields.number(0).optional(),
  static: many,
  live: many,
  alias: many,
  seed: fields.wholeNumber(0).default(scoring.seed),
  json: fields.flag.default(false),
});

/** A smaller log: so many problems, or the fewest that reach an agreement with live. */
export const subsetAction: LogAction = {
  flags: ['out', 'problems', 'agreement', 'static', 'live', 'alias', 'seed', 'json'],
  async run(directory, argv, context) {
    const given = parseArguments(argv, schema);
    const record = await subsetLog({
      directory,
      out: given.out,
      seed: given.seed,
      wanted: wantedOf(given),
    });
    context.print(given.json ? JSON.stringify(record, null, 2) : describe(given.out, record));
    return exitCode.done;
  },
};

function wantedOf(given: z.infer<typeof schema>): SubsetLogOptions['wanted'] {
  const {problems, agreement, static: statics, live: lives} = given;
  if ((problems === undefined) === (agreement === undefined)) {
    throw new UsageError(
      'log subset: give --problems N, or --agreement R with --static RUN… and --live RUN…',
    );
  }
  if (problems !== undefined) {
    if (statics.length + lives.length > 0)
      throw new UsageError('--static, --live: belong to --agreement');
    return {problems};
  }
  return {agreement: agreement ?? 0, statics, lives, aliases: given.alias.map(parseAlias)};
}

function describe(out: string, {problems, source, strata, agreement}: SubsetRecord): string {
  const taken = Object.entries(strata).map(
    ([stratum, count]) => `${stratum}: ${count.taken} of ${count.of}`,
  );
  const lines = [
    `${out}: ${problems} of ${source.problems} problems, by the turn at which the reference solved them (${taken.join(', ')})`,
  ];
  if (agreement && agreement.choice.size !== null) {
    const {expected, agreements} = agreement.choice;
    const worst = agreements.reduce((least, other) =>
      other.spearman < least.spearman ? other : least,
    );
    lines.push(
      `a subset of this size agrees with live at ${coefficient(expected.value)} [${coefficient(expected.low)}, ${coefficient(expected.high)}] in its worst scenario (Spearman of MRR); this one at ${coefficient(worst.spearman)} in ${worst.scenario}, on the models it was chosen with`,
    );
  }
  return lines.join('\n');
}
