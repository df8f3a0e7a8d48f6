import {join} from 'node:path';
import {FileFormatError} from '../../errors.js';
import {toJsonLine} from '../../files/jsonl.js';
import {programVersion} from '../../files/program-version.js';
import {makeWholeDirectory} from '../../files/whole-directory.js';
import {writeAtomically, writeJson} from '../../files/write.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, callback, text} from '../../options/fields.js';
import {fieldsGiven} from '../../options/given.js';
import {option} from '../../options/option-name.js';
import {programIn} from '../../problem/prelude.js';
import type {Suite} from '../../problem/problem.js';
import type {ScenarioId} from '../../problem/scenario.js';
import {scenarioIds} from '../../problem/scenario-field.js';
import {loadSuite} from '../../problem/suite.js';
import {type RunManifest, runFormatVersion, runManifestSchema} from '../../run/run-manifest.js';
import {sortVerdicts} from '../../run/sort-verdicts.js';
import {countTotals} from '../../run/totals.js';
import {type VerdictRow, verdictRowSchema} from '../../run/verdict-row.js';
import {scoreRun} from '../../score/score-run.js';
import {scoring} from '../../score/scoring.js';
import {isSimulated} from '../../simulation/profiles.js';
import {
  type ImportUpstreamOptions,
  importUpstreamResults,
  type UpstreamResults,
} from './results.js';

export type ImportResultsRequest = {
  /** Upstream's folder of one version, `results/v0.3.6`. */
  results: string;
  /** Whose results, as upstream was given it. */
  model: string;
  /** The run directory to make, new or empty. */
  out: string;
  /** Name or file of the suite that the results are over. Default `bigcodebench`. */
  suite?: string | undefined;
  /** The reference model of static results. Default: the results are live. */
  referenceModel?: string | undefined;
  /** Who wrote the verbal feedback, where the files do not tell. */
  critic?: string | undefined;
  /** Default: all that there are. */
  scenarios?: readonly ScenarioId[] | undefined;
  /** Folder of turn 0. Default: upstream's. */
  turnZero?: string | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ImportUpstreamOptions['onProgress'] | undefined;
};

const schema = optionsOf<ImportResultsRequest>({
  results: text,
  model: text,
  suite: text.optional(),
  out: text,
  referenceModel: text.optional(),
  critic: text.optional(),
  scenarios: scenarioIds.optional(),
  turnZero: text.optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<ImportUpstreamOptions['onProgress']>>().optional(),
});

/**
 * Imports upstream's evaluated results of one model as a run that `report` and `correlate` take.
 * The run holds verdicts alone: how the model was asked is not in the files, so those fields of its
 * manifest are null.
 * @throws {UsageError | FileFormatError} as `importUpstreamResults` does, and for a task id that
 * the suite does not have.
 */
export async function importResults(request: ImportResultsRequest): Promise<RunManifest> {
  checkOptions('importResults', schema, request);
  const {suite: suiteName = 'bigcodebench', out, results: from, model, ...rest} = request;
  const suite = await loadSuite(suiteName);
  const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
  const programOf = (taskId: string, solution: string) => {
    const problem = problems.get(taskId);
    return problem ? programIn(solution, problem) : solution;
  };
  const given = {...fieldsGiven(rest), programOf};
  const results = await importUpstreamResults({...given, results: from, model});
  refuseUnknownProblems(results.rows, suite, from);
  const rows = sortVerdicts(results.rows, taskOrder(suite));
  return makeWholeDirectory(out, async (directory) => {
    const manifest = runManifestSchema.parse(manifestOf(results, {suite, rows}));
    const mode = results.mode;
    writeAtomically(
      join(directory, 'verdicts.jsonl'),
      rows.map((row) => toJsonLine(verdictRowSchema.parse(row))),
    );
    writeJson(join(directory, 'metrics.json'), scoreRun({mode, rows, ...scoring}));
    writeJson(join(directory, 'manifest.json'), manifest);
    return manifest;
  });
}

function manifestOf(
  {mode, model, referenceModel, scenarios: ids, problems, critic}: UpstreamResults,
  {suite, rows}: {suite: Suite; rows: readonly VerdictRow[]},
): RunManifest {
  return {
    format: 'convcodebench-run',
    format_version: runFormatVersion,
    verb: mode === 'live' ? 'generate' : 'replay',
    imported: 'upstream-results',
    suite: {name: suite.name, sha256: suite.hash},
    log: referenceModel === null ? null : {sha256: null, reference_model: referenceModel},
    model,
    decoding: null,
    prompt_set_sha256: null,
    system_prompt: null,
    history: 'last',
    critic,
    simulated: isSimulated(model),
    catalogue_sha256: null,
    partial_scope: 'first-3-functions',
    program_version: programVersion(),
    scenarios: ids,
    problems,
    model_served: [],
    judge: null,
    totals: countTotals(rows, {completions: new Map(), criticCompletions: new Map()}, {}),
  };
}

function refuseUnknownProblems(rows: readonly VerdictRow[], suite: Suite, place: string): void {
  const known = taskOrder(suite);
  const unknown = rows.find(({task_id}) => !known.has(task_id));
  if (unknown) {
    throw new FileFormatError(
      `${place}: eval.${unknown.task_id}: the suite ${suite.name} has no such problem; name the results' suite with ${option('suite')}`,
    );
  }
}

function taskOrder({problems}: Suite): ReadonlyMap<string, number> {
  return new Map(problems.map(({task_id}, i) => [task_id, i]));
}
