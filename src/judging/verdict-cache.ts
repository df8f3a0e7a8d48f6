import {dirname, join} from 'node:path';
import {sha256} from '../files/canonical-hash.js';
import {makeOwnDirectory} from '../files/make-directory.js';
import {readOwnFile} from '../files/own-file.js';
import {clearStale, writeAtomically} from '../files/write.js';
import type {Candidate, Judgement} from './judge.js';
import type {JudgeIdentity} from './judge-identity.js';
import {keptJudgement} from './judgement-schema.js';
import type {Limits} from './limits.js';

/** Verdicts on disk by content; `get` of something never judged is undefined. */
export type VerdictCache = {
  key(candidate: Candidate): string;
  get(key: string): Judgement | undefined;
  /** Keeps a verdict; `missing` is no verdict and is not kept. */
  put(key: string, judgement: Judgement): void;
};

/**
 * A cache in `directory` (made when needed), one file per verdict. The key holds what a verdict
 * depends on (DESIGN.md, section 5): prelude, program, test, entry point, limits, verdict version,
 * environment, seal level. A file that is not whole, or of an older shape, counts as not there.
 */
export function openVerdictCache(
  directory: string,
  identity: JudgeIdentity,
  limits: Limits,
): VerdictCache {
  let full = false;
  const cleared = new Set<string>();
  const {verdictVersion, environment, sealLevel} = identity;
  const pathOf = (key: string) => join(directory, key.slice(0, 2), `${key}.json`);
  return {
    key: ({prelude, program, test, entryPoint, timeLimitMs, separation}) =>
      sha256(
        JSON.stringify([
          prelude,
          program,
          test,
          entryPoint,
          timeLimitMs,
          limits,
          verdictVersion,
          environment,
          sealLevel,
          ...(separation === undefined ? [] : [separation]),
        ]),
      ),
    get: (key) => read(pathOf(key)),
    put: (key, judgement) => {
      if (judgement.status === 'missing' || full) return;
      try {
        const path = pathOf(key);
        makeOwnDirectory(dirname(path));
        if (!cleared.has(dirname(path))) clearStale(dirname(path));
        cleared.add(dirname(path));
        write(path, judgement);
      } catch (error) {
        full = true; // the verdict stands; only the next run will have to judge again
        process.emitWarning(
          `verdicts are not kept any more: ${error instanceof Error ? error.message : error}`,
        );
      }
    },
  };
}

function read(path: string): Judgement | undefined {
  try {
    return keptJudgement.parse(JSON.parse(readOwnFile(path)));
  } catch {
    // absent, a link, damaged, or of another version: judged again in all these cases
    return undefined;
  }
}

/**
 * Renamed into place, so that a reader sees a whole verdict or none; not synced, since losing one
 * costs one job.
 */
function write(path: string, judgement: Judgement): void {
  writeAtomically(path, [JSON.stringify(judgement)], {synced: false});
}
