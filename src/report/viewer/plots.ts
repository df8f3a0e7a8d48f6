import {
  areaY,
  barX,
  barY,
  dot,
  gridX,
  gridY,
  lineY,
  link,
  type PlotOptions,
  plot,
  ruleX,
  ruleY,
  text,
} from '@observablehq/plot';
import type {CorrelationRow} from '../../correlate/correlate-runs.js';
import type {PageRun} from '../html/page/summary.js';
import {forLine} from '../sanitise.js';

/**
 * Draws in a document that is not shown and without the style sheet that Plot adds, which the
 * page's policy would refuse: the page's own has the same rules.
 */
function drawn(options: PlotOptions): SVGElement | HTMLElement {
  const figure = plot({
    ...options,
    ...(options.x && {x: {labelOffset: 36, ...options.x}}),
    document: document.implementation.createHTMLDocument(''),
    className: 'plot',
    style: '',
  });
  for (const style of figure.querySelectorAll('style')) style.remove();
  figure.removeAttribute('style');
  // A group has no role that may have a name; the drawing as a whole has one.
  for (const group of figure.querySelectorAll('[aria-label]')) group.removeAttribute('aria-label');
  return figure;
}

/** Colours of runs by their number: eight that colour-blind readers tell apart, then again. */
export function runColor(run: number): string {
  return `var(--run-${run % 8})`;
}

/** A run of the page with its number there. */
export type NumberedRun = {number: number; run: PageRun};

type Panel = {fx: number; fy: number};

/** Small drawings side by side, as many in a row as there is room for. */
function panels<Key>(keys: readonly Key[], width: number, least: number) {
  const across = Math.max(1, Math.min(keys.length, Math.floor(width / least)));
  const placeOf = (key: Key): Panel => {
    const i = keys.indexOf(key);
    return {fx: i % across, fy: Math.floor(i / across)};
  };
  return {across, down: Math.ceil(keys.length / across), placeOf};
}

const facets = {
  fx: {padding: 0.12, axis: null},
  fy: {padding: 0.2, axis: null},
} as const;

export type TurnPoint = {
  run: number;
  scenario: string;
  turn: number;
  value: number;
  low: number;
  high: number;
};

/** Pass@1 by turn, a panel for each scenario, a line with its band for each run. */
export function turnsPlot(points: readonly TurnPoint[], isLive: (run: number) => boolean) {
  return (width: number) => {
    const scenarios = [...new Set(points.map(({scenario}) => scenario))];
    const {down, placeOf} = panels(scenarios, width, 250);
    const data = points.map((point) => ({...point, ...placeOf(point.scenario)}));
    const titles = scenarios.map((scenario) => ({scenario, ...placeOf(scenario)}));
    const common = {x: 'turn', z: 'run', fx: 'fx', fy: 'fy'} as const;
    return drawn({
      width,
      height: 52 + down * 190,
      marginLeft: 52,
      marginTop: 26,
      marginBottom: 40,
      ...facets,
      x: {label: 'turn', ticks: [0, 2, 4, 6, 8, 10], labelArrow: 'none', labelAnchor: 'center'},
      y: {
        domain: [0, 100],
        label: 'Pass@1, percent',
        labelArrow: 'none',
        labelAnchor: 'center',
        ticks: 5,
      },
      marks: [
        gridY({ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1}),
        areaY(data, {...common, y1: 'low', y2: 'high', fill: color, fillOpacity: 0.14}),
        lineY(
          data.filter(({run}) => !isLive(run)),
          {...common, y: 'value', stroke: color, strokeWidth: 1.8},
        ),
        lineY(
          data.filter(({run}) => isLive(run)),
          {
            ...common,
            y: 'value',
            stroke: color,
            strokeWidth: 1.8,
            strokeDasharray: '5 3',
          },
        ),
        dot(data, {...common, y: 'value', fill: color, r: 2.2}),
        text(titles, {
          fx: 'fx',
          fy: 'fy',
          text: 'scenario',
          frameAnchor: 'top-left',
          dy: -20,
          fontWeight: 600,
        }),
      ],
    });
  };
}

const color = ({run}: {run: number}) => runColor(run);

export type DifferencePoint = {
  scenario: string;
  turn: number;
  value: number;
  low: number;
  high: number;
};

/** B - A in Pass@1 by turn, a panel for each scenario, with its band. */
export function differencesPlot(points: readonly DifferencePoint[]) {
  return (width: number) => {
    const scenarios = [...new Set(points.map(({scenario}) => scenario))];
    const {down, placeOf} = panels(scenarios, width, 250);
    const data = points.map((point) => ({...point, ...placeOf(point.scenario)}));
    const titles = scenarios.map((scenario) => ({scenario, ...placeOf(scenario)}));
    const common = {x: 'turn', fx: 'fx', fy: 'fy'} as const;
    return drawn({
      width,
      height: 52 + down * 170,
      marginLeft: 52,
      marginTop: 26,
      marginBottom: 40,
      ...facets,
      x: {
        label: 'turn',
        domain: [0, 10],
        ticks: [0, 2, 4, 6, 8, 10],
        labelArrow: 'none',
        labelAnchor: 'center',
      },
      y: {
        label: 'B - A, percentage points',
        labelArrow: 'none',
        labelAnchor: 'center',
        ticks: 5,
        nice: true,
      },
      marks: [
        gridY({ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1}),
        ruleY([0], {stroke: 'var(--ink-soft)'}),
        areaY(data, {...common, y1: 'low', y2: 'high', fill: 'var(--bar)', fillOpacity: 0.2}),
        lineY(data, {...common, y: 'value', stroke: 'var(--bar)', strokeWidth: 1.8}),
        dot(data, {...common, y: 'value', fill: 'var(--bar)', r: 2.2}),
        text(titles, {
          fx: 'fx',
          fy: 'fy',
          text: 'scenario',
          frameAnchor: 'top-left',
          dy: -20,
          fontWeight: 600,
        }),
      ],
    });
  };
}

/** Static across, live up, a panel for each scenario, models by name. */
export function agreementPlot(
  rows: readonly CorrelationRow[],
  headOf: (row: CorrelationRow) => string,
) {
  return (width: number) => {
    const {down, across, placeOf} = panels(rows, width, 300);
    const points = rows.flatMap((row) =>
      row.agreement.models.map(({model, static: x, live: y}) => ({
        ...placeOf(row),
        model: forLine(model.split('/').at(-1) ?? model),
        x: 100 * x,
        y: 100 * y,
      })),
    );
    const heads = rows.map((row) => ({...placeOf(row), head: forLine(headOf(row))}));
    const side = width / across;
    return drawn({
      width,
      height: 46 + down * Math.min(side, 330),
      marginLeft: 54,
      marginTop: 30,
      marginBottom: 42,
      ...facets,
      x: {
        label: 'static, percent',
        labelArrow: 'none',
        labelAnchor: 'center',
        nice: true,
        inset: 10,
      },
      y: {label: 'live, percent', labelArrow: 'none', labelAnchor: 'center', nice: true, inset: 10},
      marks: [
        gridX({stroke: 'var(--rule)', strokeOpacity: 1}),
        gridY({stroke: 'var(--rule)', strokeOpacity: 1}),
        dot(points, {x: 'x', y: 'y', fx: 'fx', fy: 'fy', r: 3.4, fill: 'var(--run-0)'}),
        text(points, {
          x: 'x',
          y: 'y',
          fx: 'fx',
          fy: 'fy',
          text: 'model',
          dy: -9,
          fontSize: 10,
          fill: 'currentColor',
          stroke: 'var(--paper)',
          strokeWidth: 3,
        }),
        text(heads, {
          fx: 'fx',
          fy: 'fy',
          text: 'head',
          frameAnchor: 'top-left',
          dy: -22,
          fontWeight: 600,
        }),
      ],
    });
  };
}

export type EffectPoint = {
  run: number;
  label: string;
  value: number;
  low: number;
  high: number;
};

/** Differences in percentage points with their intervals, a line for each run. */
export function effectsPlot(points: readonly EffectPoint[]) {
  return (width: number) => {
    const labels = [...new Set(points.map(({label}) => label))];
    const runs = new Set(points.map(({run}) => run)).size;
    const narrow = width < 560;
    return drawn({
      width,
      height: 60 + labels.length * (12 + runs * 13),
      marginLeft: narrow ? 150 : 320,
      marginRight: 20,
      marginBottom: 44,
      fy: {domain: labels, axis: null, padding: 0.16},
      y: {axis: null, type: 'point', padding: 0.6},
      x: {
        label: narrow ? 'percentage points' : 'percentage points of wrong programs mended',
        labelArrow: 'none',
        labelAnchor: 'center',
        nice: true,
      },
      marks: [
        gridX({stroke: 'var(--rule)', strokeOpacity: 1}),
        ruleX([0], {stroke: 'var(--ink-soft)'}),
        link(points, {
          x1: 'low',
          x2: 'high',
          y1: 'run',
          y2: 'run',
          fy: 'label',
          stroke: color,
          strokeWidth: 2,
        }),
        dot(points, {x: 'value', y: 'run', fy: 'label', fill: color, r: 3.6}),
        text(labels, {
          fy: (label: string) => label,
          text: (label: string) => label,
          frameAnchor: 'left',
          textAnchor: 'end',
          dx: -10,
          lineWidth: narrow ? 13 : 34,
          fontSize: narrow ? 10 : 11.5,
        }),
      ],
    });
  };
}

/** Bars one above the other by turn: what became of the answers. */
export function classesPlot(counts: PageRun['classes'], colors: ReadonlyMap<string, string>) {
  return (width: number) =>
    drawn({
      width,
      height: 250,
      marginLeft: 60,
      marginBottom: 42,
      x: {
        label: 'turn',
        type: 'band',
        domain: turns,
        labelArrow: 'none',
        labelAnchor: 'center',
        padding: 0.25,
      },
      y: {label: 'answers', labelArrow: 'none', labelAnchor: 'center'},
      marks: [
        gridY({stroke: 'var(--rule)', strokeOpacity: 1}),
        barY(counts, {
          x: 'turn',
          y: 'n',
          fill: ({verdict}: {verdict: string}) => colors.get(verdict) ?? 'var(--ink-soft)',
          order: null,
          title: ({verdict, n}: {verdict: string; n: number}) => `${verdict}: ${n}`,
        }),
      ],
    });
}

const turns = Array.from({length: 11}, (_, turn) => turn);

export type Bar = {label: string; value: number; note: string};

/** Bars with their names at the left and a note behind each. */
export function barsPlot(bars: readonly Bar[], axis: string, domain?: [number, number]) {
  return (width: number) =>
    drawn({
      width,
      height: 56 + bars.length * 22,
      marginTop: 8,
      marginBottom: 44,
      marginLeft: Math.min(width * 0.4, 170),
      marginRight: 90,
      x: {label: axis, labelArrow: 'none', labelAnchor: 'center', ...(domain && {domain})},
      y: {domain: bars.map(({label}) => label), label: null, tickSize: 0, padding: 0.3},
      marks: [
        gridX({stroke: 'var(--rule)', strokeOpacity: 1}),
        barX(bars, {x: 'value', y: 'label', fill: 'var(--bar)'}),
        text(bars, {x: 'value', y: 'label', text: 'note', textAnchor: 'start', dx: 6}),
      ],
    });
}
