import {readComparison} from '../compare/compare-runs.js';
import {comparisonReport} from '../report/comparison-report.js';
import {renderReport} from '../report/formats.js';
import {conventionSchema} from '../score/convention.js';
import {createCommand, exitCode} from './command.js';
import {flagSwitch, value, word} from './flags/flag.js';
import {questionFlags} from './flags/questions.js';
import {formatFlags, trust} from './flags/result.js';
import {stored} from './flags/schemas.js';

export const compare = createCommand({
  flags: {
    a: word(stored, {help: 'Directory of a run'}),
    b: word(stored, {help: 'Directory of the run that is held to it'}),
    scenarios: questionFlags.scenarios,
    convention: value(conventionSchema.default('credited'), {
      group: 'Result',
      help: 'How Pass@1 at a later turn is read',
    }),
    trust: trust(),
    ...formatFlags,
    csv: flagSwitch({
      group: 'Result',
      help: 'The same as --format csv',
      excludes: ['format', 'json'],
    }),
  },
  examples: [
    ['compare runs/hasty runs/careful', 'what the second solves that the first does not'],
    ['compare runs/before runs/after --csv', 'every figure and every flip, for a program'],
  ],
  async run({a, b, scenarios, convention, trust, format, json, csv}, context) {
    const comparison = await readComparison(a, b, {convention, scenarios, trust});
    const form = json ? 'json' : csv ? 'csv' : format;
    context.print(renderReport(comparisonReport(comparison), form, context.width));
    return exitCode.done;
  },
});
