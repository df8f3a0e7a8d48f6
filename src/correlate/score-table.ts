import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {CsvError, parse} from 'csv-parse/sync';
import {z} from 'zod';
import {FileFormatError} from '../errors.js';
import {refuseLarge} from '../files/bounds.js';
import {requireFile} from '../files/contents.js';
import {decodeUtf8, parseRecord} from '../files/jsonl.js';
import {scenarioIdSchema} from '../log/log-line.js';
import {modelKey} from '../score/model-names.js';
import {metricSchema} from '../score/problem-scores.js';
import {type Cell, sortModels} from './cells.js';

const columns = ['model', 'scenario', 'metric', 'static', 'live'] as const;

/** A score as it stands in the file, fraction or percent. */
const score = z.string().transform((text, context) => {
  const value = Number(text);
  if (text !== '' && value >= 0 && value <= 100) return value;
  context.addIssue({
    code: 'custom',
    message: `expected a number from 0 to 100, got ${JSON.stringify(text)}`,
  });
  return z.NEVER;
});

const rowSchema = z.object({
  model: z.string().min(1, 'expected a name, got nothing'),
  scenario: scenarioIdSchema,
  metric: z.string().toLowerCase().pipe(metricSchema),
  static: score,
  live: score,
});

type ScoreRow = z.infer<typeof rowSchema> & {line: number};

/**
 * Reads a CSV of scores: header `model,scenario,metric,static,live` in any order, then a row per
 * model, scenario and metric (`mrr` or `recall`). All scores are fractions in [0, 1], or all are
 * percent; a file with a value above 1 is of percent, and one between 0 and 1 in it is refused,
 * because it could be either. The cells' reference is the file's name.
 * @throws {FileFormatError} `path:line: field: …`; {UsageError} when there is no such file.
 */
export function readScoreTable(path: string): Cell[] {
  const rows = toFractions(path, readRows(path));
  const cells = new Map<string, Cell>();
  const lineOf = new Map<string, number>();
  for (const {line, model, scenario, metric, ...scores} of rows) {
    const key = `${scenario} ${metric}`;
    const earlier = lineOf.get(`${key} ${modelKey(model)}`);
    if (earlier !== undefined) {
      throw new FileFormatError(
        `${path}:${line}: model: ${model} has ${scenario}, ${metric} at line ${earlier} already`,
      );
    }
    lineOf.set(`${key} ${modelKey(model)}`, line);
    const cell = cells.get(key) ?? {
      reference: basename(path),
      scenario,
      metric,
      models: [],
      unmatched: noneUnmatched,
    };
    cell.models.push({
      model,
      static: {kind: 'score', value: scores.static},
      live: {kind: 'score', value: scores.live},
    });
    cells.set(key, cell);
  }
  return Array.from(cells.values(), (cell) => ({...cell, models: sortModels(cell.models)}));
}

const noneUnmatched = {unmatchedStatic: [], unmatchedLive: [], unusedAliases: [], self: []};

const recordSchema = z.object({info: z.object({lines: z.number()}), record: z.array(z.string())});

function readRows(path: string): ScoreRow[] {
  const [header, ...records] = parseCsv(path, readText(path));
  if (!header)
    throw new FileFormatError(`${path}:1: header: nothing there, expected ${columns.join(',')}`);
  const wrong = [...new Set([...columns, ...header.record])].find(
    (name) =>
      header.record.filter((other) => other === name).length !== 1 ||
      !columns.some((known) => known === name),
  );
  if (wrong !== undefined) {
    throw new FileFormatError(
      `${path}:1: header: ${header.record.join(',')}, expected the columns ${columns.join(',')} once each (${JSON.stringify(wrong)} is not)`,
    );
  }
  if (records.length === 0)
    throw new FileFormatError(`${path}:2: record: none, expected a row per model`);
  return records.map(({info, record}) => {
    const named = Object.fromEntries(header.record.map((name, index) => [name, record[index]]));
    return {line: info.lines, ...parseRecord(named, rowSchema, path, info.lines)};
  });
}

function parseCsv(path: string, text: string): z.infer<typeof recordSchema>[] {
  try {
    return z
      .array(recordSchema)
      .parse(parse(text, {info: true, trim: true, skip_empty_lines: true}));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new FileFormatError(`${path}:${cause.lines ?? 1}: record: not CSV (${cause.message})`, {
      cause,
    });
  }
}

function readText(path: string): string {
  requireFile(path);
  refuseLarge(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError(`${path}: cannot be read (${reason})`, {cause});
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new FileFormatError(`${path}:1: record: not UTF-8`);
  return text;
}

function toFractions(path: string, rows: readonly ScoreRow[]): ScoreRow[] {
  const percent = rows.find((row) => row.static > 1 || row.live > 1);
  if (!percent) return [...rows];
  for (const row of rows) {
    const field = isFraction(row.static) ? 'static' : isFraction(row.live) ? 'live' : null;
    if (field === null) continue;
    throw new FileFormatError(
      `${path}:${row.line}: ${field}: ${row[field]} looks like a fraction, but line ${percent.line} is in percent; give all scores as fractions in [0, 1], or all as percent`,
    );
  }
  return rows.map((row) => ({...row, static: row.static / 100, live: row.live / 100}));
}

function isFraction(value: number): boolean {
  return value > 0 && value <= 1;
}
