/**
 * Our figures beside those of ConvCodeWorld's own `print_results.py`, number by number:
 *
 *     npx tsx scripts/compare-print-results.ts FOLDER [--python PYTHON] [--log LOG] [RUN…]
 *
 * FOLDER is where the script lies in a clone of its repository (`convcodeworld/`). PYTHON has
 * NumPy, whose rounding the script prints; what else it imports may be absent. RUN: runs, live or
 * on LOG (by default the starter log). Without any, simulated models are run: on the log, live in
 * all scenarios, and live without `CF` and `CF_SNF`. Each is exported, printed by the script, and
 * compared with `report --convention upstream`. Also compared: whether the export says what stops
 * the script. Exit code 1 where anything differs.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {z} from 'zod';
import {UsageError} from '../src/errors.js';
import {packagePath} from '../src/files/package-root.js';
import {generateLog} from '../src/generate/generate-log.js';
import {exportResults} from '../src/interchange/upstream/export-results.js';
import {modelSlug} from '../src/model/slug.js';
import {openJudge} from '../src/open/open-judge.js';
import {type ScenarioId, scenarios} from '../src/problem/scenario.js';
import {loadSuite} from '../src/problem/suite.js';
import {starterLog} from '../src/quickstart/quickstart.js';
import {replayLog} from '../src/replay/replay-log.js';
import {readReport} from '../src/report/read-report.js';
import type {ScenarioMetrics} from '../src/score/metrics.js';
import {upstreamPercent} from '../src/score/upstream-percent.js';

const models = ['simulated:careful', 'simulated:beginner', 'simulated:hasty'];

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    python: {type: 'string', default: 'python3'},
    log: {type: 'string', default: starterLog},
  },
});
const [folder, ...given] = positionals;
if (folder === undefined) throw new UsageError('name the folder of print_results.py');

const printedSchema = z.object({
  tables: z.array(z.object({columns: z.array(z.string()), rows: z.array(z.array(z.string()))})),
  error: z.string().nullable(),
});
type Printed = z.infer<typeof printedSchema>;

const work = mkdtempSync(join(tmpdir(), 'compare-print-results-'));
try {
  let [numbers, different] = [0, 0];
  for (const run of given.length > 0 ? given : await makeRuns()) {
    const {compared, differences} = await compare(run);
    numbers += compared;
    different += differences.length;
    console.log(`${run}: ${compared} numbers`);
    for (const difference of differences) console.log(`  ${difference}`);
  }
  console.log(`${numbers} numbers compared, ${different} differences`);
  process.exitCode = different > 0 ? 1 : 0;
} finally {
  rmSync(work, {recursive: true});
}

async function makeRuns(): Promise<string[]> {
  const suite = await loadSuite('starter');
  const choice = {cacheDirectory: join(work, 'verdicts')};
  const judge = await openJudge({suite, trusted: true, choice});
  const without = scenarios.map(({id}) => id).filter((id) => id !== 'CF' && id !== 'CF_SNF');
  const runs: string[] = [];
  try {
    for (const model of models) {
      const out = (kind: string) => join(work, `${kind}-${modelSlug(model)}`);
      const live = {model, judge, suite: 'starter'};
      runs.push(
        (await replayLog({model, judge, log: values.log, out: out('static')})).directory,
        (await generateLog({...live, out: out('live')})).directory,
        (await generateLog({...live, scenarios: without, out: out('without')})).directory,
      );
    }
  } finally {
    await judge.close();
  }
  return runs;
}

async function compare(run: string): Promise<{compared: number; differences: string[]}> {
  const {scored} = await readReport({runs: [run], convention: 'upstream'});
  const [metrics] = scored.map((each) => each.metrics);
  if (!metrics) throw new UsageError(`${run}: has no figures`);
  const out = mkdtempSync(join(work, 'export-'));
  const log = metrics.mode === 'static' ? values.log : undefined;
  const {script} = await exportResults({run, log, out});
  const printed = await print(script.command, out);
  const pairs = printed.tables.flatMap((table) => pairsOf(table, metrics.scenarios));
  const differences = pairs.flatMap(({where, theirs, ours}) =>
    theirs === ours ? [] : [`${where}: ${theirs} there, ${ours} here`],
  );
  return {
    compared: pairs.length,
    differences: [...differences, ...unforeseen(printed, script.obstacles)],
  };
}

async function print(command: string, cwd: string): Promise<Printed> {
  const [, , ...flags] = command.split(' ');
  const driver = packagePath('scripts/print-results-tables.py');
  const {stdout} = await execa(values.python, [driver, folder ?? '', ...flags], {cwd});
  return printedSchema.parse(JSON.parse(stdout));
}

type Pair = {where: string; theirs: number | null; ours: number | null};

/** Every cell that holds a number there, or should. */
function pairsOf({columns, rows}: Printed['tables'][number], own: ScenarioMetrics[]): Pair[] {
  return rows.flatMap(([row = '', ...cells]) =>
    cells.flatMap((cell, at) => {
      const id = scenarioOf(columns[at + 1] ?? '');
      const found = own.find(({scenario}) => scenario === id);
      if (cell === '' && !found) return [];
      const figure = figureOf(found ?? firstAnswers(own), found ? row : '0');
      const ours = figure === null ? null : upstreamPercent(figure);
      return [{where: `${id} ${row}`, theirs: cell === '' ? null : Number(cell), ours}];
    }),
  );
}

/** In place of a scenario that a live run has not, the script prints its first answers. */
function firstAnswers([any]: ScenarioMetrics[]): ScenarioMetrics {
  if (!any) throw new UsageError('the run has no scenarios');
  return any;
}

function figureOf({mrr, recall, pass_at_1}: ScenarioMetrics, row: string): number | null {
  if (row === 'MRR') return mrr.value;
  if (row === 'Recall') return recall.value;
  return pass_at_1[Number(row)]?.value ?? null;
}

/** `w/ CF EF (partial TC) SNF` is `CF_EF_UNIT_SNF`, whatever the version writes behind it. */
function scenarioOf(column: string): ScenarioId {
  const [, coverage, verbal] =
    /^w\/ CF(?: EF \((partial|full) TCs?\))?(?: (SNF|SEF))?(?: \(.*\))?$/.exec(column) ?? [];
  const execution = coverage && (coverage === 'full' ? 'EF_FULL' : 'EF_UNIT');
  const id = ['CF', execution, verbal].filter(Boolean).join('_');
  const found = scenarios.find((scenario) => scenario.id === id && column.startsWith('w/ CF'));
  if (!found) throw new UsageError(`${column}: no column that we know`);
  return found.id;
}

/** Versions that print `CF` stop where a first answer does not compile and must stand in for it. */
function unforeseen({error, tables}: Printed, obstacles: readonly string[]): string[] {
  if (error !== null && obstacles.length === 0)
    return [`the script stopped, and the export did not say why: ${error}`];
  const announced = obstacles.some((obstacle) => obstacle.startsWith('without '));
  const printsFirstAnswers = tables.some(({columns}) => columns.includes('w/ CF'));
  return announced && error === null && printsFirstAnswers
    ? ['the script did not stop, as the export had said']
    : [];
}
