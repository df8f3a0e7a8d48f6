import {cpSync} from 'node:fs';
import {join} from 'node:path';
import {cli, temporaryFolder} from './cli.js';
import {inProcess} from './in-process.js';
import {once} from './once.js';

export const referenceModel = 'simulated:codellama-like';

/**
 * The starter log's reference, generated live in all nine scenarios over the whole starter suite:
 * the run, its log in `log/`.
 */
export function referenceRun(): Promise<string> {
  return once('reference', async (folder) => {
    const out = join(temporaryFolder(), 'run');
    const {exitCode, stderr} = await cli(['generate', '--model', referenceModel, '--out', out]);
    if (exitCode !== 0) throw new Error(`generate ended with ${exitCode}: ${stderr}`);
    cpSync(out, folder, {recursive: true});
  });
}

/** A small one: four problems, three scenarios; the reference solves some, and one never. */
export const smallScenarios = ['CF_EF_UNIT', 'CF_SNF', 'CF_EF_FULL_SEF'];
export const smallRun = ['--limit', '4', '--scenarios', smallScenarios.join(',')];

export function smallReferenceRun(): Promise<string> {
  return once('small-reference', async (folder) => {
    const out = join(temporaryFolder(), 'run');
    const {exitCode, stderr} = await inProcess([
      'generate',
      '--model',
      referenceModel,
      ...smallRun,
      '--out',
      out,
    ]);
    if (exitCode !== 0) throw new Error(`generate ended with ${exitCode}: ${stderr}`);
    cpSync(out, folder, {recursive: true});
  });
}
