import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {FileFormatError, HarnessError} from '../../src/errors.js';
import {readRun} from '../../src/run/read-run.js';
import {replayedLog} from '../../src/run/replayed-log.js';
import {writeStaticRun} from '../correlate/example-runs.js';
import {exampleManifest} from '../support/example-manifest.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

it('a static run that does not name its log is refused by file and field', async () => {
  const directory = writeStaticRun(join(temporaryDirectory(), 'run'), {
    model: 'm',
    own: {'T/0': 'P'},
  });
  const {manifest} = await readRun(directory);
  expect(replayedLog(manifest).reference_model).toBe('reference');
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({...manifest, log: null}));
  await expect(readRun(directory)).rejects.toThrow(FileFormatError);
  await expect(readRun(directory)).rejects.toThrow('manifest.json: log: null');
});

it('a live run has none to ask for', () => {
  expect(() => replayedLog(exampleManifest({log: null}))).toThrow(HarnessError);
});
