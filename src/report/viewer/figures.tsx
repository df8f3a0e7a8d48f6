import {type ComponentChild, Fragment} from 'preact';
import {useCallback, useMemo, useState} from 'preact/hooks';
import type {TrustPolicy} from '../../score/count-trust.js';
import type {Effect} from '../../score/effects.js';
import type {CreditedFigure} from '../../score/figure.js';
import {coefficientCell} from '../coefficients.js';
import {creditCells, figureCell} from '../figure-cell.js';
import type {PageRun, PageSummary} from '../html/page/summary.js';
import {metricName} from '../metric-name.js';
import {percent} from '../percent.js';
import {forLine} from '../sanitise.js';
import {simulatedNote} from '../simulated-note.js';
import {unequalCounts} from '../unequal-counts.js';
import {Answers} from './answers.js';
import {Comparisons} from './comparisons.js';
import {effectLabel} from './effect-label.js';
import {Failures} from './failures.js';
import {DataTable, Figure} from './figure.js';
import {Manifests} from './manifests.js';
import {nameLine} from './name-line.js';
import {
  agreementPlot,
  type EffectPoint,
  effectsPlot,
  type NumberedRun,
  runColor,
  type TurnPoint,
  turnsPlot,
} from './plots.js';
import type {Route} from './route.js';

/** Runs that are drawn at first, where there are many. */
const fewRuns = 6;

type FiguresProps = {summary: PageSummary; addressOf(change: Partial<Route>): string};

/** All figures of the page, one section below the other. */
export function Figures({summary, addressOf}: FiguresProps) {
  const {runs, trust, agreement, comparisons} = summary;
  const [drawn, setDrawn] = useState<ReadonlySet<number>>(
    () => new Set(runs.map((_, number) => number).slice(0, fewRuns)),
  );
  const shown = useMemo(
    () => runs.map((run, number) => ({run, number})).filter(({number}) => drawn.has(number)),
    [runs, drawn],
  );
  const toggle = (number: number) => {
    const next = new Set(drawn);
    if (!next.delete(number)) next.add(number);
    if (next.size > 0) setDrawn(next);
  };
  return (
    <>
      <Section id="scores" title="Scores">
        <Notes runs={runs} />
        <Scores runs={runs} trust={trust} />
      </Section>
      {runs.length > 1 && <Legend runs={runs} drawn={drawn} toggle={toggle} />}
      <Section id="turns" title="Turn by turn">
        <Turns shown={shown} />
      </Section>
      {comparisons.length > 0 && (
        <Section id="comparison" title="Two runs compared">
          <Comparisons {...{runs, comparisons}} addressOf={addressOf} />
        </Section>
      )}
      {agreement && (
        <Section id="agreement" title="Static against live">
          <Agreement agreement={agreement} />
        </Section>
      )}
      <Section id="effects" title="What feedback does">
        <Effects shown={shown} />
      </Section>
      <Section id="failures" title="What failed, and why">
        <Failures runs={runs} />
      </Section>
      <Section id="answers" title="Answers, tokens, cost">
        <Answers runs={runs} />
      </Section>
      <Section id="manifest" title="How each run was made">
        <Manifests runs={runs} />
      </Section>
    </>
  );
}

function Section({id, title, children}: {id: string; title: string; children: ComponentChild}) {
  return (
    <section aria-labelledby={`${id}-head`}>
      <h2 id={`${id}-head`}>{title}</h2>
      {children}
    </section>
  );
}

function Notes({runs}: {runs: readonly PageRun[]}) {
  const simulated = runs.some(({manifest}) => manifest.simulated);
  const smallest = Math.min(...runs.flatMap(({metrics}) => metrics.scenarios.map(({n}) => n)));
  const notes = [
    ...(simulated ? [simulatedNote] : []),
    ...(smallest < 10
      ? [
          `n = ${smallest} is too small for a ranking: with fewer than 10 problems the order of models is chance.`,
        ]
      : []),
    ...unequalCounts(runs),
    ...runs.flatMap(({name, unfinished}) =>
      unfinished
        ? [
            `${name} is not finished: ${unfinished.known} of ${unfinished.planned} verdicts are there.`,
          ]
        : [],
    ),
    ...runs.flatMap(({name, manifest}) =>
      manifest.format_version === 1
        ? [
            `${name} is of format version 1, which does not tell how programs were found, nor how passes were established.`,
          ]
        : [],
    ),
    ...lacksOf(runs),
  ];
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.map((note) => (
        <li key={note}>{forLine(note)}</li>
      ))}
    </ul>
  );
}

/** What is not at hand, each once with the runs that lack it. */
function lacksOf(runs: readonly PageRun[]): string[] {
  const byLack = new Map<string, string[]>();
  for (const {name, lacks} of runs)
    for (const lack of lacks) byLack.set(lack, [...(byLack.get(lack) ?? []), name]);
  return Array.from(byLack, ([lack, names]) =>
    names.length === runs.length
      ? `Not here. ${lack}`
      : `Not here for ${names.join(', ')}. ${lack}`,
  );
}

/** More rows than this are read scenario by scenario. */
const mostRows = 24;

function Scores({runs, trust}: Pick<PageSummary, 'runs' | 'trust'>) {
  const scenarios = scenariosOf(runs);
  const isLong = runs.length * scenarios.length > mostRows;
  const [chosen, setChosen] = useState(scenarios.at(-1) ?? '');
  const rows = runs.flatMap((run, number) =>
    run.metrics.scenarios
      .filter(({scenario}) => (isLong ? scenario === chosen : scenarios.includes(scenario)))
      .map((metrics) => ({run, number, metrics})),
  );
  const hasCredit = runs.some(({mode}) => mode === 'static');
  const [first] = runs;
  return (
    <>
      {isLong && (
        <label class="choice">
          Scenario{' '}
          <select value={chosen} onChange={({currentTarget}) => setChosen(currentTarget.value)}>
            {scenarios.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      <section class="scroll" tabIndex={0} aria-label="Scores">
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">run</th>
              {!isLong && <th scope="col">scenario</th>}
              {(['MRR', 'Recall'] as const).map((name) => (
                <>
                  <th scope="col" class="number">
                    {name}
                  </th>
                  <th scope="col">
                    <span class="visually-hidden">{name}, interval and floor</span>
                    <span aria-hidden="true" class="axis">
                      <span>0</span>
                      <span>100</span>
                    </span>
                  </th>
                  {hasCredit && (
                    <>
                      <th scope="col" class="number">
                        floor
                      </th>
                      <th scope="col" class="number">
                        gain
                      </th>
                    </>
                  )}
                </>
              ))}
              <th scope="col" class="number">
                asked
              </th>
              <th scope="col" class="number">
                n
              </th>
              <th scope="col" class="number">
                missing
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({run, number, metrics}, i) => {
              const isFirst = isLong || rows[i - 1]?.number !== number;
              return (
                <tr key={`${number} ${metrics.scenario}`} class={isFirst ? 'group' : ''}>
                  {isFirst && (
                    <th
                      scope="rowgroup"
                      rowSpan={rows.filter((row) => !isLong && row.number === number).length || 1}
                    >
                      <RunName run={run} number={number} several={runs.length > 1} />
                    </th>
                  )}
                  {!isLong && <td class="scenario">{metrics.scenario}</td>}
                  {([metrics.mrr, metrics.recall] as const).map((figure, at) => (
                    <ScoreCells
                      key={at}
                      figure={figure}
                      metric={at === 0 ? 'mrr' : 'recall'}
                      place={`${number}/${metrics.scenario}`}
                      number={number}
                      hasCredit={hasCredit}
                    />
                  ))}
                  <td class="number asked" data-label="asked">
                    {creditCells(metrics.recall)[2]}
                  </td>
                  <td class="number" data-label="n">
                    {metrics.n}
                  </td>
                  <td class="number" data-label="missing">
                    {metrics.missing}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p class="caption">
        Percent, with the 95% interval in brackets and as a line
        {hasCredit
          ? '; the small mark on it is the floor: the score if no answer of the model passed, by the reference’s credit alone. Gain: what the model added of what was left above the floor. Asked: questions to the model, of all places.'
          : '.'}{' '}
        {first && convention(first)}
      </p>
      <WherePassing runs={runs} />
      <Trust runs={runs} policy={trust} />
    </>
  );
}

function convention({metrics: {convention, bootstrap, subset}}: PageRun): string {
  return `Convention: ${convention}. Intervals: of shares Wilson’s, of MRR by bootstrap over problems (${bootstrap.resamples} resamples, seed ${bootstrap.seed}).${subset ? ` Problems: ${subset}.` : ''}`;
}

export function RunName({run, number, several}: {run: PageRun; number: number; several: boolean}) {
  const how = run.mode === 'live' ? 'live' : `static on ${run.reference ?? ''}`;
  // A name may say how the run came about; the line below it does, so once is enough.
  const told = [how, run.mode].map((said) => `, ${said}`).find((said) => run.name.endsWith(said));
  return (
    <span class="run">
      {several && <Swatch run={run} number={number} />}
      <span>
        {breakable(forLine(told === undefined ? run.name : run.name.slice(0, -told.length)))}
        <small>{breakable(nameLine(how))}</small>
      </span>
    </span>
  );
}

/** A name that may go on in the next line behind its marks, rather than within a word. */
function breakable(name: string): ComponentChild {
  return name.split(/(?<=[:/_-])/).map((part, i) => (
    <Fragment key={i}>
      {part}
      <wbr />
    </Fragment>
  ));
}

/** The line that a run is drawn with. */
function Swatch({run, number}: {run: PageRun; number: number}) {
  return (
    <svg class="swatch" width="18" height="10" aria-hidden="true">
      <line
        x1="0"
        y1="5"
        x2="18"
        y2="5"
        stroke={runColor(number)}
        stroke-width="2.5"
        stroke-dasharray={run.mode === 'live' ? '5 3' : undefined}
      />
    </svg>
  );
}

type ScoreCellsProps = {
  figure: CreditedFigure;
  metric: string;
  place: string;
  number: number;
  hasCredit: boolean;
};

function ScoreCells({figure, metric, place, number, hasCredit}: ScoreCellsProps) {
  const [value, ...interval] = figureCell(figure).split(' ');
  const [floor, gain] = creditCells(figure);
  return (
    <>
      <td
        class="number score"
        data-label={metric === 'mrr' ? 'MRR' : 'Recall'}
        data-figure={`${place}/${metric}`}
        data-value={String(figure.value)}
      >
        {figure.value === null ? figureCell(figure) : value}
        {figure.value !== null && <small>{interval.join(' ')}</small>}
      </td>
      <td class="strip">
        <Strip figure={figure} number={number} />
      </td>
      {hasCredit && (
        <>
          <td class="number" data-label="floor">
            {floor}
          </td>
          <td class="number" data-label="gain">
            {gain}
          </td>
        </>
      )}
    </>
  );
}

/** A score with its interval between 0 and 100, and its floor. */
function Strip({figure, number}: {figure: CreditedFigure; number: number}) {
  if (figure.value === null) return null;
  const x = (rate: number) => 4 + 92 * rate;
  const {value, low, high, floor} = figure;
  return (
    <svg width="100" height="16" aria-hidden="true">
      <line x1="4" x2="96" y1="8" y2="8" stroke="var(--rule)" />
      <line
        x1={x(low)}
        x2={x(high)}
        y1="8"
        y2="8"
        stroke={runColor(number)}
        stroke-width="3"
        stroke-opacity="0.5"
      />
      {floor !== null && (
        <line
          x1={x(floor)}
          x2={x(floor)}
          y1="2"
          y2="14"
          stroke="var(--ink-soft)"
          stroke-width="1.5"
        />
      )}
      <circle cx={x(value)} cy="8" r="3.6" fill={runColor(number)} />
    </svg>
  );
}

function WherePassing({runs}: {runs: readonly PageRun[]}) {
  const rows = runs.flatMap(({name, where_passing}) =>
    (where_passing?.scenarios ?? []).map(({scenario, mrr, recall, n}) => [
      name,
      scenario,
      figureCell(mrr),
      figureCell(recall),
      n,
    ]),
  );
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>Over the problems whose own solution passes where the run was judged</summary>
      <DataTable
        label="Scores where the ground truth passes"
        columns={['run', 'scenario', 'MRR', 'Recall', 'n']}
        rows={rows}
      />
    </details>
  );
}

const trustWords = {
  separate: 'with tests and program in two processes',
  shared: 'with both in one process, in layers against forging',
} as const;

const policyWords = {
  any: 'count; by trust “separate” they are fails',
  separate: 'count as fails here',
} as const;

/** How the passes were established, and what hangs on those of one process. */
function Trust({runs, policy}: {runs: readonly PageRun[]; policy: TrustPolicy}) {
  const counted = (trust: PageRun['trust'], how: PageRun['trust'][number]['trust']) =>
    trust.filter((each) => each.trust === how).reduce((sum, {n}) => sum + n, 0);
  const all = runs.flatMap(({trust}) => trust);
  const found = (['separate', 'shared', null] as const).filter((how) => counted(all, how) > 0);
  const words = found.map((how) => (how === null ? 'nobody can tell how' : trustWords[how]));
  const [only] = found;
  if (only === undefined) return null;
  const hanging = runs.reduce((sum, run) => sum + (run.hanging ?? 0), 0);
  const hangs =
    hanging > 0
      ? `${hanging} passes of one process could have been held apart, and ${policyWords[policy]}.`
      : '';
  if (found.length === 1) {
    const told = only === null ? ', and nobody can tell how' : `, all ${trustWords[only]}`;
    return <p class="caption">{`${counted(all, only)} answers pass${told}. ${hangs}`}</p>;
  }
  return (
    <>
      {hangs !== '' && <p class="caption">{hangs}</p>}
      <details>
        <summary>How the answers that pass were established</summary>
        <DataTable
          label="Answers that pass, by how that was established"
          columns={['run', ...words, 'of one process, could have been held apart']}
          rows={runs.map(({name, trust, hanging: own}) => [
            name,
            ...found.map((how) => counted(trust, how)),
            own ?? '–',
          ])}
        />
      </details>
    </>
  );
}

type LegendProps = {
  runs: readonly PageRun[];
  drawn: ReadonlySet<number>;
  toggle(number: number): void;
};

function Legend({runs, drawn, toggle}: LegendProps) {
  return (
    <fieldset class="legend">
      <legend>Runs drawn below</legend>
      {runs.map((run, number) => (
        <label key={number} class={drawn.has(number) ? '' : 'off'}>
          <input type="checkbox" checked={drawn.has(number)} onChange={() => toggle(number)} />
          <Swatch run={run} number={number} />
          {forLine(run.name)}
        </label>
      ))}
    </fieldset>
  );
}

/** The scenarios that have turns, in the paper's order; turn 0 alone where there is no other. */
export function scenariosOf(runs: readonly PageRun[]): string[] {
  const all = [
    ...new Set(runs.flatMap(({metrics}) => metrics.scenarios.map(({scenario}) => scenario))),
  ];
  const conversations = all.filter((id) => id !== 'NONE');
  return conversations.length > 0 ? conversations : all;
}

function Turns({shown}: {shown: readonly NumberedRun[]}) {
  const points = useMemo(() => shown.flatMap(turnPoints), [shown]);
  const draw = useCallback(
    turnsPlot(points, (number) =>
      shown.some((each) => each.number === number && each.run.mode === 'live'),
    ),
    [points],
  );
  const ns = [...new Set(shown.flatMap(({run}) => run.metrics.scenarios.map(({n}) => n)))];
  return (
    <Figure
      name="pass-at-1-by-turn"
      title="Pass@1 by turn"
      draw={draw}
      table={{
        columns: ['run', 'scenario', 'turn', 'Pass@1', 'floor', 'gain', 'asked', 'n', 'missing'],
        rows: shown.flatMap(({run}) =>
          run.metrics.scenarios.flatMap(({scenario, pass_at_1}) =>
            pass_at_1.map((figure, turn) => [
              run.name,
              scenario,
              turn,
              figureCell(figure),
              ...creditCells(figure),
              figure.n,
              figure.missing,
            ]),
          ),
        ),
      }}
      caption={
        <>
          Percent of problems, with 95% intervals; n = {ns.join(', ')} problems. Static runs are
          solid lines: each turn is a question of its own, so a turn may lie below the one before.
          Live runs are dashed.
        </>
      }
    />
  );
}

function turnPoints({run, number}: NumberedRun): TurnPoint[] {
  return run.metrics.scenarios
    .filter(({scenario}) => scenario !== 'NONE')
    .flatMap(({scenario, pass_at_1}) =>
      pass_at_1.flatMap((figure, turn) =>
        figure.value === null
          ? []
          : [
              {
                run: number,
                scenario,
                turn,
                value: 100 * figure.value,
                low: 100 * figure.low,
                high: 100 * figure.high,
              },
            ],
      ),
    );
}

function Agreement({agreement}: {agreement: NonNullable<PageSummary['agreement']>}) {
  const [metric, setMetric] = useState<'mrr' | 'recall'>('mrr');
  const rows = 'rows' in agreement ? agreement.rows : [];
  const chosen = useMemo(() => rows.filter((row) => row.metric === metric), [rows, metric]);
  const references = new Set(rows.map(({reference}) => reference)).size;
  const draw = useCallback(
    agreementPlot(chosen, ({reference, scenario, agreement: {spearman}}) => {
      const of = references > 1 ? `${reference}, ` : '';
      return `${of}${scenario}   ρ ${spearman.value === null ? '–' : coefficientCell(spearman)}`;
    }),
    [chosen],
  );
  if ('refused' in agreement)
    return <p class="notes">They cannot be compared: {forLine(agreement.refused)}</p>;
  if (rows.length === 0) return <p class="notes">The two sides have no scenario in common.</p>;
  const models = [...new Set(chosen.map(({agreement: {n_models}}) => n_models))];
  return (
    <Figure
      name={`static-against-live-${metric}`}
      title={`${metricName(metric)}, static against live`}
      draw={draw}
      table={{
        columns: [
          'reference',
          'scenario',
          'Spearman',
          'models',
          'problems',
          'model',
          'static',
          'live',
        ],
        rows: chosen.flatMap(
          ({reference, scenario, agreement: {spearman, n_models, problems, models}}) =>
            models.map((point) => [
              reference,
              scenario,
              coefficientCell(spearman),
              n_models,
              problems ?? 'published',
              point.model,
              percent(point.static),
              percent(point.live),
            ]),
        ),
      }}
      caption={
        <>
          Percent. Live: {agreement.live}. n = {models.join(', ')} models. ρ is Spearman’s
          coefficient with its 95% interval, bootstrapped over{' '}
          {chosen[0]?.agreement.resampled ?? 'problems'}.
        </>
      }
    >
      <MetricChoice metric={metric} choose={setMetric} />
    </Figure>
  );
}

type MetricChoiceProps = {metric: 'mrr' | 'recall'; choose(metric: 'mrr' | 'recall'): void};

function MetricChoice({metric, choose}: MetricChoiceProps) {
  return (
    <div class="tabs">
      {(['mrr', 'recall'] as const).map((each) => (
        <button
          type="button"
          key={each}
          aria-pressed={metric === each}
          onClick={() => choose(each)}
        >
          {metricName(each)}
        </button>
      ))}
    </div>
  );
}

function Effects({shown}: {shown: readonly NumberedRun[]}) {
  const points = useMemo(() => shown.flatMap(effectPoints), [shown]);
  const draw = useCallback(effectsPlot(points), [points]);
  if (points.length === 0)
    return (
      <p class="notes">
        No effect can be told: that takes at least two scenarios, and problems that were asked in
        both.
      </p>
    );
  return (
    <Figure
      name="effects-of-feedback"
      title="Effects of feedback at turn 1"
      draw={draw}
      table={{
        columns: ['run', 'feedback, beside', 'points', 'n', 'scenarios compared'],
        rows: shown.flatMap(({run}) =>
          run.effects.map((effect) => [
            run.name,
            effectLabel(effect),
            effect.difference.value === null
              ? `– (${effect.difference.reason})`
              : figureCell(effect.difference),
            effect.difference.n,
            effect.compared.join(' − '),
          ]),
        ),
      }}
      caption={`Percentage points of wrong programs that one answer mends, with 95% intervals. Paired: at turn 1 all scenarios show the same program, and each line is over the problems asked in all scenarios that it compares (n = ${rangeOf(shown)}).`}
    />
  );
}

function rangeOf(shown: readonly NumberedRun[]): string {
  const ns = shown.flatMap(({run}) =>
    run.effects
      .filter(({difference}) => difference.value !== null)
      .map(({difference}) => difference.n),
  );
  const [least, most] = [Math.min(...ns), Math.max(...ns)];
  return least === most ? String(least) : `${least} to ${most}`;
}

function effectPoints({run, number}: NumberedRun): EffectPoint[] {
  return run.effects.flatMap((effect: Effect) => {
    const {difference} = effect;
    if (difference.value === null) return [];
    const {value, low, high} = difference;
    const label = effectLabel(effect);
    return [{run: number, label, value: 100 * value, low: 100 * low, high: 100 * high}];
  });
}
