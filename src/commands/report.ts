import {UsageError} from '../errors.js';
import {distinctPaths} from '../files/distinct-paths.js';
import {counted} from '../options/counted.js';
import {formats, renderReport} from '../report/formats.js';
import {type ReportPageOptions, writeReportPage} from '../report/html/write-page.js';
import {
  type HubForm,
  type HubMetadataOptions,
  hubForms,
  hubMetadata,
} from '../report/hub-metadata.js';
import {readEffects, readPublishedReport, readReport} from '../report/read-report.js';
import {unfinishedLines} from '../report/unfinished-report.js';
import {conventionSchema} from '../score/convention.js';
import {type Context, createCommand, exitCode} from './command.js';
import {choice, flagSwitch, kebab, repeatable, value, words} from './flags/flag.js';
import {formatFlags, out, trust} from './flags/result.js';
import {storedOnes, text} from './flags/schemas.js';

const html = 'html';

export const report = createCommand({
  flags: {
    runs: words(storedOnes.default([]), {help: 'Directories of runs'}),
    published: flagSwitch({
      group: 'Input',
      help: 'The published tables instead: the paper’s Tables 7, 8 and 14, upstream’s examples and figure',
      excludes: ['convention', 'trust'],
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
    trust: trust(),
    ...formatFlags,
    format: choice([...formats, html, ...hubForms], {
      group: 'Result',
      help: 'How to print; html: a page to look at, with all conversations, written to --out; model-index, eval-results: metadata of a model on the Hugging Face Hub, as YAML',
    }),
    dataset: value(text.optional(), {
      group: 'Result',
      help: 'With --format model-index or eval-results: the dataset’s id on the Hub',
      otherwise: 'by the suite',
    }),
    source: value(text.optional(), {
      group: 'Result',
      help: 'With --format model-index or eval-results: address of what the figures come from',
    }),
    out: out(
      text.optional(),
      'With --format html: the file, or with --split the new folder, to write',
    ),
    split: flagSwitch({
      group: 'Result',
      help: 'With --format html: a page and a file for each problem, in a folder, without limit of size',
    }),
    log: repeatable(storedOnes.default([]), {
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
    [
      'report runs/qwen --format model-index --source https://example.org/board',
      'for the card of a model on the Hugging Face Hub',
    ],
    ['report --published', 'what the paper says'],
  ],
  async run({dataset, source, ...given}, context) {
    const {runs: named, published, effects, format: chosen, ...rest} = given;
    const {json, convention, trust, ...page} = rest;
    const {paths: runs, again} = distinctPaths(named);
    const format = json ? 'json' : chosen;
    if (published && runs.length > 0)
      throw new UsageError('--published: stands alone; give it without runs');
    if (!published && runs.length === 0)
      throw new UsageError('report: no run given; directories of runs, or --published');
    if (format === html && (published || effects))
      throw new UsageError(
        '--format html: is of runs, with their effects; leave out --published and --effects',
      );
    if (!isHubForm(format)) refuseFlags(hubForms.join(' or '), {dataset, source});
    for (const run of again) context.note(`${run}: given twice; it is shown once`);
    if (format === html) return writePage({runs, convention, trust, ...page}, context);
    refuseFlags('html', page);
    if (isHubForm(format)) {
      if (published || effects || trust !== 'any' || convention !== 'credited')
        throw new UsageError(
          `--format ${format}: is of the scores of runs as they stand; leave out --published, --effects, --trust and --convention`,
        );
      return printHubMetadata({runs, form: format, dataset, source}, context);
    }
    if (published) {
      context.print(renderReport(readPublishedReport(), format, context.width));
      return exitCode.done;
    }
    if (effects) {
      context.print(renderReport(await readEffects({runs, trust}), format, context.width));
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

/** @throws {UsageError} for a flag that means something with another format only. */
function refuseFlags(format: string, flags: Readonly<Record<string, unknown>>): void {
  const isGiven = (value: unknown) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  const [name] = Object.entries(flags).find(([, value]) => isGiven(value)) ?? [];
  if (name === undefined) return;
  throw new UsageError(`--${kebab(name)}: means something with --format ${format} only`);
}

function isHubForm(format: string): format is HubForm {
  return hubForms.some((form) => form === format);
}

async function printHubMetadata(options: HubMetadataOptions, context: Context): Promise<number> {
  const {yaml, leftOut} = await hubMetadata(options);
  context.print(yaml.trimEnd());
  for (const figure of leftOut) context.note(`left out: ${figure}`);
  return exitCode.done;
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
  context.print(`${path}: ${(bytes / 1e6).toFixed(1)} MB, ${counted(problems, 'problem')}`);
  if (leftOut > 0)
    context.note(
      `the conversations of ${counted(leftOut, 'problem')} did not fit into one file; those with differences and failures are in it, and --split writes all`,
    );
  return exitCode.done;
}
