import {z} from 'zod';

/** The format versions that this program reads; any other is refused by name. */
export function formatVersionIn<const V extends number>(versions: readonly V[]) {
  return z.literal(versions, {
    error: ({input}) =>
      `${typeof input === 'number' ? input : JSON.stringify(input)}, this program reads ${versions.join(' and ')}`,
  });
}
