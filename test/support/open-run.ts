import {defaultDecoding} from '../../src/model/model.js';
import {openRunDirectory, type RunDirectory} from '../../src/run/run-directory.js';
import {type RunIdentity, runFormatVersion} from '../../src/run/run-manifest.js';

/** What a run of the tests is; `changes` replaces what a test is about. */
export function exampleIdentity(changes: Partial<RunIdentity> = {}): RunIdentity {
  return {
    format: 'convcodebench-run',
    format_version: runFormatVersion,
    verb: 'replay',
    suite: {name: 'example', sha256: 'a'.repeat(64)},
    log: {sha256: 'b'.repeat(64), reference_model: 'reference'},
    model: 'fake',
    decoding: defaultDecoding,
    prompt_set_sha256: 'c'.repeat(64),
    system_prompt: true,
    history: 'last',
    critic: null,
    ...changes,
  };
}

/** Opens the run directory, has `work` done with it and closes it: one sitting of a command. */
export async function sitting<T>(
  path: string,
  work: (run: RunDirectory) => Promise<T>,
): Promise<T> {
  const run = await openRunDirectory(path, exampleIdentity());
  try {
    return await work(run);
  } finally {
    run.close();
  }
}
