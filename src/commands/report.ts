import {UsageError} from '../errors.js';
import {renderReport} from '../report/formats.js';
import {readEffects, readPublishedReport, readReport} from '../report/read-report.js';
import {unfinishedLines} from '../report/unfinished-report.js';
import {conventionSchema} from '../score/convention.js';
import {createCommand, exitCode} from './command.js';
import {flagSwitch, value, words} from './flags/flag.js';
import {formatFlags} from './flags/result.js';
import {texts} from './flags/schemas.js';

export const report = createCommand({
  flags: {
    runs: words(texts.default([]), {help: 'Directories of runs'}),
    published: flagSwitch({
      group: 'Input',
      help: 'The published tables instead: the paper’s Tables 7, 8 and 14, upstream’s examples and figure',
      excludes: ['convention'],
    }),
    effects: flagSwitch({
      group: 'Result',
      help: 'What the models make of each kind of feedback: paired differences at turn 1, instead of scores',
      excludes: ['published', 'convention'],
    }),
    convention: value(conventionSchema.default('credited'), {
      group: 'Result',
      help: 'How Pass@1 at a later turn is read; upstream also prints the two tables that its script prints',
    }),
    ...formatFlags,
  },
  examples: [
    ['report runs/careful runs/hasty --format md', 'two runs side by side, as Markdown'],
    ['report runs/careful --effects', 'what feedback the model uses'],
    ['report --published', 'what the paper says'],
  ],
  async run({runs, published, effects, format: chosen, json, convention}, context) {
    const format = json ? 'json' : chosen;
    if (published && runs.length > 0)
      throw new UsageError('--published: stands alone; give it without runs');
    if (!published && runs.length === 0)
      throw new UsageError('report: no run given; directories of runs, or --published');
    if (published) {
      context.print(renderReport(readPublishedReport(), format, context.width));
      return exitCode.done;
    }
    if (effects) {
      context.print(renderReport(await readEffects({runs}), format, context.width));
      return exitCode.done;
    }
    const figures = await readReport({runs, convention});
    context.print(renderReport(figures, format, context.width));
    if (format === 'csv')
      for (const line of unfinishedLines(figures.unfinished)) context.note(line);
    return exitCode.done;
  },
});
