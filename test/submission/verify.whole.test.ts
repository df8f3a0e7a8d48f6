import {readFileSync, writeFileSync} from 'node:fs';
import {beforeEach, describe, expect, test} from 'vitest';
import {
  agreementOf,
  type Judge,
  mergeVerifications,
  type Verification,
  verifySubmission,
} from '../../src/index.js';
import {ModelError} from '../../src/model/model.js';
import {compareVerdicts} from '../../src/submission/compare-verdicts.js';
import {
  countedAgainst,
  falselyInseparable,
  verificationSchema,
} from '../../src/submission/verification.js';
import {exampleBundle} from '../support/example-bundle.js';
import {
  createBreakingJudge,
  createFakeJudge,
  createFakeModel,
  fencedAnswer,
} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

let file: string;

beforeEach(async () => {
  file = (await exampleBundle(temporaryDirectory())).out;
});

test('all programs are judged again, and the result says who did it, with what', async () => {
  const judge = createFakeJudge();
  const {path, verification} = await verifySubmission({file, by: 'A Colleague', judge});
  expect(verification).toMatchObject({by: 'A Colleague', sample: 'all', other: []});
  expect(verification.counts.same).toBe(verification.programs);
  expect(judge.judged).toHaveLength(verification.programs);
  expect(path).toMatch(/example\.verified-by-a-colleague\.json$/);
  expect(verificationSchema.parse(JSON.parse(readFileSync(path, 'utf8')))).toEqual(verification);
});

test('a result in which anything was changed is told', async () => {
  const {path} = await verifySubmission({file, by: 'x', judge: createFakeJudge()});
  const changed: Verification = JSON.parse(readFileSync(path, 'utf8'));
  changed.counts.same += 1;
  expect(verificationSchema.safeParse(changed).error?.issues[0]?.message).toContain('was changed');
});

test('a sample is drawn by its seed', async () => {
  const judged = async (seed: number) => {
    const judge = createFakeJudge();
    await verifySubmission({file, by: 'x', sample: 3, seed, judge});
    return judge.judged;
  };
  expect(await judged(1)).toHaveLength(3);
  expect(await judged(1)).toEqual(await judged(1));
  expect(await judged(1)).not.toEqual(await judged(2));
});

test('what a call that was stopped has judged is not judged again, and the result is the same', async () => {
  const whole = await verifySubmission({file, by: 'x', judge: createFakeJudge()});
  await expect(verifySubmission({file, by: 'x', judge: createBreakingJudge(4)})).rejects.toThrow(
    'broken',
  );
  writeFileSync(`${file}.verifying/judged.jsonl`, '{"judging": "torn', {flag: 'a'});
  const judge = createFakeJudge();
  const resumed = await verifySubmission({file, by: 'x', judge});
  expect(judge.judged.length).toBeLessThan(whole.verification.programs);
  expect(resumed.verification).toEqual(whole.verification);
});

describe('what is another verdict', () => {
  /** A judge whose answers are those of the fake one, changed. */
  const changed = (change: (code: string, nth: number) => string): Judge & {judged: string[]} => {
    const judge = createFakeJudge();
    return {
      ...judge,
      judge: (candidate) =>
        judge.judge({...candidate, program: change(candidate.program, judge.judged.length)}),
    };
  };

  test('always is told as turned, each program tried three times', async () => {
    const judge = changed((code) => code.replace('# passes', '# fails test_two'));
    const {verification} = await verifySubmission({file, by: 'x', judge});
    expect(verification.counts.turned).toBeGreaterThan(0);
    for (const {told, again, comparison} of verification.disagreements)
      expect({told, again, comparison}).toEqual({
        told: 'pass',
        again: ['fail', 'fail', 'fail'],
        comparison: 'turned',
      });
  });

  test('once in a while is flaky', async () => {
    const seen = new Set<string>();
    const judge = changed((code) => {
      if (!code.includes('# passes') || seen.has(code)) return code;
      seen.add(code);
      return code.replace('# passes', '# fails test_two');
    });
    const {verification} = await verifySubmission({file, by: 'x', judge});
    expect(verification.counts).toMatchObject({flaky: seen.size, turned: 0});
    expect(seen.size).toBeGreaterThan(0);
  });

  test('but by luck counts against the bundle, each such pass tried three times', async () => {
    const runs = new Map<string, number>();
    const judge = changed((code) => {
      const nth = runs.get(code) ?? 0;
      runs.set(code, nth + 1);
      return nth === 1 ? code : code.replace('# passes', '# fails test_two');
    });
    const {verification, isRefuted} = await verifySubmission({file, by: 'x', judge});
    const {counts, disagreements} = verification;
    expect(new Set(disagreements.map(({again}) => again.join()))).toEqual(
      new Set(['fail,pass,fail']),
    );
    expect(countedAgainst(verification)).toBe(counts.flaky);
    expect(isRefuted).toBe(true);
  });

  test('in another environment is told apart', async () => {
    const judge = changed((code) => code.replace('# passes', '# fails test_two'));
    const identity = {...judge.identity, environment: 'another'};
    const {verification} = await verifySubmission({file, by: 'x', judge: {...judge, identity}});
    expect(verification.other).toEqual(['environment']);
    expect(verification.counts).toMatchObject({turned: 0, environment: expect.any(Number)});
    expect(countedAgainst(verification)).toBe(verification.counts.environment);
  });

  test.each([
    ['time', '# times out'],
    ['turned', '# fails test_two'],
  ] as const)(
    'counts against the bundle where a pass never passes here: %s',
    async (word, instead) => {
      const judge = changed((code) => code.replace('# passes', instead));
      const {verification} = await verifySubmission({file, by: 'x', judge});
      const {judged, counts} = verification;
      expect(counts[word]).toBeGreaterThan(0);
      expect(countedAgainst(verification)).toBe(counts[word]);
      expect(agreementOf(verification)).toBe((judged - counts[word]) / judged);
    },
  );

  test.each([
    ['pass', ['timeout', 'timeout', 'timeout'], 'time', 1],
    ['pass', ['fail', 'fail', 'fail'], 'environment', 1],
    ['pass', ['fail', 'missing', 'fail'], 'environment', 1],
    ['pass', ['fail', 'pass', 'pass'], 'flaky', 0],
    ['pass', ['fail', 'missing', 'pass'], 'flaky', 0],
    ['pass', ['fail', 'pass', 'fail'], 'flaky', 1],
    ['pass', ['timeout', 'timeout', 'pass'], 'flaky', 1],
    ['pass', ['fail', 'missing'], 'missing', 0],
    ['fail', ['pass', 'pass', 'pass'], 'turned', 1],
    ['fail', ['pass', 'pass', 'pass'], 'environment', 0],
    ['timeout', ['fail', 'fail', 'fail'], 'time', 0],
  ] as const)(
    '%s, then %j, called %s, counts %i times against it',
    (told, again, comparison, n) => {
      const program = {task_id: 'a', turn: 0, code_sha256: '', places: 1};
      const disagreements = [{...program, told, again: [...again], comparison}];
      expect(countedAgainst({disagreements})).toBe(n);
    },
  );

  test.each([
    ['pass', ['pass'], 'same'],
    ['fail', ['error'], 'other-kind'],
    ['timeout', ['fail', 'fail'], 'time'],
    ['timeout', ['pass', 'pass', 'pass'], 'time'],
    ['pass', ['timeout', 'timeout', 'timeout'], 'time'],
    ['pass', ['timeout', 'pass'], 'flaky'],
    ['pass', ['fail', 'missing'], 'missing'],
    ['pass', [], 'missing'],
  ] as const)('%s, then %j is %s', (told, again, comparison) => {
    expect(compareVerdicts(told, again, false)).toBe(comparison);
  });
});

test('problems that are told to be inseparable are recounted', async () => {
  const apart = {...createFakeJudge(), separates: true};
  const {verification} = await verifySubmission({file, by: 'x', judge: apart});
  const {inseparable} = verification;
  expect(inseparable?.told.length).toBeGreaterThan(0);
  expect(inseparable?.found).toEqual([]);
  expect(falselyInseparable(verification)).toEqual(inseparable?.told);
  const whole = await verifySubmission({file, by: 'x', judge: createFakeJudge()});
  expect(whole.verification.inseparable).toBeUndefined();
});

test('a sample of questions is asked again', async () => {
  const model = createFakeModel(() => fencedAnswer('# passes'));
  const ask = {questions: 5, model};
  const {verification} = await verifySubmission({file, by: 'x', ask, judge: createFakeJudge()});
  expect(model.asked).toHaveLength(5);
  expect(verification.asked).toMatchObject({model: 'fake', questions: 5, same_answer: 0});
});

test('after a fatal error no other question is asked, and none is under way when it ends', async () => {
  let underWay = 0;
  const fake = createFakeModel(() => fencedAnswer('# passes'));
  const model: typeof fake = {
    ...fake,
    async ask(request, signal) {
      underWay += 1;
      try {
        const nth = fake.asked.length + 1;
        const answer = await fake.ask(request, signal);
        if (nth === 1) throw new ModelError('fatal', 'no such model');
        await new Promise((resolve) => setTimeout(resolve, 20));
        return answer;
      } finally {
        underWay -= 1;
      }
    },
  };
  const ask = {questions: 9, model};
  const verifying = verifySubmission({file, by: 'x', sample: 1, ask, judge: createFakeJudge()});
  await expect(verifying).rejects.toThrow('no such model');
  expect(underWay).toBe(0);
  expect(fake.asked).toHaveLength(4);
});

test('asking that was stopped is gone on with, and no question is asked twice', async () => {
  const questions = 9;
  const answer = () => fencedAnswer('# passes');
  const broken = createFakeModel((_, nth) => {
    if (nth > 5) throw new ModelError('fatal', 'it stopped');
    return answer();
  });
  const verify = (model: typeof broken) =>
    verifySubmission({file, by: 'x', ask: {questions, model}, judge: createFakeJudge()});
  await expect(verify(broken)).rejects.toThrow('it stopped');
  const rest = createFakeModel(answer);
  const resumed = await verify(rest);
  expect(rest.asked).toHaveLength(questions - 5);
  const whole = createFakeModel(answer);
  expect(resumed.verification).toEqual((await verify(whole)).verification);
  expect(whole.asked).toHaveLength(questions);
});

test('where verdicts are missing the same call judges and asks for those again, and no more', async () => {
  const questions = 9;
  const fake = createFakeJudge();
  const verify = async (judge: Judge) => {
    const model = createFakeModel((_, nth) => fencedAnswer(`# passes ${nth % 2 ? 'odd' : 'even'}`));
    const ask = {questions, model};
    const {verification} = await verifySubmission({file, by: 'x', ask, judge});
    return {verification, asked: model.asked.length};
  };
  const first = await verify({
    ...fake,
    judge: async (candidate) =>
      /# fails|odd/.test(candidate.program)
        ? {status: 'missing', reason: 'no room'}
        : fake.judge(candidate),
  });
  expect(first.verification.counts.missing).toBeGreaterThan(0);
  const second = await verify(createFakeJudge());
  expect(second.verification.counts.missing).toBe(0);
  expect(second.asked).toBe(5);
  const whole = await verify(createFakeJudge());
  expect(second.verification).toEqual(whole.verification);
  expect(whole.asked).toBe(questions);
});

test('a bundle with a fault is not judged', async () => {
  writeFileSync(file, 'x');
  const judge = createFakeJudge();
  await expect(verifySubmission({file, by: 'x', judge})).rejects.toThrow('no gzip');
  expect(judge.judged).toEqual([]);
});

describe('the shards of a verification', () => {
  const judged = () => createFakeJudge();
  const shardOf = (index: number, count = 3) =>
    verifySubmission({file, by: 'x', judge: judged(), shard: {index, count}});

  test('make, merged, the bytes of the whole', async () => {
    const whole = await verifySubmission({file, by: 'x', judge: judged()});
    const shards = [await shardOf(2), await shardOf(0), await shardOf(1)];
    for (const {verification} of shards)
      expect(verification.judged).toBeLessThan(whole.verification.judged);
    const files = shards.map(({path}) => path);
    expect(files[0]).toMatch(/example\.shard-2-of-3-by-x\.json$/);
    const out = `${file}.merged.json`;
    const merged = mergeVerifications({files, out});
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(whole.path, 'utf8'));
    expect(merged).toEqual({...whole, path: out});
    expect(() => mergeVerifications({files, out})).toThrow('is there already');
  });

  test('are refused where one lacks, stands twice, or is of another call; boards take none', async () => {
    const [zero, one] = [(await shardOf(0)).path, (await shardOf(1)).path];
    const merge =
      (...files: string[]) =>
      () =>
        mergeVerifications({files, out: `${file}.merged.json`});
    expect(merge(zero, one)).toThrow('of 3 shards 2 were given; missing: 2; run it');
    expect(merge(zero, zero)).toThrow('give each shard once');
    const {path} = await verifySubmission({
      ...{file, by: 'y', judge: judged()},
      shard: {index: 2, count: 3},
    });
    expect(merge(zero, one, path)).toThrow('by: "y", that of');
    expect(merge((await shardOf(1, 2)).path, zero)).toThrow('shards: 3, that of');
    const stored: object = JSON.parse(readFileSync(zero, 'utf8'));
    const [again, third] = [`${file}.again.json`, (await shardOf(2)).path];
    writeFileSync(again, JSON.stringify({...stored, shard: {index: 1, count: 3}}));
    expect(merge(zero, again, third)).toThrow('some shard is told to be another');
    expect(verificationSchema.safeParse(stored).success).toBe(false);
  });
});
