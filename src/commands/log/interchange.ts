import {exportLog} from '../../interchange/published/export-log.js';
import {importLog} from '../../interchange/published/import-log.js';
import {exportResults} from '../../interchange/upstream/export-results.js';
import {importResults} from '../../interchange/upstream/import-results.js';
import {counted} from '../../options/counted.js';
import {incompleteSentence} from '../../report/log-report.js';
import {type Context, createCommand, exitCode} from '../command.js';
import {suite} from '../flags/agreement.js';
import {choice, flagSwitch, value, word} from '../flags/flag.js';
import {out} from '../flags/result.js';
import {stored, text} from '../flags/schemas.js';

const group = 'Input';

const critic = value(text.optional(), {
  group,
  help: 'Who wrote the verbal feedback, where that is not told',
});

/** The published dataset, or a log exported to its shape, as a log directory. */
export const importLogCommand = createCommand({
  flags: {
    file: word(text, {help: 'A parquet file, or convcodebench for the pulled one'}),
    suite: suite(text.default('bigcodebench'), 'Name or file of the suite'),
    reference: value(text.optional(), {
      group,
      help: 'The reference model, for a file that does not say',
    }),
    critic,
    onlyConsistent: flagSwitch({
      group,
      help: 'Take the feedback out of lines whose feedback is about other code',
    }),
    python: value(text.optional(), {
      group,
      help: 'Python that tells which codes compile',
      otherwise: 'python3',
    }),
    out: out(text, 'Directory of the log to make'),
  },
  examples: [
    ['log import convcodebench --out logs/codellama', 'the published log, once it is pulled'],
    ['log import log.parquet --suite starter --out logs/back', 'an exported log'],
  ],
  async run({reference, critic, python, ...given}, context) {
    const {manifest, record} = await importLog({
      ...given,
      signal: context.signal,
      referenceModel: reference,
      critic,
      python,
      onProgress: ({step, scenario, done, total}) =>
        context.note(`${step}: ${scenario}, ${done} of ${total}`),
    });
    const files = Object.values(manifest.scenarios);
    const sum = (field: 'lines' | 'denied' | 'feedback_of_other_code') =>
      files.reduce((all, each) => all + (each[field] ?? 0), 0);
    context.print(
      `${given.out}: log of ${manifest.reference_model.asked}, ${counted(files.length, 'scenario')}, ${counted(sum('lines'), 'line')}; ${sum('denied')} denied, ${sum('feedback_of_other_code')} with feedback of other code${given.onlyConsistent ? ' (their feedback left out)' : ''}`,
    );
    const {meaning, fits, exceptions, unlabelled} = record.label;
    context.note(
      `label judges the ${meaning === 'answer' ? 'answer of its turn' : 'previous code'} (fits ${fits[meaning].fitting} of ${fits[meaning].rows} rows); ${counted(exceptions.length, 'exception')}, listed in ${given.out}/import.json; ${counted(unlabelled, 'row')} without a label`,
    );
    return exitCode.done;
  },
});

/** A log in the published parquet shape, or as one JSONL file. */
export const exportLogCommand = createCommand({
  flags: {
    log: word(stored, {help: 'Directory of the log'}),
    format: choice(['parquet', 'jsonl'], {
      group: 'Result',
      help: 'The published shape, or one file of lines',
    }),
    suite: suite(text.optional(), 'Name or file of the log’s suite', 'by the name in the log'),
    out: out(text, 'File to make'),
  },
  examples: [
    ['log export logs/codellama --out codellama.parquet', 'the published shape'],
    ['log export logs/codellama --format jsonl --out codellama.jsonl', 'lines'],
  ],
  async run({log, ...given}, context) {
    const {incomplete} = await exportLog({...given, directory: log, signal: context.signal});
    context.print(`${given.out}: the log ${log} as ${given.format}`);
    for (const each of incomplete) context.note(incompleteSentence(each));
    return exitCode.done;
  },
});

/** Upstream's result folders as a run that `report` and `correlate` take. */
export const importResultsCommand = createCommand({
  flags: {
    results: word(text, {help: 'Upstream’s results/<version>'}),
    model: value(text, {group, help: 'Whose results, as upstream was given it'}),
    reference: value(text.optional(), {
      group,
      help: 'The reference model of static results',
      otherwise: 'the results are live',
    }),
    critic,
    suite: suite(text.default('bigcodebench'), 'Name or file of the suite'),
    turnZero: value(text.optional(), {group, help: 'Folder of turn 0', otherwise: 'upstream’s'}),
    out: out(text, 'Directory of the run to make'),
  },
  examples: [
    ['log import-results results/v0.3.6 --model a/b --critic gpt-4o --out runs/b-live', 'live'],
    [
      'log import-results results/v0.3.6 --model a/b --reference c/d --critic gpt-4o --out runs/b',
      'static',
    ],
  ],
  async run({reference, critic, turnZero, ...given}, context) {
    const manifest = await importResults({
      ...given,
      signal: context.signal,
      referenceModel: reference,
      critic,
      turnZero,
      onProgress: noteProgress(context),
    });
    const mode = reference === undefined ? 'live' : `static on ${reference}`;
    context.print(
      `${given.out}: run of ${manifest.model}, ${mode}, ${counted(manifest.scenarios.length, 'scenario')}, ${counted(manifest.problems, 'problem')}; print upstream's tables with: convcodebench report ${given.out} --convention upstream`,
    );
    return exitCode.done;
  },
});

/** A run in upstream's layout. */
export const exportResultsCommand = createCommand({
  flags: {
    run: word(stored, {help: 'Directory of the run'}),
    log: value(stored.optional(), {group, help: 'The log that the run replayed'}),
    suite: suite(text.optional(), 'Name or file of the suite', 'the run’s'),
    leaveOutMissing: flagSwitch({group, help: 'Without problems whose verdicts are missing'}),
    upstreamVersion: value(text.optional(), {
      group: 'Result',
      help: 'Folder in results',
      otherwise: 'v0.3.6',
    }),
    simulatorName: value(text.optional(), {
      group: 'Result',
      help: 'What the critic is called there; gpt-4o for the published log’s, as upstream’s script has it',
      otherwise: 'its name',
    }),
    out: out(text, 'Directory to make'),
  },
  examples: [
    ['log export-results runs/qwen --log logs/codellama --out upstream/qwen', 'a replay'],
    [
      'log export-results runs/reference --leave-out-missing --out upstream/reference',
      'a live run that lacks verdicts',
    ],
  ],
  async run({log, suite, upstreamVersion, simulatorName, ...given}, context) {
    const {problems, leftOut, scenarios, script} = await exportResults({
      ...given,
      signal: context.signal,
      log,
      suite,
      version: upstreamVersion,
      simulatorName,
    });
    context.print(
      `${given.out}: ${counted(problems, 'problem')}, ${counted(scenarios.length, 'scenario')}, ${counted(leftOut.length, 'problem')} left out`,
    );
    context.note(`upstream's script reads it there, with its own files beside: ${script.command}`);
    for (const obstacle of script.obstacles) context.note(`what stops that script: ${obstacle}`);
    return exitCode.done;
  },
});

function noteProgress(
  context: Context,
): (progress: {scenario: string; done: number; total: number}) => void {
  return ({scenario, done, total}) => context.note(`${scenario}, ${done} of ${total}`);
}
