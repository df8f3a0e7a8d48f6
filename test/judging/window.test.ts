import {describe, expect, test} from 'vitest';
import {forEachInWindow} from '../../src/judging/window.js';

/** Work that ends when it is told to. */
function controlled() {
  const ends = new Map<string, (error?: Error) => void>();
  return {
    underWay: () => [...ends.keys()],
    end(name: string, error?: Error) {
      ends.get(name)?.(error);
      ends.delete(name);
    },
    work: ({name}: {name: string}) =>
      new Promise<void>((resolve, reject) =>
        ends.set(name, (error) => (error ? reject(error) : resolve())),
      ),
  };
}

const items = (...sizes: number[]) => sizes.map((bytes, i) => ({name: 'abcdef'[i] ?? '', bytes}));
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a window', () => {
  test('holds so many items', async () => {
    const {underWay, end, work} = controlled();
    const done = forEachInWindow(items(1, 1, 1), {items: 2, bytes: 100}, work);
    await aMoment();
    expect(underWay()).toEqual(['a', 'b']);
    end('b');
    await aMoment();
    expect(underWay()).toEqual(['a', 'c']);
    end('a');
    end('c');
    await done;
  });

  test('holds so many bytes, and one item that is larger', async () => {
    const {underWay, end, work} = controlled();
    const done = forEachInWindow(items(60, 50, 500), {items: 9, bytes: 100}, work);
    await aMoment();
    expect(underWay()).toEqual(['a']);
    end('a');
    await aMoment();
    expect(underWay()).toEqual(['b']);
    end('b');
    await aMoment();
    expect(underWay()).toEqual(['c']);
    end('c');
    await done;
  });

  test('stops reading at the first failure and throws it', async () => {
    const {underWay, end, work} = controlled();
    const done = forEachInWindow(items(1, 1, 1), {items: 2, bytes: 100}, work);
    await aMoment();
    end('a', new Error('no room'));
    await expect(done).rejects.toThrow('no room');
    expect(underWay()).toEqual(['b']);
  });

  test('ends at once when it is told to stop, and work can see that it is over', async () => {
    const stop = new AbortController();
    let isOver = () => false;
    const done = forEachInWindow(
      items(1),
      {items: 2, bytes: 100},
      (_, over) => {
        isOver = over;
        return new Promise(() => {});
      },
      stop.signal,
    );
    await aMoment();
    expect(isOver()).toBe(false);
    stop.abort(new Error('stopped'));
    await expect(done).rejects.toThrow('stopped');
    expect(isOver()).toBe(true);
  });
});
