import {readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {correlateRuns} from '../correlate/correlate-runs.js';
import {UsageError} from '../errors.js';
import {makeDirectory} from '../files/make-directory.js';
import {packagePath} from '../files/package-root.js';
import {writeAtomically, writeJson} from '../files/write.js';
import {generateLog} from '../generate/generate-log.js';
import type {Judge} from '../judging/judge.js';
import {openLog} from '../log/read-log.js';
import {modelSlug} from '../model/slug.js';
import {openJudge} from '../open/open-judge.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {abortSignal, callback, someTexts, text} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {loadSuite} from '../problem/suite.js';
import {replayLog} from '../replay/replay-log.js';
import {correlationTable} from '../report/correlation-report.js';
import {writeReportPage} from '../report/html/write-page.js';
import {rankingTable} from '../report/ranking-tables.js';
import {simulatedNote} from '../report/simulated-note.js';
import {type ReportTable, renderMarkdown} from '../report/table.js';
import {readRun, type StoredRun} from '../run/read-run.js';
import {profiles} from '../simulation/profiles.js';

export type QuickstartOptions = {
  /** Directory for everything it makes; what an earlier quickstart left there is removed first. */
  out: string;
  /** Profile ids; default: all that ship but the reference. */
  models?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<QuickstartOptions>({
  out: text,
  models: someTexts.optional(),
  signal: abortSignal.optional(),
  onNotice: callback<(notice: string) => void>().optional(),
});

export type QuickstartOutcome = {
  tables: ReportTable[];
  durationMs: number;
  /** Jobs judged, from an empty verdict cache. */
  jobsRun: number;
};

/** The starter log that ships. */
export const starterLog = packagePath('logs/starter/simulated--codellama-like_by_builtin');

/**
 * The whole story offline: every simulated profile replayed on the starter log and run live, both
 * rankings per scenario, and how far they agree. Writes `report.md`, `report.json` and the page
 * `report.html` beside the runs.
 * @throws {UsageError} when `out` holds something that is not a quickstart's.
 */
export async function runQuickstart(options: QuickstartOptions): Promise<QuickstartOutcome> {
  checkOptions('runQuickstart', schema, options);
  const {out, onNotice} = options;
  const began = Date.now();
  clearEarlier(out);
  const suite = await loadSuite('starter');
  const choice = {cacheDirectory: join(out, 'verdicts')};
  const judge = await openJudge({suite, trusted: true, choice, onNotice});
  try {
    const runs = await makeRuns(options, judge, began);
    const rows = correlateRuns(runs, []);
    const notes = [
      'The reference itself is left out: on its own log static and live are one.',
      simulatedNote,
    ];
    const tables = [
      ...rows.filter(({metric}) => metric === 'mrr').map(rankingTable),
      correlationTable(rows, notes),
    ];
    const directories = [...runs.statics, ...runs.lives].map(({label}) => label);
    await writeReportPage({runs: directories, out: join(out, 'report.html'), correlations: rows});
    const outcome = {tables, durationMs: Date.now() - began, jobsRun: judge.jobsRun()};
    writeAtomically(join(out, 'report.md'), [
      `# Quickstart\n\n${tables.map(renderMarkdown).join('\n\n')}\n`,
    ]);
    const {durationMs: duration_ms, jobsRun: jobs_run} = outcome;
    writeJson(join(out, 'report.json'), {
      simulated: true,
      jobs_run,
      duration_ms,
      correlations: rows,
    });
    return outcome;
  } finally {
    await judge.close();
  }
}

async function makeRuns(
  {out, models, signal, onNotice}: QuickstartOptions,
  judge: Judge,
  began: number,
): Promise<{statics: StoredRun[]; lives: StoredRun[]}> {
  const reference = openLog(starterLog).manifest.reference_model.asked;
  const targets = models ?? profiles.map(({id}) => id).filter((id) => id !== reference);
  const statics: StoredRun[] = [];
  const lives: StoredRun[] = [];
  for (const [i, id] of targets.entries()) {
    const common = {model: id, judge, signal};
    const replayed = await replayLog({
      ...common,
      log: starterLog,
      out: join(out, 'static', modelSlug(id)),
    });
    const generated = await generateLog({
      ...common,
      suite: 'starter',
      out: join(out, 'live', modelSlug(id)),
    });
    statics.push(await readRun(replayed.directory));
    lives.push(await readRun(generated.directory));
    const jobs = replayed.jobsRun + generated.jobsRun;
    onNotice?.(
      `${i + 1} of ${targets.length}: ${id}, ${jobs} jobs judged, ${((Date.now() - began) / 1000).toFixed(1)} s so far`,
    );
  }
  return {statics, lives};
}

const kept = 'verdicts';
const ours = [kept, 'static', 'live', 'report.md', 'report.json', 'report.html'];

/**
 * Removes what an earlier quickstart left. The folder of verdicts, made first of all, tells its
 * work from others' folders of the same names.
 */
function clearEarlier(out: string): void {
  makeDirectory(out);
  const names = readdirSync(out);
  const foreign = names.find((name) => !ours.includes(name) || !names.includes(kept));
  if (foreign)
    throw new UsageError(
      `${out}: holds ${foreign}, which no quickstart made; choose another ${option('out')}`,
    );
  for (const name of names.filter((each) => each !== kept))
    rmSync(join(out, name), {recursive: true});
  rmSync(join(out, kept), {recursive: true, force: true});
  makeDirectory(join(out, kept));
}
