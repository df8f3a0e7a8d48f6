import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {renderReport} from '../../src/report/formats.js';
import {readEffects} from '../../src/report/read-report.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

/** The run that ships, with all passes of a scenario at turn 1 established in one process. */
function sharedRun(scenario: string): string {
  const directory = join(temporaryDirectory(), 'run');
  cpSync(packagePath('reference-runs/starter/simulated--careful'), directory, {recursive: true});
  const [rows, manifest] = ['verdicts.jsonl', 'manifest.json'].map((name) => join(directory, name));
  if (rows === undefined || manifest === undefined) throw new Error('no files');
  let shared = 0;
  const changed = readFileSync(rows, 'utf8').replaceAll(/.+/g, (line) => {
    if (!line.includes(`"${scenario}"`) || !line.includes('"turn":1,')) return line;
    const other = line.replace('"trust":"separate"', '"trust":"shared"');
    if (other !== line) shared += 1;
    return other;
  });
  writeFileSync(rows, changed);
  const {totals, ...rest} = JSON.parse(readFileSync(manifest, 'utf8'));
  const {separate} = totals.passes;
  const passes = {separate: separate - shared, shared, inseparable: []};
  writeFileSync(manifest, JSON.stringify({...rest, totals: {...totals, passes}}));
  return directory;
}

test('effects count the passes that scores do', async () => {
  const runs = [sharedRun('CF_EF_FULL')];
  const valueBy = async (trust: 'any' | 'separate') => {
    const [run] = (await readEffects({runs, trust})).runs;
    return run?.effects.find(({compared}) => compared[0] === 'CF_EF_FULL')?.difference.value;
  };
  expect(await valueBy('any')).toBeGreaterThan(0);
  expect(await valueBy('separate')).toBeLessThanOrEqual(0);
  const printed = renderReport(await readEffects({runs, trust: 'separate'}), 'md');
  expect(printed).toContain('and count as fails here');
});
