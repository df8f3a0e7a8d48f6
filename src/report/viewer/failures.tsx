import {useCallback, useState} from 'preact/hooks';
import {verdictClasses} from '../html/failure-classes.js';
import type {PageRun} from '../html/page/summary.js';
import {shortName} from '../html/short-name.js';
import {percent} from '../percent.js';
import {forLine} from '../sanitise.js';
import {Figure} from './figure.js';
import {barsPlot, classesPlot} from './plots.js';

const classWords = {
  pass: 'pass',
  discounted: 'passes in one process, not counted',
  tests: 'some tests fail',
  whole: 'fails as a whole',
  timeout: 'timeout',
  error: 'process ended',
  'no program': 'no program',
  missing: 'missing',
} as const;

const classColors = new Map<string, string>([
  ['pass', 'var(--pass)'],
  ['discounted', 'var(--unheld)'],
  ['tests', 'var(--fail)'],
  ['whole', 'var(--whole)'],
  ['timeout', 'var(--timeout)'],
  ['error', 'var(--error)'],
  ['no program', 'var(--none)'],
  ['missing', 'var(--missing)'],
]);

/** Bars that fit on a screen. */
const mostBars = 20;

/** What became of a run's answers: classes of verdicts, exceptions, libraries. */
export function Failures({runs}: {runs: readonly PageRun[]}) {
  const [number, setNumber] = useState(0);
  const run = runs[number];
  if (!run) return null;
  return (
    <>
      {runs.length > 1 && (
        <label class="choice">
          Run{' '}
          <select
            value={String(number)}
            onChange={({currentTarget}) => setNumber(Number(currentTarget.value))}
          >
            {runs.map(({name}, i) => (
              <option key={name} value={String(i)}>
                {forLine(name)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Classes run={run} />
      <div class="columns">
        <Exceptions run={run} />
        <Libraries run={run} />
      </div>
    </>
  );
}

function Classes({run: {classes}}: {run: PageRun}) {
  const draw = useCallback(classesPlot(classes, classColors), [classes]);
  const total = classes.reduce((sum, {n}) => sum + n, 0);
  const present = verdictClasses.filter((each) => classes.some(({verdict}) => verdict === each));
  return (
    <Figure
      name="verdicts-by-turn"
      title="Verdicts by turn"
      draw={draw}
      table={{
        columns: ['turn', ...present.map((each) => classWords[each])],
        rows: [...new Set(classes.map(({turn}) => turn))].map((turn) => [
          turn,
          ...present.map(
            (each) =>
              classes.find((count) => count.turn === turn && count.verdict === each)?.n ?? 0,
          ),
        ]),
      }}
      caption={`Answers of all scenarios together (n = ${total}); turn 0 is asked once for all. “Fails as a whole”: the program does not compile or raises on import, so that no test could run.`}
    >
      <ul class="key">
        {present.map((each) => (
          <li key={each}>
            <svg width="11" height="11" aria-hidden="true">
              <rect width="11" height="11" rx="2" fill={classColors.get(each)} />
            </svg>
            {classWords[each]}
          </li>
        ))}
      </ul>
    </Figure>
  );
}

function Exceptions({run: {exceptions}}: {run: PageRun}) {
  const shown = (exceptions ?? []).slice(0, mostBars);
  const draw = useCallback(
    barsPlot(
      shown.map(({exception, n}) => ({label: shortName(exception), value: n, note: String(n)})),
      'answers',
    ),
    [exceptions],
  );
  if (exceptions === null || exceptions.length === 0)
    return (
      <div>
        <h3>Exceptions</h3>
        <p class="caption">
          {exceptions === null
            ? 'This run kept no tracebacks, so nobody can tell which exceptions its answers raised.'
            : 'No answer raised one.'}
        </p>
      </div>
    );
  return (
    <Figure
      name="exceptions"
      title="Exceptions"
      draw={draw}
      table={{
        columns: ['exception', 'answers'],
        rows: exceptions.map(({exception, n}) => [exception, n]),
      }}
      caption={`Answers in whose failing tests an exception stands last, each counted once an answer.${more(exceptions.length)}`}
    />
  );
}

function Libraries({run: {libraries}}: {run: PageRun}) {
  const shown = (libraries ?? []).slice(0, mostBars);
  const draw = useCallback(
    barsPlot(
      shown.map(({library, answers, passes}) => ({
        label: shortName(library),
        value: (100 * passes) / answers,
        note: `${passes} of ${answers}`,
      })),
      'answers that pass, percent',
      [0, 100],
    ),
    [libraries],
  );
  if (libraries === null || libraries.length === 0)
    return (
      <div>
        <h3>Libraries</h3>
        <p class="caption">
          {libraries === null
            ? 'The suite is not at hand, so nobody can tell which libraries its problems need.'
            : 'No problem names one.'}
        </p>
      </div>
    );
  return (
    <Figure
      name="libraries"
      title="Libraries"
      draw={draw}
      table={{
        columns: ['library', 'problems', 'answers', 'pass', 'percent'],
        rows: libraries.map(({library, problems, answers, passes}) => [
          library,
          problems,
          answers,
          passes,
          percent(passes / answers),
        ]),
      }}
      caption={`Answers to problems that name a library, without credit of the reference.${more(libraries.length)}`}
    />
  );
}

function more(all: number): string {
  return all > mostBars ? ` The table has all ${all}.` : '';
}
