import type {PageRun} from '../html/page/summary.js';
import {forLine} from '../sanitise.js';
import {LongText} from './long-text.js';

/** The manifest of each run, whole. */
export function Manifests({runs}: {runs: readonly PageRun[]}) {
  return (
    <>
      {runs.map((run, number) => (
        <details key={number} class="manifest">
          <summary>{forLine(run.name)}</summary>
          <LongText text={JSON.stringify(run.manifest, null, 2)} name="manifest.json" />
        </details>
      ))}
    </>
  );
}
