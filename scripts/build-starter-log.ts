/**
 * Makes the frozen log and the recorded live runs that ship: `logs/starter/<reference>` and
 * `reference-runs/starter/<profile>`. Run it after a change to the starter suite, its catalogue,
 * the profiles, the critic, the prompts or the runner: `npx tsx scripts/build-starter-log.ts`.
 */
import {cpSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {packagePath} from '../src/files/package-root.js';
import {generateLog} from '../src/generate/generate-log.js';
import {modelSlug} from '../src/model/slug.js';
import {openJudge} from '../src/open/open-judge.js';
import {loadSuite} from '../src/problem/suite.js';
import {profiles} from '../src/simulation/profiles.js';

const reference = 'simulated:codellama-like';

const root = process.argv[2] ?? packagePath('');
const work = mkdtempSync(join(tmpdir(), 'starter-log-'));
const suite = await loadSuite('starter');
const judge = await openJudge({
  suite,
  trusted: true,
  choice: {cacheDirectory: join(work, 'verdicts')},
});
try {
  for (const {id} of profiles) {
    const run = join(work, modelSlug(id));
    const {manifest, log} = await generateLog({
      suite: 'starter',
      model: id,
      out: run,
      judge,
    });
    replaceFolder(join(root, 'reference-runs/starter', modelSlug(id)), (to) => {
      for (const name of ['manifest.json', 'verdicts.jsonl', 'metrics.json'])
        cpSync(join(run, name), join(to, name));
    });
    if (id === reference) {
      const slug = `${modelSlug(id)}_by_${modelSlug(log.critic ?? '')}`;
      replaceFolder(join(root, 'logs/starter', slug), (to) =>
        cpSync(join(run, 'log'), to, {recursive: true}),
      );
    }
    console.error(`${id}: ${manifest.totals?.places} places, ${judge.jobsRun()} jobs so far`);
  }
} finally {
  await judge.close();
  rmSync(work, {recursive: true});
}

function replaceFolder(folder: string, fill: (folder: string) => void): void {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  fill(folder);
}
