import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {loadPromptSet, promptSetsDirectory, shippedPromptSets} from '../conversation/prompt-set.js';
import {packagePath} from '../files/package-root.js';
import {openLog} from '../log/read-log.js';
import {option} from '../options/option-name.js';
import {publishedStaticScenarios, scenarios} from '../problem/scenario.js';
import {loadSuite, type PulledSuiteName, pulledSuitePath} from '../problem/suite.js';
import {profiles} from '../simulation/profiles.js';

/**
 * What there is of one kind: records for programs, under these plain keys, with the headings that
 * people read over them, and notes to read beneath.
 */
export type Listing = {
  headings: {[key: string]: string};
  records: {[key: string]: ListedValue}[];
  notes: string[];
};

/** Null where there is nothing to say. */
export type ListedValue = string | number | boolean | null;

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
    headings: {model: 'model', description: 'what it is'},
    records: [
      ...profiles.map(({id, description}) => ({
        model: id,
        description: `simulated coder: ${description}`,
      })),
      {model: 'canonical', description: 'the suite’s own solutions'},
      {
        model: 'file:<completions.jsonl>',
        description: 'answers recorded earlier, looked up by request hash',
      },
      {
        model: '<name>',
        description: `a model behind an OpenAI-compatible server (${option('baseUrl')})`,
      },
    ],
    notes: [
      'Simulated coders are stand-ins to try and test the benchmark with; their figures say nothing about any real model.',
    ],
  };
}

async function listScenarios(): Promise<Listing> {
  return {
    headings: {
      ...{scenario: 'scenario', execution: 'execution', verbal: 'verbal'},
      published_static: 'published static benchmark',
    },
    records: scenarios.map(({id, execution, verbal}) => ({
      ...{scenario: id, execution, verbal},
      published_static: publishedStaticScenarios.includes(id),
    })),
    notes: [
      'Compilation feedback is in all of them. partial: the first three tests; full: all tests.',
    ],
  };
}

async function listSuites(): Promise<Listing> {
  const starter = await loadSuite('starter');
  return {
    headings: {suite: 'suite', problems: 'problems', sha256: 'sha256', where: 'where'},
    records: [
      {
        suite: 'starter',
        problems: starter.problems.length,
        sha256: starter.hash,
        where: 'ships with the package',
      },
      {suite: 'bigcodebench', problems: 1140, sha256: null, where: whereIs('bigcodebench')},
      {
        suite: 'bigcodebench-hard',
        problems: 148,
        sha256: null,
        where: whereIs('bigcodebench-hard'),
      },
      {
        suite: '<file>',
        problems: null,
        sha256: null,
        where: 'any JSONL(.gz) of the same nine fields',
      },
    ],
    notes: [],
  };
}

function whereIs(name: PulledSuiteName): string {
  return existsSync(pulledSuitePath(name)) ? 'pulled' : `not here: convcodebench pull ${name}`;
}

async function listPrompts(): Promise<Listing> {
  return {
    headings: {set: 'set', sha256: 'sha256'},
    records: shippedPromptSets().map((name) => ({
      set: name,
      sha256: loadPromptSet(join(promptSetsDirectory, name)).hash,
    })),
    notes: [
      `${option('promptsDirectory')} DIR uses a folder of your own with the same file names.`,
    ],
  };
}

async function listLogs(): Promise<Listing> {
  const root = packagePath('logs');
  const directories = existsSync(root)
    ? readdirSync(root, {withFileTypes: true, recursive: true}).filter(
        (entry) => entry.name === 'manifest.json',
      )
    : [];
  const records = directories.map(({parentPath}) => {
    const {manifest} = openLog(parentPath);
    const lines = Object.values(manifest.scenarios).reduce((sum, {lines}) => sum + lines, 0);
    const scenarioCount = Object.keys(manifest.scenarios).length;
    return {
      log: `logs/${parentPath.slice(root.length + 1)}`,
      reference_model: manifest.reference_model.asked,
      suite: manifest.suite.name,
      scenarios: scenarioCount,
      lines,
    };
  });
  return {
    headings: {
      ...{log: 'log', reference_model: 'reference model', suite: 'suite'},
      ...{scenarios: 'scenarios', lines: 'lines'},
    },
    records,
    notes: ['Every verb finds them by these names, from anywhere.'],
  };
}
