import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder that all end-to-end tests of one vitest run share; gone when the run ends. */
    endToEndFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'convcodebench-e2e-'));
  project.provide('endToEndFolder', folder);
  return () => rmSync(folder, {recursive: true, force: true, maxRetries: 3});
}
