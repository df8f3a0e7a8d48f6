import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {z} from 'zod';
import {type FrozenLog, type PlannedPlace, planReplay} from '../../src/conversation/plan-replay.js';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import type {Asking} from '../../src/conversation/request.js';
import {readJson} from '../../src/files/json.js';
import {readAllJsonl} from '../../src/files/jsonl.js';
import {logLineSchema} from '../../src/log/log-line.js';
import type {RecordedConversation} from '../../src/log/recorded-conversations.js';
import {defaultDecoding, requestHash} from '../../src/model/model.js';
import {scenarios} from '../../src/problem/scenario.js';
import {exampleProblem} from '../support/example-problem.js';

const fixtures = 'test/fixtures/replay';

const expectedSchema = z.strictObject({
  about: z.string(),
  problems: z.array(z.string()),
  history: z.enum(['last', 'full']).default('last'),
  temperature: z.number().default(0),
  last_message: z.strictObject({place: z.string(), text: z.string()}).optional(),
  /**
   * In the order of the plan, in words: `SCENARIO TASK TURN ask, reference STATUS[, sample S]` or
   * `… ORIGIN STATUS, reference STATUS`.
   */
  places: z.array(z.string()),
});

async function readFrozen(directory: string): Promise<FrozenLog> {
  const names = new Set(readdirSync(directory));
  const recorded = scenarios.map(({id}) => id).filter((id) => names.has(`${id}.jsonl`));
  return new Map(
    await Promise.all(
      recorded.map(async (id) => [id, await conversationsIn(`${directory}/${id}.jsonl`)] as const),
    ),
  );
}

async function conversationsIn(path: string): Promise<RecordedConversation[]> {
  const lines = await readAllJsonl(path, logLineSchema);
  const tasks = [...new Set(lines.map(({task_id}) => task_id))];
  return tasks.map((taskId) => ({
    taskId,
    lines: () => lines.filter(({task_id}) => task_id === taskId),
  }));
}

function placeOf(planned: PlannedPlace): string {
  const {scenario, task_id, turn} = planned.kind === 'ask' ? planned.place : planned.row;
  return `${scenario} ${task_id} ${turn}`;
}

function inWords(planned: PlannedPlace): string {
  if (planned.kind === 'known') {
    const {origin, status, reference_status} = planned.row;
    return `${placeOf(planned)} ${origin} ${status}, reference ${reference_status}`;
  }
  const {sample} = planned.question.build();
  return `${placeOf(planned)} ask, reference ${planned.referenceStatus}${sample === 0 ? '' : `, sample ${sample}`}`;
}

function lastMessageAt(plan: readonly PlannedPlace[], place: string): string | undefined {
  const planned = plan.find((each) => placeOf(each) === place);
  return planned?.kind === 'ask' ? planned.question.build().messages.at(-1)?.content : undefined;
}

function askingOf({
  history,
  temperature,
}: Pick<z.infer<typeof expectedSchema>, 'history' | 'temperature'>): Asking {
  return {
    prompts: loadPromptSet(),
    history,
    systemPrompt: true,
    decoding: {...defaultDecoding, temperature},
  };
}

describe('the plan of a replay, golden pairs', () => {
  test.each(readdirSync(fixtures))('%s', async (name) => {
    const expected = readJson(`${fixtures}/${name}/expected.json`, expectedSchema);
    const problems = expected.problems.map((task_id) => exampleProblem({task_id}));
    const plan = planReplay(await readFrozen(`${fixtures}/${name}`), problems, askingOf(expected));
    expect(plan.map(inWords)).toEqual(expected.places);
    if (expected.last_message)
      expect(lastMessageAt(plan, expected.last_message.place)).toBe(expected.last_message.text);
  });
});

describe('the plan of a replay', () => {
  test('does not depend on what the log holds behind a turn, nor on its other problems', async () => {
    const asking = askingOf({history: 'last', temperature: 0});
    const frozen = await readFrozen(`${fixtures}/solved-at-turn-2`);
    const [conversation] = frozen.get('CF_EF_UNIT') ?? [];
    if (!conversation) throw new Error('the fixture is empty');
    const shorter = new Map([
      ['CF_EF_UNIT', [{...conversation, lines: () => conversation.lines().slice(0, 2)}]],
    ] as const);
    const problems = [exampleProblem({task_id: 'G/0'})];
    const message = (log: FrozenLog) =>
      lastMessageAt(planReplay(log, problems, asking), 'CF_EF_UNIT G/0 2');
    expect(message(shorter)).toBe(message(frozen));
  });

  test('leaves the log as it was', async () => {
    const frozen = await readFrozen(`${fixtures}/full-history`);
    const texts = () =>
      JSON.stringify([...frozen.values()].flat().map((conversation) => conversation.lines()));
    const before = texts();
    const [problem, asking] = [
      exampleProblem({task_id: 'G/0'}),
      askingOf({history: 'full', temperature: 0}),
    ];
    for (const planned of planReplay(frozen, [problem], asking))
      if (planned.kind === 'ask') planned.question.build();
    expect(texts()).toBe(before);
  });

  test('makes each request of the hash that it planned', async () => {
    const frozen = await readFrozen(`${fixtures}/full-history`);
    const asking = askingOf({history: 'full', temperature: 0});
    const plan = planReplay(frozen, [exampleProblem({task_id: 'G/0'})], asking);
    const asked = plan.flatMap((planned) => (planned.kind === 'ask' ? [planned.question] : []));
    expect(asked.length).toBeGreaterThan(1);
    for (const question of asked) expect(requestHash({...question.build()})).toBe(question.hash);
  });
});
