/**
 * Makes a parquet file of the published log's schema and size (1,140 problems, five scenarios, ten
 * turns, about 154 MB as JSON) and imports it:
 *
 *     npx tsx scripts/bench-log-import.ts [--python PATH]
 *
 * Reports seconds, the peak of resident memory, and lines; the import runs in a process of its own,
 * so that making the file does not count. The limits to hold are 60 s and 1.5 GB. Texts are made up
 * (seeded): sizes and shares follow what is known of the published file, not its words.
 */
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {parquetWriteFile} from 'hyparquet-writer';
import {openCompiler} from '../src/interchange/published/compile-codes.js';
import {importPublishedLog} from '../src/interchange/published/log-import.js';
import {
  denylistMark,
  type PublishedTurn,
  publishedSchema,
  turnName,
  turns,
} from '../src/interchange/published/published-shape.js';
import type {Suite} from '../src/problem/problem.js';
import {publishedStaticScenarios, type ScenarioId} from '../src/problem/scenario.js';
import {seededRandom} from '../src/score/seeded-random.js';

const problems = 1140;
const random = seededRandom(20_250_227);
const chance = (share: number) => random.below(10_000) < share * 10_000;
const taskIds = Array.from({length: problems}, (_, index) => `BigCodeBench/${index}`);

type Row = {
  code: string;
  compilation: string | null;
  execution: string | null;
  verbal: string | null;
  label: string;
};

const {values} = parseArgs({
  options: {python: {type: 'string', default: 'python3'}, import: {type: 'string'}},
});
if (values.import) await importIt(values.import, values.python);
else await bench(values.python);

async function bench(python: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-log-import-'));
  try {
    const jsonBytes = writeFixture(join(directory, 'published.parquet'));
    const {size} = statSync(join(directory, 'published.parquet'));
    console.log(`fixture: ${megabytes(size)} of parquet, ${megabytes(jsonBytes)} as JSON`);
    const [script = ''] = process.argv.slice(1);
    await execa(
      process.execPath,
      [...process.execArgv, script, '--import', directory, '--python', python],
      {
        stdio: 'inherit',
      },
    );
  } finally {
    rmSync(directory, {recursive: true, force: true});
  }
}

async function importIt(directory: string, python: string): Promise<void> {
  const start = performance.now();
  const compiler = await openCompiler({python});
  const {manifest, record} = await importPublishedLog({
    file: join(directory, 'published.parquet'),
    out: join(directory, 'log'),
    suite: standInSuite(),
    compiles: compiler.compiles,
  });
  await compiler.close();
  const seconds = (performance.now() - start) / 1000;
  for (const [scenario, file] of Object.entries(manifest.scenarios)) {
    console.log(
      `${scenario}: ${file.lines} lines, ${file.denied} denied, ${file.feedback_of_other_code} with feedback of other code`,
    );
  }
  console.log(`label: ${record.label.meaning}, ${record.label.exceptions.length} exceptions`);
  console.log(
    `${seconds.toFixed(1)} s (limit 60), peak ${megabytes(process.resourceUsage().maxRSS * 1024)} (limit 1,500 MB)`,
  );
}

function standInSuite(): Suite {
  const rest = {
    complete_prompt: '',
    instruct_prompt: '',
    canonical_solution: '',
    code_prompt: '',
    test: '',
    entry_point: 'f',
    doc_struct: '',
    libs: '',
  };
  const suite = {
    name: 'bigcodebench',
    hash: 'f'.repeat(64),
    timeLimitMs: 1,
    standardLibraryOnly: false,
  };
  return {...suite, problems: taskIds.map((task_id) => ({task_id, ...rest}))};
}

/** Returns how many bytes the row is as JSON. */
function writeFixture(filename: string): number {
  const columns = publishedStaticScenarios.map((scenario) => ({
    name: scenario,
    data: [makeScenario(scenario)],
  }));
  parquetWriteFile({
    filename,
    columnData: columns,
    schema: publishedSchema(publishedStaticScenarios),
    statistics: false,
  });
  return columns.reduce((sum, {data}) => sum + Buffer.byteLength(JSON.stringify(data)), 0);
}

function makeScenario(scenario: ScenarioId): {[turn: string]: PublishedTurn} {
  const conversations = taskIds.map((_, index) => makeConversation(index, scenario));
  return Object.fromEntries(
    turns.map((turn) => {
      const rows = conversations.flatMap((conversation) => conversation[turn - 1] ?? []);
      const lists = {
        task_id: taskIds,
        previous_code: rows.map(({code}) => code),
        compilation_feedback: rows.map(({compilation}) => compilation),
        execution_feedback: rows.map(({execution}) => execution),
        verbal_feedback: rows.map(({verbal}) => verbal),
        label: rows.map(({label}) => label),
      };
      return [turnName(turn), lists];
    }),
  );
}

function makeConversation(problem: number, scenario: ScenarioId): Row[] {
  const denied = chance(0.004);
  let row = makeRow({problem, scenario, denied, solved: chance(0.28)});
  return turns.map(() => {
    const current = row;
    if (row.label !== 'pass')
      row = makeRow({
        problem,
        scenario,
        denied,
        solved: chance(scenario.endsWith('SEF') ? 0.12 : 0.02),
      });
    return current;
  });
}

function makeRow({
  problem,
  scenario,
  denied,
  solved,
}: {
  problem: number;
  scenario: ScenarioId;
  denied: boolean;
  solved: boolean;
}): Row {
  if (solved && !denied) {
    return {
      code: makeCode(problem),
      compilation: null,
      execution: null,
      verbal: null,
      label: 'pass',
    };
  }
  const broken = chance(0.03);
  const code = `${denied ? `${denylistMark}\n` : ''}${makeCode(problem)}${broken ? '\n    return (' : ''}`;
  const compilation =
    broken && chance(0.3)
      ? "Traceback (most recent call last):\nSyntaxError: '(' was never closed"
      : 'No syntax errors';
  const execution = scenario.includes('_EF_') ? makeTraceback(problem) : null;
  return {
    code,
    compilation,
    execution,
    verbal: makeProse(500),
    label: chance(0.1) ? 'timeout' : 'fail',
  };
}

function makeCode(problem: number): string {
  const body = Array.from({length: 18}, (_, line) => {
    const [a, b] = [random.below(900), random.below(900)];
    return `    value_${line} = [item_${a} * ${b} for item_${a} in range(${line}, len(str(data)) + ${a}) if item_${a} % ${b + 1} == 0]`;
  });
  return `import os\nimport re\n\ndef task_func(data, path="p${problem}"):\n    """Made up."""\n${body.join('\n')}\n    return value_0\n`;
}

function makeTraceback(problem: number): string {
  const entries = Array.from({length: 3}, (_, test) => {
    const line = random.below(400);
    return `TEST_CASE_${test}\nTraceback (most recent call last):\n  File "__test__.py", line ${line}, in test_case_${test}\n    self.assertEqual(task_func(${problem}), ${line})\nAssertionError: ${makeProse(120)}\n`;
  });
  return entries.join('\n');
}

function makeProse(length: number): string {
  let text = '';
  while (text.length < length) text += `${random.below(1_000_000).toString(36)} `;
  return text;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
