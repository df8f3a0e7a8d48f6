import {render} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import type {FolderListing, ListedRun} from '../html/folder-listing.js';
import {forLine} from '../sanitise.js';
import {nameLine} from './name-line.js';

/** How often the index asks how far runs have come, in milliseconds. */
const pauseMs = 2000;

/** Columns of numbers, which stand right. */
const counts: ReadonlySet<string> = new Set(['scenarios', 'places', 'lines']);

function FolderIndex() {
  const [listing, setListing] = useState<FolderListing | null>(null);
  const [trouble, setTrouble] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isWanted = true;
    const ask = async () => {
      try {
        const response = await fetch('listing');
        if (!response.ok) throw new Error(await response.text());
        setListing(await response.json());
        setTrouble('');
      } catch (error) {
        setTrouble(error instanceof Error ? error.message : String(error));
      }
      if (isWanted) timer = setTimeout(ask, pauseMs);
    };
    void ask();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, []);
  if (!listing) return <p class="waiting">{trouble || 'The folder is being read.'}</p>;
  const toggle = (path: string) => {
    const next = new Set(chosen);
    if (!next.delete(path)) next.add(path);
    setChosen(next);
  };
  const both = listing.runs.map(({path}) => path).filter((path) => chosen.has(path));
  return (
    <>
      <header>
        <p class="kind">convcodebench view</p>
        <h1>{forLine(listing.folder)}</h1>
        <p class="about">
          {listing.runs.length} runs, {listing.logs.length} logs
        </p>
      </header>
      <main>
        {trouble !== '' && <p class="notes">The server does not answer: {forLine(trouble)}</p>}
        <section aria-labelledby="runs-head">
          <div class="figure-head">
            <h2 id="runs-head">Runs</h2>
            {both.length > 0 ? (
              <a href={addressOf(both)}>
                {both.length === 1 ? 'open the chosen run' : `${both.length} runs in one page`}
              </a>
            ) : (
              <small>choose several to have them in one page</small>
            )}
          </div>
          {listing.runs.length === 0 ? (
            <p class="empty">There is no run in this folder.</p>
          ) : (
            <section class="scroll" tabIndex={0} aria-label="Runs">
              <table class="listing">
                <thead>
                  <tr>
                    <th scope="col">
                      <span class="visually-hidden">choose</span>
                    </th>
                    {['run', 'model', 'how', 'suite', 'scenarios', 'places'].map((head) => (
                      <th key={head} scope="col" class={counts.has(head) ? 'number' : ''}>
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {listing.runs.map((run) => (
                    <RunRow
                      key={run.path}
                      run={run}
                      isChosen={chosen.has(run.path)}
                      toggle={toggle}
                    />
                  ))}
                </tbody>
              </table>
            </section>
          )}
        </section>
        {listing.logs.length > 0 && (
          <section aria-labelledby="logs-head">
            <h2 id="logs-head">Logs</h2>
            <section class="scroll" tabIndex={0} aria-label="Logs">
              <table class="listing">
                <thead>
                  <tr>
                    {['log', 'reference model', 'suite', 'scenarios', 'lines'].map((head) => (
                      <th key={head} scope="col" class={counts.has(head) ? 'number' : ''}>
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {listing.logs.map((log) =>
                    'unreadable' in log ? (
                      <tr key={log.path}>
                        <td>{nameLine(log.path)}</td>
                        <td colSpan={4}>{forLine(log.unreadable)}</td>
                      </tr>
                    ) : (
                      <tr key={log.path}>
                        <td>
                          <a href={addressOf([log.path])}>{nameLine(log.path)}</a>
                        </td>
                        <td>{nameLine(log.model)}</td>
                        <td>{nameLine(log.suite)}</td>
                        <td class="number">{log.scenarios}</td>
                        <td class="number">{log.lines.toLocaleString('en')}</td>
                      </tr>
                    ),
                  )}
                </tbody>
              </table>
            </section>
          </section>
        )}
      </main>
    </>
  );
}

function addressOf(paths: readonly string[]): string {
  return `page?${new URLSearchParams(paths.map((path) => ['path', path]))}`;
}

type RunRowProps = {run: ListedRun; isChosen: boolean; toggle(path: string): void};

function RunRow({run, isChosen, toggle}: RunRowProps) {
  const name = nameLine(run.path);
  if ('unreadable' in run)
    return (
      <tr>
        <td />
        <td>{name}</td>
        <td colSpan={5}>{forLine(run.unreadable)}</td>
      </tr>
    );
  return (
    <tr>
      <td class="choose">
        <input
          type="checkbox"
          aria-label={`choose ${name}`}
          checked={isChosen}
          onChange={() => toggle(run.path)}
        />
      </td>
      <td>
        <a href={addressOf([run.path])}>{name}</a>
      </td>
      <td>{nameLine(run.model)}</td>
      <td>{run.mode === 'live' ? 'live' : `static on ${nameLine(run.reference ?? '')}`}</td>
      <td>{nameLine(run.suite)}</td>
      <td class="number">{run.scenarios}</td>
      <td class="number">
        {run.finished ? (
          run.rows.toLocaleString('en')
        ) : (
          <>
            <progress max={run.planned ?? undefined} value={run.planned ? run.rows : undefined} />{' '}
            {run.rows.toLocaleString('en')}
            {run.planned !== null && ` of ${run.planned.toLocaleString('en')}`}
          </>
        )}
      </td>
    </tr>
  );
}

const place = document.getElementById('page');
if (place) {
  place.replaceChildren();
  render(<FolderIndex />, place);
}
