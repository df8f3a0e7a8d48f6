import type {ComponentChild} from 'preact';
import {useEffect, useLayoutEffect, useRef, useState} from 'preact/hooks';
import {forLine} from '../sanitise.js';
import {usePrinting} from './printing.js';
import {saveSvg} from './save.js';
import {useWidth} from './width.js';

/** What a figure shows, as a table. Numbers stand right. */
export type FigureTable = {columns: string[]; rows: (string | number)[][]};

type FigureProps = {
  /** Name of the file that the drawing is saved under. */
  name: string;
  title: string;
  /** What the axes are, over what, and how sure. */
  caption: ComponentChild;
  draw(width: number): SVGElement | HTMLElement;
  table: FigureTable;
  /** Choices that the drawing hangs on. */
  children?: ComponentChild;
};

/** A drawing that can be read as a table and saved as SVG. */
export function Figure({name, title, caption, draw, table, children}: FigureProps) {
  const [asTable, setAsTable] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const isPrinting = usePrinting();
  const fill = () => {
    const element = place.current;
    if (!element || asTable || width === 0) return;
    const drawing = draw(Math.round(width));
    drawing.setAttribute('role', 'img');
    drawing.setAttribute('aria-label', `${title}. The button Table shows it as a table.`);
    element.replaceChildren(drawing);
  };
  // On paper at once; on a screen the rest of the page comes first.
  const shown = [draw, width, asTable, title, isPrinting];
  useLayoutEffect(() => (isPrinting ? fill() : undefined), shown);
  useEffect(() => (isPrinting ? undefined : fill()), shown);
  const save = () => {
    const svg = place.current?.querySelector('svg');
    if (svg) saveSvg(svg, name);
  };
  return (
    <figure id={`figure-${name}`}>
      <div class="figure-head">
        <h3>{title}</h3>
        <div class="figure-tools">
          <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'Figure' : 'Table'}
          </button>
          <button type="button" onClick={save} disabled={asTable}>
            SVG
          </button>
        </div>
      </div>
      {children}
      <div class="drawing" ref={place} hidden={asTable} />
      {asTable && <DataTable {...table} label={title} />}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** Wider tables become, where the window is narrow, a small list for each row. */
const fewColumns = 3;

/** A table whose columns of numbers stand right. */
export function DataTable({columns, rows, label}: FigureTable & {label: string}) {
  const numeric = columns.map((_, i) => rows.every((row) => isNumeric(row[i])));
  return (
    <section
      class={columns.length > fewColumns ? 'scroll stacks' : 'scroll'}
      tabIndex={0}
      aria-label={label}
    >
      <table>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={column} scope="col" class={numeric[i] ? 'number' : ''}>
                {forLine(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, i) => (
                <td
                  key={columns[i]}
                  class={numeric[i] ? 'number' : ''}
                  data-label={forLine(columns[i] ?? '')}
                >
                  {forLine(String(cell))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isNumeric(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || /^(?:[-+<]?\d.*|–|)$/.test(cell ?? '');
}
