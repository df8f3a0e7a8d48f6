import {describe, expect, it} from 'vitest';
import type {Model} from '../../src/model/model.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {replayLog} from '../../src/replay/replay-log.js';
import type {CreditedFigure} from '../../src/score/figure.js';
import type {Metrics} from '../../src/score/metrics.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

/** Wrong everywhere: its answers hold a program that defines nothing. */
const none: Model = {
  id: 'answers-none',
  async ask() {
    return {text: 'None', reasoning: null, finish_reason: 'stop', usage: null, model: 'none'};
  },
};

async function replayed(model: Model | string): Promise<Metrics> {
  const {metrics} = await replayLog({
    log: starterLog,
    model,
    scenarios: ['CF_EF_UNIT', 'CF_EF_FULL_SEF'],
    out: temporaryDirectory(),
  });
  return metrics;
}

const figuresOf = ({scenarios}: Metrics): CreditedFigure[] =>
  scenarios.flatMap(({mrr, recall, pass_at_1}) => [mrr, recall, ...pass_at_1]);

describe('on the log that ships', () => {
  it('a model that solves nothing gains nothing: every figure is its floor, exactly', async () => {
    const wrong = await replayed(none);
    for (const {value, floor, gain} of figuresOf(wrong)) {
      expect(value).toBe(floor);
      expect(gain).toBe(floor === 1 ? null : 0);
    }
    const full = wrong.scenarios.find(({scenario}) => scenario === 'CF_EF_FULL_SEF');
    // Not for want of credit: most of the figure is the reference's.
    expect(full?.recall.floor).toBeGreaterThan(0.5);
    expect(full?.replay_only?.recall).toMatchObject({value: 0});
  });

  it('a model that solves all gains all, wherever something was asked of every open problem', async () => {
    const right = await replayed('canonical');
    for (const {mrr, recall, pass_at_1} of right.scenarios)
      for (const figure of [mrr, recall, pass_at_1[0]])
        expect(figure).toMatchObject({value: 1, gain: 1, high: 1});
    const full = right.scenarios.find(({scenario}) => scenario === 'CF_EF_FULL_SEF');
    for (const figure of full?.pass_at_1 ?? []) expect(figure).toMatchObject({value: 1, gain: 1});
  });

  it('and has the same floor as any other', async () => {
    const [right, wrong] = [await replayed('canonical'), await replayed(none)];
    expect(figuresOf(right).map(({floor}) => floor)).toEqual(
      figuresOf(wrong).map(({floor}) => floor),
    );
  });
});
