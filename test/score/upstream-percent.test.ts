import {expect, it} from 'vitest';
import {upstreamPercent} from '../../src/score/upstream-percent.js';

it('rounds as round() on a NumPy float does', () => {
  // numpy 2.4.6: round(np.float64(v) * 100, 1); the first two differ from round() on a plain float
  // (35.1 and 0.1)
  const printed: [number, number][] = [
    [0.3515, 35.2],
    [0.0005, 0],
    [0.1225, 12.2],
    [0.1275, 12.8],
    [0.4, 40],
    [0.59456, 59.5],
    [0.352631, 35.3],
    [0, 0],
    [1, 100],
  ];
  for (const [rate, percent] of printed) expect(upstreamPercent(rate)).toBe(percent);
});
