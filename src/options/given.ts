/** Some of `T`'s fields: one that is `undefined` counts as left out. */
export type Given<T> = {[K in keyof T]?: T[K] | undefined};

/** The fields that were given, so that they may be spread over defaults. */
export function fieldsGiven<T extends object>(given: Given<T> | undefined): Partial<T> {
  const fields: Partial<T> = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}
