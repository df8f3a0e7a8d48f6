import {useCallback, useMemo, useState} from 'preact/hooks';
import type {PairedFigure} from '../../compare/compare-runs.js';
import type {PageComparison, PageRun} from '../html/page/summary.js';
import {fewTurns, pairedCells, pairedColumns, pairedName} from '../paired-cells.js';
import {forLine} from '../sanitise.js';
import {type ComparedPair, comparisonOf} from './compared-pair.js';
import {DataTable, Figure} from './figure.js';
import {differencesPlot} from './plots.js';
import type {Route} from './route.js';

type ComparisonsProps = {
  runs: readonly PageRun[];
  comparisons: readonly PageComparison[];
  addressOf(change: Partial<Route>): string;
};

/** Any two runs of the page, problem by problem. */
export function Comparisons({runs, comparisons, addressOf}: ComparisonsProps) {
  const first = comparisons.find((each) => 'scenarios' in each) ?? comparisons[0];
  const [[a, b], choose] = useState<readonly [number, number]>(first?.runs ?? [0, 1]);
  const found = useMemo(() => comparisonOf(comparisons, a, b), [comparisons, a, b]);
  return (
    <>
      {runs.length > 2 && (
        <div class="filters">
          <Side label="A" number={a} runs={runs} choose={(number) => choose([number, b])} />
          <Side label="B" number={b} runs={runs} choose={(number) => choose([a, number])} />
        </div>
      )}
      {runs.length === 2 && (
        <p class="caption">
          A: {forLine(runs[a]?.name ?? '')}. B: {forLine(runs[b]?.name ?? '')}.
        </p>
      )}
      {'refused' in found ? (
        <p class="notes">They are not compared: {forLine(found.refused)}</p>
      ) : (
        <Compared
          key={`${a} ${b}`}
          pair={found}
          seed={runs[a]?.metrics.bootstrap}
          convention={runs[a]?.metrics.convention ?? ''}
          flippedAddress={addressOf({
            view: 'problems',
            runs: [a, b],
            show: 'flipped',
            sort: 'differences',
          })}
        />
      )}
    </>
  );
}

type SideProps = {
  label: string;
  number: number;
  runs: readonly PageRun[];
  choose(number: number): void;
};

function Side({label, number, runs, choose}: SideProps) {
  return (
    <label>
      <span>{label}</span>
      <select
        value={String(number)}
        onChange={({currentTarget}) => choose(Number(currentTarget.value))}
      >
        {runs.map(({name}, each) => (
          <option key={each} value={String(each)}>
            {forLine(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Of more, one is chosen. */
const fewScenarios = 5;

type ComparedProps = {
  pair: ComparedPair;
  seed: PageRun['metrics']['bootstrap'] | undefined;
  convention: string;
  flippedAddress: string;
};

function Compared({pair, seed, convention, flippedAddress}: ComparedProps) {
  const {problems, settings, scenarios, flips} = pair;
  const all = useMemo(
    () => scenarios.flatMap(({scenario, figures}) => figures.map((each) => ({scenario, ...each}))),
    [scenarios],
  );
  const ids = scenarios.map(({scenario}) => scenario).filter((id) => id !== 'NONE');
  const [chosen, choose] = useState<string>(ids.at(-1) ?? '');
  const isShown = ({scenario, turn}: ScenarioFigure) =>
    fewTurns.has(turn) &&
    (ids.length <= fewScenarios || scenario === chosen || scenario === 'NONE');
  const draw = useCallback(differencesPlot(all.flatMap(pointOf)), [all]);
  const onlyA = flips.filter(({only_a}) => only_a > 0).length;
  const onlyB = flips.filter(({only_b}) => only_b > 0).length;
  const rowOf = ({scenario, ...figure}: ScenarioFigure) => [
    scenario,
    pairedName(figure),
    ...pairedCells(figure),
  ];
  return (
    <>
      {ids.length > fewScenarios && (
        <label class="choice">
          Scenario{' '}
          <select value={chosen} onChange={({currentTarget}) => choose(currentTarget.value)}>
            {ids.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      <DataTable
        label="Two runs compared"
        columns={pairedColumns}
        rows={all.filter(isShown).map(rowOf)}
      />
      <p class="caption">
        Percent, over the {problems.toLocaleString('en')} problems that both have. B - A with its
        paired 95% bootstrap interval over problems ({seed?.resamples} resamples, seed {seed?.seed}
        ). A alone, B alone: problems that count in one run only; p: McNemar’s exact test on these
        two. Many lines, many tests: of twenty alike, one has p below 0.05 by chance. Convention:{' '}
        {convention}.
      </p>
      <p class="flips">
        {flips.length === 0 ? (
          'No problem flipped.'
        ) : (
          <>
            <a href={flippedAddress}>
              {flips.length === 1 ? '1 problem' : `${flips.length} problems`} flipped
            </a>
            : {onlyB} pass in B alone at some place, {onlyA} in A alone.
          </>
        )}
      </p>
      <Figure
        name="difference-by-turn"
        title="Difference of Pass@1 by turn"
        draw={draw}
        table={{columns: pairedColumns, rows: all.map(rowOf)}}
        caption={`B - A in percentage points with paired 95% intervals; n = ${[...new Set(all.map(({n}) => n))].join(', ')} problems.`}
      />
      {settings.length > 0 && (
        <details>
          <summary>Settings in which they differ</summary>
          <DataTable
            label="Settings in which they differ"
            columns={['setting', 'A', 'B']}
            rows={settings.map(({field, a, b}) => [field, a, b])}
          />
        </details>
      )}
    </>
  );
}

type ScenarioFigure = PairedFigure & {scenario: string};

function pointOf({scenario, metric, turn, difference, low, high}: ScenarioFigure) {
  if (metric !== 'pass_at_1' || scenario === 'NONE') return [];
  if (turn === null || difference === null || low === null || high === null) return [];
  return [{scenario, turn, value: 100 * difference, low: 100 * low, high: 100 * high}];
}
