import type {GridLetter} from '../html/grid.js';

type LetterWords = {
  /** In a list: what stands at a place. */
  said: string;
  /** What shows it where there is room; shapes as well as colours tell places apart. */
  sign: string;
  color: string;
};

const words: Record<GridLetter, LetterWords> = {
  p: {said: 'pass', sign: '✓', color: 'var(--pass)'},
  f: {said: 'fail', sign: '×', color: 'var(--fail)'},
  t: {said: 'timeout', sign: 'T', color: 'var(--timeout)'},
  e: {said: 'process ended', sign: '!', color: 'var(--error)'},
  r: {said: 'the reference had passed', sign: 'r', color: 'var(--credit)'},
  s: {said: 'solved before', sign: '·', color: 'var(--solved)'},
  n: {said: 'nothing was said, the code stays', sign: '–', color: 'var(--none)'},
  u: {said: 'passed in one process, not counted', sign: '1', color: 'var(--unheld)'},
  m: {said: 'missing', sign: '?', color: 'var(--missing)'},
  '-': {said: 'not in the run', sign: '', color: 'transparent'},
};

const known = new Map<string, LetterWords>(Object.entries(words));

/** What a letter of a grid says. */
export function letterWords(letter: string): LetterWords {
  return known.get(letter) ?? words['-'];
}

/** The letters that `texts` hold, in the order of the key. */
export function lettersIn(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const text of texts) for (const letter of text) found.add(letter);
  return [...known.keys()].filter((letter) => letter !== '-' && found.has(letter));
}
