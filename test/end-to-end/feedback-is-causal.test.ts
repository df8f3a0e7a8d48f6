import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Judge} from '../../src/judging/judge.js';
import type {LogLine} from '../../src/log/log-line.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {openJudge} from '../../src/open/open-judge.js';
import {loadSuite} from '../../src/problem/suite.js';
import {replayLog} from '../../src/replay/replay-log.js';
import {type SeededRandom, seededRandom} from '../../src/score/seeded-random.js';
import {profiles} from '../../src/simulation/profiles.js';
import {sharedCache, temporaryFolder} from '../support/e2e/cli.js';
import {deriveLog} from '../support/e2e/derived-log.js';
import {referenceRun} from '../support/e2e/reference.js';
import {readRows} from '../support/e2e/run-files.js';

const scenario = 'CF_EF_FULL_SEF';
const permutations = ['permuted-1', 'permuted-2', 'permuted-3'] as const;
const variants = {
  heard: (lines: readonly LogLine[]) => lines,
  silent: withoutRemarks,
  'permuted-1': (lines: readonly LogLine[]) => permutedAmongProblems(lines, 1),
  'permuted-2': (lines: readonly LogLine[]) => permutedAmongProblems(lines, 2),
  'permuted-3': (lines: readonly LogLine[]) => permutedAmongProblems(lines, 3),
} as const;
type Variant = keyof typeof variants;

describe('what the expert says', () => {
  const folder = temporaryFolder();
  const logOf = (variant: string) => join(folder, `log-${variant}`);
  let judge: Judge;

  beforeAll(async () => {
    const source = join(await referenceRun(), 'log');
    const suite = await loadSuite('starter');
    judge = await openJudge({
      suite,
      trusted: true,
      choice: {cacheDirectory: join(sharedCache(), 'verdicts')},
    });
    for (const [variant, change] of Object.entries(variants)) {
      await deriveLog({source, scenario, to: logOf(variant)}, change);
    }
  });

  afterAll(() => judge.close());

  /**
   * Replays one profile on one log: per problem with a question 1/(t + 1) for the first turn t of
   * its own pass, 0 without one.
   */
  async function replayOnlyRanks(model: string, variant: Variant): Promise<Map<string, number>> {
    const out = join(folder, variant, model.replace(':', '-'));
    await replayLog({
      model,
      log: logOf(variant),
      out,
      judge,
    });
    const ranks = new Map<string, number>();
    for (const {task_id, turn, origin, status} of readRows(out)) {
      if (turn === 0 || origin !== 'answered') continue;
      const rank = ranks.get(task_id) ?? 0;
      ranks.set(task_id, rank > 0 || status !== 'pass' ? rank : 1 / (turn + 1));
    }
    return ranks;
  }

  test('is there to be heard, and is another problem’s in the permuted logs', async () => {
    const heard = await readLines(logOf('heard'));
    const remarks = (of: readonly LogLine[]) => of.map(({verbal_feedback}) => verbal_feedback);
    expect(remarks(heard).filter((remark) => remark !== null).length).toBeGreaterThan(50);
    expect(remarks(await readLines(logOf('silent'))).every((remark) => remark === null)).toBe(true);
    const owners = new Map(heard.map(({task_id, verbal_feedback}) => [verbal_feedback, task_id]));
    for (const permuted of await Promise.all(
      permutations.map((variant) => readLines(logOf(variant))),
    )) {
      expect(remarks(permuted).map((remark) => remark === null)).toEqual(
        remarks(heard).map((remark) => remark === null),
      );
      for (const {task_id, verbal_feedback} of permuted) {
        if (verbal_feedback !== null) expect(owners.get(verbal_feedback)).not.toBe(task_id);
      }
    }
  });

  test.each(profiles)(
    '$id gains from it if it listens to experts, and nothing once it is permuted',
    async (profile) => {
      const [silent, ...permuted] = await Promise.all(
        (['silent', ...permutations] as const).map((variant) =>
          replayOnlyRanks(profile.id, variant),
        ),
      );
      if (!silent) throw new Error('a replay for each log');
      expect(silent.size).toBeGreaterThan(20);
      const tasks = [...silent.keys()];
      const gain = (task: string, ranks: ReadonlyMap<string, number>) =>
        (ranks.get(task) ?? Number.NaN) - (silent.get(task) ?? Number.NaN);
      const withOthers = pairedInterval(
        tasks.map((task) => mean(permuted.map((ranks) => gain(task, ranks)))),
        levelOfEach,
      );
      expect(withOthers.low).toBeLessThanOrEqual(0);
      expect(withOthers.high).toBeGreaterThanOrEqual(0);
      if (profile.uptake.expert < listens) return;
      const heard = await replayOnlyRanks(profile.id, 'heard');
      const own = tasks.map((task) => gain(task, heard));
      expect(mean(own)).toBeGreaterThan(0);
      // Who breaks something at every third mending may lose again what it heard.
      if (profile.regression < 0.1) expect(pairedInterval(own).low).toBeGreaterThan(0);
    },
  );
});

/** Of ten intervals that nothing is wrong with, one in two sets misses 0 at 95%. */
const levelOfEach = 1 - 0.05 / profiles.length;

/**
 * An uptake from which on a profile is one that hears experts; the others (up to 0.25) may gain or
 * not.
 */
const listens = 0.4;

async function readLines(log: string): Promise<LogLine[]> {
  return (await readConversations(openLog(log), scenario)).flatMap(({lines}) => lines);
}

function withoutRemarks(lines: readonly LogLine[]): LogLine[] {
  return lines.map((line) => ({...line, verbal_feedback: null}));
}

/**
 * Every problem hears what was said about another one. Equal remarks stay equal: a coder gets a new
 * chance with every new wording, so that a log with more of them would help by that alone.
 */
function permutedAmongProblems(lines: readonly LogLine[], seed: number): LogLine[] {
  const remarks = new Map<string, string[]>();
  for (const {task_id, verbal_feedback} of lines) {
    const known = remarks.get(task_id) ?? [];
    if (verbal_feedback !== null) remarks.set(task_id, [...new Set([...known, verbal_feedback])]);
  }
  const tasks = shuffle([...remarks.keys()], seededRandom(seed));
  const speakerOf = new Map(tasks.map((task, i) => [task, tasks[(i + 1) % tasks.length] ?? '']));
  return lines.map((line) => {
    if (line.verbal_feedback === null) return line;
    const said = remarks.get(speakerOf.get(line.task_id) ?? '') ?? [];
    const position = remarks.get(line.task_id)?.indexOf(line.verbal_feedback) ?? 0;
    return {...line, verbal_feedback: said[position % said.length] ?? null};
  });
}

function shuffle<T>(items: readonly T[], random: SeededRandom): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(random.below(rest.length), 1));
}

/** Percentile interval of the mean over 2,000 resamples of the problems. */
function pairedInterval(values: readonly number[], level = 0.95): {low: number; high: number} {
  const random = seededRandom(11);
  const means = Array.from({length: 2_000}, () =>
    mean(values.map(() => values[random.below(values.length)] ?? 0)),
  );
  means.sort((a, b) => a - b);
  const outside = Math.round((means.length * (1 - level)) / 2);
  return {low: means[outside - 1] ?? Number.NaN, high: means.at(-outside - 1) ?? Number.NaN};
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
