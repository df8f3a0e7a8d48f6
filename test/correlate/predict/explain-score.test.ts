import {describe, expect, it} from 'vitest';
import {explainStaticScore} from '../../../src/correlate/predict/explain-score.js';
import {publishedFit, scopeOf} from '../../../src/correlate/predict/scope.js';
import {bigCodeBenchHash} from '../../../src/interchange/published/published-suite.js';
import {meaningSentence} from '../../../src/report/prediction-sentences.js';
import type {RunManifest} from '../../../src/run/run-manifest.js';
import {exampleManifest} from '../../support/example-manifest.js';

const fit = publishedFit();
const score = {model: 'new', scope: fit.scope, static: 0.595, problems: 1140};

describe('the published figure', () => {
  it('tells what a static MRR of 59.5 in CF_SEF means live', () => {
    // Written down before there was a program to say it.
    expect(meaningSentence(explainStaticScore(score, [fit]))).toBe(
      'static MRR 59.5 in CF_SEF: about 56.7 live (95% prediction interval 53.4 to 60.1, 16 models), in the range of CodeQwen1.5-7B-Chat (53.7) to DeepSeek-Coder-33B-Instruct (58.6)',
    );
  });

  it('leaves the model itself out, by the last part of its name', () => {
    const {prediction} = explainStaticScore({...score, model: 'SenseLLM/ReflectionCoder-DS-33B'}, [
      fit,
    ]);
    expect(prediction).toMatchObject({n_models: 15});
  });

  it.each([
    // Hub ids and API names whose last part is not the figure's name.
    'codellama/CodeLlama-13b-Instruct-hf',
    'codellama/CodeLlama-34b-Instruct-hf',
    'meta-llama/Meta-Llama-3.1-8B-Instruct',
    'meta-llama/Meta-Llama-3.1-70B-Instruct',
    'gpt-4o',
    'gpt-4-turbo',
    'gpt-4',
  ])('leaves %s out, which the figure calls otherwise', (model) => {
    expect(explainStaticScore({...score, model}, [fit]).prediction).toMatchObject({n_models: 15});
  });

  it('leaves out what an alias names', () => {
    const aliases = [{name: 'my-tune', same: 'Qwen1.5-72B-Chat'}];
    expect(
      explainStaticScore({...score, model: 'my-tune'}, [fit], aliases).prediction,
    ).toMatchObject({n_models: 15});
  });

  it('leaves both points out of which one is the model, when it cannot be told which', () => {
    const {prediction} = explainStaticScore(
      {...score, model: 'deepseek-ai/deepseek-coder-6.7b-instruct'},
      [fit],
    );
    expect(prediction).toMatchObject({n_models: 14});
  });

  it.each([
    ['another scenario', {scope: {...fit.scope, scenario: 'CF_SNF'}}],
    ['another metric', {scope: {...fit.scope, metric: 'recall' as const}}],
    ['another reference', {scope: {...fit.scope, reference: 'other'}}],
  ])('cannot tell for %s', (_, change) => {
    const meaning = explainStaticScore({...score, ...change}, [fit]);
    const {prediction} = meaning;
    expect(prediction.value).toBeNull();
    expect(meaningSentence(meaning)).toContain('what it means live cannot be told');
  });

  it('cannot tell for a score over a part of the problems', () => {
    // 0.95 x 1,140 = 1,083.
    expect(explainStaticScore({...score, problems: 1083}, [fit]).prediction.value).not.toBeNull();
    expect(explainStaticScore({...score, problems: 1082}, [fit]).prediction).toEqual({
      value: null,
      reason: 'the score is over 1082 problems, the fit over 1140',
    });
  });

  it('says when a score lies beyond those of the fit', () => {
    expect(meaningSentence(explainStaticScore({...score, static: 0.9}, [fit]))).toContain(
      'outside those of the fit',
    );
  });
});

it('the first fit that can tell is taken', () => {
  const tooFew = {...fit, models: fit.models.slice(0, 2)};
  expect(explainStaticScore(score, [tooFew, fit]).prediction).toMatchObject({n_models: 16});
});

describe('what a run’s scores are about', () => {
  const published: Partial<RunManifest> = {
    suite: {name: 'bigcodebench', sha256: bigCodeBenchHash},
    log: {sha256: 'b'.repeat(64), reference_model: 'codellama/CodeLlama-7b-Instruct-hf'},
    critic: 'GPT-4o-2024-05-13',
    partial_scope: 'first-3-functions',
  };
  const scope = (changes: Partial<RunManifest>) =>
    scopeOf({
      label: '',
      mode: 'static',
      rows: [],
      manifest: exampleManifest({...published, ...changes}),
    });

  it('is the published fit’s for the published log alone: its reference, suite and critic', () => {
    expect(scope({})).toBe(fit.scope.reference);
    expect(scope({critic: 'builtin'})).not.toBe(fit.scope.reference);
    expect(scope({suite: {name: 'bigcodebench', sha256: 'a'.repeat(64)}})).not.toBe(
      fit.scope.reference,
    );
    expect(scope({log: {sha256: 'b'.repeat(64), reference_model: 'other'}})).not.toBe(
      fit.scope.reference,
    );
  });

  it('is not the published fit’s for a log of one’s own with the same names, nor for the published one without its inconsistent feedback', () => {
    expect(scope({partial_scope: 'first-3-tests'})).not.toBe(fit.scope.reference);
    const log = {sha256: 'b'.repeat(64), reference_model: 'codellama/CodeLlama-7b-Instruct-hf'};
    expect(scope({log: {...log, only_consistent: true}})).not.toBe(fit.scope.reference);
  });

  it('differs between two logs of one reference', () => {
    const log = (sha256: string) => scope({critic: 'builtin', log: {sha256, reference_model: 'r'}});
    expect(log('1'.repeat(64))).not.toBe(log('2'.repeat(64)));
  });
});
