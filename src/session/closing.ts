/** Does `work`, then closes what it was done with, whatever happened. */
export async function closing<T>(
  resource: {close?(): void | Promise<void>},
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } finally {
    await resource.close?.();
  }
}
