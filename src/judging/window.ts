/** How much may be under way at once; looked at anew whenever there is room for one more. */
export type Window = {items: number; bytes: number};

/**
 * Does `work` for each item, in their order, several at a time: as many as the window holds, at
 * least one. Stops reading at the first failure, or when `signal` aborts, without waiting for what
 * is under way. `isOver` tells work that goes on behind that: what becomes of it then says nothing
 * about its item.
 * @throws whatever `work` or the items throw; the signal's reason.
 */
export async function forEachInWindow<T extends {bytes: number}>(
  items: AsyncIterable<T> | Iterable<T>,
  window: Window,
  work: (item: T, isOver: () => boolean) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let [underWay, bytes] = [0, 0];
  let over = false;
  let failure: {error: unknown} | undefined;
  // One waiter, woken by whatever happens. Not a race of all that is under way: each race would
  // hang on to each of them until it ends, and that is as slow as the window is large.
  let wake = () => {};
  const waitForOne = async () => {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    throwIfFailed();
  };
  const throwIfFailed = () => {
    if (failure) throw failure.error;
  };
  const stop = () => {
    failure ??= {error: signal?.reason};
    wake();
  };
  signal?.addEventListener('abort', stop, {once: true});
  const isFull = (item: T) =>
    underWay >= window.items || (underWay > 0 && bytes + item.bytes > window.bytes);
  try {
    for await (const item of items) {
      while (isFull(item)) await waitForOne();
      signal?.throwIfAborted();
      throwIfFailed();
      underWay += 1;
      bytes += item.bytes;
      work(item, () => over)
        .catch((error: unknown) => {
          failure ??= {error};
        })
        .finally(() => {
          underWay -= 1;
          bytes -= item.bytes;
          wake();
        });
    }
    while (underWay > 0) await waitForOne();
    throwIfFailed();
  } finally {
    over = true;
    signal?.removeEventListener('abort', stop);
  }
}
