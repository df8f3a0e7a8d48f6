import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {z} from 'zod';
import {scenarios} from '../../src/problem/scenario.js';
import {type QuickstartOutcome, runQuickstart} from '../../src/quickstart/quickstart.js';
import {sharedCache, temporaryFolder} from '../support/e2e/cli.js';
import {referenceRun} from '../support/e2e/reference.js';
import {readManifest} from '../support/e2e/run-files.js';

describe('quickstart with three of the profiles', () => {
  const out = join(temporaryFolder(), 'quickstart');
  const models = ['simulated:stubborn', 'simulated:compiler-minded', 'simulated:careful'];
  const notices: string[] = [];
  let outcome: QuickstartOutcome;

  beforeAll(async () => {
    // As if an earlier quickstart had been here: its verdicts must not be used again, nor its
    // report stay.
    await referenceRun();
    cpSync(join(sharedCache(), 'verdicts'), join(out, 'verdicts'), {recursive: true});
    writeFileSync(join(out, 'report.md'), 'an old report');
    mkdirSync(join(out, 'static', 'simulated--gone'), {recursive: true});
    outcome = await runQuickstart({out, models, onNotice: (notice) => notices.push(notice)});
  });

  test('runs every job anew, from an empty verdict cache, and says how many', () => {
    const verdicts = readdirSync(join(out, 'verdicts'), {recursive: true, encoding: 'utf8'});
    // One file for each verdict, of which those on code that does not compile took no job.
    const kept = verdicts.filter((name) => name.endsWith('.json')).length;
    expect(outcome.jobsRun).toBeGreaterThan(50);
    expect(outcome.jobsRun).toBeLessThanOrEqual(kept);
    expect(outcome.jobsRun).toBeGreaterThan(0.8 * kept);
    expect(existsSync(join(out, 'static', 'simulated--gone'))).toBe(false);
  });

  test('keeps a finished run of each model, static and live', () => {
    for (const mode of ['static', 'live']) {
      const runs = readdirSync(join(out, mode));
      expect(runs.sort()).toEqual(models.map((model) => model.replace(':', '--')).sort());
      for (const run of runs) {
        const {totals, simulated, verb} = readManifest(join(out, mode, run));
        expect({simulated, verb}).toEqual({
          simulated: true,
          verb: mode === 'live' ? 'generate' : 'replay',
        });
        expect(totals).toMatchObject({places: 40 + 9 * 40 * 10, missing: 0});
      }
    }
  });

  test('writes the ranking both ways and the correlation of every scenario, as JSON', () => {
    const report = z
      .object({
        simulated: z.literal(true),
        jobs_run: z.number(),
        duration_ms: z.number(),
        correlations: z.array(
          z.looseObject({
            scenario: z.string(),
            metric: z.string(),
            agreement: z.looseObject({
              n_models: z.number(),
              models: z.array(z.looseObject({model: z.string()})),
            }),
          }),
        ),
      })
      .parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
    expect(report.jobs_run).toBe(outcome.jobsRun);
    expect(report.correlations.map(({scenario, metric}) => `${scenario} ${metric}`)).toEqual(
      scenarios.flatMap(({id}) => [`${id} mrr`, `${id} recall`]),
    );
    for (const {agreement} of report.correlations) {
      expect(agreement.n_models).toBe(3);
      expect(agreement.models.map(({model}) => model).sort()).toEqual([...models].sort());
    }
  });

  test('and as Markdown and as a page, in place of the old report, saying that the models are simulated', () => {
    const report = readFileSync(join(out, 'report.md'), 'utf8');
    expect(report).toMatch(/^# Quickstart\n/);
    expect(report).not.toContain('an old report');
    expect(report).toContain('Simulated models: these figures say nothing about any real model.');
    for (const {id} of scenarios) expect(report).toContain(id);
    for (const model of models) expect(report).toContain(model);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
    // A ranking for each scenario, and the table of correlations.
    expect(outcome.tables).toHaveLength(scenarios.length + 1);
  });

  test('tells after each model how far it is', () => {
    for (const [i, model] of models.entries()) {
      const told = new RegExp(`^${i + 1} of 3: ${model}, \\d+ jobs judged, \\d+\\.\\d s so far$`);
      expect(notices.filter((notice) => told.test(notice))).toHaveLength(1);
    }
  });
});
