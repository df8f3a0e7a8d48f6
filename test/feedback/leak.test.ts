import {describe, expect, test} from 'vitest';
import {findLeak} from '../../src/feedback/leak.js';
import {canonicalProgram} from '../../src/problem/problem.js';
import {loadSuite} from '../../src/problem/suite.js';
import {loadCatalogue} from '../../src/simulation/catalogue.js';
import {exampleProblem} from '../support/example-problem.js';

const problem = exampleProblem({
  instruct_prompt:
    'Read the CSV file at `path` and return the mean of the column `score` over rows whose `name` is not blank. ' +
    'Return None for no such rows. Raise FileNotFoundError with the message "no such file" when there is no file.\n' +
    'You should write self-contained code starting with:\n```\nimport csv\nimport os\ndef task_func(path):\n```',
  code_prompt: 'import csv\nimport os\ndef task_func(path):\n',
  complete_prompt: 'import csv\nimport os\ndef task_func(path):\n    """Mean of the scores."""\n',
  canonical_solution: `    if not os.path.exists(path):
        raise FileNotFoundError("no such file")
    with open(path, newline='') as handle:
        rows = list(csv.DictReader(handle))
    scores = [float(row['score']) for row in rows if row['name'].strip()]
    if not scores:
        return None
    return sum(scores) / len(scores)
`,
});

const previousCode = `import csv
import os
def task_func(path):
    with open(path) as handle:
        rows = list(csv.reader(handle))
    total = 0
    for row in rows:
        total += float(row[1])
    return total / len(rows)
`;

const leakIn = (remark: string) => findLeak(remark, {problem, previousCode});

describe('an honest remark passes', () => {
  test.each([
    [
      'that explains',
      'The mean is taken over every row, and an empty file ends in a division by zero. Decide first which rows count.',
    ],
    [
      'that names functions',
      'Look at os.path.exists, csv.DictReader and str.strip; each takes away one of the three faults.',
    ],
    [
      'that names functions in back-ticks',
      'Use `csv.DictReader` rather than `csv.reader`, so that `score` is found by its name and not by its place.',
    ],
    [
      'that quotes a line of the code under review',
      'In `total += float(row[1])` the first row is the header, which is no number.',
    ],
    [
      'that quotes the whole code under review',
      `This is what you have:\n\`\`\`python\n${previousCode}\`\`\`\nThe loop takes the header for a row.`,
    ],
    [
      'that points with arrows at the code under review',
      '```python\ndef task_func(path):\n    with open(path) as handle:\n        rows = list(csv.reader(handle))  <-- includes the header\n    total = 0\n    for row in rows:\n        total += float(row[1])  # <- fails here\n    return total / len(rows)\n```',
    ],
    [
      'that quotes the statement',
      'The statement says: Raise FileNotFoundError with the message "no such file" when there is no file. You never do.',
    ],
    [
      'that quotes the statement as code',
      'Remember: `raise FileNotFoundError` is asked for, with "no such file" as its message.',
    ],
    [
      'that quotes the signature',
      'The signature `def task_func(path):` is right, and so are the imports.',
    ],
    [
      'that quotes part of the code under review, with gaps',
      '```python\ndef task_func(path):\n    ...\n    for row in rows:\n        # what is in row[1] the first time?\n        total += float(row[1])\n```',
    ],
    [
      'with a small function about something else',
      'A blank is not nothing:\n```python\ndef is_empty(text):\n    return len(text) == 0\n```\ncalls "  " not empty.',
    ],
    [
      'with an example that takes the parameter and returns nothing',
      '```python\nhandle = open(path)\nprint(handle.readline())\n```\nprints the header.',
    ],
    [
      'with a sketch instead of a body',
      'Think of three steps:\n```python\ndef task_func(path):\n    """Read, choose, average."""\n    # read the rows\n    # choose those with a name\n    ...\n```',
    ],
    [
      'with the first letters of a condition',
      'What about a `name` of blanks only? `if row` is true for any row that holds anything.',
    ],
    [
      'that cites a traceback',
      'The run ends with\nTraceback (most recent call last):\n  File "__test__.py", line 8, in task_func\n    total += float(row[1])\nValueError: could not convert string to float: \'score\'\nwhich is the header.',
    ],
    [
      'about another way to write its own line',
      "It isn't the division that's wrong; what's divided is. Don't count rows whose name is blank, and don't divide by nought.",
    ],
    [
      'with a short example of a built-in',
      'A string of blanks is true: `bool("  ")` is `True`. Python has a method that takes blanks away.',
    ],
    [
      'that speaks of the provided solution, meaning the code under review',
      'The provided solution reads the header as data, and the current implementation never returns None.',
    ],
    [
      'that mentions what a correct version has to do',
      'A correct version returns None when nothing is left to average, before any division.',
    ],
  ])('%s', (_what, remark) => {
    expect(leakIn(remark)).toBeNull();
  });

  test('about a task that is itself about ground truth', () => {
    const about = exampleProblem({
      instruct_prompt: 'Compare predictions with the ground truth labels and return the accuracy.',
    });
    const remark = 'You divide by the number of predictions; the Ground-Truth labels may be fewer.';
    expect(findLeak(remark, {problem: about, previousCode})).toBeNull();
    expect(findLeak(remark, {problem, previousCode})).toBe('give-away phrase');
  });
});

describe('a leaking remark is caught', () => {
  const body = problem.canonical_solution;
  test.each([
    ['the ground truth', 'Unlike the ground truth, your code reads the header as data.'],
    ['ground-truth, hyphenated', 'The ground-truth code checks that the file exists.'],
    ['the canonical solution', 'The canonical solution uses DictReader.'],
    ['a reference implementation', 'In the reference implementation blank names are left out.'],
    ['the hidden program', 'The hidden program strips the name.'],
    [
      'what the critic was shown',
      'Compared with the solution I was given, the check on the file is missing.',
    ],
  ])('a give-away phrase: %s', (_what, remark) => {
    expect(leakIn(remark)).toBe('give-away phrase');
  });

  test.each([
    [
      'one line in back-ticks',
      "Replace the loop by `scores = [float(row['score']) for row in rows if row['name'].strip()]`.",
    ],
    [
      'one line in prose, without back-ticks',
      'At the end you want return sum(scores) / len(scores) and nothing else.',
    ],
    [
      'one line with other quotes and spacing',
      'Try `with open( path, newline="" ) as handle:` there.',
    ],
    [
      'part of a line',
      "Loop like this: `float(row['score']) for row in rows if row['name']`, then average.",
    ],
    [
      'two lines in a fence',
      "```python\nwith open(path, newline='') as handle:\n    rows = list(csv.DictReader(handle))\n```",
    ],
    ['a line cut apart by back-ticks', 'Begin with `if not` `os.path.exists(path):` please.'],
    [
      'a line behind an apostrophe',
      "It isn't enough, it's `rows = list(csv.DictReader(handle))` that's needed.",
    ],
    [
      'a line with a comment put behind it',
      '```\nrows = list(csv.DictReader(handle))  # by name\nscores = ...\n```',
    ],
    [
      'all of it, line by line in a list',
      body
        .split('\n')
        .map((line, n) => `${n + 1}. ${line.trim()}`)
        .join('\n'),
    ],
    ['all of it, unfenced', `You could write:\n${body}`],
  ])('quoted: %s', (_what, remark) => {
    expect(leakIn(remark)).toBe('quoted solution');
  });

  test('quoted with every variable renamed, under another function name', () => {
    const renamed = body
      .replaceAll('path)', 'source)')
      .replaceAll('path,', 'source,')
      .replaceAll('handle', 'file')
      .replaceAll('scores', 'marks')
      .replaceAll('rows', 'records')
      .replaceAll('row', 'record');
    expect(leakIn(`Something like\n\`\`\`python\ndef mean_score(source):\n${renamed}\`\`\``)).toBe(
      'quoted solution',
    );
  });

  const corrected = `def task_func(path):
    import pandas
    table = pandas.read_csv(path)
    return table[table.name.notna()].score.mean()
`;
  test.each([
    ['in a fence', `\`\`\`python\n${corrected}\`\`\``],
    ['in a fence that is never closed', `Here you are:\n\`\`\`\n${corrected}`],
    ['without a fence', `Write it like this:\n\n${corrected}\nThat is all.`],
    ['indented under a list item', `1. Like so:\n\n${corrected.replace(/^/gm, '    ')}`],
    [
      'of a single line',
      '`def task_func(path): return __import__("pandas").read_csv(path).score.mean()`',
    ],
    ['under another name', `\`\`\`python\n${corrected.replace('task_func', 'mean_score')}\`\`\``],
    ['without its first line', `\`\`\`python\n${corrected.replace(/^def.*\n/, '')}\`\`\``],
    [
      'that leaves a line of the code under review out',
      `\`\`\`python\n${previousCode.replace('    total = 0\n', '')}\`\`\``,
    ],
    [
      'that moves a line of the code under review',
      `\`\`\`python\n${previousCode.replace('    total = 0\n', '').replace('    with', '    total = 0\n    with')}\`\`\``,
    ],
    [
      'that indents a line of the code under review less',
      `\`\`\`python\n${previousCode.replace('        rows = ', '    rows = ')}\`\`\``,
    ],
    [
      'that compares with something else',
      `\`\`\`python\n${previousCode.replace('for row in rows:', 'for row in rows if row <= path else rows:')}\`\`\``,
    ],
    [
      'that keeps most of the code under review',
      `\`\`\`python\n${previousCode.replace('rows = list(csv.reader(handle))', 'rows = list(csv.reader(handle))[1:]')}\`\`\``,
    ],
  ])('a whole corrected function %s', (_what, remark) => {
    expect(leakIn(remark)).toBe('corrected function');
  });
});

describe('on the starter suite', async () => {
  const suite = await loadSuite('starter');
  const catalogue = await loadCatalogue(suite);
  const cases = suite.problems.flatMap((each) =>
    catalogue.bugsOf(each.task_id).map(({find, replace, hint}) => ({
      problem: each,
      hint,
      previousCode: canonicalProgram(each).replace(find, () => replace),
    })),
  );

  test('no hint of the catalogue raises an alarm', () => {
    expect(cases.length).toBeGreaterThan(150);
    expect(cases.filter(({hint, ...context}) => findLeak(hint, context) !== null)).toEqual([]);
  });

  test('every whole solution pasted is caught, even where one bug sets it apart from the code under review', () => {
    const missed = cases.filter(
      (each) => findLeak(`\`\`\`python\n${canonicalProgram(each.problem)}\n\`\`\``, each) === null,
    );
    expect(missed).toEqual([]);
  });
});
