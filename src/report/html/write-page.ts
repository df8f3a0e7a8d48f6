import {join} from 'node:path';
import {z} from 'zod';
import type {CorrelationRow} from '../../correlate/correlate-runs.js';
import {UsageError} from '../../errors.js';
import {makeDirectory} from '../../files/make-directory.js';
import {makeWholeDirectory} from '../../files/whole-directory.js';
import {streamAtomically, writeAtomically} from '../../files/write.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {flag, objectWith, oneOf, text, texts, wholeNumber} from '../../options/fields.js';
import {option} from '../../options/option-name.js';
import type {Convention} from '../../score/convention.js';
import {type TrustPolicy, trustPolicies} from '../../score/count-trust.js';
import {agreementOfRuns} from './agreement-of-runs.js';
import {type EvidenceSources, type OpenedSources, openSources} from './evidence.js';
import {fittingChunks} from './fitting-chunks.js';
import {pack} from './pack.js';
import {chunkPath, chunkScript, pageHtml} from './page/html.js';
import {type PageModel, pageModel, summaryOf} from './page/model.js';
import {openPageRun} from './page/runs.js';
import {readViewerAssets} from './viewer-assets.js';

export type ReportPageOptions = EvidenceSources & {
  /** Directories of runs, finished or not. */
  runs: readonly string[];
  /**
   * The file to write, or with `split` the directory: a page and a file beside it for each
   * problem, without limit of size.
   */
  out: string;
  split?: boolean | undefined;
  /** How Pass@1 at a later turn is read. Default `credited`. */
  convention?: Convention | undefined;
  /**
   * Which passes count: `any`, or only those with tests and program apart, where the problem allows
   * that. Default `any`.
   */
  trust?: TrustPolicy | undefined;
  /** Compare static runs with the paper's live figures. Default: with the live runs given. */
  publishedLive?: boolean | undefined;
  /** How static agrees with live, where that is known already. */
  correlations?: readonly CorrelationRow[] | undefined;
  /** In bytes; what does not fit into one file is left out of it. Default: 25 MB. */
  limit?: number | undefined;
};

const schema = optionsOf<ReportPageOptions>({
  runs: z.array(text, 'expected a list of directories').min(1, 'expected at least one run'),
  out: text,
  split: flag.optional(),
  convention: oneOf('credited', 'upstream').optional(),
  trust: oneOf(...trustPolicies).optional(),
  publishedLive: flag.optional(),
  correlations: z
    .array(objectWith<CorrelationRow>('what correlateRuns gives', 'reference', 'agreement'))
    .optional(),
  limit: wholeNumber(1).optional(),
  logs: texts.optional(),
  suite: text.optional(),
  promptsDirectory: text.optional(),
});

export type WrittenPage = {
  /** What to open. */
  path: string;
  /** Of all that was written. */
  bytes: number;
  problems: number;
  /** Problems whose conversations did not fit. */
  leftOut: number;
};

/** The most that one file may have: mail and browsers bear it. */
const largestFile = 25_000_000;

/**
 * Writes runs as a page to look at: figures, and all conversations that are at hand. The same runs
 * give the same bytes.
 * @throws {UsageError} for a directory that is no run, or an `out` that cannot be written, or, by
 * `trust`, a run that does not tell how its passes were established; {FileFormatError} for a
 * damaged run.
 * @example
 * const {path} = await writeReportPage({runs: ['runs/careful'], out: 'report.html'});
 */
export async function writeReportPage(options: ReportPageOptions): Promise<WrittenPage> {
  checkOptions('writeReportPage', schema, options);
  return writePageOf(await openSources(options), options);
}

/** The same from sources that are open already, for several pages. */
export async function writePageOf(
  sources: OpenedSources,
  options: Omit<ReportPageOptions, keyof EvidenceSources>,
): Promise<WrittenPage> {
  const {runs: directories, out, split = false} = options;
  const {convention = 'credited', trust = 'any', publishedLive: published = false} = options;
  if (!split && !out.endsWith('.html'))
    throw new UsageError(`${option('out')} ${out}: the name of a page ends in .html`);
  const runs = [];
  for (const directory of directories) runs.push(await openPageRun(directory, sources));
  const stored = runs.map((run) => run.stored);
  const agreement = options.correlations
    ? {rows: [...options.correlations], live: 'the live runs of this page'}
    : agreementOfRuns(stored, {published, trust});
  const model = pageModel({runs, convention, trust, agreement});
  return split ? writeDirectory(model, out) : writeFile(model, out, options.limit ?? largestFile);
}

async function writeFile(model: PageModel, path: string, limit: number): Promise<WrittenPage> {
  const assets = readViewerAssets();
  const room = limit - assets.script.length - assets.style.length;
  const chunks = fittingChunks(model, room - pack(summaryOf(model, () => true, '')).length);
  const reason = `a file holds at most ${limit / 1e6} MB`;
  const summary = pack(summaryOf(model, (task) => chunks.has(task), reason));
  const parts = {title: model.title, summary, place: 'inside', assets} as const;
  const sorted = [...chunks].sort(([a], [b]) => a - b);
  let bytes = 0;
  function* counted() {
    for (const piece of pageHtml({...parts, chunks: sorted})) {
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  }
  await streamAtomically(path, counted());
  const problems = model.tasks.length;
  return {path, bytes, problems, leftOut: problems - chunks.size};
}

async function writeDirectory(model: PageModel, path: string): Promise<WrittenPage> {
  const assets = readViewerAssets();
  const {title, tasks} = model;
  let bytes = 0;
  const write = (file: string, content: readonly string[]) => {
    writeAtomically(file, content, {synced: false});
    for (const piece of content) bytes += Buffer.byteLength(piece);
  };
  await makeWholeDirectory(path, (directory) => {
    makeDirectory(join(directory, 'data'));
    for (const task of tasks.keys())
      write(join(directory, chunkPath(task)), [chunkScript(task, pack(model.detail(task)))]);
    const summary = pack(summaryOf(model, () => true, ''));
    const parts = {title, summary, place: 'beside', chunks: [], assets} as const;
    write(join(directory, 'index.html'), [...pageHtml(parts)]);
  });
  return {path: join(path, 'index.html'), bytes, problems: tasks.length, leftOut: 0};
}
