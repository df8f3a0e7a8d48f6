import {existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {packagePath} from '../files/package-root.js';
import {writeAtomically, writeJson} from '../files/write.js';
import {openLog} from '../log/read-log.js';
import {modelSlug} from '../model/slug.js';
import {correlationTable, rankingTable} from '../report/correlation-report.js';
import {type ReportTable, renderMarkdown} from '../report/table.js';
import {profiles} from '../simulation/profiles.js';
import {correlateRuns} from './correlate-runs.js';
import {generateLog} from './generate-log.js';
import {readRun} from './read-run.js';
import {replayLog} from './replay-log.js';

export type QuickstartOptions = {
  /** Directory for everything it makes; what an earlier quickstart left there is removed first. */
  out: string;
  /** Profile ids; default: all that ship but the reference. */
  models?: readonly string[];
  signal?: AbortSignal;
  onNotice?: (notice: string) => void;
};

export type QuickstartOutcome = {
  tables: ReportTable[];
  durationMs: number;
  /** Jobs judged, from an empty verdict cache. */
  jobsRun: number;
};

/** The starter log that ships. */
export const starterLog = packagePath('logs/starter/simulated--codellama-like_by_builtin');

/**
 * The whole story offline: every simulated profile replayed on the starter log and run live, both rankings per scenario, and how far they agree.
 * Writes `report.md` and `report.json` beside the runs.
 * @throws {UsageError} when `out` holds something that is not a quickstart's.
 */
export async function runQuickstart({
  out,
  models,
  signal,
  onNotice = () => {},
}: QuickstartOptions): Promise<QuickstartOutcome> {
  const began = Date.now();
  clearEarlier(out);
  const reference = openLog(starterLog).manifest.reference_model.asked;
  const targets = models ?? profiles.map(({id}) => id).filter((id) => id !== reference);
  const judge = {cacheDirectory: join(out, 'verdicts')};
  let jobsRun = 0;
  const runs = {static: [] as string[], live: [] as string[]};
  for (const id of targets) {
    const common = {model: {spec: id, baseUrl: null}, judge, ...(signal && {signal})};
    const [staticOut, liveOut] = [join(out, 'static', modelSlug(id)), join(out, 'live', modelSlug(id))];
    const replayed = await replayLog({...common, log: starterLog, out: staticOut});
    const generated = await generateLog({...common, suite: 'starter', out: liveOut});
    jobsRun += replayed.jobsRun + generated.jobsRun;
    runs.static.push(staticOut);
    runs.live.push(liveOut);
    onNotice(
      `${id}: static and live, ${replayed.jobsRun + generated.jobsRun} jobs judged, ${seconds(Date.now() - began)} s so far`,
    );
  }
  const [statics, lives] = await Promise.all([runs.static, runs.live].map((each) => Promise.all(each.map(readRun))));
  const rows = correlateRuns({statics: statics ?? [], lives: lives ?? []}, []);
  const simulated = ['Simulated models: these figures say nothing about any real model.'];
  const tables = [
    ...rows.filter(({metric}) => metric === 'mrr').map((row) => rankingTable(row)),
    correlationTable(rows, simulated),
  ];
  const outcome = {tables, durationMs: Date.now() - began, jobsRun};
  writeAtomically(join(out, 'report.md'), [`# Quickstart\n\n${tables.map(renderMarkdown).join('\n\n')}\n`]);
  writeJson(join(out, 'report.json'), {
    simulated: true,
    reference,
    jobs_run: jobsRun,
    duration_ms: outcome.durationMs,
    correlations: rows,
  });
  return outcome;
}

const ours = ['static', 'live', 'verdicts', 'report.md', 'report.json'];

function clearEarlier(out: string): void {
  mkdirSync(out, {recursive: true});
  const foreign = readdirSync(out).find((name) => !ours.includes(name));
  if (foreign) throw new UsageError(`${out}: holds ${foreign}, which no quickstart made; choose another --out`);
  for (const name of ours) if (existsSync(join(out, name))) rmSync(join(out, name), {recursive: true});
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
