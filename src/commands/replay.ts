import {z} from 'zod';
import {explainRun, readFit} from '../correlate/predict/explain-run.js';
import {UsageError} from '../errors.js';
import {counted} from '../options/counted.js';
import {
  type BatchPlanOptions,
  batchStatus,
  fetchBatches,
  submitBatches,
  writePlanAsBatches,
} from '../replay/batch-replay.js';
import {type EstimateReplayOptions, estimateReplay} from '../replay/estimate-replay.js';
import {replayLog} from '../replay/replay-log.js';
import {estimateTable} from '../report/estimate-report.js';
import {meaningSentences} from '../report/prediction-sentences.js';
import {renderText} from '../report/table.js';
import {type Context, createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {criticPriceFlags, criticPriceOf, priceFlags, priceOf} from './flags/budget.js';
import {flagSwitch, kebab, repeatable, value} from './flags/flag.js';
import {model} from './flags/model.js';
import {out, runDirectory} from './flags/result.js';
import {stored, storedOnes, text, texts} from './flags/schemas.js';
import {printOutcome} from './outcome.js';
import {fieldOf, sessionFlags, toSessionOptions} from './session-options.js';

export const flags = {
  log: value(stored, {group: 'Input', help: 'Directory of the log'}),
  suite: suite(
    text.optional(),
    'Name or file of the log’s suite',
    'found by its name, where it is starter or bigcodebench',
  ),
  fit: repeatable(storedOnes.default([]), {
    group: 'Input',
    help: 'Runs of other models, static on this log and live, from which to tell what the scores mean live',
    excludes: ['dryRun'],
  }),
  model: model(text),
  ...sessionFlags,
  ...priceFlags(['maxCost', 'dryRun']),
  dryRun: flagSwitch({
    group: 'Budget',
    help: 'Print what would be asked, tokens and cost, what the live benchmark took (its critic at --critic-price-…), and what is saved; ask nothing',
    excludes: ['batch', 'batchOut', 'batchIn'],
  }),
  ...criticPriceFlags(['dryRun']),
  batchOut: value(text.optional(), {
    group: 'Batches',
    help: 'Write the plan, or what the run in --out has no answer to, as OpenAI Batch files into this new folder; ask nothing. OpenAI’s Batch API and `vllm run-batch` take them; with --plain (/v1/completions) OpenAI’s only',
    excludes: ['batchIn'],
  }),
  batchIn: repeatable(texts.optional(), {
    group: 'Batches',
    help: 'Take the answers from these output and error files of batches',
    excludes: ['batch'],
  }),
  batch: value(z.enum(['submit', 'status', 'fetch']).optional(), {
    group: 'Batches',
    help: 'Upload the files of --batch-out, look how they stand, or wait, download and finish the run',
    belongsTo: ['batchOut'],
  }),
  out: out(text.optional(), runDirectory),
};

const schema = z.object(flags);

type ReplayFlags = z.infer<typeof schema>;

export const replay = createCommand({
  flags,
  examples: [
    [
      'replay --log logs/starter/simulated--codellama-like_by_builtin --model simulated:careful --out runs/careful',
      'offline',
    ],
    [
      'replay --log DIR --model Qwen/Qwen2.5-Coder-7B-Instruct --base-url http://localhost:8000/v1 --out runs/qwen',
      'a local vLLM server',
    ],
  ],
  async run(given, context) {
    if (given.batchOut !== undefined && given.batch !== 'fetch') refuseWhatFetchTakes(given);
    const options = {
      ...toSessionOptions(given, given.model, context),
      log: given.log,
      suite: given.suite,
    };
    if (given.dryRun) return dryRun(given, options, context);
    if (given.batchOut !== undefined && given.batch !== 'fetch')
      return batchOut(given, given.batchOut, {...options, out: given.out}, context);
    const out = requireOut(given);
    const fit = await readFit({directories: given.fit, log: given.log});
    const files =
      given.batchOut === undefined
        ? given.batchIn
        : await fetchBatches({...connection(given, context), directory: given.batchOut});
    const outcome = await replayLog({...options, out, batchFiles: files});
    printOutcome(outcome, given.json, context);
    const tell = given.json ? context.note : context.print;
    const meanings = await explainRun({directory: outcome.directory, fit});
    // Without runs to tell by, only what the published figure can tell is worth a line.
    const worthALine =
      fit.length > 0 ? meanings : meanings.filter(({prediction}) => prediction.value !== null);
    for (const sentence of meaningSentences(worthALine)) tell(sentence);
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
});

/**
 * Until batches are fetched nothing here holds to a budget or tells of scores. Flags of judging
 * wait for `--batch fetch`, which is the same command.
 */
function refuseWhatFetchTakes(given: ReplayFlags): void {
  const {maxRequests, maxCost, fit, json} = given;
  const ofFetch = {
    maxRequests: maxRequests !== undefined,
    maxCost: maxCost !== undefined,
    fit: fit.length > 0,
    json,
  };
  const useless = Object.entries(ofFetch).find(([, isGiven]) => isGiven)?.[0];
  if (useless === undefined) return;
  throw new UsageError(
    `--${kebab(useless)}, --batch-out: contradict without --batch fetch; leave --${kebab(useless)} out until the batches are fetched`,
  );
}

function requireOut({out}: ReplayFlags): string {
  if (out === undefined) throw new UsageError('--out: missing; name the directory of the run');
  return out;
}

async function dryRun(
  given: ReplayFlags,
  options: EstimateReplayOptions,
  context: Context,
): Promise<number> {
  const prices = {model: priceOf(given), critic: criticPriceOf(given)};
  const estimate = await estimateReplay({...options, prices});
  context.print(
    given.json
      ? JSON.stringify(estimate, null, 2)
      : renderText(estimateTable(estimate), context.width),
  );
  return exitCode.done;
}

async function batchOut(
  given: ReplayFlags,
  directory: string,
  options: BatchPlanOptions,
  context: Context,
): Promise<number> {
  if (given.batch === 'status') {
    for (const line of await batchStatus({...connection(given, context), directory}))
      context.print(line);
    return exitCode.done;
  }
  const maxTokensField = fieldOf(given.maxTokensField);
  const keepExisting = given.batch === 'submit';
  const written = await writePlanAsBatches({...options, directory, maxTokensField, keepExisting});
  if (written) {
    const answered =
      written.answered > 0
        ? `; ${counted(written.answered, 'more is', 'more are')} answered in ${options.out}`
        : '';
    context.print(
      `${directory}: ${counted(written.requests, 'request')} in ${counted(written.files.length, 'file')}${answered}`,
    );
  }
  if (given.batch === 'submit') {
    await submitBatches({...connection(given, context), directory});
    context.print(
      `${directory}: submitted; the same command with --batch status or --batch fetch goes on`,
    );
  }
  return exitCode.done;
}

function connection({baseUrl, apiKeyEnv, azureApiVersion}: ReplayFlags, {signal, note}: Context) {
  return {baseUrl, apiKeyEnv, azureApiVersion, signal, onNotice: note};
}
