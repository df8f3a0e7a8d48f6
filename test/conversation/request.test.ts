import {describe, expect, test} from 'vitest';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import {
  type Asking,
  firstRequest,
  promptCuts,
  refineRequest,
} from '../../src/conversation/request.js';
import type {LogLine} from '../../src/log/log-line.js';
import {defaultDecoding, type Request, requestHash} from '../../src/model/model.js';
import {exampleLine} from '../support/example-line.js';
import {exampleProblem} from '../support/example-problem.js';

const asking: Asking = {
  prompts: loadPromptSet(),
  history: 'last',
  systemPrompt: true,
  decoding: defaultDecoding,
};
const problem = exampleProblem();

function refine(
  lines: LogLine[],
  changes: Partial<Asking> = {},
  cut: Parameters<typeof refineRequest>[2] = null,
) {
  return refineRequest({problem, scenario: 'CF_EF_FULL', lines}, {...asking, ...changes}, cut);
}

describe('the hash of a request', () => {
  // hashlib.sha256(json.dumps(request, sort_keys=True, separators=(',', ':'),
  // ensure_ascii=False).encode()).hexdigest(), Python 3.11
  test('is the SHA-256 of its RFC 8785 form', () => {
    const request: Request = {
      messages: [{role: 'user', content: 'Write a program.'}],
      decoding: {
        temperature: 0,
        max_tokens: 2048,
        stop: [],
        seed: null,
        extra_body: {},
        mode: 'chat',
      },
      sample: 0,
    };
    expect(requestHash(request)).toBe(
      'a8a1119da7fd7a255e32586597191ec409c18511f3811c248ae7ba8a2a4d5b45',
    );
  });

  test('is over UTF-8, keys sorted at every depth', () => {
    const request: Request = {
      sample: 'CF_SEF/Starter/3/2',
      messages: [
        {content: 'Be brief.', role: 'system'},
        {role: 'user', content: 'Größe ≥ 😀 "x"\n\tend'},
      ],
      decoding: {
        mode: 'plain',
        temperature: 0.8,
        max_tokens: 16,
        stop: ['\n\n'],
        seed: 7,
        extra_body: {top_k: 5, chat_template_kwargs: {b: true, a: null}},
      },
    };
    expect(requestHash(request)).toBe(
      '8c6a3a2b5480003c85b744be0ace9948bb815f5681f0aa1c504ca688c92b5833',
    );
  });
});

describe('the sample of a request', () => {
  test('is 0 at temperature 0: equal prompts of different places are one request', () => {
    const lines = [exampleLine({turn: 1})];
    const here = refineRequest({problem, scenario: 'CF', lines}, asking);
    const there = refineRequest(
      {
        problem: {...problem, task_id: 'Other/1'},
        scenario: 'CF_SEF',
        lines: [exampleLine({turn: 4})],
      },
      asking,
    );
    expect(here.sample).toBe(0);
    expect(requestHash(here)).toBe(requestHash(there));
  });

  test('is the place at any other temperature, so that nothing is shared but turn 0', () => {
    const hot = {decoding: {...defaultDecoding, temperature: 0.2}};
    expect(refine([exampleLine({turn: 1}), exampleLine({turn: 2})], hot).sample).toBe(
      'CF_EF_FULL/Example/0/2',
    );
    expect(firstRequest(problem, {...asking, ...hot}).sample).toBe('NONE/Example/0/0');
  });
});

describe('the messages', () => {
  test('with the last turn only are the system prompt, if wanted, and one of the user', () => {
    const lines = [
      exampleLine({turn: 1, previous_code: 'old = 1\n'}),
      exampleLine({turn: 2, previous_code: 'new = 2\n'}),
    ];
    const {messages} = refine(lines);
    expect(messages.map(({role}) => role)).toEqual(['system', 'user']);
    expect(messages[1]?.content).toContain(
      '# Code so far\n```python\nnew = 2\n```\n\n# Compiler\nNo syntax errors\n',
    );
    expect(messages[1]?.content).not.toContain('old = 1');
    expect(refine(lines, {systemPrompt: false}).messages).toEqual(messages.slice(1));
  });

  test('with full history are the whole conversation as chat turns', () => {
    const lines = [
      exampleLine({turn: 1, previous_code: 'one = 1\n', execution_feedback: 'TEST_A\nfirst\n'}),
      exampleLine({turn: 2, previous_code: 'two = 2\n', verbal_feedback: 'Second.'}),
    ];
    const {messages} = refine(lines, {history: 'full'});
    expect(messages.map(({role}) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
    expect(messages[1]).toEqual(firstRequest(problem, asking).messages[1]);
    expect(messages[2]?.content).toBe('```python\none = 1\n```');
    expect(messages[3]?.content).toContain('TEST_A\nfirst\n');
    expect(messages[4]?.content).toBe('```python\ntwo = 2\n```');
    expect(messages[5]?.content).toContain('# Remarks\nSecond.');
  });

  test('hold half a surrogate pair as U+FFFD, which every server and the hash can take', () => {
    const request = refine([exampleLine({previous_code: 'x = "\ud83d"\n'})]);
    expect(request.messages[1]?.content).toContain('x = "\ufffd"');
    expect(requestHash(request)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('shortening', () => {
  const steps = [
    [2000, 4000],
    [2000, 2000],
    [1000, 1000],
    [500, 500],
    [0, 0],
  ] as const;

  test('goes through the fixed steps of the execution feedback', () => {
    expect(promptCuts(4, 'last')).toEqual(
      steps.map(([front, rear]) => ({front, rear, dropped_turns: 0})),
    );
  });

  test('with full history lets the oldest turns go first', () => {
    expect(promptCuts(3, 'full')).toEqual([
      {front: null, rear: null, dropped_turns: 1},
      {front: null, rear: null, dropped_turns: 2},
      ...steps.map(([front, rear]) => ({front, rear, dropped_turns: 2})),
    ]);
  });

  test('cuts front and rear of the execution feedback and nothing else', () => {
    // Two lines of 3,000: w = 1, so front comes from the first line and rear from the second.
    const execution_feedback = `${'a'.repeat(3_000)}\n${'b'.repeat(3_000)}\n`;
    const line = exampleLine({execution_feedback, verbal_feedback: 'v'.repeat(9_000)});
    const shown = (front: number, rear: number) => {
      const content =
        refine([line], {}, {front, rear, dropped_turns: 0}).messages[1]?.content ?? '';
      expect(content).toContain('v'.repeat(9_000));
      return /# Test run\n([\s\S]*?)\n+# Remarks/.exec(content)?.[1];
    };
    expect(shown(2000, 4000)).toBe(`${'a'.repeat(2_000)}\n...\n${'b'.repeat(3_000)}`);
    expect(shown(1000, 1000)).toBe(`${'a'.repeat(1_000)}\n...\n${'b'.repeat(1_000)}`);
    expect(shown(0, 0)).toBe('\n...');
  });

  test('never lengthens: a text shorter than its front and rear together stays', () => {
    const line = exampleLine({execution_feedback: 'Passed all test runs', verbal_feedback: 'x'});
    expect(refine([line], {}, {front: 500, rear: 500, dropped_turns: 0})).toEqual(refine([line]));
  });

  test('drops the oldest turns of a full history and keeps the statement', () => {
    const lines = [1, 2, 3].map((turn) => exampleLine({turn, previous_code: `turn_${turn} = 1\n`}));
    const {messages} = refine(
      lines,
      {history: 'full'},
      {front: null, rear: null, dropped_turns: 2},
    );
    expect(messages.map(({role}) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[1]?.content).toContain('Double x.');
    expect(messages[2]?.content).toContain('turn_3');
  });
});

test('a refinement of nothing is a fault of ours', () => {
  expect(() => refine([])).toThrow(new RangeError('a refinement needs the line of its turn'));
});

test('with full history only the last turn’s feedback is cut', () => {
  const long = (turn: number) =>
    exampleLine({turn, execution_feedback: `${turn}`.repeat(9_000), previous_status: 'fail'});
  const cut = {front: 0, rear: 0, dropped_turns: 0};
  const {messages} = refine([long(1), long(2)], {history: 'full'}, cut);
  const said = messages.map(({content}) => content).join('\n');
  expect(said).toContain('1'.repeat(9_000));
  expect(said).not.toContain('2'.repeat(2_000));
});
