import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {inject} from 'vitest';

/**
 * The folder `name` that all test files of one vitest run share, filled by whichever needs it
 * first; the others wait for it.
 * @throws what `fill` threw, in every file that needs it.
 */
export async function once(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const finished = join(inject('endToEndFolder'), name);
  const [claim, failed, draft] = [`${finished}.claim`, `${finished}.failed`, `${finished}.draft`];
  if (takeClaim(claim)) {
    try {
      mkdirSync(draft);
      await fill(draft);
      renameSync(draft, finished);
    } catch (error) {
      writeFileSync(failed, String(error));
      throw error;
    }
  }
  while (!existsSync(finished)) {
    if (existsSync(failed))
      throw new Error(`${name} could not be made: ${readFileSync(failed, 'utf8')}`);
    await sleep(50);
  }
  return finished;
}

function takeClaim(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch {
    return false;
  }
}
