import {expect, test} from 'vitest';
import {gridOf} from '../../../src/report/html/grid.js';
import {priorityOf} from '../../../src/report/html/priority.js';
import {liveRows, staticRows} from '../../score/rows.js';

test('a grid has a letter for each turn, turn 0 in every scenario', () => {
  const rows = [
    ...staticRows({task: 'A', own: 'FFPM', reference: 'FFFFP'}),
    ...staticRows({task: 'B', own: 'P-', reference: 'F'}),
  ];
  expect(gridOf(rows, ['B', 'C', 'A'])).toEqual({
    NONE: ['p----------', '', 'f----------'],
    CF: ['pnnnnnnnnnn', '', 'ffpmmrrrrrr'],
  });
});

test('in a live chain what follows the first pass is solved', () => {
  expect(gridOf(liveRows({task: 'A', own: 'FFP'}), ['A']).CF).toEqual(['ffpssssssss']);
});

test('a pass that is counted as a fail has a letter of its own', () => {
  const rows = liveRows({task: 'A', own: 'FP'});
  const discounted = new Set(rows.filter(({status}) => status === 'pass'));
  expect(gridOf(rows, ['A'], discounted).CF).toEqual(['fuuuuuuuuuu']);
});

test('problems in which runs differ come first, then failures, then the rest', () => {
  const grids = ['PPF', 'PFF'].map((letters) =>
    gridOf(
      [...letters].flatMap((own, i) => staticRows({task: `T/${i}`, own, reference: 'P'})),
      ['T/0', 'T/1', 'T/2'],
    ),
  );
  expect([0, 1, 2].map((task) => priorityOf(grids, task))).toEqual([2, 0, 1]);
});
