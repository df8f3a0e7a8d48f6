import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {loadPromptSet, promptSetsDirectory, shippedPromptSets} from '../conversation/prompt-set.js';
import {packagePath} from '../files/package-root.js';
import {openLog} from '../log/read-log.js';
import {publishedStaticScenarios, scenarios} from '../problem/scenario.js';
import {loadSuite, type PulledSuiteName, pulledSuitePath} from '../problem/suite.js';
import {profiles} from '../simulation/profiles.js';

/** What there is of one kind: a row each, and notes to read beneath. */
export type Listing = {columns: string[]; rows: string[][]; notes: string[]};

/** What there is: models, scenarios, suites, prompt sets and the logs that ship. */
export const listings = {
  models: listModels,
  scenarios: listScenarios,
  suites: listSuites,
  prompts: listPrompts,
  logs: listLogs,
} as const;

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
  return {
    columns: ['suite', 'problems', 'sha256', 'where'],
    rows: [
      [
        'starter',
        String(starter.problems.length),
        starter.hash.slice(0, 12),
        'ships with the package',
      ],
      ['bigcodebench', '1140', '', whereIs('bigcodebench')],
      ['bigcodebench-hard', '148', '', whereIs('bigcodebench-hard')],
      ['<file>', '', '', 'any JSONL(.gz) of the same nine fields'],
    ],
    notes: [],
  };
}

function whereIs(name: PulledSuiteName): string {
  return existsSync(pulledSuitePath(name)) ? 'pulled' : `not here: convcodebench pull ${name}`;
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
