import {UsageError} from '../errors.js';
import {formats, renderReport} from '../report/formats.js';
import {type ReportPageOptions, writeReportPage} from '../report/html/write-page.js';
import {readEffects, readPublishedReport, readReport} from '../report/read-report.js';
import {unfinishedLines} from '../report/unfinished-report.js';
import {conventionSchema} from '../score/convention.js';
import {type Context, createCommand, exitCode} from './command.js';
import {choice, flagSwitch, repeatable, value, words} from './flags/flag.js';
import {formatFlags, out, trust} from './flags/result.js';
import {text, texts} from './flags/schemas.js';

const html = 'html';

export const report = createCommand({
  flags: {
    runs: words(texts.default([]), {help: 'Directories of runs'}),
    published: flagSwitch({
      group: 'Input',
      help: 'The published tables instead: the paper’s Tables 7, 8 and 14, upstream’s examples and figure',
      excludes: ['convention', 'trust'],
    }),
    effects: flagSwitch({
      group: 'Result',
      help: 'What the models make of each kind of feedback: paired differences at turn 1, instead of scores',
      excludes: ['published', 'convention', 'trust'],
    }),
    convention: value(conventionSchema.default('credited'), {
      group: 'Result',
      help: 'How Pass@1 at a later turn is read; upstream also prints the two tables that its script prints',
    }),
    trust: trust(),
    ...formatFlags,
    format: choice([...formats, html], {
      group: 'Result',
      help: 'How to print; html: a page to look at, with all conversations, written to --out',
    }),
    out: out(
      text.optional(),
      'With --format html: the file, or with --split the new folder, to write',
    ),
    split: flagSwitch({
      group: 'Result',
      help: 'With --format html: a page and a file for each problem, in a folder, without limit of size',
    }),
    log: repeatable(texts.default([]), {
      group: 'Input',
      help: 'With --format html: directories of the logs that were replayed, where they do not ship',
    }),
    suite: value(text.optional(), {
      group: 'Input',
      help: 'With --format html: file of the suite, where it cannot be found by its name',
    }),
    prompts: value(text.optional(), {
      group: 'Input',
      help: 'With --format html: folder of the prompt set, where it is not the one that ships',
    }),
    publishedLive: flagSwitch({
      group: 'Input',
      help: 'With --format html: static runs against the paper’s live figures, not the live runs given',
    }),
  },
  examples: [
    ['report runs/careful runs/hasty --format md', 'two runs side by side, as Markdown'],
    ['report runs/careful runs/hasty --format html --out report.html', 'a page to look at'],
    ['report runs/careful --effects', 'what feedback the model uses'],
    ['report --published', 'what the paper says'],
  ],
  async run({runs, published, effects, format: chosen, json, convention, trust, ...page}, context) {
    const format = json ? 'json' : chosen;
    if (published && runs.length > 0)
      throw new UsageError('--published: stands alone; give it without runs');
    if (!published && runs.length === 0)
      throw new UsageError('report: no run given; directories of runs, or --published');
    if (format === html && (published || effects))
      throw new UsageError(
        '--format html: is of runs, with their effects; leave out --published and --effects',
      );
    if (format === html) return writePage({runs, convention, trust, ...page}, context);
    refusePageFlags(page);
    if (published) {
      context.print(renderReport(readPublishedReport(), format, context.width));
      return exitCode.done;
    }
    if (effects) {
      context.print(renderReport(await readEffects({runs}), format, context.width));
      return exitCode.done;
    }
    const figures = await readReport({runs, convention, trust});
    context.print(renderReport(figures, format, context.width));
    if (format === 'csv')
      for (const line of unfinishedLines(figures.unfinished)) context.note(line);
    return exitCode.done;
  },
});

type PageFlags = {
  out?: string | undefined;
  split: boolean;
  log: string[];
  suite?: string | undefined;
  prompts?: string | undefined;
  publishedLive: boolean;
};

/** @throws {UsageError} for a flag that means nothing to tables. */
function refusePageFlags({out, split, log, suite, prompts, publishedLive}: PageFlags): void {
  const given = {
    ...{out, suite, prompts, log: log[0]},
    ...{split: split || undefined, 'published-live': publishedLive || undefined},
  };
  const [name] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (name !== undefined)
    throw new UsageError(`--${name}: means something with --format html only`);
}

async function writePage(
  {
    runs,
    convention,
    trust,
    split,
    log,
    suite,
    prompts,
    publishedLive,
    out: named,
  }: PageFlags & Pick<ReportPageOptions, 'runs' | 'convention' | 'trust'>,
  context: Context,
): Promise<number> {
  const {path, bytes, problems, leftOut} = await writeReportPage({
    runs,
    convention,
    trust,
    out: named ?? (split ? 'report' : 'report.html'),
    split,
    logs: log,
    suite,
    promptsDirectory: prompts,
    publishedLive,
  });
  context.print(`${path}: ${(bytes / 1e6).toFixed(1)} MB, ${problems} problems`);
  if (leftOut > 0)
    context.note(
      `the conversations of ${leftOut} problems did not fit into one file; those with differences and failures are in it, and --split writes all`,
    );
  return exitCode.done;
}
