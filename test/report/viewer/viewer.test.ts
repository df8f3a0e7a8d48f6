import {describe, expect, test} from 'vitest';
import type {PageComparison, PageTask} from '../../../src/report/html/page/summary.js';
import {placeOfTask} from '../../../src/report/html/task-in-address.js';
import {comparisonOf} from '../../../src/report/viewer/compared-pair.js';
import {diffRows, firstRows, sideBySide} from '../../../src/report/viewer/diff-rows.js';
import {gap, heatLayout, line, names, strip} from '../../../src/report/viewer/heat-layout.js';
import {nameLine} from '../../../src/report/viewer/name-line.js';
import {fragmentOf, parseRoute, type Route} from '../../../src/report/viewer/route.js';
import {differingProblems, selectTasks} from '../../../src/report/viewer/selection.js';
import {beginningOf} from '../../../src/report/viewer/text-beginning.js';

const standard: Route = {
  view: 'figures',
  task: '',
  scenario: '',
  turn: 0,
  runs: [0],
  show: 'all',
  library: '',
  words: '',
  sort: 'suite',
  diff: 'side',
};

describe('the address of a state', () => {
  test('says only what is not as usual, and is read back', () => {
    const route: Route = {
      ...standard,
      view: 'conversation',
      task: 'a&b=#</script>',
      turn: 7,
      runs: [2, 0],
      diff: 'inline',
    };
    const fragment = fragmentOf(route, standard);
    expect(fragment).not.toContain('sort');
    expect(parseRoute(fragment, standard)).toEqual(route);
    expect(fragmentOf(standard, standard)).toBe('#');
  });

  test.each([
    '#turn=11',
    '#turn=x',
    '#view=nowhere',
    '#runs=a,b',
    '#show=',
    '#%',
    '#constructor=1',
  ])('that says %s is as usual there', (fragment) => {
    expect(parseRoute(fragment, standard)).toEqual(standard);
  });
});

describe('problems', () => {
  const task = (task_id: string, changes: Partial<PageTask> = {}): PageTask => {
    return {task_id, libraries: [], leaked: [], chunk: 0, ...changes};
  };
  const tasks = [task('A/0', {libraries: ['re']}), task('A/1', {leaked: ['CF_SEF']}), task('B/2')];
  // By problem: solved, missing in between, never solved; the second run differs in B/2.
  const first = {grid: {CF: ['fpsssssssss', 'ffmpsssssss', 'fffffffffff']}};
  const second = {grid: {CF: ['fpsssssssss', 'ffppsssssss', 'fffpfffffff']}};
  const select = (change: Partial<Route>, runs = [first]) => {
    const differing = differingProblems(runs, [...runs.keys()], []);
    return selectTasks(tasks, {runs, differing}, {...standard, ...change}).map(
      ({task_id}) => task_id,
    );
  };

  test.each([
    [{}, ['A/0', 'A/1', 'B/2']],
    [{show: 'failing'}, ['B/2']],
    [{show: 'leaked'}, ['A/1']],
    [{show: 'missing'}, ['A/1']],
    [{library: 're'}, ['A/0']],
    [{words: 'b/'}, ['B/2']],
    [{words: 'RE'}, ['A/0']],
    [{sort: 'hardest'}, ['B/2', 'A/1', 'A/0']],
    [{sort: 'easiest'}, ['A/0', 'A/1', 'B/2']],
    [{show: 'leaked', words: 'b'}, []],
  ] satisfies [Partial<Route>, string[]][])('%j leaves %j', (change, left) => {
    expect(select(change)).toEqual(left);
  });

  test('never solved are those that no turn of any scenario solved', () => {
    const turnZero = ['f----------', 'f----------', 'f----------'];
    const other = ['fffffffffff', 'fffffffffff', 'fffffffffff'];
    const grid = {NONE: turnZero, CF: first.grid.CF, CF_SEF: other};
    expect(select({show: 'failing'}, [{grid}])).toEqual(['B/2']);
    expect(select({show: 'failing'}, [{grid: {CF: ['', '', '']}}])).toEqual([]);
  });

  test('in which two runs differ: one passes and the other does not, missing aside', () => {
    expect([...differingProblems([first, second], [0, 1], [])]).toEqual([[2, 1]]);
    expect(differingProblems([first, second], [0, 7], []).size).toBe(0);
    expect(select({show: 'flipped'}, [first, second])).toEqual(['B/2']);
    expect(select({sort: 'differences'}, [first, second])).toEqual(['B/2', 'A/0', 'A/1']);
    expect(select({show: 'flipped'})).toEqual([]);
  });
});

test('where the page compares two runs, they differ where that says so, in either order', () => {
  const figure = {metric: 'recall', turn: null, n: 3, missing: 0, a: 0.25, b: 1} as const;
  const figures = [
    {...figure, difference: 0.75, low: 0.5, high: 0.875, only_a: 0, only_b: 2, p: 0.5},
  ];
  const compared = {
    runs: [0, 1],
    problems: 3,
    settings: [{field: 'model', a: 'x', b: 'y'}],
    scenarios: [{scenario: 'CF', figures}],
    flips: [{at: 2, only_a: 0, only_b: 3}],
  } as const satisfies PageComparison;
  const runs = [{grid: {CF: ['f']}}, {grid: {CF: ['p']}}];
  expect([...differingProblems(runs, [1, 0], [compared])]).toEqual([[2, 3]]);
  expect(comparisonOf([compared], 1, 0)).toEqual({
    problems: 3,
    settings: [{field: 'model', a: 'y', b: 'x'}],
    scenarios: [
      {
        scenario: 'CF',
        figures: [
          {
            ...{...figure, a: 1, b: 0.25, difference: -0.75, low: -0.875, high: -0.5},
            ...{only_a: 2, only_b: 0, p: 0.5},
          },
        ],
      },
    ],
    flips: [{at: 2, only_a: 3, only_b: 0}],
  });
  expect(comparisonOf([{runs: [0, 1], refused: 'why'}], 1, 0)).toEqual({refused: 'why'});
});

test('a row of the heat map is never wider than its place, and has room for every scenario', () => {
  for (const width of [320, 332, 520, 680, 1109, 2000])
    for (const scenarios of [1, 5, 9]) {
      const {isNarrow, across, height} = heatLayout(width, scenarios, 2);
      const down = Math.ceil(scenarios / across);
      expect(across * strip - gap + (isNarrow ? 0 : names)).toBeLessThanOrEqual(width);
      expect(height).toBeGreaterThanOrEqual(down * 2 * line);
    }
  expect(heatLayout(0, 9, 2).across).toBe(1);
  expect(heatLayout(1109, 9, 1)).toEqual({isNarrow: false, across: 9, height: 18});
});

test('an address leads to its problem, whatever that is called', () => {
  const tasks = ['T/1', 'T/\uD800', 'T/\u{1F600}', 'T/../%2e?&#'].map((task_id) => ({task_id}));
  const places = tasks.map(({task_id}) => {
    const fragment = fragmentOf({...standard, task: task_id}, standard);
    return placeOfTask(tasks, parseRoute(fragment, standard).task);
  });
  expect(places).toEqual([0, 1, 2, 3]);
  expect(placeOfTask(tasks, 'T/9')).toBe(-1);
});

test('a name is in one line, and as long as anybody reads', () => {
  expect(nameLine('a\nb\u202Ec')).toBe('a\\nb\\u202ec');
  expect(nameLine('a\n'.repeat(1_000_000)).length).toBeLessThan(400);
});

describe('the beginning of a text', () => {
  test('is so many lines, and says where the rest begins', () => {
    expect(beginningOf('a\nb\nc', 2, 100)).toEqual({text: 'a\nb', end: 4, hasLongLine: false});
    expect(beginningOf('a\nb\nc', 9, 100)).toMatchObject({text: 'a\nb\nc', end: 5});
    expect(beginningOf('aaaa\nb', 9, 3)).toMatchObject({text: 'aaaa', end: 5});
  });

  test('tells of a line that is cut, though no line is left', () => {
    expect(beginningOf('a'.repeat(2500), 9, 9000)).toEqual({
      text: `${'a'.repeat(2000)} … 500 more letters`,
      end: 2500,
      hasLongLine: true,
    });
  });
});

describe('a diff', () => {
  const lines = (count: number) => Array.from({length: count}, (_, i) => `line ${i}\n`).join('');

  test('folds equal lines away but for three around a change', () => {
    const before = `${lines(10)}old\n${lines(10)}`;
    const rows = diffRows(before, before.replace('old', 'new')) ?? [];
    expect(rows.map(({kind}) => kind)).toEqual([
      'folded',
      ...['same', 'same', 'same', 'out', 'in', 'same', 'same', 'same'],
      'folded',
    ]);
    expect(rows[0]).toEqual({kind: 'folded', lines: 7});
    expect(rows[4]).toEqual({kind: 'out', left: 11, text: 'old'});
    expect(rows[5]).toEqual({kind: 'in', right: 11, text: 'new'});
  });

  test('does not take the end of the last line for a change', () => {
    const kinds = (before: string, after: string) =>
      diffRows(before, after)?.map(({kind}) => kind) ?? [];
    expect(kinds('a\nb', 'a\nb\n')).toEqual(['folded']);
    expect(kinds('a\nb\n', 'a\nb\nc')).toEqual(['same', 'same', 'in']);
  });

  test('side by side has what was taken out beside what was put in', () => {
    const pairs = sideBySide(diffRows('a\nb\nc\n', 'a\nB\nx\nc\n') ?? []);
    const texts = pairs.map((pair) => pair.map((row) => (row && 'text' in row ? row.text : null)));
    expect(texts).toEqual([
      ['a', 'a'],
      ['b', 'B'],
      [null, 'x'],
      ['c', 'c'],
    ]);
  });

  test('shows of long lines their beginning, and of many letters the first rows', () => {
    const long = diffRows('a\n', `${'b'.repeat(2500)}\n`) ?? [];
    expect(firstRows(long).at(-1)).toMatchObject({
      text: `${'b'.repeat(2000)} … 500 more letters`,
    });
    const much = diffRows('', `${'c'.repeat(2000)}\n`.repeat(1000)) ?? [];
    expect(firstRows(much)).toHaveLength(200);
    expect(firstRows(diffRows('', 'd\n'.repeat(5000)) ?? [])).toHaveLength(3000);
  });

  test('is not made of texts that nobody reads line by line', () => {
    expect(diffRows(lines(1_000_000), 'short')).toBeNull();
    expect(diffRows('', '')).toEqual([]);
  });
});
