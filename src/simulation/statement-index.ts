import type {Problem, Suite} from '../problem/problem.js';

/** Finds out which problem a text is about, whatever stands around its statement. */
export type StatementIndex = {
  /**
   * The problem whose statement (`instruct_prompt` or `complete_prompt`, white space aside) stands
   * in one of `texts`. Of several the longest statement counts, of equal ones the problem that
   * comes first in the suite; undefined where none stands.
   */
  find(texts: readonly string[]): Problem | undefined;
};

/**
 * White space of any kind and length as one blank, none at the ends; a quotation's `> ` in front of
 * lines counts as white space.
 */
export function normalizeSpace(text: string): string {
  const bare = text.includes('> ') ? text.replace(/^[ \t]*> /gm, '') : text;
  // A single blank needs no replacing; most white space is one.
  return bare.replace(/\s{2,}|[^\S ]/g, ' ').trim();
}

/** The two forms in which a prompt may state a problem, white space normalised. */
export function statementsOf(problem: Problem): string[] {
  return [problem.instruct_prompt, problem.complete_prompt]
    .map(normalizeSpace)
    .filter((text) => text !== '');
}

/**
 * Every statement is filed under its rarest word (not its first or last, which a template may glue
 * to a tag or a quotation mark), so that a text of a few thousand words costs a look-up a word and
 * next to no comparisons.
 */
export function indexStatements(suite: Suite): StatementIndex {
  const byWord = new Map<string, Filed[]>();
  for (const filed of fileStatements(suite))
    byWord.set(filed.word, [...(byWord.get(filed.word) ?? []), filed]);
  return {
    find(texts) {
      let best: Filed | undefined;
      for (const text of texts) {
        for (const filed of statementsIn(normalizeSpace(text), byWord)) {
          const longer = filed.statement.length - (best?.statement.length ?? 0);
          if (longer > 0 || (longer === 0 && filed.order < (best?.order ?? 0))) best = filed;
        }
      }
      return best?.problem;
    },
  };
}

/** `offset`: where `word` begins in `statement`. */
type Filed = {problem: Problem; order: number; statement: string; word: string; offset: number};

function fileStatements(suite: Suite): Filed[] {
  const statements = suite.problems.flatMap((problem, order) =>
    statementsOf(problem).map((statement) => ({
      problem,
      order,
      statement,
      words: wordsOf(statement),
    })),
  );
  const uses = new Map<string, number>();
  for (const {words} of statements) {
    for (const word of new Set(words.map(({word}) => word)))
      uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return statements.map(({problem, order, statement, words}) => {
    const inner = words.length > 2 ? words.slice(1, -1) : words;
    const rarest = inner.reduce((a, b) =>
      (uses.get(b.word) ?? 0) < (uses.get(a.word) ?? 0) ? b : a,
    );
    return {problem, order, statement, word: rarest.word, offset: rarest.start};
  });
}

function statementsIn(text: string, byWord: ReadonlyMap<string, readonly Filed[]>): Filed[] {
  const found: Filed[] = [];
  forEachWord(text, (word, start) => {
    for (const filed of byWord.get(word) ?? []) {
      if (start >= filed.offset && text.startsWith(filed.statement, start - filed.offset))
        found.push(filed);
    }
  });
  return found;
}

function wordsOf(text: string): {word: string; start: number}[] {
  const words: {word: string; start: number}[] = [];
  forEachWord(text, (word, start) => words.push({word, start}));
  return words;
}

function forEachWord(text: string, visit: (word: string, start: number) => void): void {
  for (let start = 0; start <= text.length; ) {
    const blank = text.indexOf(' ', start);
    const end = blank === -1 ? text.length : blank;
    visit(text.slice(start, end), start);
    start = end + 1;
  }
}
