type Closable = {close(): void};

/** Gives back what was opened, and remembers it. */
export type Keep = <C extends Closable>(opened: C) => C;

/**
 * Opens several things one after the other: `work` hands each to `keep` as soon as it is open, and
 * when a later one cannot be opened, those are closed again, the last one first.
 * @throws whatever `work` throws.
 */
export async function opening<T>(work: (keep: Keep) => Promise<T>): Promise<T> {
  const opened: Closable[] = [];
  try {
    return await work((one) => {
      opened.push(one);
      return one;
    });
  } catch (error) {
    for (const one of opened.reverse()) one.close();
    throw error;
  }
}
