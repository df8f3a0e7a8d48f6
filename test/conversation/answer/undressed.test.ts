import {describe, expect, test} from 'vitest';
import {answerToProgram} from '../../../src/conversation/answer-to-program.js';
import {right, shapedProblem} from './shapes.js';

const found = (answer: string) => answerToProgram(answer, shapedProblem);
const block = (text: string, info = 'python') => `\`\`\`${info}\n${text}\n\`\`\``;
const lines = right.split('\n');
const plain = right.trimEnd();

describe('code is found', () => {
  test.each([
    ['as `cat -n` numbers it', lines.map((line, i) => `${`${i + 1}`.padStart(6)}\t${line}`)],
    ['as editors number it', lines.map((line, i) => `${i + 1} | ${line}`)],
    ['numbered by columns', lines.map((line, i) => `${`${i + 1}`.padStart(3)} ${line}`)],
    ['as a new file of a change', ['@@ -0,0 +1,9 @@', ...lines.map((line) => `+${line}`)]],
    [
      'typed to IPython',
      ['In [1]: ', '   ...: '].flatMap((prompt, at) => (lines[at] ? [prompt + lines[at]] : [])),
    ],
    [
      'as a script of the shell writes it',
      ["cat > sum.py <<'EOF'", ...lines, 'EOF', 'python sum.py'],
    ],
    [
      'indented by blanks that do not break',
      lines.map((line) => line.replaceAll('    ', '\u00A0'.repeat(4))),
    ],
    ['numbered with an arrow', lines.map((line, i) => `${`${i + 1}`.padStart(6)}→${line}`)],
    [
      'indented by blanks of another width',
      lines.map((line) => line.replaceAll(' '.repeat(4), '\u3000'.repeat(4))),
    ],
    ['with a sign that nobody sees in it', lines.map((line) => line.replace(/:$/, ':\u200B'))],
    [
      'as a patch that adds a file',
      [
        '*** Begin Patch',
        '*** Add File: a.py',
        ...lines.map((line) => `+${line}`),
        '*** End Patch',
      ],
    ],
    ['numbered as lines', lines.map((line, i) => `Line ${i + 1}: ${line}`)],
    ['numbered with an L', lines.map((line, i) => `L${i + 1}: ${line}`)],
    ['numbered between brackets', lines.map((line, i) => `[${i + 1}] ${line}`)],
    ['numbered with dashes', lines.map((line, i) => `${i + 1} - ${line}`)],
    [
      'typed to an interpreter without blanks',
      lines.map((line, i) => `${i ? '...' : '>>>'}${line}`),
    ],
    [
      'as a change whose lines that stay have no blank in front',
      [lines[0] ?? '', '-    return None', ...lines.slice(1).map((line) => `+${line}`)],
    ],
    ['typed to an interpreter', lines.map((line) => `${/^\s/.test(line) ? '...' : '>>>'} ${line}`)],
  ])('%s', (_, shown) => {
    expect(found(block(shown.join('\n'))).program.trimEnd()).toBe(plain);
    expect(found(`Here it is:\n\n${block(shown.join('\n'), 'text')}`).program.trimEnd()).toBe(
      plain,
    );
  });

  test.each([
    ['in a JSON object', JSON.stringify({thought: 'Simple.', code: right})],
    ['in a fence inside JSON', JSON.stringify([{answer: `So:\n${block(right)}`}])],
    [
      'in the call of a tool',
      `<tool_call>\n${JSON.stringify({name: 'submit', arguments: {code: right}})}\n</tool_call>`,
    ],
    ['in a block of JSON behind words', `So:\n${block(JSON.stringify({code: right}), 'json')}`],
    [
      'in a notebook',
      JSON.stringify({cells: [{source: lines.map((line) => `${line}\n`)}, {source: ['1\n']}]}),
    ],
    [
      'in several cells of a notebook',
      JSON.stringify({
        cells: [
          {cell_type: 'markdown', source: ['# Sum']},
          {cell_type: 'code', source: lines.map((line) => `${line}\n`)},
          {cell_type: 'code', source: 'x = 1'},
        ],
      }),
    ],
    ['in one of two JSON values', `{"thought": "a"}\n${JSON.stringify({code: right})}`],
    ['in JSON that was cut off', `{"why": "a", "code": ${JSON.stringify(right).slice(0, -1)}`],
    ['in JSON with newlines as they are', `{"why": "a", "code": "${right}"}`],
    ['in JSON with a comma too many', `{"code": ${JSON.stringify(right)},}`],
    ['as the value of an XML call', `<call name="run"><arg name="code">${right}</arg></call>`],
    ['between tokens of a model', `<|code_start|>${right}<|code_end|>`],
    [
      'as a change without a fence',
      `Do this:\n\n@@ -0,0 +1,9 @@\n${right.replace(/^/gm, '+')}\n\nSo.`,
    ],
    ['escaped for Markdown', right.replaceAll('_', '\\_').replaceAll('*', '\\*')],
    ['with its newlines written as JSON has them', JSON.stringify(right).slice(1, -1)],
    ['with nothing but its newlines written so', right.replaceAll('\n', '\\n')],
    ['the same in a fence', block(right).replaceAll('\n', '\\n')],
    ['in a value that Python prints', `{'code': '${right.replaceAll('\n', '\\n')}', 'a': "b"}`],
    ['in JSON within JSON', JSON.stringify({arguments: JSON.stringify({code: right})})],
    ['in JSON that was written twice', JSON.stringify(JSON.stringify({code: right}))],
    ['as a value between three quotes', `code = """\n${right}\n"""\nname = "a"`],
    ['as character data', `<code><![CDATA[${right}]]></code>`],
    ['as a web page has it', `<p>${right.replaceAll('\n', '<br>\n')}</p>`],
    [
      'with the colours of a web page',
      `<pre>${right.replace('def', '<span class="k">def</span>')}</pre>`,
    ],
    ['escaped by numbers', block(right).replaceAll('(', '&#40;').replaceAll('*', '&#x2A;')],
    ['behind words on its line', `Solution: ${right}\n\nThat is all.`],
    [
      'in the lines of a table',
      ['| code |', '| --- |', ...lines.map((line) => `| \`${line}\` |`)].join('\n'),
    ],
    ['in a cell of a table', `| 1 | \`${right.replaceAll('\n', '<br>')}\` |`],
    ['between three quotes', `'''python\n${right}\n'''`],
    ['as the text of a string', `"""\n${right}\n"""`],
    ['between single back-ticks', `\`${right}\``],
    ['in a block of JSON', block(JSON.stringify({code: right}, null, 2), 'json')],
    [
      'escaped for HTML',
      block(
        `${right}\nBOUNDS = [x for x in [1] if 0 &lt; x &amp;&amp; 1]`.replace(' &amp;&amp; 1', ''),
      ),
    ],
  ])('%s', (_, answer) => {
    expect(found(answer).program.startsWith(plain)).toBe(true);
  });
});

describe('what is whole stays as it is', () => {
  test('a block whose strings hold escapes, prompts, numbers and signs of a change', () => {
    const code = `${plain}\n\nDOC = """\n>>> x &lt; 1\n1: a\n2: b\n+ c\n- d\n"""`;
    expect(found(block(code)).program).toBe(code);
  });

  test('a function that returns, though an indented part follows in a block of its own', () => {
    const answer = `${block(right)}\n\nThe heart of it is\n\n${block('    return {"k": 1}')}`;
    expect(found(answer)).toEqual({program: right, found: 'block'});
  });

  test('signs that nobody sees, in strings and remarks', () => {
    const code = `${plain}  # a\u200Bb\nDOC = "a\u200Db\u00A0"`;
    expect(found(block(code)).program).toBe(code);
  });

  test('of very many packed texts only the last 32 are read', () => {
    const packed = (behind: number) =>
      JSON.stringify([right, ...Array.from({length: behind}, (_, i) => `task_func, ${i}`)]);
    expect(found(packed(30)).program.trimEnd()).toBe(plain);
    expect(found(packed(32)).found).toBe('none');
  });

  test('a signature in a sentence beside the body alone', () => {
    const answer =
      'Fill `def task_func(x, y=1): pass` with\n\n    z = FACTOR * x\n    return z + y\n';
    expect(found(answer)).toEqual({
      program: 'def task_func(x, y=1):\n    z = FACTOR * x\n    return z + y',
      found: 'completed',
    });
  });

  test('a function in a sentence is found', () => {
    const short = 'task_func = lambda x, y=1: math.floor(FACTOR * x) + y';
    expect(found(`Not \`maths\`: the answer is \`${short}\`.`).program).toBe(short);
  });

  test('JSON without the function is no program', () => {
    expect(found(JSON.stringify({code: 'no code'})).found).not.toBe('block');
  });
});
