import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {executeManifestSchema} from '../../src/execute/identity.js';
import {logLineSchema} from '../../src/log/log-line.js';
import {logManifestSchema} from '../../src/log/log-manifest.js';
import {completionRow} from '../../src/model/completion-row.js';
import {failedProgramSchema} from '../../src/run/failed-programs.js';
import {runManifestSchema} from '../../src/run/run-manifest.js';
import {originSchema, verdictRowSchema} from '../../src/run/verdict-row.js';
import {creditedFigureSchema} from '../../src/score/figure.js';
import {metricsSchema} from '../../src/score/metrics.js';
import {readPage, section} from '../support/page.js';

const page = readPage('docs/files.md');

const files: {[heading: string]: z.ZodType} = {
  '### `manifest.json` of a log': logManifestSchema,
  '### A line of a log': logLineSchema,
  '### `manifest.json` of a run': runManifestSchema,
  '### A line of `completions.jsonl`': completionRow,
  '### A line of `verdicts.jsonl`': verdictRowSchema,
  '### A line of `failures.jsonl`': failedProgramSchema,
  '### A figure': creditedFigureSchema,
  '### `FILE.manifest.json`': executeManifestSchema,
};

describe('the page of files names each field, in the order of the schema, and no other', () => {
  it.each(Object.entries(files))('%s', (heading, schema) => {
    expect(fieldsNamed(heading)).toEqual(fieldsOf(schema));
  });

  it('### `metrics.json`, its figures taken for one field each', () => {
    const figures = fieldsOf(creditedFigureSchema);
    const withoutFigures = fieldsOf(metricsSchema).map((field) => {
      const [, whole, part = ''] = /^(.*\.(?:mrr|recall|pass_at_1))\.(\w+)$/.exec(field) ?? [];
      return whole !== undefined && figures.includes(part) ? whole : field;
    });
    expect(fieldsNamed('### `metrics.json`')).toEqual([...new Set(withoutFigures)]);
  });

  it('and each origin of a verdict', () => {
    const rows = section(page, '### A line of `verdicts.jsonl`').split(
      '`origin` is one of these',
    )[1];
    expect(namesIn(rows ?? '')).toEqual(originSchema.options);
  });
});

/** First column of the first table below a heading. */
function fieldsNamed(heading: string): string[] {
  const [, table = ''] = section(page, heading).split('| --- | --- |\n');
  return namesIn(table.split('\n\n')[0] ?? '');
}

function namesIn(table: string): string[] {
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '');
}

const node = z.looseObject({
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** Dotted paths of all fields that hold no further fields; `*` stands for any key. */
function fieldsOf(schema: z.ZodType): string[] {
  return leavesOf(z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any', reused: 'inline'}));
}

function leavesOf(schema: unknown, path = ''): string[] {
  const {type, properties, additionalProperties, items, anyOf} = node.parse(schema ?? {});
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (anyOf) return [...new Set(anyOf.flatMap((each) => leavesOf(each, path)))];
  if (items !== undefined) return leavesOf(items, path);
  if (type === 'null') return [];
  if (properties)
    return Object.entries(properties).flatMap(([name, each]) => leavesOf(each, below(name)));
  const any = node.safeParse(additionalProperties);
  return any.success && any.data.properties ? leavesOf(any.data, below('*')) : [path];
}
