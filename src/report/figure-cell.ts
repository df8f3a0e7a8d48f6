import type {CreditedFigure, Figure} from '../score/figure.js';
import {percent, withInterval} from './percent.js';

/**
 * A figure in percent with its interval; how many of its problems lack a verdict, where it has no
 * value for that; a dash where there is nothing that it could be about.
 */
export function figureCell(figure: Figure | undefined): string {
  return figure?.value == null ? noFigure(figure) : withInterval(percent, figure);
}

/** What stands where a figure has no value. */
export function noFigure(figure: Figure | undefined): string {
  if (figure === undefined || figure.missing === 0) return '–';
  return `${figure.missing} of ${figure.n + figure.missing} missing`;
}

/** The same with the number of problems behind it. */
export function figureCellWithCount(figure: Figure | undefined): string {
  if (figure !== undefined && figure.missing > 0) return noFigure(figure);
  return `${figureCell(figure)} (${figure === undefined ? 0 : figure.n})`;
}

/** What stands over the cells that `creditCells` gives. */
export const creditHeads = ['floor', 'gain', 'asked'];

/** What the reference's credit is in a figure of a static run. */
export function creditCells(
  figure: CreditedFigure | undefined,
  write: (rate: number) => string = percent,
): string[] {
  if (figure === undefined || figure.asked === null) return creditHeads.map(() => '–');
  const {floor, gain, asked, planned} = figure;
  const cell = (rate: number | null) => (rate === null ? '–' : write(rate));
  return [cell(floor), cell(gain), `${asked} of ${planned}`];
}

/** What the figures of a row are over: one count where they are alike, else one each. */
export function counts(figures: readonly (Figure | undefined)[]): string {
  return [
    ...new Set(figures.flatMap((figure) => (figure ? [`${figure.n} (${figure.missing})`] : []))),
  ].join(', ');
}
