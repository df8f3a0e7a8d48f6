import {describe, expect, test} from 'vitest';
import type {Judge, Judgement} from '../../src/judging/judge.js';
import {hasSlept, judgeSettled, wasStarved} from '../../src/judging/starved.js';

const report = {tests: ['test_a'], failures: []};
const timeout = (cpuMs?: number): Judgement => ({
  status: 'timeout',
  limitMs: 1000,
  ...(cpuMs !== undefined && {cpuMs}),
  report,
});

describe('a timeout was starved', () => {
  test.each([
    ['with the whole limit in CPU time', 1000, false],
    ['with 90% of it', 900, false],
    ['with less', 899, true],
    ['with none', 0, true],
    ['of unknown CPU time', undefined, false],
  ])('%s: %s ms, %s', (_, cpuMs, starved) => {
    expect(wasStarved(timeout(cpuMs))).toBe(starved);
  });

  test('and nothing else ever was', () => {
    expect(wasStarved({status: 'error', ended: {kind: 'exit', code: 1}, report})).toBe(false);
    expect(wasStarved({status: 'missing', reason: 'lost'})).toBe(false);
  });
});

test.each([
  [99, true],
  [100, false],
  [undefined, false],
])('a timeout of 1000 ms with %s ms of CPU slept: %s', (cpuMs, slept) => {
  expect(hasSlept(timeout(cpuMs))).toBe(slept);
});

describe('the verdict that counts', () => {
  const settle = async (...judgements: Judgement[]) => {
    const asked: (boolean | undefined)[] = [];
    const judge: Judge = {
      identity: {pythonMinor: '3.11', verdictVersion: 1, environment: 'x', sealLevel: 1},
      judge: async (_, options) => {
        asked.push(options?.again);
        return judgements[asked.length - 1] ?? {status: 'missing', reason: 'asked too often'};
      },
      jobsRun: () => asked.length,
      close: async () => {},
    };
    const candidate = {prelude: '', program: '', test: '', entryPoint: 'f', timeLimitMs: 1000};
    return {verdict: await judgeSettled(judge, candidate), asked};
  };

  test('is the first, where its job had its share', async () => {
    expect(await settle(timeout(1000))).toEqual({verdict: timeout(1000), asked: [undefined]});
  });

  test('is that of the second run, where it was starved, however that ends', async () => {
    expect(await settle(timeout(5), timeout(6))).toEqual({
      verdict: timeout(6),
      asked: [undefined, true],
    });
  });
});
