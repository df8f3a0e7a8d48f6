import {describe, expect, test} from 'vitest';
import {readAnswer} from '../../../src/conversation/answer-to-program.js';
import {right, shapedProblem} from './shapes.js';

const filled = (text: string, length: number) =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

const hostile: [name: string, text: (length: number) => string][] = [
  ['fences', (length) => filled('```\n', length)],
  ['fences with a language', (length) => filled('```python\n', length)],
  ['fences and triple quotes', (length) => filled('```\n"""\n', length)],
  ['fences in a quotation', (length) => filled('> ```\n', length)],
  ['blocks of Markdown', (length) => filled('````markdown\n```\n', length)],
  ['one line', (length) => filled('word ', length)],
  ['back-ticks', (length) => filled('`', length)],
  ['broken functions', (length) => filled('def task_func(x): (\n', length)],
  ['empty functions', (length) => filled('def task_func(x):\n', length)],
  ['indented functions', (length) => filled('    def task_func(x):\n        return (\n', length)],
  ['brackets', (length) => `def task_func(x):\n    return ${filled('[{(', length)}`],
  ['conditions', (length) => `\`\`\`python\n${filled('x = 1 if ', length)}`],
  ['lines of code', (length) => filled('x = 1\n', length)],
  ['words that look like code', (length) => filled('if you import task_func from here\n', length)],
  ['beginnings of reasoning', (length) => filled('<think>', length)],
  ['ends of reasoning', (length) => filled('</think>\n', length)],
  ['channels', (length) => `<|channel|>${filled('<|channel|>final', length)}`],
  ['tags', (length) => filled('<code>', length)],
  ['end tokens', (length) => filled('<|im_end|> x\n', length)],
  ['blanks', (length) => filled(' ', length)],
  ['an assignment', (length) => filled('task_func :', length)],
  ['an interpreter’s prompts', (length) => filled('>>> task_func (\n', length)],
  ['a change', (length) => filled('+ task_func (\n', length)],
  ['numbered lines', (length) => filled('1: task_func (\n2: (\n', length)],
  ['code in sentences', (length) => filled('`task_func (` ', length)],
  ['code behind words', (length) => filled('a: def task_func (\n', length)],
  ['values that Python prints', (length) => filled(", 'task_func (", length)],
  ['tags of a web page', (length) => filled('<br task_func ', length)],
  ['indented stretches', (length) => filled('    return task_func\na\n', length)],
  ['places shown twice', (length) => filled('<<<<<<< \ntask_func (\n=======\n', length)],
  ['lines torn in a statement', (length) => filled('task_func:\n5\n', length)],
  ['tags of thoughts', (length) => filled('<seed_think_never_used_', length)],
  ['JSON', (length) => `["task_func${filled('", "task_func (', length)}"]`],
  ['escapes of HTML', (length) => filled('task_func &lt; ', length)],
  [
    'functions that go on',
    (length) => filled('```\ndef task_func(x):\n```\n```\n    (\n```\n', length),
  ],
  ['lone surrogates', (length) => filled('\ud800', length)],
  ['NUL', (length) => filled('\0', length)],
];

/** What takes no longer, in milliseconds, is not measured well, and need not be. */
const moment = 300;

/** In milliseconds; the least of two, since whatever else the machine does only adds to it. */
function costOf(text: string): number {
  const first = costOnce(text);
  return first < moment ? first : Math.min(first, costOnce(text));
}

function costOnce(text: string): number {
  const {user} = process.cpuUsage();
  readAnswer(text, shapedProblem);
  return (process.cpuUsage().user - user) / 1000;
}

describe('four times the text costs no more than some six times the work', () => {
  test.each(hostile)('%s', (_, text) => {
    const cost = costOf(text(80_000));
    const most = cost < moment ? moment : Math.max(moment, 6 * costOnce(text(20_000)));
    expect(cost).toBeLessThan(most);
  });
});

describe('of ten megabytes', () => {
  test('the block at the end is found', () => {
    const text = `${filled('Some words, and more of them.\n', 10_000_000)}\`\`\`python\n${right}\n\`\`\``;
    expect(readAnswer(text, shapedProblem)).toEqual({program: right, found: 'block'});
  });

  test('the function at the beginning of a block that repeats itself is found', () => {
    const text = `\`\`\`python\n${right}\n\n${filled('print("and so on")\n', 10_000_000)}`;
    const {program, found} = readAnswer(text, shapedProblem);
    expect(found).toBe('trimmed');
    expect(program.startsWith(right)).toBe(true);
  });
});

test('a hundred thousand blocks: the last that defines the entry point counts', () => {
  const text = `\`\`\`python\n${right}\n\`\`\`\n${'```\nx = 1\n```\n'.repeat(100_000)}`;
  expect(readAnswer(text, shapedProblem)).toEqual({program: right, found: 'block'});
});
