import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Judge, replayLog} from '../../src/index.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {exampleProblem} from '../support/example-problem.js';
import {createFakeJudge, createFakeModel, fencedAnswer} from '../support/fakes.js';
import {logAndSuite} from '../support/log-and-suite.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const problem = exampleProblem({libs: "['no_such_library_anywhere']"});
const lines = [exampleLine({verbal_feedback: 'Look again.'}), solvedLine({turn: 2})];
const model = createFakeModel(() => fencedAnswer('def task_func():\n    pass  # passes'));

/** Stands for a Python that has every library in the world. */
function pythonWithEverything(): string {
  const path = join(temporaryDirectory(), 'python');
  writeFileSync(path, "#!/bin/sh\ncat > /dev/null\necho '[]'\n");
  chmodSync(path, 0o755);
  return path;
}

async function replayWith(judge: Judge): Promise<{judged: number; leftOut: object | undefined}> {
  const before = judge.jobsRun();
  const {manifest} = await replayLog({...logAndSuite([problem], lines), model, judge});
  return {judged: judge.jobsRun() - before, leftOut: manifest.totals?.left_out};
}

test('libraries are looked up on the Python of the judge that judges, not on python3', async () => {
  const judge = createFakeJudge();
  expect(await replayWith({...judge, python: pythonWithEverything()})).toEqual({
    judged: 2,
    leftOut: {},
  });
  expect(await replayWith({...judge, python: 'python3'})).toEqual({
    judged: 0,
    leftOut: {'no module no_such_library_anywhere': 1},
  });
});

test('a judge that names no Python has all libraries: nothing is left out', async () => {
  expect(await replayWith(createFakeJudge())).toEqual({judged: 2, leftOut: {}});
});
