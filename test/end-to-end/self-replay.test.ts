import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {scenarios} from '../../src/problem/scenario.js';
import {temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {referenceRun} from '../support/e2e/reference.js';
import {
  lastEvent,
  readCompletions,
  readManifest,
  readMetrics,
  readRows,
} from '../support/e2e/run-files.js';

describe('the reference replayed on its own log', () => {
  let live: string;
  const replayed = join(temporaryFolder(), 'replayed');

  beforeAll(async () => {
    live = await referenceRun();
    const model = `file:${join(live, 'completions.jsonl')}`;
    const args = [
      'replay',
      '--log',
      join(live, 'log'),
      '--model',
      model,
      '--out',
      replayed,
      '--allow-unsafe',
    ];
    expect(await inProcess(args)).toMatchObject({exitCode: 0});
  });

  test('asks nothing that was not asked live', () => {
    const liveRequests = new Set(readCompletions(live).map(({request}) => request));
    const requests = readCompletions(replayed).map(({request}) => request);
    expect(requests.length).toBeGreaterThan(100);
    expect(requests.filter((request) => !liveRequests.has(request))).toEqual([]);
    expect(readManifest(replayed).totals).toMatchObject({missing: 0});
  });

  test('judges nothing that was not judged live', () => {
    expect(lastEvent(replayed, 'end')?.jobs_run).toBe(0);
  });

  test.each(scenarios.map(({id}) => id))(
    '%s: static MRR, Recall and Pass@1 are the live ones to the last digit',
    (id) => {
      const [fromLive, fromStatic] = [live, replayed].map((run) =>
        readMetrics(run).scenarios.find(({scenario}) => scenario === id),
      );
      expect(fromStatic?.n).toBe(40);
      const unasked = {floor: null, gain: null, asked: null, planned: null};
      expect({...fromStatic?.mrr, ...unasked}).toEqual(fromLive?.mrr);
      expect({...fromStatic?.recall, ...unasked}).toEqual(fromLive?.recall);
      expect(fromStatic?.pass_at_1.map((figure) => ({...figure, ...unasked}))).toEqual(
        fromLive?.pass_at_1,
      );
    },
  );

  test('gives every answered place the verdict it had live', () => {
    const place = ({scenario, task_id, turn}: {scenario: string; task_id: string; turn: number}) =>
      `${scenario} ${task_id} ${turn}`;
    const liveStatus = new Map(
      readRows(live).map((row) => [place(row), [row.status, row.failures, row.code_sha256]]),
    );
    const answered = readRows(replayed).filter(({origin}) => origin === 'answered');
    expect(answered.length).toBeGreaterThan(500);
    for (const row of answered) {
      expect([row.status, row.failures, row.code_sha256], place(row)).toEqual(
        liveStatus.get(place(row)),
      );
    }
  });
});
