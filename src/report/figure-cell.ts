import type {Figure} from '../score/figure.js';
import {percent, withInterval} from './percent.js';

/** A figure in percent with its interval; a dash where there is none. */
export function figureCell(figure: Figure | undefined): string {
  return figure === undefined || figure.value === null ? '–' : withInterval(percent, figure);
}

/** The same with the number of problems behind it. */
export function figureCellWithCount(figure: Figure | undefined): string {
  return `${figureCell(figure)} (${figure === undefined ? 0 : figure.n})`;
}

/** What the figures of a row are over: one count where they are alike, else one each. */
export function counts(figures: readonly (Figure | undefined)[]): string {
  return [
    ...new Set(figures.flatMap((figure) => (figure ? [`${figure.n} (${figure.missing})`] : []))),
  ].join(', ');
}
