/**
 * Which reference model makes a log that ranks like the live benchmark? Tests the paper's rule "use
 * the weakest model" on the starter suite:
 *
 *     npx tsx scripts/study-references.ts [folder]
 *
 * Six simulated references of different strength generate a log each, 16 other simulated models are
 * replayed on every log and run live, and both rankings are compared. Prints Markdown, which
 * `docs/which-reference.md` records. The runs stay in the folder, if one is named: runs begun there
 * are gone on with.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pairCells} from '../src/correlate/cells.js';
import {correlateCells} from '../src/correlate/correlate-runs.js';
import {chooseReferences, type ReferenceView} from '../src/correlate/reference-choice.js';
import {groupByReference} from '../src/correlate/references.js';
import {runSource} from '../src/correlate/sources.js';
import {generateLog} from '../src/generate/generate-log.js';
import {modelSlug} from '../src/model/slug.js';
import {openJudge} from '../src/open/open-judge.js';
import {type ModelChoice, modelIdOf} from '../src/open/open-model.js';
import {loadSuite} from '../src/problem/suite.js';
import {replayLog} from '../src/replay/replay-log.js';
import {sideBySideTable} from '../src/report/correlation-report.js';
import {metricName} from '../src/report/metric-name.js';
import {coefficient, percent} from '../src/report/percent.js';
import {questionsTable, referenceTable} from '../src/report/reference-report.js';
import {type ReportTable, renderMarkdown} from '../src/report/table.js';
import {readRun, type StoredRun} from '../src/run/read-run.js';
import {permutationPValue} from '../src/score/permutation-p-value.js';
import {scoring} from '../src/score/scoring.js';
import {seededRandom} from '../src/score/seeded-random.js';
import {spearman} from '../src/score/spearman.js';
import {loadCatalogue} from '../src/simulation/catalogue.js';
import {createSimulatedCoder} from '../src/simulation/coder.js';
import {type Profile, profiles, simulatedPrefix} from '../src/simulation/profiles.js';

const references = [
  'beginner',
  'codellama-like',
  'test-reader',
  'compiler-minded',
  'careful',
  'stubborn',
].map((name) => simulatedPrefix + name);

/**
 * Besides the shipped profiles that are no reference: made-up ones, drawn with this seed, so that
 * there are enough models to rank.
 */
const madeUp = {count: 12, seed: 1};

const began = Date.now();
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'study-references-'));
const suite = await loadSuite('starter');
const catalogue = await loadCatalogue(suite);
const judge = await openJudge({
  suite,
  trusted: true,
  choice: {cacheDirectory: join(folder, 'verdicts')},
});
try {
  const {statics, lives} = await makeRuns();
  for (const table of resultTables(statics, lives)) console.log(`${renderMarkdown(table)}\n`);
  note(
    `${statics.length} static and ${lives.length} live runs, ${references.length} logs, ${judge.jobsRun()} jobs`,
  );
} finally {
  await judge.close();
  if (process.argv[2] === undefined) rmSync(folder, {recursive: true});
}

async function makeRuns(): Promise<{statics: StoredRun[]; lives: StoredRun[]}> {
  const targets = [...profiles.filter(({id}) => !references.includes(id)), ...drawProfiles()];
  const logs = [];
  for (const id of references) logs.push(join((await live(byName(id))).label, 'log'));
  note('the logs are there');
  const [statics, lives]: [StoredRun[], StoredRun[]] = [[], []];
  for (const profile of targets) {
    const model = byProfile(profile);
    lives.push(await live(model));
    for (const [at, log] of logs.entries()) {
      const out = join(folder, 'static', modelSlug(references[at] ?? ''), modelSlug(profile.id));
      const {directory} = await replayLog({model, judge, log, out});
      statics.push(await readRun(directory));
    }
    note(profile.id);
  }
  return {statics, lives};
}

async function live(model: ModelChoice): Promise<StoredRun> {
  const out = join(folder, 'live', modelSlug(modelIdOf(model)));
  const {directory} = await generateLog({model, judge, suite: 'starter', out});
  return readRun(directory);
}

function byName(id: string): ModelChoice {
  return id;
}

function byProfile(profile: Profile): ModelChoice {
  return createSimulatedCoder({profile, suite, catalogue});
}

/** Skill and uptakes over the range of the shipped profiles, independent of each other. */
function drawProfiles(): Profile[] {
  const random = seededRandom(madeUp.seed);
  const between = (low: number, high: number) => low + ((high - low) * random.below(1001)) / 1000;
  return Array.from({length: madeUp.count}, (_, i) => ({
    id: `${simulatedPrefix}made-up-${String(i + 1).padStart(2, '0')}`,
    description: 'drawn for this study',
    skill: between(0.9, 3.3),
    uptake: {
      compilation: between(0.5, 0.98),
      execution: between(0.1, 0.85),
      novice: between(0.1, 0.75),
      expert: between(0.15, 0.9),
    },
    regression: between(0.01, 0.1),
  }));
}

function resultTables(statics: readonly StoredRun[], lives: readonly StoredRun[]): ReportTable[] {
  const groups = groupByReference(statics);
  const rows = correlateCells(pairCells(groups, lives.map(runSource), []), scoring);
  const views = chooseReferences(groups, rows, scoring);
  const sideBySide = sideBySideTable(rows);
  const [first] = views;
  return [
    ...views.map(referenceTable),
    hypothesisTable(views),
    ...(sideBySide ? [sideBySide] : []),
    ...(first?.choice.candidates ? [questionsTable(first.choice.candidates)] : []),
  ];
}

/** Does agreement fall as the reference's strength rises? */
function hypothesisTable(views: readonly ReferenceView[]): ReportTable {
  return {
    title: 'The rule "use the weakest model"',
    columns: [
      'metric',
      'Spearman of strength with median agreement',
      'p',
      'weakest reference',
      'its rank',
      'best in resamples, %',
    ],
    rows: views.flatMap(({metric, choice}) => {
      if (choice.candidates === null) return [];
      const known = choice.candidates.flatMap((candidate) =>
        candidate.strength.value === null
          ? []
          : [{...candidate, strength: candidate.strength.value}],
      );
      const [strengths, medians] = [
        known.map(({strength}) => strength),
        known.map((candidate) => candidate.median.value),
      ];
      const rho = spearman(strengths, medians);
      const p = permutationPValue(strengths, medians, {seed: scoring.seed});
      const weakest = known.reduce((least, other) =>
        other.strength < least.strength ? other : least,
      );
      const rank = 1 + medians.filter((median) => median > weakest.median.value).length;
      return [
        [
          metricName(metric),
          rho.value === null ? `– (${rho.reason})` : coefficient(rho.value),
          p.value === null ? '–' : coefficient(p.value),
          weakest.reference,
          `${rank} of ${known.length}`,
          percent(weakest.best_share),
        ],
      ];
    }),
    notes: ['The rule predicts -1. p: two-sided, exact over all orders of the references.'],
  };
}

function note(text: string): void {
  console.error(`${((Date.now() - began) / 1000).toFixed(0)} s: ${text}`);
}
