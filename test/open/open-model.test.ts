import {describe, expect, test} from 'vitest';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import type {ModelEvent} from '../../src/model/events.js';
import {defaultDecoding} from '../../src/model/model.js';
import {chooseCritic} from '../../src/open/open-critic.js';
import {openModel} from '../../src/open/open-model.js';
import {scenarios} from '../../src/problem/scenario.js';
import {loadSuite, starterSuitePath} from '../../src/problem/suite.js';
import {chatReply, send, startStandIn} from '../model/endpoint/stand-in-server.js';
import {sitting} from '../support/open-run.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const starter = await loadSuite('starter');
/** The same problems, but as somebody's file. */
const copied = await loadSuite(starterSuitePath);
const trusted = async (spec: string, suite: typeof starter) =>
  (await openModel(spec, suite, () => {})).trusted;

describe('code may go unsealed', () => {
  test.each(['canonical', 'simulated:careful'])(
    'from %s on the suite that ships, and on no other',
    async (spec) => {
      expect(await trusted(spec, starter)).toBe(true);
      expect(await trusted(spec, copied)).toBe(false);
    },
  );

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
  const choice = {spec: 'file:/data/somebody/critic.jsonl'};
  expect(chooseCritic(choice, starter, scenarios)?.id).toBe('file:critic.jsonl');
});

test('a critic’s attempts and tokens are told like the model’s own', async () => {
  const server = await startStandIn(
    send(500, 'oops'),
    send(200, chatReply({message: {content: 'It fails for me.'}})),
  );
  const attempts: ModelEvent[] = [];
  const tokens = await sitting(temporaryDirectory(), async (run) => {
    const critic = await chooseCritic(
      {spec: 'critic', baseUrl: server.url},
      starter,
      scenarios,
    )?.open({
      run,
      prompts: loadPromptSet(),
      decoding: defaultDecoding,
      onAttempt: (event) => void attempts.push(event),
      concurrency: 1,
    });
    const input = {
      previousCode: 'x',
      compilationFeedback: 'No syntax errors',
      executionFeedback: 'TEST_ONE\n',
    };
    await critic?.novice({statement: 'Solve it.', ...input});
    await critic?.close?.();
    return run.tokens();
  });
  expect(attempts.map(({outcome}) => outcome)).toEqual(['retry', 'answered']);
  // As the stand-in server counts.
  expect(tokens).toBe(11 + 7);
});
