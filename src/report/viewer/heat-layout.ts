/** Pixels of a place, its gap included; of a line of places; of the names; between scenarios. */
export const [cell, line, names, gap] = [9, 12, 140, 8];
/** Turns 0 to 10. */
export const turns = 11;
/** Of a scenario's places and what is free beside them. */
export const strip = turns * cell + gap;

/** Between the lines of one problem; the style sheet has it too. */
const between = 8;

/** Where it is narrower, names stand above the places. */
const narrow = 520;
const nameHeight = 20;

export type HeatLayout = {
  isNarrow: boolean;
  /** Scenarios side by side. */
  across: number;
  /** Of a problem, in pixels. */
  height: number;
};

/** How a row of the heat map is laid out, so that nothing is wider than there is room for. */
export function heatLayout(width: number, scenarios: number, runs: number): HeatLayout {
  const isNarrow = width < narrow;
  const room = Math.floor((width + gap - (isNarrow ? 0 : names)) / strip);
  const across = Math.max(1, Math.min(scenarios, room));
  const down = Math.ceil(scenarios / across);
  const places = down * (runs * line + between) - between;
  return {isNarrow, across, height: Math.max(18, (isNarrow ? nameHeight : 0) + places + 6)};
}
