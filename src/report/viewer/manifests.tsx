import type {PageRun} from '../html/page-summary.js';
import {forLine, forTerminal} from '../sanitise.js';

/** The manifest of each run, whole. */
export function Manifests({runs}: {runs: readonly PageRun[]}) {
  return (
    <>
      {runs.map((run, number) => (
        <details key={number} class="manifest">
          <summary>{forLine(run.name)}</summary>
          <pre class="text" tabIndex={0}>
            <code>{forTerminal(JSON.stringify(run.manifest, null, 2))}</code>
          </pre>
        </details>
      ))}
    </>
  );
}
