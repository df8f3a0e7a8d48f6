/**
 * What two reasons have in common that differ in numbers, names of requests and the like only.
 * @example likeness('400: prompt of 5031 tokens (req_7f)') // => '# prompt of # tokens #'
 */
export function likeness(reason: string): string {
  return reason.replace(/\S+/g, (word) => (/\d/.test(word) ? '#' : word)).slice(0, 80);
}
