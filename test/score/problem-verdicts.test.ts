import {expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {problemVerdicts} from '../../src/score/problem-verdicts.js';
import {liveRows} from './rows.js';

it('two rows of one place are refused by name', () => {
  const rows = liveRows({task: 'a', own: 'F'});
  expect(() => problemVerdicts([...rows, ...rows.slice(3, 4)])).toThrow(UsageError);
  expect(() => problemVerdicts([...rows, ...rows.slice(3, 4)])).toThrow(
    'CF, a: turn: 3 has two rows',
  );
});

it('a turn that its scenario cannot have is refused', () => {
  const [first, second] = liveRows({task: 'a', own: 'F'});
  if (first === undefined || second === undefined) throw new Error('no rows');
  expect(() => problemVerdicts([{...first, turn: 1}])).toThrow('NONE, a: turn: 1 cannot be');
  expect(() => problemVerdicts([{...second, turn: 0}])).toThrow('CF, a: turn: 0 cannot be');
});

it('a problem with a first answer only is no problem of a scenario', () => {
  const rows = [...liveRows({task: 'b', own: 'F'}), ...liveRows({task: 'a', own: 'F'}).slice(0, 1)];
  const verdicts = problemVerdicts(rows);
  expect(verdicts.get('NONE')?.map(({taskId}) => taskId)).toEqual(['a', 'b']);
  expect(verdicts.get('CF')?.map(({taskId}) => taskId)).toEqual(['b']);
});
