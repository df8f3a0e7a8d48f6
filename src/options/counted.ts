/**
 * A count and what is counted, with whatever goes by its number; `many`: where it is not `one` with
 * an s.
 * @example counted(1, 'verdict is missing', 'verdicts are missing') // => '1 verdict is missing'
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
