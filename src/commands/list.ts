import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {loadPromptSet, promptSetsDirectory, shippedPromptSets} from '../conversation/prompt-set.js';
import {packagePath} from '../files/package-root.js';
import {openLog} from '../log/read-log.js';
import {publishedStaticScenarios, scenarios} from '../problem/scenario.js';
import {bigCodeBenchPath, loadSuite} from '../problem/suite.js';
import {renderText} from '../report/table.js';
import {profiles} from '../simulation/profiles.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

type Listing = {columns: string[]; rows: string[][]; notes: string[]};

const listings = {
  models: listModels,
  scenarios: listScenarios,
  suites: listSuites,
  prompts: listPrompts,
  logs: listLogs,
} as const;

const schema = z.object({
  what: z.enum(['models', 'scenarios', 'suites', 'prompts', 'logs']),
  json: fields.flag,
});

export const list: Command = {
  builder: (yargs) =>
    yargs
      .positional('what', {
        choices: ['models', 'scenarios', 'suites', 'prompts', 'logs'] as const,
        describe: 'What to list',
      })
      .option('json', {type: 'boolean', default: false, describe: 'Print as JSON'}),
  async run(argv, context) {
    const {what, json} = parseArguments(argv, schema);
    const {columns, rows, notes} = await listings[what]();
    const records = rows.map((row) =>
      Object.fromEntries(columns.map((column, i) => [column, row[i]])),
    );
    context.print(
      json ? JSON.stringify(records, null, 2) : renderText({title: what, columns, rows, notes}),
    );
    return exitCode.done;
  },
};

async function listModels(): Promise<Listing> {
  return {
    columns: ['model', 'what it is'],
    rows: [
      ...profiles.map(({id, description}) => [id, `simulated coder: ${description}`]),
      ['canonical', 'the suite’s own solutions'],
      ['file:<completions.jsonl>', 'answers recorded earlier, looked up by request hash'],
      ['<name>', 'a model behind an OpenAI-compatible server (--base-url)'],
    ],
    notes: [
      'Simulated coders are stand-ins to try and test the benchmark with; their figures say nothing about any real model.',
    ],
  };
}

async function listScenarios(): Promise<Listing> {
  return {
    columns: ['scenario', 'execution', 'verbal', 'published static benchmark'],
    rows: scenarios.map(({id, execution, verbal}) => [
      id,
      execution,
      verbal,
      publishedStaticScenarios.includes(id) ? 'yes' : '',
    ]),
    notes: [
      'Compilation feedback is in all of them. partial: the first three tests; full: all tests.',
    ],
  };
}

async function listSuites(): Promise<Listing> {
  const starter = await loadSuite('starter');
  const pulled = existsSync(bigCodeBenchPath());
  return {
    columns: ['suite', 'problems', 'sha256', 'where'],
    rows: [
      [
        'starter',
        String(starter.problems.length),
        starter.hash.slice(0, 12),
        'ships with the package',
      ],
      ['bigcodebench', '1140', '', pulled ? 'pulled' : 'not here: convcodebench pull bigcodebench'],
      ['<file>', '', '', 'any JSONL(.gz) of the same nine fields'],
    ],
    notes: [],
  };
}

async function listPrompts(): Promise<Listing> {
  return {
    columns: ['set', 'sha256'],
    rows: shippedPromptSets().map((name) => [
      name,
      loadPromptSet(join(promptSetsDirectory, name)).hash.slice(0, 12),
    ]),
    notes: ['--prompts DIR uses a folder of your own with the same file names.'],
  };
}

async function listLogs(): Promise<Listing> {
  const root = packagePath('logs');
  const directories = existsSync(root)
    ? readdirSync(root, {withFileTypes: true, recursive: true}).filter(
        (entry) => entry.name === 'manifest.json',
      )
    : [];
  const rows = directories.map(({parentPath}) => {
    const {manifest} = openLog(parentPath);
    const lines = Object.values(manifest.scenarios).reduce((sum, {lines}) => sum + lines, 0);
    const scenarioCount = Object.keys(manifest.scenarios).length;
    return [
      `logs/${parentPath.slice(root.length + 1)}`,
      manifest.reference_model.asked,
      manifest.suite.name,
      String(scenarioCount),
      String(lines),
    ];
  });
  return {
    columns: ['log', 'reference model', 'suite', 'scenarios', 'lines'],
    rows,
    notes: ['Paths are relative to the package.'],
  };
}
