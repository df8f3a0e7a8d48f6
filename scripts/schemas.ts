import {z} from 'zod';
import {environmentManifestSchema} from '../src/environment/environment-manifest.js';
import {executeManifestSchema} from '../src/execute/identity.js';
import {
  publishedCriticsSchema,
  publishedLiveSchema,
  publishedStaticSchema,
} from '../src/interchange/published/tables.js';
import {evalFileSchema} from '../src/interchange/samples/eval-results.js';
import {sampleSchema} from '../src/interchange/samples/samples.js';
import {boardFileSchema} from '../src/leaderboard/board-file.js';
import {boardEntrySchema} from '../src/leaderboard/entry.js';
import {logLineSchema} from '../src/log/log-line.js';
import {logManifestSchema} from '../src/log/log-manifest.js';
import {completionRow} from '../src/model/completion-row.js';
import {problemSchema} from '../src/problem/problem.js';
import {runEnvironmentSchema} from '../src/run/environment.js';
import {failedProgramSchema} from '../src/run/failed-programs.js';
import {runGroundTruthSchema} from '../src/run/ground-truth.js';
import {runManifestSchema} from '../src/run/run-manifest.js';
import {verdictRowSchema} from '../src/run/verdict-row.js';
import {metricsSchema} from '../src/score/metrics.js';
import {boardRulesSchema} from '../src/submission/board-rules.js';
import {bundleManifestSchema, infoSchema} from '../src/submission/bundle-files.js';
import {verificationSchema} from '../src/submission/verification.js';

/** The schema of every file that the program writes or is given, and what the file is. */
const schemas: {[file: string]: [what: string, schema: z.ZodType]} = {
  problem: ['A line of a suite', problemSchema],
  'log-manifest': ['manifest.json of a log', logManifestSchema],
  'log-line': ['A line of a log', logLineSchema],
  'run-manifest': ['manifest.json of a run, run.json of a bundle', runManifestSchema],
  completion: ['A line of completions.jsonl', completionRow],
  verdict: ['A line of verdicts.jsonl', verdictRowSchema],
  failures: ['A line of failures.jsonl', failedProgramSchema],
  metrics: ['metrics.json', metricsSchema],
  'ground-truth': ['ground-truth.json of a run', runGroundTruthSchema],
  environment: ['environment.json of a run', runEnvironmentSchema],
  sample: ['A line of what execute judges', sampleSchema],
  'eval-results': ['What execute writes in BigCodeBench’s form', evalFileSchema],
  'execute-manifest': ['FILE.manifest.json of execute', executeManifestSchema],
  'bundle-manifest': ['manifest.json of a bundle', bundleManifestSchema],
  'submission-info': ['info.json of a bundle, and what --info names', infoSchema],
  rules: ['rules.json of a board', boardRulesSchema],
  leaderboard: ['leaderboard.json of the site of a board', boardFileSchema],
  'board-entry': ['entries/BUNDLE.json of the site of a board', boardEntrySchema],
  'environment-manifest': [
    'convcodebench-environment.json of what env create made',
    environmentManifestSchema,
  ],
  'published-live': ['live.json of the published figures', publishedLiveSchema],
  'published-static': ['static.json of the published figures', publishedStaticSchema],
  'published-critics': ['critics.json of the published figures', publishedCriticsSchema],
  verification: ['….verified-by-NAME.json beside a bundle', verificationSchema],
};

/** Each as a file of JSON Schema, by its name in `docs/schemas`. */
export function schemaFiles(): Map<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, [title, schema]]) => {
      const generated = z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'});
      return [`${name}.json`, `${JSON.stringify({title, ...generated}, null, 2)}\n`];
    }),
  );
}
