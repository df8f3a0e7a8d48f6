import {expect, test} from 'vitest';
import {establishGroundTruth} from '../../../src/doctor/ground-truth/establish.js';

test('judges on a queue are refused: they tell no times, by which limits are calibrated', async () => {
  const judge = {queue: 'redis://127.0.0.1:1'};
  await expect(establishGroundTruth({suite: 'starter', judge})).rejects.toThrow(
    /^establishGroundTruth: judge: a queue tells nobody how long a solution ran/,
  );
});
