import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {openSources} from '../report/html/evidence.js';
import {writePageOf} from '../report/html/write-page.js';
import type {Bundle} from '../submission/bundle.js';
import type {GroundsOptions} from '../submission/shelf.js';

/** In bytes: a board has many pages, and the bundle beside each has what is left out of it. */
const largestPage = 5_000_000;

/** Writes the page of a report on the run in a bundle to `out`. */
export type WriteEntryReport = (bundle: Bundle, out: string) => Promise<void>;

/** What several entries share, such as their suite, is read once. */
export async function openEntryReports({
  log,
  suite,
  prompts,
}: GroundsOptions): Promise<WriteEntryReport> {
  const sources = await openSources({
    ...(log !== undefined && {logs: [log]}),
    suite,
    promptsDirectory: prompts,
  });
  return async (bundle, out) => {
    const directory = mkdtempSync(join(tmpdir(), 'convcodebench-entry-'));
    try {
      writeRun(bundle, directory);
      await writePageOf(sources, {runs: [directory], out, limit: largestPage});
    } finally {
      rmSync(directory, {recursive: true, force: true});
    }
  };
}

/** The run as it was before it was packed; only files of a bundle have names in it. */
function writeRun({files}: Bundle, directory: string): void {
  for (const [name, bytes] of files) {
    if (name === 'manifest.json' || name === 'info.json') continue;
    const path = join(directory, name === 'run.json' ? 'manifest.json' : name);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, bytes);
  }
}
