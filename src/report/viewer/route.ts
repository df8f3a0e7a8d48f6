/** What the page shows, as its address says after the `#`. */
export type Route = {
  view: 'figures' | 'problems' | 'conversation';
  /** Task id; `''` for the first of the list. */
  task: string;
  /** `''` for the one with the most feedback, which is the last. */
  scenario: string;
  turn: number;
  /** Numbers of the one or two runs that are read. */
  runs: readonly number[];
  show: Show;
  library: string;
  words: string;
  sort: Sort;
  diff: 'side' | 'inline';
};

export const shows = ['all', 'flipped', 'failing', 'leaked', 'missing'] as const;
export type Show = (typeof shows)[number];
export const sorts = ['suite', 'differences', 'hardest', 'easiest'] as const;
export type Sort = (typeof sorts)[number];
const views = ['figures', 'problems', 'conversation'] as const;

const lastTurn = 10;

/** Reads a fragment; what it does not say, or says wrongly, is as in `standard`. */
export function parseRoute(fragment: string, standard: Route): Route {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const word = <T extends string>(name: string, known: readonly T[], otherwise: T): T =>
    known.find((each) => each === given.get(name)) ?? otherwise;
  const turn = Number(given.get('turn') ?? standard.turn);
  const runs = (given.get('runs') ?? '').split(',').filter(Boolean).map(Number);
  return {
    view: word('view', views, standard.view),
    task: given.get('task') ?? standard.task,
    scenario: given.get('scenario') ?? standard.scenario,
    turn: Number.isInteger(turn) && turn >= 0 && turn <= lastTurn ? turn : standard.turn,
    runs: runs.length > 0 && runs.every(Number.isInteger) ? runs.slice(0, 2) : standard.runs,
    show: word('show', shows, standard.show),
    library: given.get('library') ?? standard.library,
    words: given.get('words') ?? standard.words,
    sort: word('sort', sorts, standard.sort),
    diff: word('diff', ['side', 'inline'], standard.diff),
  };
}

/** The fragment of a route: only what differs from `standard`. */
export function fragmentOf(route: Route, standard: Route): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(route)) {
    const text = String(value);
    const usual = Object.entries(standard).find(([key]) => key === name)?.[1];
    if (text !== String(usual)) said.set(name, text);
  }
  return `#${said}`;
}
