import {expect, test} from 'vitest';
import {planInstallBatches} from '../../src/environment/install-batches.js';
import {secondsLeft} from '../../src/environment/install-locked.js';

const distribution = (name: string) => ({name, version: '1', requirement: `${name}==1\n`});

test('build tools are installed first, by themselves, and everything once', () => {
  const names = [
    'absl-py',
    'scipy',
    'setuptools',
    'tensorflow',
    'wheel',
    ...Array.from({length: 60}, (_, at) => `x${at}`),
  ];
  const batches = planInstallBatches(names.map(distribution), {
    buildTools: ['setuptools', 'wheel'],
  });
  const planned = batches.map(({distributions}) => distributions.map(({name}) => name));
  expect(planned[0]).toEqual(['setuptools', 'wheel']);
  expect(planned.slice(1).flat()).toEqual(
    names.filter((name) => !['setuptools', 'wheel'].includes(name)),
  );
  expect(planned.length).toBeGreaterThan(4);
});

test('nothing pending is no batch', () => {
  expect(planInstallBatches([], {buildTools: ['wheel']})).toEqual([]);
});

test('the time left follows the effort done so far, and is unknown before any', () => {
  const batches = [{effort: 10}, {effort: 30}, {effort: 60}];
  expect(secondsLeft(batches, 0, 0)).toBeNull();
  // 10 of 100 took 5 s: 90 will take 45 s. 40 of 100 took 20 s: 60 will take 30 s.
  expect(secondsLeft(batches, 1, 5_000)).toBe(45);
  expect(secondsLeft(batches, 2, 20_000)).toBe(30);
});
