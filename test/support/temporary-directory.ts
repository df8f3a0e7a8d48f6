import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** An empty directory that goes away with the test that asks for it. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'convcodebench-test-'));
  onTestFinished(() => rmSync(path, {recursive: true, force: true}));
  return path;
}
