import {withRoom} from '../files/no-room.js';
import type {Judge} from './judge.js';
import {forEachInWindow, type Window} from './window.js';

/** Enough to know the slow ones among many, little enough to hold. */
const leastUnderWay = 512;

/** How many programs are under way at once with this judge. */
export function judgedAtOnce({atOnce}: Pick<Judge, 'atOnce'>): number {
  return Math.max(leastUnderWay, atOnce?.() ?? 0);
}

/** What can be judged: `bytes` is what it weighs while it is under way. */
export type Weighed = {readonly bytes: number};

/**
 * What is to be judged: `total`, of which `before` have a row already or take nothing. `first` is
 * read lazily, in its order, and may hold some of those. `again` is asked for once all of `first`
 * have a row: those whose verdict does not stand yet, since their jobs had not their share of the
 * machine or did not pass at once. One that came out missing is the same object there.
 */
export type Candidates<C extends Weighed> = {
  total: number;
  before: number;
  first: AsyncIterable<C> | Iterable<C>;
  again?: () => readonly C[];
};

/** Where rows are kept; what it has is not judged again. */
export type KeptRows<C, Row> = {has(candidate: C): boolean; add(row: Row): void};

/** How candidates are judged. */
export type Policy<C, Row> = {
  /** The row of a candidate; `round` tells whether others still wait for their first. */
  judge(candidate: C, round: 'first' | 'again'): Promise<Row>;
  isMissing(row: Row): boolean;
  /** How much is under way at once. */
  window: Window;
  /** How many are under way at once in the second round. Default: as in the first. */
  calmItems?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((tally: Tally) => void) | undefined;
};

/**
 * How far it has come: `done` of `total` have a row; `before` of them took nothing now; `again` are
 * to be judged once more; `missing` came out without a verdict, and have none yet.
 */
export type Tally = {done: number; total: number; before: number; again: number; missing: number};

/**
 * The one engine that judges many things so that it can be stopped and gone on with: a replay, a
 * run judged again, a batch of samples, a suite's ground truth differ in candidates and rows, not
 * in this. Each row is kept before it counts. Stops at the first failure without waiting for what
 * is under way; what comes of that later is not kept.
 * @throws whatever judging or keeping throws; {NoRoomError}; the signal's reason.
 */
export async function judgeMany<C extends Weighed, Row>(
  {total, before, first, again = () => []}: Candidates<C>,
  rows: KeptRows<C, Row>,
  policy: Policy<C, Row>,
): Promise<void> {
  const {window, calmItems = window.items, signal, onProgress} = policy;
  const tally: Tally = {done: before, total, before, again: 0, missing: 0};
  const missing = new Set<C>();
  const tell = (change: Partial<Tally>) => onProgress?.({...Object.assign(tally, change)});
  const judgeAndKeep = async (candidate: C, isOver: () => boolean, round: 'first' | 'again') => {
    const row = await policy.judge(candidate, round);
    if (isOver()) return;
    await withRoom('another verdict', () => rows.add(row));
    if (policy.isMissing(row)) missing.add(candidate);
    else missing.delete(candidate);
    tally.missing = missing.size;
  };
  tell({});
  await forEachInWindow(
    first,
    window,
    async (candidate, isOver) => {
      if (rows.has(candidate)) return;
      await judgeAndKeep(candidate, isOver, 'first');
      tell({done: tally.done + 1});
    },
    signal,
  );
  const open = again();
  if (open.length === 0) return;
  tell({again: open.length});
  await forEachInWindow(
    open,
    {...window, items: calmItems},
    async (candidate, isOver) => {
      await judgeAndKeep(candidate, isOver, 'again');
      tell({again: tally.again - 1});
    },
    signal,
  );
}
