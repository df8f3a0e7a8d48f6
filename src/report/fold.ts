/**
 * How the columns of a table come: `keys` columns that name a row, then an equal number for each
 * of `names` (scenarios, say). Folded, the groups stand one below another: their names are a column
 * `over`, and `heads` stand over what each group has.
 */
export type FoldBy = {keys: number; over: string; names: readonly string[]; heads: string[]};

type Columns<Cell> = {
  columns: string[];
  rows: Cell[][];
  foldBy?: FoldBy | undefined;
};

/** A table with a row for each of its rows and groups; as it is where it has but one group. */
export function fold<Cell>({columns, rows, foldBy}: Columns<Cell>): {
  columns: string[];
  rows: (Cell | string)[][];
} {
  if (foldBy === undefined || foldBy.names.length < 2) return {columns, rows};
  const {keys, over, names, heads} = foldBy;
  const group = <T>(cells: readonly T[], at: number) =>
    cells.slice(keys + at * heads.length, keys + (at + 1) * heads.length);
  return {
    columns: [over, ...columns.slice(0, keys), ...heads],
    rows: names.flatMap((name, at) =>
      rows.map((row) => [name, ...row.slice(0, keys), ...group(row, at)]),
    ),
  };
}

/** A table with a row for each of its figures; null where nothing says which cells are figures. */
export function unroll<Cell>(table: Columns<Cell>): {
  columns: string[];
  rows: (Cell | string)[][];
} | null {
  const {foldBy} = table;
  if (foldBy === undefined) return null;
  const {columns, rows} = fold(table);
  const keys = columns.length - foldBy.heads.length;
  const heads = foldBy.names.length < 2 ? foldBy.heads : columns.slice(keys);
  return {
    columns: [...columns.slice(0, keys), 'figure', 'value'],
    rows: rows.flatMap((row) =>
      row
        .slice(keys)
        .flatMap((cell, at) =>
          cell === '' ? [] : [[...row.slice(0, keys), heads[at] ?? '', cell]],
        ),
    ),
  };
}
