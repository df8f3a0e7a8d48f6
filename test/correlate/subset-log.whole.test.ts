import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {subsetLog} from '../../src/correlate/subset-log.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {writeLiveRun, writeStaticRun} from './example-runs.js';

const directory = starterLog;
const log = openLog(directory);

describe('a number of problems', () => {
  it('is a log like any other, the same problems in each scenario and their lines unchanged', async () => {
    const out = join(temporaryDirectory(), 'subset');
    const record = await subsetLog({directory, out, seed: 1, wanted: {problems: 12}});
    expect(record).toMatchObject({
      problems: 12,
      source: {log_sha256: log.sha256, problems: 40},
      agreement: null,
    });
    const subset = openLog(out);
    expect(subset.manifest).toMatchObject({...log.manifest, scenarios: expect.anything()});
    const whole = new Map(
      (await readConversations(log, 'CF_SEF')).map((each) => [each.taskId, each]),
    );
    const [first, other] = [
      await readConversations(subset, 'CF_SEF'),
      await readConversations(subset, 'CF'),
    ];
    expect(first.map(({taskId}) => taskId)).toEqual(other.map(({taskId}) => taskId));
    for (const conversation of first) expect(conversation).toEqual(whole.get(conversation.taskId));
    expect(first).toHaveLength(12);
  });

  it('keeps the shares of the turns at which the reference solved problems', async () => {
    const out = join(temporaryDirectory(), 'subset');
    const {strata} = await subsetLog({directory, out, seed: 1, wanted: {problems: 20}});
    const counts = Object.values(strata);
    expect(counts.reduce((sum, {of}) => sum + of, 0)).toBe(40);
    // Largest remainders: half of each stratum, give or take one.
    for (const {of, taken} of counts) expect(Math.abs(taken - of / 2)).toBeLessThanOrEqual(0.5);
  });

  it('is the same for the same seed, and another for another', async () => {
    const root = temporaryDirectory();
    const draw = async (name: string, seed: number) => {
      await subsetLog({directory, out: join(root, name), seed, wanted: {problems: 10}});
      return readFileSync(join(root, name, 'CF.jsonl'), 'utf8');
    };
    expect(await draw('a', 1)).toBe(await draw('b', 1));
    expect(await draw('c', 2)).not.toBe(await draw('d', 1));
  });

  it('of more problems than there are is refused, and leaves nothing behind', async () => {
    const out = join(temporaryDirectory(), 'subset');
    await expect(subsetLog({directory, out, seed: 1, wanted: {problems: 41}})).rejects.toThrow(
      '41 wanted, the log holds 40',
    );
    expect(existsSync(out)).toBe(false);
  });

  it('is not written over what is there', async () => {
    const root = temporaryDirectory();
    await subsetLog({directory, out: join(root, 'x'), seed: 1, wanted: {problems: 3}});
    await expect(
      subsetLog({directory, out: join(root, 'x'), seed: 1, wanted: {problems: 3}}),
    ).rejects.toThrow('not empty');
  });
});

describe('an agreement', () => {
  const tasks = Array.from({length: 40}, (_, i) => `Starter/${i}`);
  /**
   * Three models that solve all, a half, or none, both ways: any problem of the half ranks them.
   */
  const own = (share: number) =>
    Object.fromEntries(tasks.map((task, i) => [task, i < share * 40 ? 'P' : 'F']));

  function runs(root: string, logSha256: string) {
    const models = {all: 1, half: 0.5, none: 0};
    const changes = {log: {sha256: logSha256, reference_model: 'reference'}};
    return {
      statics: Object.entries(models).map(([model, share]) =>
        writeStaticRun(join(root, 'static', model), {model, own: own(share), changes}),
      ),
      lives: Object.entries(models).map(([model, share]) =>
        writeLiveRun(join(root, 'live', model), {model, own: own(share)}),
      ),
      aliases: [],
    };
  }

  it('is reached by the fewest problems, which are told with their price', async () => {
    const root = temporaryDirectory();
    const wanted = {agreement: 0.9, ...runs(root, log.sha256)};
    const record = await subsetLog({directory, out: join(root, 'subset'), seed: 3, wanted});
    // Spearman is 1 where some, not all, of the drawn are of the half that `half` solves, else
    // sqrt(3)/2: few problems are enough.
    expect(record.problems).toBeGreaterThan(1);
    expect(record.problems).toBeLessThan(10);
    expect(record.agreement?.choice).toMatchObject({size: record.problems, wanted: 0.9});
    expect(await readConversations(openLog(join(root, 'subset')), 'CF_SEF')).toHaveLength(
      record.problems,
    );
  });

  it('needs runs on this very log', async () => {
    const root = temporaryDirectory();
    const wanted = {agreement: 0.9, ...runs(root, 'd'.repeat(64))};
    await expect(
      subsetLog({directory, out: join(root, 'subset'), seed: 3, wanted}),
    ).rejects.toThrow('was not replayed on');
  });
});
