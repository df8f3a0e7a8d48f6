import {statSync} from 'node:fs';
import {UsageError} from '../errors.js';
import {executeTable} from '../report/execute-report.js';
import {verificationLines} from '../report/submission-report.js';
import {renderText} from '../report/table.js';
import {mergeRuns} from '../shards/merge-runs.js';
import {mergeVerdicts} from '../shards/merge-verdicts.js';
import {isVerificationShard, mergeVerifications} from '../submission/merge-verifications.js';
import {type Context, createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {words} from './flags/flag.js';
import {json, out} from './flags/result.js';
import {storedOnes, text} from './flags/schemas.js';
import {printOutcome} from './outcome.js';

export const merge = createCommand({
  flags: {
    runs: words(storedOnes, {
      help: 'Directories of the shards’ runs, or files of their verdicts, or of what verifying came to',
    }),
    suite: suite(
      text.optional(),
      'Name or file of their suite',
      'found by its name, where it is no file',
    ),
    out: out(text, 'New directory of the run that they make; of verdicts, the new file'),
    json: json(),
  },
  examples: [
    ['merge shards/0 shards/1 shards/2 shards/3 --out runs/qwen', 'the shards of a replay'],
    ['merge verdicts-*.jsonl --out verdicts.jsonl', 'those of an execute'],
    ['merge qwen.shard-*.json --out qwen.verified-by-somebody.json', 'those of a submit verify'],
  ],
  async run({runs, suite, out, json}, context) {
    if (runs.length === 0)
      throw new UsageError('merge: no shard given; give the runs of all shards');
    const files = runs.filter((path) => statSync(path, {throwIfNoEntry: false})?.isFile());
    if (files.length === runs.length && files.every(isVerificationShard))
      return printVerification({files, out, json}, context);
    if (files.length === runs.length) return printVerdicts({files, suite, out, json}, context);
    const [file] = files;
    if (file !== undefined)
      throw new UsageError(
        `merge: ${file}: is a file, others are directories of runs; merge one kind at a time`,
      );
    const outcome = await mergeRuns({runs, suite, out, onNotice: context.note});
    printOutcome(outcome, json, context);
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
});

function printVerification(
  {json, ...options}: {files: string[]; out: string; json: boolean},
  context: Context,
): number {
  const outcome = mergeVerifications(options);
  const {path, verification, isRefuted} = outcome;
  if (json) context.print(JSON.stringify({path, ...verification}, null, 2));
  else for (const line of verificationLines(outcome)) context.print(line);
  if (isRefuted) return exitCode.no;
  return verification.counts.missing > 0 ? exitCode.incomplete : exitCode.done;
}

async function printVerdicts(
  given: {files: string[]; suite: string | undefined; out: string; json: boolean},
  context: Context,
): Promise<number> {
  const {json, ...options} = given;
  const manifest = await mergeVerdicts({...options, onNotice: context.note});
  if (json) context.print(JSON.stringify({out: given.out, ...manifest}, null, 2));
  else
    context.print(
      renderText(executeTable(given.out, manifest.suite.name, manifest.totals), context.width),
    );
  return manifest.totals.missing > 0 ? exitCode.incomplete : exitCode.done;
}
