import {render} from 'preact';
import {useCallback, useEffect, useMemo, useState} from 'preact/hooks';
import type {PageSummary} from '../html/page/summary.js';
import {templateText, unpack} from './chunks.js';
import {ConversationView} from './conversation.js';
import {Figures, scenariosOf} from './figures.js';
import {nameLine} from './name-line.js';
import {Problems} from './problems.js';
import {fragmentOf, parseRoute, type Route} from './route.js';
import {differingProblems, selectTasks} from './selection.js';

/** Of two runs both are read, what differs first. */
function standardOf({runs}: PageSummary): Route {
  const hasTwo = runs.length === 2;
  return {
    view: 'figures',
    task: '',
    scenario: '',
    turn: 0,
    runs: hasTwo ? [0, 1] : [0],
    show: 'all',
    library: '',
    words: '',
    sort: hasTwo ? 'differences' : 'suite',
    diff: 'side',
  };
}

const viewWords = [
  ['figures', 'Figures'],
  ['problems', 'Problems'],
  ['conversation', 'Conversations'],
] as const;

function Page({summary}: {summary: PageSummary}) {
  const standard = useMemo(() => standardOf(summary), [summary]);
  const [route, setRoute] = useState(() => parseRoute(location.hash, standard));
  useEffect(() => {
    const read = () => setRoute(parseRoute(location.hash, standard));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, [standard]);
  const go = useCallback(
    (change: Partial<Route>) => {
      const next = {...route, ...change};
      const opens = next.view !== route.view;
      // A step within a view is no page to come back to.
      if (opens) location.hash = fragmentOf(next, standard);
      else history.replaceState(null, '', fragmentOf(next, standard));
      setRoute(next);
      if (opens) scrollTo(0, 0);
    },
    [route, standard],
  );
  const addressOf = (change: Partial<Route>) => fragmentOf({...route, ...change}, standard);
  const {runs, tasks, left_out: leftOut} = summary;
  const numbers = useMemo(() => {
    const found = route.runs.filter((number) => runs[number] !== undefined);
    return found.length > 0 ? found : [0];
  }, [runs, route.runs.join()]);
  const chosen = useMemo(() => numbers.flatMap((number) => runs[number] ?? []), [runs, numbers]);
  const differing = useMemo(
    () => differingProblems(runs, numbers, summary.comparisons),
    [runs, numbers, summary],
  );
  const scenarios = scenariosOf(chosen);
  const {show, library, words, sort, view} = route;
  const listed = useMemo(
    () => selectTasks(tasks, {runs: chosen, differing}, {show, library, words, sort}),
    [tasks, chosen, differing, show, library, words, sort],
  );
  const common = {route, go, runs, chosen, tasks, listed, scenarios, differing};
  return (
    <>
      <header>
        <p class="kind">convcodebench report</p>
        <h1>{titleOf(summary)}</h1>
        <p class="about">{aboutOf(summary)}</p>
        <nav aria-label="Views">
          {viewWords.map(([name, title]) => (
            <a
              key={name}
              href={addressOf({view: name})}
              aria-current={view === name ? 'page' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main>
        {leftOut && (
          <p class="notes">
            The conversations of {leftOut.tasks} of {tasks.length} problems are not in this page:{' '}
            {leftOut.reason}. Those with differences and failures are. All of them:{' '}
            <code>convcodebench report RUN --format html --split</code>
          </p>
        )}
        {view === 'figures' && <Figures summary={summary} addressOf={addressOf} />}
        {view === 'problems' && <Problems {...common} addressOf={addressOf} />}
        {view === 'conversation' && <ConversationView {...common} addressOf={addressOf} />}
      </main>
      <footer>
        Made by convcodebench {summary.program_version}.
        {document.body.dataset.chunks !== 'served' &&
          ' The page is whole as it is: it asks no server for anything.'}
      </footer>
    </>
  );
}

function titleOf({runs}: PageSummary): string {
  const names = [...new Set(runs.map(({manifest}) => nameLine(manifest.model)))];
  const [first = 'No run', second, ...others] = names;
  if (second === undefined) return first;
  return others.length === 0 ? `${first} and ${second}` : `${names.length} models`;
}

function aboutOf({runs, tasks}: PageSummary): string {
  const suites = [...new Set(runs.map(({manifest}) => nameLine(manifest.suite.name)))];
  const count = (mode: string) => runs.filter((run) => run.mode === mode).length;
  const kinds = [
    [count('static'), 'static'],
    [count('live'), 'live'],
  ].flatMap(([n, kind]) => (n === 0 ? [] : [`${n} ${kind} ${n === 1 ? 'run' : 'runs'}`]));
  return `${kinds.join(', ')} · suite ${suites.join(', ')} · ${tasks.length.toLocaleString('en')} problems`;
}

async function start(): Promise<void> {
  const place = document.getElementById('page');
  if (!place) return;
  try {
    const packed = templateText(document.getElementById('summary'));
    const summary = await unpack<PageSummary>(packed);
    place.replaceChildren();
    render(<Page summary={summary} />, place);
  } catch (error) {
    place.textContent = `The page cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw error;
  }
}

void start();
