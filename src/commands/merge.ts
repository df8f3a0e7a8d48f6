import {statSync} from 'node:fs';
import {UsageError} from '../errors.js';
import {executeTable} from '../report/execute-report.js';
import {renderText} from '../report/table.js';
import {mergeRuns} from '../shards/merge-runs.js';
import {mergeVerdicts} from '../shards/merge-verdicts.js';
import {type Context, createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {words} from './flags/flag.js';
import {json, out} from './flags/result.js';
import {text, texts} from './flags/schemas.js';
import {printOutcome} from './outcome.js';

export const merge = createCommand({
  flags: {
    runs: words(texts, {help: 'Directories of the shards’ runs, or files of their verdicts'}),
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
  ],
  async run({runs, suite, out, json}, context) {
    if (runs.length === 0)
      throw new UsageError('merge: no shard given; give the runs of all shards');
    const files = runs.filter((path) => statSync(path, {throwIfNoEntry: false})?.isFile());
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
