import {join} from 'node:path';
import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {missingModules, modulesNeeded} from '../../src/environment/missing-modules.js';
import {MissingRequirementError} from '../../src/errors.js';
import {loadSuite} from '../../src/problem/suite.js';

const python = 'python3';
const testData = process.env.CONVCODEBENCH_TEST_DATA;

describe('missingModules', () => {
  test('lists what this Python cannot find, in the order asked', async () => {
    expect(await missingModules(python, ['zz_absent', 'json', 'aa_absent'])).toEqual([
      'zz_absent',
      'aa_absent',
    ]);
  });

  test('refuses a Python that does not run', async () => {
    await expect(missingModules('/nowhere/python3', ['json'])).rejects.toThrow(
      MissingRequirementError,
    );
  });
});

describe('modulesNeeded', () => {
  test('joins the libs of a problem with the imports of its tests, by top-level name', () => {
    const test =
      'import unittest, os.path as p\nfrom PIL import Image\n    import requests_mock  # here\nimport a; a.b()\n';
    expect(modulesNeeded({libs: `['pandas', "sklearn.linear_model"]`, test})).toEqual([
      'PIL',
      'a',
      'os',
      'pandas',
      'requests_mock',
      'sklearn',
      'unittest',
    ]);
  });

  test('takes no sentence of a docstring for an import', () => {
    const test =
      '"""\nimport everything you need\nfrom the list below\nfrom here import nothing much\n"""\nfrom . import x\n';
    // The third reads like a statement, and cannot be told from one without parsing Python.
    expect(modulesNeeded({libs: '[]', test})).toEqual(['here']);
  });

  test.each(['', 'None', '[', "['../../etc', '', 3]"])(
    'makes nothing of libs that are no list of names: %j',
    (libs) => {
      expect(modulesNeeded({libs, test: ''})).toEqual([]);
    },
  );

  test.skipIf(!testData)(
    'agrees with Python’s own parser on all BigCodeBench problems (skipped without CONVCODEBENCH_TEST_DATA)',
    async () => {
      const {problems} = await loadSuite(join(testData ?? '', 'bigcodebench.jsonl.gz'));
      const parsed = await execa(python, ['-c', parseWithPython], {
        input: JSON.stringify(problems.map(({libs, test}) => ({libs, test}))),
      });
      expect(problems.map(modulesNeeded)).toEqual(JSON.parse(parsed.stdout));
      expect(problems).toHaveLength(1140);
    },
  );
});

const parseWithPython = `
import ast, json, sys
def needed(problem):
    names = set(ast.literal_eval(problem["libs"]))
    for node in ast.walk(ast.parse(problem["test"])):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module)
    return sorted({name.split(".")[0] for name in names})
json.dump([needed(problem) for problem in json.load(sys.stdin)], sys.stdout)
`;
