/**
 * What was made before of the same key is given again.
 * @param most how many are kept, the newest; default: all.
 */
export function once<Input, Output>(
  keyOf: (input: Input) => string,
  make: (input: Input) => Output,
  most = Number.POSITIVE_INFINITY,
): (input: Input) => Output {
  const made = new Map<string, Output>();
  return (input) => {
    const key = keyOf(input);
    const known = made.get(key);
    if (known !== undefined) return known;
    const output = make(input);
    made.set(key, output);
    const [oldest] = made.keys();
    if (made.size > most && oldest !== undefined) made.delete(oldest);
    return output;
  };
}
