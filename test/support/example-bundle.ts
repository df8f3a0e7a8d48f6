import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {canonicalJson} from '../../src/files/canonical-hash.js';
import {prepareSubmission, replayLog, starterLog} from '../../src/index.js';
import {packArchive, unpackArchive} from '../../src/submission/archive.js';
import type {GivenInfo} from '../../src/submission/bundle-files.js';
import {createFakeJudge, createFakeModel, fencedAnswer} from './fakes.js';

export const exampleInfo: GivenInfo = {
  model_revision: 'abc1234',
  serving: {engine: 'vllm', version: '0.9.1'},
  quantisation: 'bf16',
  contact: 'somebody@example.org',
  contamination: 'the training data end before the benchmark',
};

/** What an answer of the example's model says of itself: its verdict by the fake judge. */
const outcomes = ['fails test_one', 'passes', 'times out', 'does not compile'];

/**
 * A run of a model of the tests on the starter log, over few problems: some of its answers pass,
 * some do not.
 */
export async function exampleRun(
  directory: string,
  {model = 'example-model', tasks = ['0-3'], shift = 0, judge = createFakeJudge()} = {},
): Promise<string> {
  const fake = createFakeModel(({messages}) => {
    const hash = createHash('sha256').update(JSON.stringify(messages)).digest();
    const outcome = outcomes[((hash[0] ?? 0) + shift) % outcomes.length];
    return fencedAnswer(`# ${outcome}\n# ${hash.toString('hex', 0, 4)}\nanswer = 1`);
  });
  const {directory: run} = await replayLog({
    log: starterLog,
    model: {...fake, id: model},
    judge,
    scenarios: ['CF_EF_FULL', 'CF_EF_FULL_SEF'],
    tasks,
    out: join(directory, 'run'),
  });
  return run;
}

/** The example as a bundle. */
export async function exampleBundle(directory: string, options?: Parameters<typeof exampleRun>[1]) {
  const run = await exampleRun(directory, options);
  const out = join(directory, 'example.tar.gz');
  await prepareSubmission({run, info: exampleInfo, out});
  return {run, out};
}

export type BundleFiles = Map<string, Buffer>;

export function readBundleFiles(path: string): BundleFiles {
  const {files} = unpackArchive(readFileSync(path), path, () => true);
  return new Map(files.map(({name, bytes}) => [name, Buffer.from(bytes)]));
}

/** Writes a bundle of these files; `resigned`: with a manifest that fits them again. */
export function writeBundle(path: string, files: BundleFiles, {resigned = true} = {}): string {
  const all = new Map(files);
  if (resigned) all.set('manifest.json', manifestOf(files));
  const archived = Array.from(all, ([name, bytes]) => ({name, bytes}));
  writeFileSync(path, packArchive(archived));
  return path;
}

function manifestOf(files: BundleFiles): Buffer {
  const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '{}');
  const named = [...files].filter(([name]) => name !== 'manifest.json');
  manifest.files = Object.fromEntries(
    named.map(([name, bytes]) => [
      name,
      {sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length},
    ]),
  );
  return Buffer.from(canonicalJson(manifest));
}

/** Changes a JSON file of a bundle by its value. */
export function editJson(files: BundleFiles, name: string, edit: (value: never) => void): void {
  const value = JSON.parse(files.get(name)?.toString() ?? '{}');
  edit(value as never);
  files.set(name, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
}

/** Changes a JSONL file of a bundle line by line; what it gives takes the place of the lines. */
export function editLines(
  files: BundleFiles,
  name: string,
  edit: (lines: Record<string, unknown>[]) => Record<string, unknown>[],
): void {
  const text = files.get(name)?.toString() ?? '';
  const lines = edit(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  files.set(name, Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
}
