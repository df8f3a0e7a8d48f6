import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {completionRow} from '../../../src/model/completion-row.js';
import {runManifestSchema} from '../../../src/run/run-manifest.js';
import {verdictRowSchema} from '../../../src/run/verdict-row.js';
import {metricsSchema} from '../../../src/score/metrics.js';

export function readMetrics(run: string) {
  return metricsSchema.parse(JSON.parse(readFileSync(join(run, 'metrics.json'), 'utf8')));
}

export function readManifest(run: string) {
  return runManifestSchema.parse(JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8')));
}

export function readRows(run: string) {
  return jsonLines(join(run, 'verdicts.jsonl')).map((row) => verdictRowSchema.parse(row));
}

export function readCompletions(run: string) {
  return jsonLines(join(run, 'completions.jsonl')).map((row) => completionRow.parse(row));
}

/** What the last sitting wrote into the journal. */
export function lastEvent(run: string, event: string) {
  const events = jsonLines(join(run, 'journal.jsonl')).map((row) => journalEvent.parse(row));
  return events.findLast((each) => each.event === event);
}

const journalEvent = z.looseObject({event: z.string(), jobs_run: z.number().optional()});

/** The records of a JSONL file; a torn last line is passed over. */
export function jsonLines(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line));
}

/** SHA-256 of every file below a folder but the journal, by path: equal ones are byte-identical. */
export function fingerprints(folder: string): Record<string, string> {
  const paths = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((path) => statSync(join(folder, path)).isFile() && path !== 'journal.jsonl')
    .sort();
  return Object.fromEntries(
    paths.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}
