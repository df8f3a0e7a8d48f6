import {describe, expect, test} from 'vitest';
import {chooseCritic} from '../../src/benchmark/open-critic.js';
import {openModel} from '../../src/benchmark/open-model.js';
import {scenarios} from '../../src/problem/scenario.js';
import {loadSuite, starterSuitePath} from '../../src/problem/suite.js';

const starter = await loadSuite('starter');
/** The same problems, but as somebody's file. */
const copied = await loadSuite(starterSuitePath);
const trusted = async (spec: string, suite: typeof starter) =>
  (await openModel({spec, baseUrl: null}, suite, () => {})).trusted;

describe('code may go unsealed', () => {
  test.each(['canonical', 'simulated:careful'])('from %s on the suite that ships, and on no other', async (spec) => {
    expect(await trusted(spec, starter)).toBe(true);
    expect(await trusted(spec, copied)).toBe(false);
  });

  test('from no model behind a server, whatever its name', async () => {
    const {model, trusted} = await openModel(
      {spec: 'simulated:careful', baseUrl: 'http://127.0.0.1:9/v1'},
      starter,
      () => {},
    );
    await model.close?.();
    expect(trusted).toBe(false);
  });
});

test('a critic out of a file is known by the name of the file: paths are written nowhere', () => {
  const choice = {spec: 'file:/data/somebody/critic.jsonl', baseUrl: null};
  expect(chooseCritic(choice, starter, scenarios)?.id).toBe('file:critic.jsonl');
});
