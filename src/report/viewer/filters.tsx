import {useMemo} from 'preact/hooks';
import type {PageRun, PageTask} from '../html/page/summary.js';
import {forLine} from '../sanitise.js';
import {nameLine} from './name-line.js';
import {type Route, type Show, type Sort, shows, sorts} from './route.js';

export type FiltersProps = {
  route: Route;
  go(change: Partial<Route>): void;
  runs: readonly PageRun[];
  tasks: readonly PageTask[];
  /** Problems that the filters leave. */
  left: number;
};

const showWords: Record<Show, string> = {
  all: 'all problems',
  flipped: 'where the two runs differ',
  failing: 'never solved',
  leaked: 'with a leaked solution',
  missing: 'with missing verdicts',
};

const sortWords: Record<Sort, string> = {
  suite: 'in the suite’s order',
  differences: 'most differences first',
  hardest: 'hardest first',
  easiest: 'easiest first',
};

/** Which problems are listed, in which order, and of which runs. */
export function Filters({route, go, runs, tasks, left}: FiltersProps) {
  const libraries = useMemo(
    () => [...new Set(tasks.flatMap((task) => task.libraries))].sort(),
    [tasks],
  );
  const hasTwo = route.runs.filter((number) => runs[number]).length > 1;
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      {runs.length > 1 && (
        <>
          <RunChoice label="Run" at={0} {...{route, go, runs}} />
          <RunChoice label="beside" at={1} {...{route, go, runs}} />
        </>
      )}
      <label>
        <span>Show</span>
        <select
          value={route.show === 'flipped' && !hasTwo ? 'all' : route.show}
          onChange={({currentTarget: {value}}) =>
            go({show: shows.find((each) => each === value) ?? 'all'})
          }
        >
          {shows
            .filter((each) => each !== 'flipped' || hasTwo)
            .map((each) => (
              <option key={each} value={each}>
                {showWords[each]}
              </option>
            ))}
        </select>
      </label>
      {libraries.length > 0 && (
        <label>
          <span>Library</span>
          <select
            value={route.library}
            onChange={({currentTarget}) => go({library: currentTarget.value})}
          >
            <option value="">any</option>
            {libraries.map((library) => (
              <option key={library} value={library}>
                {nameLine(library)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <span>Order</span>
        <select
          value={route.sort === 'differences' && !hasTwo ? 'suite' : route.sort}
          onChange={({currentTarget: {value}}) =>
            go({sort: sorts.find((each) => each === value) ?? 'suite'})
          }
        >
          {sorts
            .filter((each) => each !== 'differences' || hasTwo)
            .map((each) => (
              <option key={each} value={each}>
                {sortWords[each]}
              </option>
            ))}
        </select>
      </label>
      <label class="grow">
        <span>Name</span>
        <input
          type="search"
          value={route.words}
          placeholder="part of a name"
          onInput={({currentTarget}) => go({words: currentTarget.value})}
        />
      </label>
      <output>
        {left.toLocaleString('en')} of {tasks.length.toLocaleString('en')} problems
      </output>
    </form>
  );
}

/** What takes two runs, undone. */
function unpaired({show, sort}: Route): Pick<Route, 'show' | 'sort'> {
  return {
    show: show === 'flipped' ? 'all' : show,
    sort: sort === 'differences' ? 'suite' : sort,
  };
}

type RunChoiceProps = Pick<FiltersProps, 'route' | 'go' | 'runs'> & {label: string; at: 0 | 1};

function RunChoice({label, at, route, go, runs}: RunChoiceProps) {
  // A link may name a run that the page does not have; then the first is read.
  const [first = 0, second] = route.runs.filter((number) => runs[number] !== undefined);
  const choose = (value: string) => {
    if (at === 0) go({runs: second === undefined ? [Number(value)] : [Number(value), second]});
    else if (value !== '') go({runs: [first, Number(value)], sort: 'differences'});
    else go({runs: [first], ...unpaired(route)});
  };
  return (
    <label>
      <span>{label}</span>
      <select
        value={String([first, second][at] ?? '')}
        onChange={({currentTarget}) => choose(currentTarget.value)}
      >
        {at === 1 && <option value="">no other</option>}
        {runs.map(({name}, number) => (
          <option key={number} value={String(number)}>
            {forLine(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
