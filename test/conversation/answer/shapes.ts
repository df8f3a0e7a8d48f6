import type {Found} from '../../../src/conversation/answer-to-program.js';
import {exampleProblem} from '../../support/example-problem.js';

/** What the shapes answer: a function whose header imports a module and names a constant. */
export const shapedProblem = exampleProblem({
  code_prompt: 'import math\nFACTOR = 2\n\ndef task_func(x, y=1):',
  canonical_solution: '    return math.floor(FACTOR * x) + y\n',
  test: [
    'import unittest',
    'class TestCases(unittest.TestCase):',
    '    def test_one(self): self.assertEqual(task_func(2.4), 5)',
    '    def test_two(self): self.assertEqual(task_func(1, 5), 7)',
  ].join('\n'),
});

/** A right answer, and one that is wrong and must not be taken for it. */
export const right = 'def task_func(x, y=1):\n    return math.floor(FACTOR * x) + y';
const wrong = 'def task_func(x, y=1):\n    return None';
const imports = 'import math\nFACTOR = 2';
const helper = 'def scaled(x):\n    return math.floor(FACTOR * x)';
const withHelper = 'def task_func(x, y=1):\n    return scaled(x) + y';

const fenced = (code: string, language = 'python') => `\`\`\`${language}\n${code}\n\`\`\``;
const indented = (code: string, by: string) => code.replace(/^(?=.)/gm, by);

export type Shape = {name: string; text: string; program: string; found: Found};

type Row = [name: string, text: string, program?: string];

const shapes = (found: Found, rows: Row[]): Shape[] =>
  rows.map(([name, text, program = right]) => ({name, text, program, found}));

const reasoned = (name: string, opening: string, ending: string): Row => [
  name,
  `${opening}\nPerhaps:\n${fenced(wrong)}\nNo.\n${ending}\n\n${fenced(right)}`,
];

/** How reasoning begins, and how it ends. */
const markups: [name: string, opening: string, ending: string][] = [
  ['think', '<think>', '</think>'],
  ['Thinking in capitals, with an attribute', '<Thinking time="3">', '</Thinking>'],
  ['thought', '<thought>', '</thought>'],
  ['reasoning', '<reasoning>', '</reasoning>'],
  ['reflection', '<reflection>', '</reflection>'],
  ['scratchpad', '<scratchpad>', '</scratchpad>'],
  ['seed:think', '<seed:think>', '</seed:think>'],
  ['[THINK]', '[THINK]', '[/THINK]'],
  ['triangles', '◁think▷', '◁/think▷'],
  ['begin_of_thought', '<|begin_of_thought|>', '<|end_of_thought|>'],
  ['START_THINKING', '<|START_THINKING|>', '<|END_THINKING|>'],
  ['inner_prefix', '<|inner_prefix|>', '<|inner_suffix|>'],
  ['unused94', '<unused94>thought', '<unused95>'],
  ['longcat_think', '<longcat_think>', '</longcat_think>'],
  ['antThinking', '<antThinking>', '</antThinking>'],
  ['thought_process', '<thought_process>', '</thought_process>'],
  ['reasoning_scratchpad', '<REASONING_SCRATCHPAD>', '</REASONING_SCRATCHPAD>'],
  ['think, escaped for HTML', '&lt;think&gt;', '&lt;/think&gt;'],
  ['begin▁of▁thinking', '<｜begin▁of▁thinking｜>', '<｜end▁of▁thinking｜>'],
  ['a channel of thought', '<|channel>thought', '<channel|>'],
  [
    'think, up to the content',
    '<|begin|>assistant<|think|>',
    '<|end|><|begin|>assistant<|content|>',
  ],
  ['a mark of order and blanks in front', '\uFEFF \n<think>', '</think>'],
  ['the turn’s own tokens in front', '<|im_start|>assistant\n<think>', '</think>'],
  [
    'the template’s header in front',
    '<|start_header_id|>assistant<|end_header_id|>\n\n<think>',
    '</think>',
  ],
  ['an end without a beginning', 'The user wants a sum.', '</think>'],
  ['an end without a beginning, of another family', 'Let me see.', '[/THINK]'],
  ['a turn without a role in front', '<|im_start|>\n<think>', '</think>'],
  ['a turn of the model in front', '<start_of_turn>model\n<think>', '</think>'],
  ['a turn of nobody in front', '<start_of_turn>\n<think>', '</think>'],
];

const reasoning: Row[] = [
  ...markups.map((markup) => reasoned(...markup)),
  [
    'two pieces of reasoning',
    `<think>a</think>\n<think>\n${fenced(wrong)}\n</think>${fenced(right)}`,
  ],
  ['one inside another', `<think>a <think>b</think> ${wrong} </think>\n${fenced(right)}`],
  [
    'it speaks of its own end',
    `<think>I close with \`</think>\` then.\n${fenced(wrong)}</think>\n${fenced(right)}`,
  ],
  [
    'it is begun once too often',
    `<think>a <think> b\n${fenced(wrong)}\n</think>\n${fenced(right)}`,
  ],
  ['a fence in it stays open', `<think>\n\`\`\`python\n${wrong}\n</think>\n${fenced(right)}`],
  [
    'channels',
    `<|channel|>analysis<|message|>Hm.\n${fenced(wrong)}<|end|><|start|>assistant<|channel|>final<|message|>${fenced(right)}<|return|>`,
  ],
  [
    'channels with a constraint, a turn in front',
    `<|start|>assistant<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final <|constrain|>text<|message|>${fenced(right)}`,
  ],
  [
    'channels whose first mark the template has written',
    `Hm.\n${fenced(wrong)}<|end|><|start|>assistant<|channel|>final<|message|>${fenced(right)}`,
  ],
  [
    'channels without their marks',
    `analysisWe need a sum.\n${fenced(wrong)}\nassistantfinal${fenced(right)}`,
  ],
  ['a tag that the prose speaks of', `I leave <think> out.\n${fenced(right)}`],
  ['a tag behind the program', `${fenced(right)}\n<think>\nWas that right?`],
  ['an end that the prose speaks of', `${fenced(right)}\nI do not write </think> here.`],
  ['an end at the end of a sentence', `${fenced(right)}\nIt would end with </think>.`],
  ['an end behind a bracket', `${fenced(right)}\nNo tags (</think> is none).`],
  ['an end behind a quote', `${fenced(right)}\nI leave out "</think>here.`],
  ['an end before a quote', `${fenced(right)}\nI leave out this</think>" here.`],
  ['an end behind a back-tick', `${fenced(right)}\nI leave out \`</think>here.`],
  ['an end before a back-tick', `${fenced(right)}\nI leave out this</think>\` here.`],
  [
    'an end in a string, the beginning written by the template',
    `Hm.\n</think>\n${fenced('def task_func(x, y=1):\n    return """a</think>b"""')}`,
    'def task_func(x, y=1):\n    return """a</think>b"""',
  ],
  [
    'the same in a list',
    `Hm.\n</think>\n- So:\n${indented(fenced('def task_func(x, y=1):\n    return """a</think>b"""'), '  ')}`,
    'def task_func(x, y=1):\n    return """a</think>b"""',
  ],
];

const conflict = [
  '<<<<<<< SEARCH',
  'def task_func(x, y=1):',
  '    z = FACTOR * x',
  '    w = z + y',
  '    return w',
  '=======',
  right,
  '>>>>>>> REPLACE',
].join('\n');

const fences: Row[] = [
  ['plain', fenced(right)],
  ['a language in capitals', fenced(right, 'Python3')],
  ['a language between braces', fenced(right, '{.python .numberLines}')],
  ['an attribute', fenced(right, 'python title="sum.py"')],
  ['no language', fenced(right, '')],
  ['tildes', `~~~python\n${right}\n~~~`],
  ['four back-ticks', `\`\`\`\`python\n${right}\n\`\`\`\``],
  ['CRLF', fenced(right).replaceAll('\n', '\r\n')],
  ['behind words', `The solution:${fenced(right)}`],
  ['behind words and a blank', `The solution: ${fenced(right)}`],
  [
    'behind a list mark, indented with it',
    `1. Here:\n\n${indented(fenced(right), '   ')}\n2. Done.`,
  ],
  ['on the line of a list mark', `- \`\`\`python\n${indented(right, '  ')}\n  \`\`\``],
  ['indented by four', indented(fenced(right), '    ')],
  ['indented by a tab', indented(fenced(right), '\t')],
  ['only its content is indented', fenced(indented(right, '    '))],
  ['in a quotation', indented(fenced(right), '> ')],
  ['never closed', `Here:\n\`\`\`python\n${right}`],
  ['closed behind the last line of code', `\`\`\`python\n${right}\`\`\``],
  ['closed by a longer fence', `\`\`\`python\n${right}\n\`\`\`\`\``],
  ['closed with words behind it', `\`\`\`python\n${right}\n\`\`\` That is all.`],
  ['closed with the model’s end token', `${fenced(right)}<|im_end|>`],
  ['closed with another end token', `${fenced(right)}</s>`],
  ['end token on a line of its own', `${fenced(right)}\n<end_of_turn>\n`],
  ['closed on the last line of code, with a token', `\`\`\`python\n${right}\`\`\`<|eot_id|>`],
  ['a zero-width space before the end', `\`\`\`python\n${right}\n\u200B\`\`\``],
  ['a mark of order before both', `\uFEFF\`\`\`python\n${right}\n\uFEFF\`\`\``],
  ['the next one begins before this one ends', `\`\`\`python\n${right}\n\`\`\`text\n5\n\`\`\``],
  [
    'the model goes on with the next turn',
    `${fenced(right)}<|im_end|>\n<|im_start|>user\nAnd now?<|im_end|>\n<|im_start|>assistant\n${fenced(wrong)}`,
  ],
  ['the language on a line of its own', fenced(`python\n${right}`, '')],
  ['code on the line of the fence', `\`\`\`${right}\n\`\`\``],
  ['code behind the language', `\`\`\`python ${right}\n\`\`\``],
  [
    'one line',
    '```python\ntask_func = lambda x, y=1: math.floor(FACTOR * x) + y\n```',
    'task_func = lambda x, y=1: math.floor(FACTOR * x) + y',
  ],
  [
    'all on one line',
    '```task_func = lambda x, y=1: math.floor(FACTOR * x) + y```',
    'task_func = lambda x, y=1: math.floor(FACTOR * x) + y',
  ],
  ['inside a block of Markdown', `\`\`\`\`markdown\n# Sum\n${fenced(right)}\nDone.\n\`\`\`\``],
  [
    'a fence in a docstring',
    fenced(
      'def task_func(x, y=1):\n    """Like\n    ```\n    task_func(1)\n    ```\n    """\n    return 2',
    ),
    'def task_func(x, y=1):\n    """Like\n    ```\n    task_func(1)\n    ```\n    """\n    return 2',
  ],
  [
    'a fence in a docstring that holds the other quotes',
    fenced(
      `def task_func(x, y=1):\n    '''Like\n    """\n    \`\`\`\n    a\n    \`\`\`\n    '''\n    return 2`,
    ),
    `def task_func(x, y=1):\n    '''Like\n    """\n    \`\`\`\n    a\n    \`\`\`\n    '''\n    return 2`,
  ],
  ['in a quotation of a quotation', indented(fenced(right), '> > ')],
  ['the name of a file on a line of its own', fenced(`src/solution.py\n${right}`)],
  ['a place shown old and new', fenced(conflict)],
  [
    'such a place in a string',
    fenced(`MARKS = """\n<<<<<<< a\n=======\n>>>>>>> b\n"""\n${right}`),
    `MARKS = """\n<<<<<<< a\n=======\n>>>>>>> b\n"""\n${right}`,
  ],
  ['behind a form feed', fenced(`\f${right}`), `\f${right}`],
  ['usage behind it', `${fenced(right)}\nUse it:\n${fenced('print(task_func(2))')}`],
  ['output behind it', `${fenced(right)}\n${fenced('task_func = 5', 'text')}`],
  ['output behind it, in braces', `${fenced(right)}\n${fenced('task_func = 5', '{.text}')}`],
  ['output behind it, in capitals', `${fenced(right)}\n${fenced('task_func = 5', 'TEXT')}`],
  ['a token behind a line of it', fenced(right.replace(':\n', ':</s>\n'))],
  ['a token of the next turn among words', `Done.</s>\nThe prompt said [INST]:\n${fenced(right)}`],
  ['never closed, a token and blanks behind it', `\`\`\`python\n${right}<|im_end|>\n\n`],
  [
    'only its content is indented, with empty lines',
    fenced(`${indented(imports, '    ')}\n\n  \n${indented(right, '    ')}`),
    `${imports}\n\n\n${right}`,
  ],
  ['tildes behind a list mark', `10. ~~~python\n${indented(right, '    ')}\n    ~~~`],
  ['tildes in a quotation', indented(`~~~python\n${right}\n~~~`, '> ')],
  ['back-ticks behind a list mark', `1) \`\`\`python\n${indented(right, '   ')}\n   \`\`\``],
  ['in an indented quotation', indented(fenced(right), '  > ')],
  [
    'in a quotation with empty lines',
    `> ${fenced(`${imports}\n\n${right}`).replaceAll('\n', '\n> ')}`.replaceAll('> \n', '>\n'),
    `${imports}\n\n${right}`,
  ],
  ['tokens of no model behind the last line', `\`\`\`python\n${right}\`\`\`<|a|> <|b|>`],
  ['a fence in a string', fenced(`${right}\nA = "\`\`\`" + "b"`), `${right}\nA = "\`\`\`" + "b"`],
  [
    'a fence behind a remark',
    fenced('def task_func(x, y=1):\n    # ends with ```\n    return 2'),
    'def task_func(x, y=1):\n    # ends with ```\n    return 2',
  ],
  [
    'tildes behind code',
    '~~~python\ndef task_func(x, y=1):\n    return x  # ~~~\n~~~',
    'def task_func(x, y=1):\n    return x  # ~~~',
  ],
  [
    'inside a block of Markdown that says no language',
    `\`\`\`\`\n# Sum\n${fenced(right)}\n\`\`\`\``,
  ],
  ['inside a block of Markdown between tildes', `~~~md\n${fenced(right)}\n~~~`],
  ['code behind the language and two blanks', `\`\`\`python3  ${right}\n\`\`\``],
  ['the language between blanks, on a line of its own', fenced(` Python3 \n${right}`, '')],
  ['a name like the language’s', fenced(`python = 3\n${right}`, ''), `python = 3\n${right}`],
  ['a module like the language', fenced(`import python\n${right}`, ''), `import python\n${right}`],
  [
    'the signature behind it',
    `${fenced(right)}\nThe signature stays:\n${fenced('def task_func(x, y=1): ...')}`,
  ],
  ['an earlier attempt before it', `${fenced(wrong)}\nBetter:\n${fenced(right)}`],
  [
    'tests behind it that import it',
    `${fenced(right)}\n${fenced('from solution import task_func\nassert task_func(1) == 3')}`,
  ],
  ['the code prompt again', fenced(`${imports}\n\n${right}`), `${imports}\n\n${right}`],
];

const tags: Row[] = [
  ['[PYTHON]', `[PYTHON]\n${right}\n[/PYTHON]`],
  ['<code>', `<code>\n${right}\n</code>`],
  ['<code> on the lines of the code', `<code>${right}</code>`],
  [
    'a string right before the end',
    '<code>def task_func(x, y=1): return "a"</code>',
    'def task_func(x, y=1): return "a"',
  ],
  [
    'the program names a tag',
    `[PYTHON]\ndef task_func(x, y=1):\n    return "<code>"\n[/PYTHON]`,
    'def task_func(x, y=1):\n    return "<code>"',
  ],
  ['<pre><code>', `<pre><code class="language-python">${right}</code></pre>`],
  ['<answer> behind words', `I think so.\n<answer>\n${right}\n</answer>`],
  ['<solution> never closed', `<solution>\n${right}`],
  ['python_tag', `<|python_tag|>${right}<|eom_id|>`],
  ['[code=python]', `[code=python]${right}[/code]`],
  ['LaTeX', `\\begin{lstlisting}[language=Python]\n${right}\n\\end{lstlisting}`],
  ['begin_of_solution', `<|begin_of_solution|>\n${right}\n<|end_of_solution|>`],
];

/** Longer than what is looked at first. */
const long = `import cmath\n${right}\n${'    # and on\n'.repeat(300)}    y = 1`;

const bare: Row[] = [
  ['many lines', `Here:\n\n${long}\n\nIt's long.`, long],
  ['nothing else', right],
  ['words before it', `Here is the program:\n\n${right}\n`],
  ['words behind it', `${right}\n\nThis handles the empty input (it's short).`],
  ['words around it', `Sure! I'd do it like this:\n${right}\n\nNote: it works.`],
  ['a label before it', `Code:\n${right}`],
  ['as a web page copies it', `python\nCopy code\n${right}`],
  ['indented among words', `So:\n\n${indented(right, '    ')}\n\nThat is all.`],
  ['an end token behind it', `${right}<|endoftext|>`],
  ['a lone fence behind it', `${right}\n\`\`\`\nThis adds them up.`],
  [
    'a lone fence behind it, and usage',
    `${right}\n\`\`\`\nUsage:\n${fenced('print(task_func(1))')}`,
  ],
  ['a heading behind it', `${right}\n\nNotes\n-----\nIt adds.`],
  ['tildes in the words', `Yes. ~~~5 minutes.\n${right}`],
  ['back-ticks in the words', `Write \`\`\` and then some words.\n${right}`],
  ['the end of a tag behind it', `${right}\n</answer>`],
  ['the end of a tag on its last line', `${right}</answer>\nDone.`],
  [
    'the end of a tag in it',
    'def task_func(x, y=1):\n    return "<b></code>" + x',
    'def task_func(x, y=1):\n    return "<b></code>" + x',
  ],
  ['back-ticks in reasoning', `I write \`\`\` there.\nEnough.</think>${right}`],
  ['words that look like code before it', `if you want a sum, import the module:\n${right}`],
];

/** First lines of code that stands among words. */
const begun: Row[] = [
  'x: int = 1',
  'x: "list[int]" = []',
  'x: dict[str, int] | None = None',
  'a, b = 1, 2',
  'a , b = 1, 2',
  'a, *b = [1]',
  'a, = [1]',
  'a=1',
  'a[0] = 1',
  'a[x, 10] = 1',
  'a.b = 1',
  'x += 1',
  'x //= 2',
  'x **= 2',
  'x <<= 1',
  'x |= 1',
  '@cache',
  '"""About it."""',
  "'''About it.'''",
  'r"""About it."""',
  "u'''About it.'''",
  '# About it.',
  'print(1)',
  'a.setup(1)',
  'if FACTOR: pass',
].map((line) => [`begun by ${line}`, `Here:\n${line}\n${right}\nThat is it.`, `${line}\n${right}`]);

/** The lines of a text, numbered in some way. */
const numbered = (code: string, number: (n: number) => string) =>
  code
    .split('\n')
    .map((line, at) => number(at + 1) + line)
    .join('\n');

/** Of more than nine lines. */
const twelve = `def task_func(x, y=1):\n${'    x += 1\n'.repeat(10)}    return x`;

const undressed: Row[] = [
  [
    'typed to an interpreter, with what it said',
    fenced(
      `>>> def task_func(x, y=1):\n...     return math.floor(FACTOR * x) + y\n...\n>>> task_func(2)\n5`,
      '',
    ),
  ],
  [
    'typed to an interpreter, indented',
    fenced(`  >>> def task_func(x, y=1):\n  ...     return math.floor(FACTOR * x) + y\n  5`, ''),
  ],
  [
    'typed to IPython, further on',
    fenced(
      `In [10]: def task_func(x, y=1):\n    ...:     return math.floor(FACTOR * x) + y\n\nOut[10]: 5`,
      '',
    ),
  ],
  [
    'numbered with a colon',
    fenced(
      numbered(twelve, (n) => `${n}: `),
      '',
    ),
    twelve,
  ],
  [
    'numbered with a bracket',
    fenced(
      numbered(twelve, (n) => `${n})`),
      '',
    ),
    twelve,
  ],
  [
    'numbered with a blank and a line',
    fenced(
      numbered(twelve, (n) => `${n} │`),
      '',
    ),
    twelve,
  ],
  [
    'numbered from 7 on',
    fenced(
      numbered(right, (n) => `${n + 6}. `),
      '',
    ),
  ],
  [
    'numbered twice, the second time better',
    fenced(`${numbered(wrong, (n) => `${n}: `)}\nRather:\n${numbered(right, (n) => `${n}: `)}`, ''),
  ],
  [
    'a change in the middle',
    fenced(
      [
        'diff --git a/a.py b/a.py',
        'index 1..2 100644',
        '--- a/a.py',
        '+++ b/a.py',
        '@@ -1,2 +1,2 @@',
        ' def task_func(x, y=1):',
        '-    return None',
        '\\ No newline at end of file',
        '+    return math.floor(FACTOR * x) + y',
      ].join('\n'),
      'diff',
    ),
  ],
];

const packed: Row[] = [
  ['between two quotes three times, with a language', `Here:\n  '''py3 \n${right}\n  ''' \nDone.`],
  ['between two back-ticks', `\`\`${right}\`\``],
  ['in the call of a function', `<function=submit>${right}</function>`],
  ['behind a tag that another ends', `<snippet>${right}\n</snip> \n`],
  ['behind a tag, decorated', `<snippet>@cache\n${right}</snippet>`, `@cache\n${right}`],
  [
    'in JSON with tabs and newlines as they are',
    '{"code": "def task_func(x, y=1):\n\treturn 2"}',
    'def task_func(x, y=1):\n\treturn 2',
  ],
  [
    'with all that HTML escapes',
    'def task_func(x, y=1):\n    return (x &lt; 1) &amp; (y &gt; 2), &quot;a&quot;, &#39;b&#39;, &#34;c&#34;, &apos;d&apos;, &#x27;e&#x27;,&nbsp;0',
    `def task_func(x, y=1):\n    return (x < 1) & (y > 2), "a", 'b', "c", 'd', 'e', 0`,
  ],
  [
    'where it compiles as it is written',
    'def task_func(x, y=1):\n    return x &lt; y',
    'def task_func(x, y=1):\n    return x < y',
  ],
  [
    'with numbers of characters, and of none',
    'def task_func(x, y=1):\n    if x &lt; 1:\n        return "&#128512;&#x1F600;&#55357;&#x110000;"',
    'def task_func(x, y=1):\n    if x < 1:\n        return "\u{1F600}\u{1F600}&#55357;&#x110000;"',
  ],
];

const joined: Row[] = [
  [
    'a helper before it',
    `${fenced(helper)}\nThen:\n${fenced(withHelper)}`,
    `${helper}\n${withHelper}`,
  ],
  [
    'a helper behind it',
    `${fenced(withHelper)}\nwith\n${fenced(helper)}`,
    `${withHelper}\n${helper}`,
  ],
  [
    'imports before it',
    `${fenced('import cmath as c')}\n${fenced('def task_func(x, y=1):\n    return c.pi')}`,
    'import cmath as c\ndef task_func(x, y=1):\n    return c.pi',
  ],
  [
    'what the helper needs in turn',
    `${fenced('LIMIT = 3')}\n${fenced('def a():\n    return LIMIT')}\n${fenced('def task_func(x, y=1):\n    return a()')}`,
    'LIMIT = 3\ndef a():\n    return LIMIT\ndef task_func(x, y=1):\n    return a()',
  ],
  [
    'a helper among words',
    `First a helper:\n\n${helper}\n\nThen:\n${fenced(withHelper)}`,
    `${helper}\n${withHelper}`,
  ],
  [
    'a decorator behind it comes first',
    `${fenced(`@twice\n${right}`)}\nwith\n${fenced('def twice(f):\n    return f')}`,
    `def twice(f):\n    return f\n@twice\n${right}`,
  ],
  [
    'a future of Python comes first',
    `${fenced(`from __future__ import annotations\n${helper}`)}\n${fenced(`from __future__ import annotations\n${withHelper}`)}`,
    `from __future__ import annotations\n${helper}\n${withHelper}`,
  ],
  [
    'a future with a remark, in the second of two',
    `${fenced(helper)}\n${fenced(`from __future__ import annotations  # later\n${withHelper}`)}`,
    `from __future__ import annotations  # later\n${helper}\n${withHelper}`,
  ],
  [
    'a helper whose blanks are of another width',
    `${fenced(helper.replaceAll('    ', '\u3000\u3000'))}\n${fenced(withHelper)}`,
    `def scaled(x):\n  return math.floor(FACTOR * x)\n${withHelper}`,
  ],
  [
    'the nearest before it of two',
    `${fenced(helper)}\n${fenced('def scaled(x):\n    return x')}\n${fenced(withHelper)}`,
    `def scaled(x):\n    return x\n${withHelper}`,
  ],
  [
    'one before it rather than behind it',
    `${fenced(helper)}\n${fenced(withHelper)}\n${fenced('def scaled(x):\n    return x')}`,
    `${helper}\n${withHelper}`,
  ],
  [
    'two behind it in their order',
    `${fenced(withHelper)}\n${fenced('def scaled(x):\n    return x * LIMIT')}\n${fenced('LIMIT = 3')}`,
    `${withHelper}\ndef scaled(x):\n    return x * LIMIT\nLIMIT = 3`,
  ],
  [
    'a function that goes on in the next block',
    `${fenced('def task_func(x, y=1):\n    if x:')}\nand\n${fenced('        return y\n    return x')}`,
    'def task_func(x, y=1):\n    if x:\n        return y\n    return x',
  ],
  [
    'a function that returns in the next block only',
    `${fenced('def task_func(x, y=1):\n    x += y')}\nand\n${fenced('\n    return x')}`,
    'def task_func(x, y=1):\n    x += y\n\n    return x',
  ],
  [
    'not what it does not need',
    `${fenced('def other():\n    pass')}\n${fenced(helper)}\n${fenced(withHelper)}`,
    `${helper}\n${withHelper}`,
  ],
];

const trimmed: Row[] = [
  ['cut off behind it', `\`\`\`python\n${right}\n\nprint(task_func("a`],
  [
    'cut off in the next function',
    `\`\`\`python\n${right}\n\ndef main():\n    if x:\n        print(`,
  ],
  ['words in the block', fenced(`Here is the code:\n\n${right}\n\nIt's short.`)],
  ['what it prints in the block', fenced(`${right}\n\nprint(task_func(2))\n\nOutput:\n5`)],
  [
    'the longest of two in a broken block',
    fenced(`${right}\nno code (\ndef task_func(x): return 1`),
  ],
  ['a command of a notebook', fenced(`!pip install numpy\n${right}`)],
  [
    'what it needs before the broken part',
    fenced(`import cmath as c\nthis is no code (\ndef task_func(x, y=1):\n    return c.pi`),
    'import cmath as c\ndef task_func(x, y=1):\n    return c.pi',
  ],
];

const completed: Row[] = [
  ['the canonical solution', shapedProblem.canonical_solution],
  [
    'the body in a block',
    fenced('    z = FACTOR * x\n    return math.floor(z) + y'),
    'def task_func(x, y=1):\n    z = FACTOR * x\n    return math.floor(z) + y',
  ],
  [
    'its first line lost its blanks',
    'z = FACTOR * x\n    return math.floor(z) + y',
    'def task_func(x, y=1):\n    z = FACTOR * x\n    return math.floor(z) + y',
  ],
  [
    'indented among words',
    'The body is:\n\n    z = FACTOR * x\n    return math.floor(z) + y\n\nThat is all.',
    'def task_func(x, y=1):\n    z = FACTOR * x\n    return math.floor(z) + y',
  ],
  ['at the left edge', fenced('return math.floor(FACTOR * x) + y')],
  [
    'at the left edge, in several lines',
    fenced('z = FACTOR * x\nreturn math.floor(z) + y'),
    'def task_func(x, y=1):\n    z = FACTOR * x\n    return math.floor(z) + y',
  ],
  ['behind empty lines', '\n \n    return math.floor(FACTOR * x) + y\n'],
  [
    'behind a first line that opens a block and lost its blanks',
    'if x:\n        y = 2\n    return math.floor(FACTOR * x) + y',
    'def task_func(x, y=1):\n    if x:\n        y = 2\n    return math.floor(FACTOR * x) + y',
  ],
  ['more behind the body', '    return math.floor(FACTOR * x) + y\n\n\nprint(task_func(3))\n'],
  ['cut off behind the body', '    return math.floor(FACTOR * x) + y\n\n\ndef main():\n    print('],
];

const shown = (name: string, behind: string, kept = ''): Row => [
  name,
  fenced(`${right}\n\n${behind}`),
  `${right}${kept}`,
];

const demonstrations: Row[] = [
  shown('a call', 'task_func(None)'),
  shown('a printed call', 'print(task_func(None))'),
  shown(
    'a result, and what hangs on it',
    'result = task_func(None)\nprint(result)\nfor r in [result]:\n    print(r)',
  ),
  shown('an assertion', 'assert task_func(1) == 99, "no"'),
  shown('under the main guard', 'if __name__ == "__main__":\n    print(task_func(None))'),
  shown(
    'through a main function',
    'def main():\n    task_func(None)\n\nmain()',
    '\n\ndef main():\n    task_func(None)',
  ),
  shown('in a loop', 'for n in [None]:\n    print(n, task_func(n))'),
  shown('in a try', 'try:\n    task_func(None)\nexcept ValueError:\n    pass'),
  shown('through map', 'print(list(map(task_func, [None])))'),
  shown('through map, not printed', 'list(map(task_func, [None]))'),
  shown(
    'through a pool',
    'from multiprocessing.dummy import Pool\nwith Pool() as pool:\n    pool.map(task_func, [None])',
    '\n\nfrom multiprocessing.dummy import Pool',
  ),
  shown(
    'in a text that is run',
    "import timeit\nprint(timeit.timeit('task_func(None)', globals=globals()))",
    '\n\nimport timeit',
  ),
  shown('a text that is run without it stays', "A = eval('1 + 1')", "\n\nA = eval('1 + 1')"),
  shown('an exit that is raised', 'print(task_func(1))\nraise SystemExit(0)'),
  shown(
    'a file that is read for them alone',
    'with open("none") as file:\n    data = file.read()\nprint(task_func(data))',
  ),
  shown(
    'values tried for them alone',
    'try:\n    value = int("x")\nexcept TypeError:\n    value = 0\nprint(task_func(value))',
  ),
  shown(
    'a list that is filled for them alone',
    'rows = []\nfor n in [1]:\n    m = n\n    rows.append(m)\nprint(task_func(rows[m]))',
  ),
  [
    'a table that is filled for the function stays',
    fenced(
      'SIZES = {}\nfor name in ["a"]:\n    size = len(name)\n    SIZES[name] = size\ndef task_func(x, y=1):\n    return SIZES[x]\nprint(task_func(name), size)',
    ),
    'SIZES = {}\nfor name in ["a"]:\n    size = len(name)\n    SIZES[name] = size\ndef task_func(x, y=1):\n    return SIZES[x]',
  ],
  shown(
    'a file that is written stays',
    'with open("a.txt", "w") as file:\n    file.write("1")\nprint(task_func(1))',
    '\n\nwith open("a.txt", "w") as file:\n    file.write("1")',
  ),
  shown(
    'tests that run at once',
    'import unittest\nclass T(unittest.TestCase):\n    def test(self):\n        task_func(None)\nunittest.main()',
    '\n\nimport unittest\nclass T(unittest.TestCase):\n    def test(self):\n        task_func(None)',
  ),
  shown('doctest', 'import doctest\ndoctest.testmod()', '\n\nimport doctest'),
  shown('an exit', 'print(task_func(1))\nexit()'),
  shown('another exit', 'quit()'),
  shown('an exit of the system', 'import os\nos._exit(0)', '\n\nimport os'),
  shown(
    'not another’s exit',
    'class pool:\n    exit = int\npool.exit()',
    '\n\nclass pool:\n    exit = int\npool.exit()',
  ),
  shown(
    'tests that a runner runs',
    'import unittest\nunittest.TextTestRunner().run(None)',
    '\n\nimport unittest',
  ),
  shown('tests that pytest runs', 'import pytest\npytest.main()', '\n\nimport pytest'),
  shown(
    'not what only sounds like it',
    'class our:\n    unittest = None\nclass unittest:\n    main = mainly = int\nour.unittest = unittest\nunittest.mainly()\nour.unittest.main()',
    '\n\nclass our:\n    unittest = None\nclass unittest:\n    main = mainly = int\nour.unittest = unittest\nunittest.mainly()\nour.unittest.main()',
  ),
  shown(
    'a module is no result',
    'import math\nx = int.mro\nx()',
    '\n\nimport math\nx = int.mro\nx()',
  ),
  shown('a printed list of what it gives', 'a = [task_func(1)]\nprint(a)\nb = 1', '\n\nb = 1'),
  shown(
    'what only what they use uses',
    'a = 1\nb = a\nc = [b]\nprint(task_func(c[0]))',
    '\n\na = 1\nb = a',
  ),
  ['a call before it', fenced(`print(task_func(None))\n${right}`)],
  ['an exit before it stays', fenced(`exit()\n${right}`), `exit()\n${right}`],
  shown('an exit of the module', 'import sys\nsys.exit(0)', '\n\nimport sys'),
  shown('behind a semicolon', 'a = 1; print(task_func(None))', '\n\na = 1; pass'),
  shown('with a remark behind it', 'task_func(None)  # raises\nb = 1', '\n\nb = 1'),
  shown('what only they use', 'n = input()\nm = int(n)\nprint(task_func(m))'),
  shown(
    'not what another part uses',
    'N = 1\ntask_func(N)\ndef f():\n    return N',
    '\n\nN = 1\ndef f():\n    return N',
  ),
  shown(
    'a method of the name',
    'class S:\n    def task_func(self): pass\nS().task_func()',
    '\n\nclass S:\n    def task_func(self): pass',
  ),
  shown('a value that is given anew', 'a = task_func(1)\na = 2\nprint(a)', '\n\na = 2\nprint(a)'),
  shown('a seed stays', 'import random\nrandom.seed(1)', '\n\nimport random\nrandom.seed(1)'),
  shown('an alias stays', 'solve = task_func\nsolve(None)', '\n\nsolve = task_func'),
  [
    'what the program itself needs stays',
    fenced(
      'TABLE = {0: 1}\ndef task_func(x, y=1):\n    return TABLE.get(x, 0)\nTABLE = {1: task_func(0)}',
    ),
    'TABLE = {0: 1}\ndef task_func(x, y=1):\n    return TABLE.get(x, 0)\nTABLE = {1: task_func(0)}',
  ],
  [
    'a decorator by hand stays',
    fenced(`${right}\ntask_func = staticmethod(task_func)`),
    `${right}\ntask_func = staticmethod(task_func)`,
  ],
  [
    'a condition around it stays',
    fenced(`if True:\n    def task_func(x, y=1):\n        return 1\n    task_func(1)`),
    'if True:\n    def task_func(x, y=1):\n        return 1\n    task_func(1)',
  ],
];

/** What means to be the function, and is no Python: the judge shall say so. */
const brokenBlocks: Row[] = [
  'def task_func(x, y=1)\n    return 1',
  'async def task_func(x, y=1)\n    return 1',
  'class task_func\n    pass',
  'task_func = lambda x: (',
  'task_func: Callable = lambda x: (',
].map((code) => [`no Python: ${code.split('\n')[0]}`, fenced(code), code]);

const broken = 'def task_func(x, y=1)\n    return 1\nDone.';
const brokenWords: Row[] = [
  'import math',
  'from math import pi',
  'def helper(x): return x',
  'class Helper: pass',
  'async  def helper(x): return x',
  '@cache',
  'LIMIT=3',
  'limit = 3',
].map((line) => [
  `no Python, from its first line of code on: ${line}`,
  `Here it is:\n\n${line}\n${broken}\n`,
  `${line}\n${broken}`,
]);

/** Code without the function. */
const others: Row[] = [
  ['other code', fenced('x = 1'), 'x = 1'],
  ['other code, and a value', `${fenced('x = 1')}\nThat is\n${fenced('5')}`, 'x = 1'],
  ['the last of other code', `${fenced('x = 1')}\n${fenced('y = 1')}`, 'y = 1'],
  [
    'the last signature, where there is nothing else',
    `${fenced('def task_func(x, y=1): ...')}\n${fenced('def task_func(x, y=1):\n    pass')}`,
    'def task_func(x, y=1):\n    pass',
  ],
];

const none: Row[] = [
  ['nothing', '', ''],
  ['blanks', ' \n\t\n', ''],
  ['prose', 'I am sorry, but I cannot do that.', ''],
  ['a word', 'Done', ''],
  ['prose in a block', fenced('Just think, then write it.', 'text'), ''],
  ...markups.map(
    ([name, opening, ending]): Row => [
      `a program in the reasoning only: ${name}`,
      `${opening}\n${fenced(right)}\n${ending}\nI cannot do it.`,
      '',
    ],
  ),
  [
    'a program in reasoning that ends before a fence',
    `Hm.\n${fenced(right)}\nNo.</think>${fenced('I cannot.', 'text')}`,
    '',
  ],
  [
    'a program in reasoning that ends behind a fence',
    `Hm.\n${fenced(right)}</think>\nI cannot.`,
    '',
  ],
  ['reasoning that never ends', `<think>\n${fenced(right)}`, ''],
  ['a channel of thought that never ends', `<|channel>thought\n${fenced(right)}`, ''],
  ['a thought process that never ends', `<thought_process>\n${fenced(right)}`, ''],
  ['no final channel', `<|channel|>analysis<|message|>${fenced(right)}`, ''],
  ['an empty block', fenced(''), ''],
  ['code of another language', fenced('x = 1', 'js'), ''],
  ['a list of words, indented', 'I would need:\n\n    - time\n    - data\n\nSorry.', ''],
  ['a word, indented', 'Type\n\n    run\n\nand wait.', ''],
  ['a comparison that is none', 'Whether it holds:\ntask_func == 5 (', ''],
  ['a word before the name', 'Now task_func = 5 (', ''],
  ['data', fenced('{"a": 1}', 'json'), ''],
];

export const allShapes: Shape[] = [
  ...shapes('block', [...reasoning, ...fences, ...demonstrations]),
  ...shapes('block', [...brokenBlocks, ...others, ...undressed]),
  ...shapes('tagged', tags),
  ...shapes('bare', [...bare, ...brokenWords, ...begun, ...packed]),
  ...shapes('joined', joined),
  ...shapes('trimmed', trimmed),
  ...shapes('completed', completed),
  ...shapes('none', none),
];
