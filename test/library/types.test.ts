import {describe, expectTypeOf, test} from 'vitest';
import type {
  Critic,
  CriticChoice,
  GenerateLogOptions,
  Judge,
  JudgeChoice,
  JudgeSpec,
  Metrics,
  Model,
  ModelChoice,
  ReplayLogOptions,
  RunManifest,
  RunOutcome,
} from '../../src/index.js';
import {generateLog, judgeRun, replayLog, startJudge} from '../../src/index.js';

describe('types of the library', () => {
  test('a port is given as a word, a spec or an object', () => {
    expectTypeOf<ModelChoice>().extract<string | Model>().toEqualTypeOf<string | Model>();
    expectTypeOf<CriticChoice>().extract<string | Critic>().toEqualTypeOf<string | Critic>();
    expectTypeOf<JudgeChoice>().toEqualTypeOf<string | JudgeSpec | Judge>();
    expectTypeOf<{spec: string; baseUrl: string}>().toExtend<ModelChoice>();
    expectTypeOf<ReplayLogOptions['model']>().toEqualTypeOf<ModelChoice>();
    expectTypeOf<GenerateLogOptions['critic']>().toEqualTypeOf<CriticChoice | undefined>();
  });

  test('what is optional is left out or undefined, never null', () => {
    type Nullable<T> = {[K in keyof T]: null extends T[K] ? K : never}[keyof T];
    expectTypeOf<Nullable<ReplayLogOptions>>().toEqualTypeOf<undefined>();
    expectTypeOf<Nullable<GenerateLogOptions>>().toEqualTypeOf<undefined>();
    expectTypeOf<Nullable<JudgeSpec>>().toEqualTypeOf<undefined>();
    expectTypeOf<{
      log: string;
      model: string;
      out: string;
      limit: undefined;
    }>().toExtend<ReplayLogOptions>();
  });

  test('nothing that weakens judging can be chosen', () => {
    expectTypeOf<JudgeSpec>().not.toHaveProperty('layers');
    expectTypeOf<JudgeSpec>().not.toHaveProperty('bestSeal');
    expectTypeOf<JudgeSpec>().not.toHaveProperty('preload');
    expectTypeOf<NonNullable<Parameters<typeof startJudge>[0]>>().not.toHaveProperty('layers');
  });

  test('a run tells its figures', () => {
    expectTypeOf(replayLog).returns.resolves.toEqualTypeOf<RunOutcome>();
    expectTypeOf(generateLog).returns.resolves.toExtend<RunOutcome>();
    expectTypeOf(judgeRun).returns.resolves.toExtend<RunOutcome & {changed: number}>();
    expectTypeOf<RunOutcome>().toHaveProperty('metrics').toEqualTypeOf<Metrics>();
    expectTypeOf<RunOutcome>().toHaveProperty('manifest').toEqualTypeOf<RunManifest>();
    expectTypeOf(startJudge).returns.resolves.toEqualTypeOf<Judge>();
  });
});
