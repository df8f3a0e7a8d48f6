/** How much may be under way at once. */
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
  const underWay = new Set<Promise<void>>();
  const broken = brokenOff(signal);
  let bytes = 0;
  let over = false;
  let failure: {error: unknown} | undefined;
  const throwIfFailed = () => {
    if (failure) throw failure.error;
  };
  const waitForOne = async () => {
    await Promise.race([...underWay, broken.promise]);
    throwIfFailed();
  };
  try {
    for await (const item of items) {
      while (
        underWay.size >= window.items ||
        (underWay.size > 0 && bytes + item.bytes > window.bytes)
      ) {
        await waitForOne();
      }
      signal?.throwIfAborted();
      throwIfFailed();
      bytes += item.bytes;
      const done: Promise<void> = work(item, () => over)
        .catch((error: unknown) => {
          failure ??= {error};
        })
        .finally(() => {
          bytes -= item.bytes;
          underWay.delete(done);
        });
      underWay.add(done);
    }
    while (underWay.size > 0) await waitForOne();
    throwIfFailed();
  } finally {
    over = true;
    broken.dispose();
  }
}

/** Rejects when the signal aborts; never resolves. */
function brokenOff(signal: AbortSignal | undefined): {promise: Promise<void>; dispose: () => void} {
  let dispose = () => {};
  const promise = new Promise<void>((_, reject) => {
    if (!signal) return;
    const tell = () => reject(signal.reason);
    if (signal.aborted) tell();
    signal.addEventListener('abort', tell, {once: true});
    dispose = () => signal.removeEventListener('abort', tell);
  });
  promise.catch(() => {}); // heard by whoever waits in the loop, or by nobody once that has ended
  return {promise, dispose};
}
