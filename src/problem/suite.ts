import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {basename, join} from 'node:path';
import {toUSVString} from 'node:util';
import type {z} from 'zod';
import {FileFormatError, MissingRequirementError, UsageError} from '../errors.js';
import {cacheDirectory} from '../files/cache-directory.js';
import {canonicalJson} from '../files/canonical-hash.js';
import {readJsonl} from '../files/jsonl.js';
import {packagePath} from '../files/package-root.js';
import {checkArgument} from '../options/check-options.js';
import {text} from '../options/fields.js';
import {nameInstead} from '../options/suggest.js';
import {type Problem, problemSchema, type Suite} from './problem.js';

/** The suites that `pull` brings, by their names. */
const pulledSuiteNames = ['bigcodebench', 'bigcodebench-hard'] as const;

export type PulledSuiteName = (typeof pulledSuiteNames)[number];

export const starterSuitePath = packagePath('src/problem/starter/suite.jsonl');

const starterTimeLimitMs = 2_000;
/**
 * BigCodeBench's slowest honest jobs take 45 s here, two never end; its own evaluator allows 240 s.
 */
const defaultTimeLimitMs = 60_000;

/**
 * Loads a suite by name (`starter`, `bigcodebench`, `bigcodebench-hard`) or from a JSONL(.gz) file
 * of the nine fields.
 * @throws {FileFormatError} for a bad record, text that UTF-8 cannot hold, a duplicate task_id, a
 * test module without `TestCases`, or no problem at all.
 * @throws {MissingRequirementError} for a suite that has to be pulled first; {UsageError} for a
 * name that no suite has.
 */
export async function loadSuite(nameOrPath: string): Promise<Suite> {
  checkArgument(['loadSuite', 'nameOrPath'], text, nameOrPath);
  const {path, ...described} = locateSuite(nameOrPath);
  const problems: Problem[] = [];
  for await (const problem of readProblems(path)) problems.push(problem);
  return {...described, hash: suiteHash(problems), problems};
}

/**
 * What is known of a suite before it is read: its file and all of `Suite` that does not depend on
 * the problems. @throws {MissingRequirementError} as `loadSuite`.
 */
export function locateSuite(nameOrPath: string): {path: string} & Omit<Suite, 'hash' | 'problems'> {
  const starter = nameOrPath === 'starter';
  refuseUnknownName(nameOrPath);
  const path = starter
    ? starterSuitePath
    : isPulledSuite(nameOrPath)
      ? pulledSuite(nameOrPath)
      : nameOrPath;
  const named = basename(path)
    .replace(/\.gz$/, '')
    .replace(/\.jsonl$/, '');
  return {
    path,
    name: starter ? 'starter' : named,
    timeLimitMs: starter ? starterTimeLimitMs : defaultTimeLimitMs,
    standardLibraryOnly: starter,
  };
}

/** A path has a slash or an ending; what has neither was meant as a name. */
function refuseUnknownName(named: string): void {
  if (isKnownSuite(named) || /[/.]/.test(named) || existsSync(named)) return;
  const remedy = nameInstead(named, ['starter', ...pulledSuiteNames]);
  throw new UsageError(`${named}: no suite is called that, and no file; ${remedy}`);
}

/** SHA-256 over, per problem in order, the RFC 8785 form of its nine fields and `\n`. */
export function suiteHash(problems: Iterable<Problem>): string {
  const hash = openSuiteHash();
  for (const problem of problems) hash.add(problem);
  return hash.digest();
}

/** The same for problems that come one at a time. */
export function openSuiteHash(): {add(problem: Problem): void; digest(): string} {
  const hash = createHash('sha256');
  return {
    add: (problem) => void hash.update(`${canonicalJson(problem)}\n`),
    digest: () => hash.digest('hex'),
  };
}

/** Where `pull` puts a suite. */
export function pulledSuitePath(name: PulledSuiteName): string {
  return join(cacheDirectory(), `${name}.jsonl.gz`);
}

/** Whether a suite of this name is found without naming its file. */
export function isKnownSuite(name: string): boolean {
  return name === 'starter' || isPulledSuite(name);
}

function isPulledSuite(name: string): name is PulledSuiteName {
  return pulledSuiteNames.some((pulled) => pulled === name);
}

function pulledSuite(name: PulledSuiteName): string {
  const path = pulledSuitePath(name);
  if (existsSync(path)) return path;
  throw new MissingRequirementError(
    `the suite ${name} is not on this machine: convcodebench pull ${name}`,
  );
}

/**
 * The problems of a suite's file one at a time, each held to `schema` and to what `loadSuite`
 * promises. The same errors as `loadSuite`.
 */
export async function* readProblems(
  path: string,
  schema: z.ZodType<Problem> = problemSchema,
): AsyncGenerator<Problem> {
  const lineOf = new Map<string, number>();
  for await (const {line, value} of readJsonl(path, schema)) {
    const earlier = lineOf.get(value.task_id);
    if (earlier !== undefined) {
      throw new FileFormatError(
        `${path}:${line}: task_id: ${value.task_id} stands at line ${earlier} already`,
      );
    }
    if (!/^class TestCases\b/m.test(value.test)) {
      throw new FileFormatError(
        `${path}:${line}: test: ${value.task_id} has no class TestCases(unittest.TestCase)`,
      );
    }
    const unpaired = Object.entries(value).find(([, text]) => toUSVString(text) !== text);
    if (unpaired)
      throw new FileFormatError(
        `${path}:${line}: ${unpaired[0]}: holds half a surrogate pair, no UTF-8 text can`,
      );
    lineOf.set(value.task_id, line);
    yield value;
  }
  if (lineOf.size === 0)
    throw new FileFormatError(
      `${path}:1: record: none, expected at least one problem; a suite is JSONL of nine fields`,
    );
}
