import type {Metrics} from '../score/metrics.js';

/** A row of a comparison; `problems_sha256` names its problems where that is known. */
type ComparedRow = {name: string; metrics: Metrics; problems_sha256?: string | undefined};

/** Warns of rows that are not over the same problems, scenario by scenario. */
export function unequalCounts(rows: readonly ComparedRow[]): string[] {
  const scenariosBy = new Map<string, string[]>();
  for (const id of new Set(rows.flatMap(scenariosOf))) {
    const having = rows.flatMap(({name, metrics, problems_sha256}) => {
      const n = metrics.scenarios.find(({scenario}) => scenario === id)?.n;
      return n === undefined ? [] : [{n, name, problems_sha256}];
    });
    const isAsMany = new Set(having.map(({n}) => n)).size < 2;
    const known = new Set(having.flatMap(({problems_sha256: problems}) => problems ?? []));
    if (isAsMany && known.size < 2) continue;
    const told = isAsMany
      ? `as many problems (n is ${having[0]?.n}), but others: ${namesOf(having)}`
      : `n is ${having.map(({n, name}) => `${name} ${n}`).join(', ')}`;
    scenariosBy.set(told, [...(scenariosBy.get(told) ?? []), id]);
  }
  return Array.from(
    scenariosBy,
    ([told, ids]) =>
      `Not over the same problems, so not to be compared: in ${ids.join(', ')} ${told}.`,
  );
}

/** Those of which it is known what problems they are over. */
function namesOf(rows: readonly Pick<ComparedRow, 'name' | 'problems_sha256'>[]): string {
  const known = rows.filter(({problems_sha256}) => problems_sha256 !== undefined);
  return known.map(({name}) => name).join(', ');
}

function scenariosOf({metrics}: {metrics: Metrics}): string[] {
  return metrics.scenarios.map(({scenario}) => scenario);
}
