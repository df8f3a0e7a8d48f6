/**
 * What a real model does in conversations, and whether the simulated models rank on its log as they
 * rank live:
 *
 *     npx tsx scripts/study-real-model.ts [RUN LOG [folder]]
 *
 * RUN and LOG are what `generate` made of the starter suite; those that ship unless others are
 * named. Every simulated profile is replayed on that log, and the runs are compared with the live
 * ones that ship. Prints Markdown, which `docs/real-model.md` records. The replays stay in the
 * folder, if one is named.
 */
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pairCells} from '../src/correlate/cells.js';
import {correlateCells} from '../src/correlate/correlate-runs.js';
import {groupByReference} from '../src/correlate/references.js';
import {runSource} from '../src/correlate/sources.js';
import {packagePath} from '../src/files/package-root.js';
import {modelSlug} from '../src/model/slug.js';
import {openJudge} from '../src/open/open-judge.js';
import {turnZeroScenario} from '../src/problem/scenario.js';
import {loadSuite} from '../src/problem/suite.js';
import {replayLog} from '../src/replay/replay-log.js';
import {agreementReport} from '../src/report/correlation-report.js';
import {percent} from '../src/report/percent.js';
import {type ReportTable, renderMarkdown} from '../src/report/table.js';
import {readRun, type StoredRun} from '../src/run/read-run.js';
import type {VerdictRow} from '../src/run/verdict-row.js';
import {scoring} from '../src/score/scoring.js';
import {profiles} from '../src/simulation/profiles.js';

const [
  source = packagePath('reference-runs/starter/SmolLM2-135M-Instruct'),
  log = packagePath('logs/starter/SmolLM2-135M-Instruct_by_builtin'),
  kept,
] = process.argv.slice(2);
const folder = kept ?? mkdtempSync(join(tmpdir(), 'study-real-model-'));
const run = await readRun(source);
console.log(`${renderMarkdown(conversationTable(run))}\n`);
try {
  const groups = groupByReference(await replays());
  const rows = correlateCells(pairCells(groups, (await liveRuns()).map(runSource), []), scoring);
  for (const table of agreementReport({rows, simulated: true}).tables)
    console.log(`${renderMarkdown(table)}\n`);
} finally {
  if (kept === undefined) rmSync(folder, {recursive: true});
}

function conversationTable({rows, manifest}: StoredRun): ReportTable {
  const scenarios = [...new Set(rows.map(({scenario}) => scenario))];
  return {
    title: `What ${manifest.model} did, by scenario`,
    columns: [
      'scenario',
      'answers',
      'no program',
      'same program again',
      'passes',
      'fewer fail',
      'as many fail',
      'more fail',
    ],
    rows: scenarios.map((scenario) => conversationRow(scenario, rows)),
    notes: [
      'After the first turn an answer is set against the program it was to improve: counts of failing entries, `ALL` taken for more than any number of tests. Shares are of the answers.',
    ],
  };
}

function conversationRow(scenario: string, rows: readonly VerdictRow[]): string[] {
  const answered = rows.filter((row) => row.scenario === scenario && row.origin === 'answered');
  const before = answered.map((row) => earlier(row, rows));
  const share = (holds: (row: VerdictRow, earlier: VerdictRow | undefined) => boolean) => {
    const count = answered.filter((row, i) => holds(row, before[i])).length;
    return `${count} (${percent(count / answered.length)}%)`;
  };
  const change = (sign: number) =>
    scenario === turnZeroScenario
      ? '–'
      : share(
          (row, earlier) =>
            row.status !== 'pass' &&
            earlier !== undefined &&
            Math.sign(harm(row) - harm(earlier)) === sign,
        );
  return [
    scenario,
    String(answered.length),
    share(({found}) => found === 'none'),
    scenario === turnZeroScenario
      ? '–'
      : share((row, earlier) => row.code_sha256 === earlier?.code_sha256),
    share(({status}) => status === 'pass'),
    change(-1),
    change(0),
    change(1),
  ];
}

/** The row whose program this one was asked to improve. */
function earlier(row: VerdictRow, rows: readonly VerdictRow[]): VerdictRow | undefined {
  const scenario = row.turn === 1 ? turnZeroScenario : row.scenario;
  return rows.find(
    (other) =>
      other.scenario === scenario && other.task_id === row.task_id && other.turn === row.turn - 1,
  );
}

function harm({failures}: VerdictRow): number {
  return failures.includes('ALL') ? Number.MAX_SAFE_INTEGER : failures.length;
}

async function replays(): Promise<StoredRun[]> {
  const suite = await loadSuite('starter');
  const judge = await openJudge({
    suite,
    trusted: true,
    choice: {cacheDirectory: join(folder, 'verdicts')},
  });
  try {
    const runs: StoredRun[] = [];
    for (const {id: model} of profiles) {
      const out = join(folder, modelSlug(model));
      const {directory} = await replayLog({model, judge, log, out});
      runs.push(await readRun(directory));
    }
    return runs;
  } finally {
    await judge.close();
  }
}

async function liveRuns(): Promise<StoredRun[]> {
  const shipped = packagePath('reference-runs/starter');
  const runs = await Promise.all(readdirSync(shipped).map((name) => readRun(join(shipped, name))));
  return runs.filter(
    ({mode, manifest}) => mode === 'live' && profiles.some(({id}) => id === manifest.model),
  );
}
