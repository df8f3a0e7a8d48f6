import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {adaptivePace, fixedPace, type Pace} from '../../src/model/pace.js';

type Server = {
  places: number;
  /** Of the nth answer, alone, in ms. */
  takesMs: (nth: number) => number;
  /** Tokens of the nth answer, where the server counts them. */
  tokens?: (nth: number) => number;
};

type Course = {perSecond: number; slowestMs: number; limits: number[]};

/**
 * Asks a server of so many places for so long, in a time of its own: what has no place waits, first
 * come, first served. The rate is that of the second half.
 */
function simulate(makePace: (now: () => number) => Pace, server: Server, forMs: number): Course {
  let time = 0;
  const pace = makePace(() => time);
  const free = Array.from({length: server.places}, () => 0);
  const flying: {left: number; ends: number; nth: number}[] = [];
  const course: Course = {perSecond: 0, slowestMs: 0, limits: []};
  let [asked, late] = [0, 0];
  while (time < forMs) {
    while (flying.length < pace.limit()) {
      const place = free.indexOf(Math.min(...free));
      const ends = Math.max(time, free[place] ?? 0) + server.takesMs(asked);
      free[place] = ends;
      flying.push({left: time, ends, nth: asked});
      asked += 1;
    }
    flying.sort((a, b) => b.ends - a.ends);
    const next = flying.pop() ?? expect.fail();
    time = next.ends;
    const duration_ms = time - next.left;
    course.slowestMs = Math.max(course.slowestMs, duration_ms);
    if (time > forMs / 2) late += 1;
    const answer_tokens = server.tokens?.(next.nth) ?? null;
    pace.observe({outcome: 'answered', status: 200, duration_ms, answer_tokens});
    course.limits.push(pace.limit());
  }
  return {...course, perSecond: (late * 1000) / (forMs / 2)};
}

const timeoutMs = 600_000;
const adapting = (now: () => number) => adaptivePace({timeoutMs, now});
const fixed = (limit: number) => () => fixedPace(limit);

describe('against a server whose places are full, the rate is that of the best fixed number', () => {
  test.each([1, 2, 3, 4, 8, 20, 64])('%i places', (places) => {
    const server = {places, takesMs: () => 2_000};
    const best = simulate(fixed(places), server, 600_000);
    const adapted = simulate(adapting, server, 600_000);
    expect(adapted.perSecond).toBeGreaterThanOrEqual(0.95 * best.perSecond);
    // As deep as 32 in flight at 4 places it is nowhere: that made 16 s of 2 s.
    expect(adapted.slowestMs).toBeLessThanOrEqual(places === 1 ? 10_000 : 8_000);
  });
});

test('a number that is fixed stays so, whatever the server says', () => {
  const pace = fixedPace(7);
  pace.observe({outcome: 'retry', status: 429, duration_ms: 1, answer_tokens: null});
  expect(pace.limit()).toBe(7);
});

test('a server with 256 places is asked more than 32 questions at once, soon', () => {
  const server = {places: 256, takesMs: () => 2_000};
  const {perSecond} = simulate(fixed(32), server, 60_000);
  const adapted = simulate(adapting, server, 60_000);
  expect(adapted.perSecond).toBeGreaterThanOrEqual(0.9 * perSecond);
  expect(adapted.limits.slice(0, 70)).toContain(32);
});

test('answers of many lengths are told from a full server by their tokens', () => {
  const tokens = (nth: number) => 50 + ((nth * 7919) % 1_000);
  // The second half of a run has answers four times as long.
  const grown = (nth: number) => tokens(nth) * (nth < 2_000 ? 1 : 4);
  const server = {places: 32, takesMs: (nth: number) => 5 * grown(nth), tokens: grown};
  const best = simulate(fixed(32), server, 1_200_000);
  const adapted = simulate(adapting, server, 1_200_000);
  expect(adapted.perSecond).toBeGreaterThanOrEqual(0.9 * best.perSecond);
});

test('a server that becomes slower by itself is not asked less for ever', () => {
  const server = {places: 64, takesMs: (nth: number) => (nth < 1_000 ? 1_000 : 4_000)};
  const best = simulate(fixed(64), server, 1_200_000);
  const adapted = simulate(adapting, server, 1_200_000);
  expect(adapted.perSecond).toBeGreaterThanOrEqual(0.8 * best.perSecond);
});

test('no question waits for half of its time-out, however slow the server', () => {
  // One place and 200 s an answer: two in flight make 400 of 600 s.
  const {slowestMs, limits} = simulate(adapting, {places: 1, takesMs: () => 200_000}, 20_000_000);
  expect(slowestMs).toBeLessThan(600_000);
  expect(limits.at(-1)).toBe(1);
});

test.each([429, 503, null])('what a server turns down (%s) halves it, once for all', (status) => {
  let time = 0;
  const pace = adaptivePace({timeoutMs, now: () => time});
  const answered = {outcome: 'answered', status: 200, duration_ms: 1_000} as const;
  while (pace.limit() < 16) {
    time += 1_000;
    pace.observe({...answered, answer_tokens: null});
  }
  const refusal = {outcome: 'retry', status, duration_ms: 500, answer_tokens: null} as const;
  time += 1_000;
  pace.observe(refusal);
  pace.observe(refusal);
  expect(pace.limit()).toBe(8);
  time += 1_000;
  pace.observe(refusal);
  expect(pace.limit()).toBe(4);
  pace.observe({...refusal, status: 400, duration_ms: 0});
  expect(pace.limit()).toBe(4);
});

test('there is always one in flight, and never more than 128', () => {
  const attempt = fc.record({
    outcome: fc.constantFrom('answered' as const, 'retry' as const, 'refused' as const),
    status: fc.constantFrom(200, 400, 429, 503, null),
    duration_ms: fc.nat(100_000),
    answer_tokens: fc.option(fc.nat(3_000)),
  });
  fc.assert(
    fc.property(fc.array(attempt, {maxLength: 400}), (attempts) => {
      let time = 0;
      const pace = adaptivePace({timeoutMs, now: () => time});
      for (const each of attempts) {
        time += each.duration_ms + 1;
        pace.observe(each);
        expect(pace.limit()).toBeGreaterThanOrEqual(1);
        expect(pace.limit()).toBeLessThanOrEqual(128);
      }
    }),
  );
});

test('answers that take no time at all leave a number that can be asked with', () => {
  const pace = adapting(() => 0);
  const answered = {outcome: 'answered', status: 200, answer_tokens: 3} as const;
  for (let nth = 0; nth < 2_000; nth += 1) {
    pace.observe({...answered, duration_ms: nth % 400 < 200 ? 0 : 1});
    expect(pace.limit()).toBeGreaterThanOrEqual(1);
  }
});
