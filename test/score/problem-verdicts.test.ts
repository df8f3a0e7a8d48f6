import {expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {problemVerdicts} from '../../src/score/problem-verdicts.js';
import {liveRows, staticRows} from './rows.js';

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

it('under NONE nobody’s reference counts; in a scenario it does', () => {
  const verdicts = problemVerdicts(staticRows({task: 'a', own: 'P', reference: 'FP'}));
  expect(verdicts.get('NONE')).toEqual([
    {
      taskId: 'a',
      verdicts: [{origin: 'answered', status: 'pass', reference_status: null}],
    },
  ]);
  expect(verdicts.get('CF')?.[0]?.verdicts[0]).toEqual({
    origin: 'answered',
    status: 'pass',
    reference_status: 'fail',
  });
});

it('a place that is missing has no status, whatever its row says', () => {
  const rows = liveRows({task: 'a', own: 'F'}).map((row) => ({...row, origin: 'missing' as const}));
  const verdicts = problemVerdicts(rows);
  expect(verdicts.get('CF')?.[0]?.verdicts.map(({status}) => status)).toEqual(
    Array(11).fill('missing'),
  );
});

it('a conversation whose first answer has no row lacks that verdict only', () => {
  const verdicts = problemVerdicts(liveRows({task: 'a', own: 'F'}).slice(1));
  expect(verdicts.get('CF')?.[0]?.verdicts[0]).toEqual({
    ...{origin: 'missing', status: 'missing', reference_status: null},
  });
  expect(verdicts.get('CF')?.[0]?.verdicts.map(({status}) => status)).toEqual([
    'missing',
    ...Array(10).fill('fail'),
  ]);
});
