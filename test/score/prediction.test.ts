import {describe, expect, it} from 'vitest';
import {type FitScope, predictLive, type ScoredScope} from '../../src/score/prediction.js';
import {figureTitle, hasPublishedFigure, publishedFigure} from './published-figure.js';

const scope: FitScope = {reference: 'CodeLlama-7B-Instruct', scenario: 'CF_SEF', metric: 'mrr'};

const fit: ScoredScope = {
  scope,
  models: [
    {model: 'a', static: 0.1, live: 0.15},
    {model: 'b', static: 0.2, live: 0.2},
    {model: 'c', static: 0.3, live: 0.33},
    {model: 'd', static: 0.4, live: 0.38},
    {model: 'e', static: 0.6, live: 0.58},
  ],
};

it('gives the least-squares line’s value and its prediction interval', () => {
  const prediction = predictLive(fit, {model: 'new', static: 0.5, scope});
  // scipy.stats.linregress, then yhat -+ t.ppf(.975, 3) * s * sqrt(1 + 1/5 + (x - mean)^2 / Sxx)
  expect(prediction.value).toBeCloseTo(0.4851351351351351, 12);
  expect(prediction).toMatchObject({
    low: expect.closeTo(0.4005979225205309, 9),
    high: expect.closeTo(0.5696723477497394, 9),
    n_models: 5,
    extrapolated: false,
    below: {model: 'd', live: 0.38},
    above: {model: 'e', live: 0.58},
  });
});

it('leaves the model itself out, under any of its names', () => {
  const honest = predictLive({scope, models: fit.models}, {model: 'new', static: 0.5, scope});
  const withItself = {scope, models: [...fit.models, {model: 'org/New', static: 0.5, live: 0.99}]};
  expect(predictLive(withItself, {model: 'new', static: 0.5, scope})).toEqual(honest);
});

it('says where it goes beyond the models that it was fitted to, and stays a rate', () => {
  const beyond = predictLive(fit, {model: 'new', static: 1, scope});
  expect(beyond).toMatchObject({extrapolated: true, high: 1, above: null, below: {model: 'e'}});
});

it.each([
  ['with fewer than four other models', fit.models.slice(0, 3), scope, '3 other models'],
  [
    'with one other model',
    fit.models.slice(0, 1),
    scope,
    '1 other model has both scores; a fit needs at least 4',
  ],
  [
    'for another scenario',
    fit.models,
    {...scope, scenario: 'CF'},
    'the fit is for scenario CF_SEF',
  ],
  ['for another reference', fit.models, {...scope, reference: 'X'}, 'the fit is for reference'],
  [
    'for another metric',
    fit.models,
    {...scope, metric: 'recall' as const},
    'the fit is for metric mrr',
  ],
  [
    'when all fitted models score alike',
    fit.models.map((model) => ({...model, static: 0.3})),
    scope,
    'the same static score',
  ],
  [
    'when live does not rise with static',
    fit.models.map((model) => ({...model, live: 1 - model.live})),
    scope,
    'do not rise',
  ],
  [
    'from what is no number',
    fit.models.map((model) => ({...model, live: Number.NaN})),
    scope,
    'not a number',
  ],
])('cannot tell, and says why, %s', (_, models, targetScope, reason) => {
  const prediction = predictLive({scope, models}, {model: 'new', static: 0.3, scope: targetScope});
  expect(prediction).toEqual({value: null, reason: expect.stringContaining(reason)});
});

describe.skipIf(!hasPublishedFigure)(figureTitle, () => {
  it('gives ReflectionCoder-DS-33B, static 59.5, about 56.7 live, between CodeQwen1.5 and DeepSeek-Coder-33B', () => {
    const models = publishedFigure().map((point) => ({
      model: point.model,
      static: point.static / 100,
      live: point.live / 100,
    }));
    const prediction = predictLive(
      {scope, models},
      {model: 'ReflectionCoder-DS-33B', static: 0.595, scope},
    );
    // scipy.stats.linregress over the other 15 points, t.ppf(.975, 13): 56.6588, 53.2112 to 60.1064
    expect(prediction).toMatchObject({
      value: expect.closeTo(0.5665879874, 9),
      low: expect.closeTo(0.532112091, 8),
      high: expect.closeTo(0.6010638838, 8),
      n_models: 15,
      below: {model: 'CodeQwen1.5-7B-Chat'},
      above: {model: 'DeepSeek-Coder-33B-Instruct'},
    });
  });
});

describe('on a line that all models lie on', () => {
  const exact = [0.6, 0.2, 0.4, 0.8].map((value) => ({
    ...{model: `m${value}`, static: value, live: value},
  }));
  const at = (value: number) =>
    predictLive({scope, models: exact}, {model: 'x', static: value, scope});

  it('a model that scores as one of them stands at it, not above it', () => {
    expect(at(0.41)).toMatchObject({below: {model: 'm0.4'}, above: {model: 'm0.6'}});
    expect(at(0.1)).toMatchObject({below: null, above: {model: 'm0.2'}});
    expect(at(0.9)).toMatchObject({below: {model: 'm0.8'}, above: null});
  });

  it('a model that scores just as one of them has that one below it', () => {
    const quarters = [0.25, 0.5, 0.75, 1].map((value) => ({
      ...{model: `m${value}`, static: value, live: value},
    }));
    expect(predictLive({scope, models: quarters}, {model: 'x', static: 0.5, scope})).toMatchObject({
      value: 0.5,
      below: {model: 'm0.5'},
      above: {model: 'm0.75'},
    });
  });

  it('is not left by the models at its ends, and is by those beyond', () => {
    expect([0.1, 0.2, 0.8, 0.9].map(at)).toMatchObject([
      {extrapolated: true},
      {extrapolated: false},
      {extrapolated: false},
      {extrapolated: true},
    ]);
  });

  it('needs four models, and four are enough', () => {
    expect(at(0.5)).toMatchObject({n_models: 4, value: expect.closeTo(0.5, 12)});
  });

  it('cannot be level', () => {
    const level = exact.map((model) => ({...model, live: 0.5}));
    expect(predictLive({scope, models: level}, {model: 'x', static: 0.5, scope})).toEqual({
      value: null,
      reason: 'live scores do not rise with static ones among the fitted models',
    });
  });
});

it('cannot tell from a static score that is no number', () => {
  expect(predictLive(fit, {model: 'new', static: Number.NaN, scope})).toEqual({
    value: null,
    reason: 'a score is not a number',
  });
});

it('stays a rate at the lower end, too', () => {
  const low = fit.models.map(({model, ...scores}) => ({model, ...scores, live: scores.live - 0.1}));
  const prediction = predictLive({scope, models: low}, {model: 'new', static: 0, scope});
  expect(prediction).toMatchObject({value: 0, low: 0, extrapolated: true});
});
