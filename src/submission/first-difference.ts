/** Where two values of JSON first differ; `field` is null where they do not. */
export type Difference = {field: string | null; is: string; expected: string};

/**
 * The first field in which `is` differs from `expected`, as a path with dots.
 * @example firstDifference({a: [1, 2]}, {a: [1, 3]}) // => {field: 'a.1', is: '2', expected: '3'}
 */
export function firstDifference(is: unknown, expected: unknown, path: string[] = []): Difference {
  if (isBranch(is) && isBranch(expected)) {
    const [own, other] = [new Map(Object.entries(is)), new Map(Object.entries(expected))];
    for (const name of new Set([...own.keys(), ...other.keys()])) {
      const found = firstDifference(own.get(name), other.get(name), [...path, name]);
      if (found.field !== null) return found;
    }
    return {field: null, is: '', expected: ''};
  }
  const [left, right] = [JSON.stringify(is) ?? 'absent', JSON.stringify(expected) ?? 'absent'];
  return {
    field: left === right ? null : path.join('.'),
    is: shortened(left),
    expected: shortened(right),
  };
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
