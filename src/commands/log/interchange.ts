import {z} from 'zod';
import {exportLog} from '../../interchange/published/export-log.js';
import {importLog} from '../../interchange/published/import-log.js';
import {exportResults} from '../../interchange/upstream/export-results.js';
import {importResults} from '../../interchange/upstream/import-results.js';
import {type Context, exitCode} from '../command.js';
import {fields, parseArguments} from '../options.js';
import type {LogAction} from './action.js';

const out = z.string({error: 'needed: what to make'}).min(1);
const text = fields.text.optional();
const flag = fields.flag.default(false);

const importSchema = z.object({
  out,
  suite: fields.text.default('bigcodebench'),
  onlyConsistent: flag,
  reference: text,
  critic: text,
  python: text,
});

/** The published dataset, or a log exported to its shape, as a log directory. */
export const importLogAction: LogAction = {
  flags: ['out', 'suite', 'only-consistent', 'reference', 'critic', 'python'],
  async run(file, argv, context) {
    const {reference, critic, python, ...given} = parseArguments(argv, importSchema);
    const {manifest, record} = await importLog({
      ...given,
      file,
      signal: context.signal,
      ...(reference !== undefined && {referenceModel: reference}),
      ...(critic !== undefined && {critic}),
      ...(python !== undefined && {python}),
      onProgress: ({step, scenario, done, total}) =>
        context.note(`${step}: ${scenario}, ${done} of ${total}`),
    });
    const files = Object.values(manifest.scenarios);
    const sum = (field: 'lines' | 'denied' | 'feedback_of_other_code') =>
      files.reduce((all, each) => all + (each[field] ?? 0), 0);
    context.print(
      `${given.out}: log of ${manifest.reference_model.asked}, ${files.length} scenarios, ${sum('lines')} lines; ${sum('denied')} denied, ${sum('feedback_of_other_code')} with feedback of other code${given.onlyConsistent ? ' (their feedback left out)' : ''}`,
    );
    const {meaning, fits, exceptions, unlabelled} = record.label;
    context.note(
      `label judges the ${meaning === 'answer' ? 'answer of its turn' : 'previous code'} (fits ${fits[meaning].fitting} of ${fits[meaning].rows} rows); ${exceptions.length} exceptions, listed in ${given.out}/import.json; ${unlabelled} rows without a label`,
    );
    return exitCode.done;
  },
};

const exportSchema = z.object({out, format: z.enum(['parquet', 'jsonl']).default('parquet')});

/** A log in the published parquet shape, or as one JSONL file. */
export const exportLogAction: LogAction = {
  flags: ['out', 'format'],
  async run(directory, argv, context) {
    const given = parseArguments(argv, exportSchema);
    await exportLog({...given, directory, signal: context.signal});
    context.print(`${given.out}: the log ${directory} as ${given.format}`);
    return exitCode.done;
  },
};

const importResultsSchema = z.object({
  out,
  model: z.string({error: 'needed: whose results, as upstream was given it'}).min(1),
  suite: fields.text.default('bigcodebench'),
  reference: text,
  critic: text,
  turnZero: text,
});

/** Upstream's result folders as a run that `report` and `correlate` take. */
export const importResultsAction: LogAction = {
  flags: ['out', 'model', 'suite', 'reference', 'critic', 'turn-zero'],
  async run(results, argv, context) {
    const {reference, critic, turnZero, ...given} = parseArguments(argv, importResultsSchema);
    const manifest = await importResults({
      ...given,
      results,
      signal: context.signal,
      ...(reference !== undefined && {referenceModel: reference}),
      ...(critic !== undefined && {critic}),
      ...(turnZero !== undefined && {turnZero}),
      onProgress: noteProgress(context),
    });
    const mode = reference === undefined ? 'live' : `static on ${reference}`;
    context.print(
      `${given.out}: run of ${manifest.model}, ${mode}, ${manifest.scenarios.length} scenarios, ${manifest.problems} problems; print upstream's tables with: convcodebench report ${given.out} --convention upstream`,
    );
    return exitCode.done;
  },
};

const exportResultsSchema = z.object({
  out,
  log: text,
  suite: text,
  upstreamVersion: text,
  simulatorName: text,
  leaveOutMissing: flag,
});

/** A run in upstream's layout. */
export const exportResultsAction: LogAction = {
  flags: ['out', 'log', 'suite', 'upstream-version', 'simulator-name', 'leave-out-missing'],
  async run(run, argv, context) {
    const {log, suite, upstreamVersion, simulatorName, ...given} = parseArguments(
      argv,
      exportResultsSchema,
    );
    const {problems, leftOut, scenarios, script} = await exportResults({
      ...given,
      run,
      signal: context.signal,
      ...(log !== undefined && {log}),
      ...(suite !== undefined && {suite}),
      ...(upstreamVersion !== undefined && {version: upstreamVersion}),
      ...(simulatorName !== undefined && {simulatorName}),
    });
    context.print(
      `${given.out}: ${problems} problems, ${scenarios.length} scenarios, ${leftOut.length} problems left out`,
    );
    context.note(`upstream's script reads it there, with its own files beside: ${script.command}`);
    for (const obstacle of script.obstacles)
      context.note(`that script cannot print all of it: ${obstacle}`);
    return exitCode.done;
  },
};

function noteProgress(
  context: Context,
): (progress: {scenario: string; done: number; total: number}) => void {
  return ({scenario, done, total}) => context.note(`${scenario}, ${done} of ${total}`);
}
