import {FileFormatError} from '../errors.js';
import {sha256} from '../files/canonical-hash.js';
import {readWholeText} from '../files/json.js';

/**
 * One entry of a lock file. A distribution has several where its version depends on the Python or
 * the machine.
 */
export type LockedDistribution = {
  /** Normalised: lower case, `-` between words. */
  name: string;
  version: string;
  /** The whole entry as pip reads it: pin, environment marker, hashes. */
  requirement: string;
};

export type LockFile = {distributions: LockedDistribution[]; sha256: string};

/**
 * Reads a lock file of hash-checked pins, as `uv pip compile --generate-hashes` writes it.
 * @throws {UsageError} when there is none; {FileFormatError} `path:line: …` for anything but
 * comments and pins with a hash.
 */
export function readLockFile(path: string): LockFile {
  const text = readWholeText(path);
  const distributions: LockedDistribution[] = [];
  let line = 1;
  for (const requirement of text.split(/(?<!\\)\n/)) {
    if (!/^\s*(?:#|$)/.test(requirement))
      distributions.push(parseEntry(requirement, `${path}:${line}`));
    line += requirement.split('\n').length;
  }
  if (distributions.length === 0) throw new FileFormatError(`${path}: no distribution in it`);
  return {distributions, sha256: sha256(text)};
}

function parseEntry(requirement: string, place: string): LockedDistribution {
  const [, name, version] = /^([a-z0-9]+(?:-[a-z0-9]+)*)==([^\s;\\]+)/.exec(requirement) ?? [];
  if (
    name === undefined ||
    version === undefined ||
    !/--hash=sha256:[0-9a-f]{64}/.test(requirement)
  ) {
    const first = requirement.split('\n')[0] ?? '';
    throw new FileFormatError(
      `${place}: record: "${first}", expected NAME==VERSION with sha256 hashes`,
    );
  }
  return {name, version, requirement: `${requirement}\n`};
}
