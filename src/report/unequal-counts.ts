import type {Metrics} from '../score/metrics.js';

/** Warns of rows that are not over equally many problems, scenario by scenario. */
export function unequalCounts(rows: readonly {name: string; metrics: Metrics}[]): string[] {
  const counted = new Map<string, string[]>();
  for (const id of new Set(rows.flatMap(scenariosOf))) {
    const having = rows.flatMap(({name, metrics}) => {
      const n = metrics.scenarios.find(({scenario}) => scenario === id)?.n;
      return n === undefined ? [] : [{n, name}];
    });
    if (new Set(having.map(({n}) => n)).size < 2) continue;
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
