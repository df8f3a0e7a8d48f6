import type {Metrics} from '../score/metrics.js';

/** A row of a comparison; `problems_sha256` names its problems where that is known. */
type ComparedRow = {name: string; metrics: Metrics; problems_sha256?: string | undefined};

/** Warns of rows that are not over the same problems, scenario by scenario. */
export function unequalCounts(rows: readonly ComparedRow[]): string[] {
  const counted = new Map<string, string[]>();
  for (const id of new Set(rows.flatMap(scenariosOf))) {
    const having = rows.flatMap(({name, metrics, problems_sha256: problems}) => {
      const n = metrics.scenarios.find(({scenario}) => scenario === id)?.n;
      return n === undefined ? [] : [{n, name, problems}];
    });
    const isSame = new Set(having.map(({problems}) => problems)).size < 2;
    if (new Set(having.map(({n}) => n)).size < 2 && isSame) continue;
    const told = having.map(({n, name}) => `${name} ${n}`).join(', ');
    counted.set(told, [...(counted.get(told) ?? []), id]);
  }
  return Array.from(
    counted,
    ([told, ids]) =>
      `Not over the same problems, so not to be compared: in ${ids.join(', ')} n is ${told}.`,
  );
}

function scenariosOf({metrics}: {metrics: Metrics}): string[] {
  return metrics.scenarios.map(({scenario}) => scenario);
}
