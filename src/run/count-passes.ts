import type {RunTotals} from './run-manifest.js';
import type {VerdictRow} from './verdict-row.js';

/**
 * The passes of answers by how they were established; nothing where some pass does not tell: of an
 * import, or of a run of format version 1.
 */
export function countPasses(
  answered: readonly VerdictRow[],
  inseparable: readonly string[] = [],
): Pick<RunTotals, 'passes'> {
  const passing = answered.filter(({status}) => status === 'pass');
  if (passing.some(({trust}) => trust === null)) return {};
  const shared = passing.filter(({trust}) => trust === 'shared').length;
  const separate = passing.length - shared;
  return {passes: {separate, shared, inseparable: [...inseparable]}};
}
