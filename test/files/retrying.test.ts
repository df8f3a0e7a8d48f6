import {expect, test} from 'vitest';
import {MissingRequirementError} from '../../src/errors.js';
import {isNoRoom, NoRoomError, withRoom} from '../../src/files/no-room.js';
import {retrying} from '../../src/files/retrying.js';

const failing = (times: number, error: unknown) => {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
};

test('work is done until it succeeds, and told which attempt it is', async () => {
  const attempts: number[] = [];
  const work = async (attempt: number) => {
    attempts.push(attempt);
    if (attempt < 3) throw new Error('not yet');
    return 'done';
  };
  expect(await retrying(work, () => 0)).toBe('done');
  expect(attempts).toEqual([1, 2, 3]);
});

test('what is not worth another attempt is thrown as it is', async () => {
  const error = new RangeError('no');
  await expect(retrying(failing(9, error), () => null)).rejects.toBe(error);
  const twice = retrying(failing(9, error), ({attempt}) => (attempt < 2 ? 0 : null));
  await expect(twice).rejects.toBe(error);
});

test('a wait is waited for', async () => {
  const before = performance.now();
  await retrying(failing(2, new Error('not yet')), () => 30);
  expect(performance.now() - before).toBeGreaterThanOrEqual(55);
});

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});

test('a full disk is tried again, since others may be making room', async () => {
  const write = failing(1, full);
  await withRoom('a verdict', write);
  expect(write()).toBe(3);
});

test('a disk that stays full is named, with the remedy and the system’s words', async () => {
  const error: unknown = await withRoom('a verdict', failing(9, full)).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(NoRoomError);
  expect(error).toBeInstanceOf(MissingRequirementError);
  expect(isNoRoom(error)).toBe(true);
  expect(String(error)).toBe(
    'NoRoomError: no room on the disk for a verdict (ENOSPC: no space left on device, write); make room, then give the same command again to go on',
  );
});

test('another error of writing is no want of room', async () => {
  const error = Object.assign(new Error('EIO'), {code: 'EIO'});
  await expect(withRoom('a verdict', failing(9, error))).rejects.toBe(error);
});
