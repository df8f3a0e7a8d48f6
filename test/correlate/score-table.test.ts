import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {correlateCells} from '../../src/correlate/correlate-runs.js';
import {readScoreTable} from '../../src/correlate/score-table.js';
import {FileFormatError, UsageError} from '../../src/errors.js';
import {readPublishedLive, readPublishedStatic} from '../../src/interchange/published/tables.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const header = 'model,scenario,metric,static,live';
const options = {seed: 1, resamples: 100};

function table(...lines: string[]): string {
  const path = join(temporaryDirectory(), 'scores.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

it('percent and fractions give the same cells', () => {
  const percent = table(header, 'a,CF,mrr,50,40', 'b,CF,mrr,25.5,0', 'c,CF,mrr,100,12');
  const fractions = table(header, 'a,CF,mrr,0.5,0.4', 'b,CF,mrr,0.255,0', 'c,CF,mrr,1,0.12');
  expect(readScoreTable(percent)).toEqual(readScoreTable(fractions));
});

it('columns may stand in any order, and a quoted name may hold a comma', () => {
  const [cell] = readScoreTable(
    table('live,static,metric,scenario,model', '0.1,0.2,MRR,CF_SEF,"a, tuned"'),
  );
  expect(cell).toMatchObject({
    reference: 'scores.csv',
    scenario: 'CF_SEF',
    metric: 'mrr',
    models: [{model: 'a, tuned', static: {value: 0.2}, live: {value: 0.1}}],
  });
});

it.each([
  [['model,scenario,static,live'], ':1: header: '],
  [[`${header},note`, 'a,CF,mrr,1,1,x'], ':1: header: '],
  [[header], ':2: record: none'],
  [[header, 'a,CF,mrr,0.1,0.2', ',CF,mrr,0.1,0.2'], ':3: model: '],
  [[header, 'a,CF_XYZ,mrr,0.1,0.2'], ':2: scenario: '],
  [[header, 'a,CF,f1,0.1,0.2'], ':2: metric: '],
  [[header, 'a,CF,mrr,0.1,'], ':2: live: expected a number from 0 to 100, got ""'],
  [[header, 'a,CF,mrr,NaN,0.2'], ':2: static: '],
  [[header, 'a,CF,mrr,101,20'], ':2: static: '],
  [
    [header, 'a,CF,mrr,0.1,0.2', 'org/A,CF,mrr,0.3,0.2'],
    ':3: model: org/A has CF, mrr at line 2 already',
  ],
  [
    [header, 'a,CF,mrr,46.0,50.1', 'b,CF,mrr,40,0.5'],
    ':3: live: 0.5 looks like a fraction, but line 2 is in percent',
  ],
  [[header, 'a,CF,mrr,0.1'], ':2: record: '],
])('a bad file is refused with its line and field: %j', (lines, place) => {
  const path = table(...lines);
  const refusal = () => readScoreTable(path);
  expect(refusal).toThrow(FileFormatError);
  expect(refusal).toThrow(`${path}${place}`);
});

it('a file that is not there is bad usage', () => {
  expect(() => readScoreTable('nowhere.csv')).toThrow(new UsageError('nowhere.csv: no such file'));
});

it('the figure’s points give the Spearman printed in it, and 0.9455 with the rounded live scores of Table 7', () => {
  const {figure} = readPublishedStatic();
  const tied: {[point: string]: string} = {
    tan: 'StarCoder2-15B-Instruct-v0.1',
    navy: 'DeepSeek-Coder-V2-Lite-Instruct',
    purple: 'DeepSeek-Coder-6.7B-Instruct',
    lime: 'ReflectionCoder-DS-6.7B',
  };
  const table7 = new Map(readPublishedLive().models.map(({model, mrr}) => [model, mrr.CF_SEF]));
  const rows = (live: (model: string, own: number) => number | undefined) =>
    figure.points.map(
      (point) => `${point.model},CF_SEF,mrr,${point.static},${live(point.model, point.live)}`,
    );
  const spearmanOf = (lines: string[]) =>
    correlateCells(readScoreTable(table(header, ...lines)), options)[0]?.agreement.spearman;
  expect(spearmanOf(rows((_, own) => own))).toMatchObject({value: expect.closeTo(0.95, 10)});
  // Issue 5, "Facts to hold it to"; scipy.stats.spearmanr of the same lists.
  expect(spearmanOf(rows((model) => table7.get(tied[model] ?? model)))).toMatchObject({
    value: expect.closeTo(0.9455, 4),
  });
});
