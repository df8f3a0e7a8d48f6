import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {z} from 'zod';
import {answerToProgram} from '../../../src/conversation/answer-to-program.js';
import {headerOf, type Problem, problemSchema} from '../../../src/problem/problem.js';
import {temporaryDirectory} from '../../support/temporary-directory.js';
import {allShapes, right, shapedProblem} from './shapes.js';

/** Runs each program behind the header in a namespace of its own, and the problem's tests on it. */
const runner = `
import io, json, sys, unittest
given = json.load(sys.stdin)
def passes(program):
    space = {'__name__': 'program'}
    try:
        for text in (given['header'], program, given['test']):
            exec(compile(text, 'program', 'exec'), space)
    except BaseException:
        return False
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(space['TestCases'])
    return unittest.TextTestRunner(stream=io.StringIO()).run(tests).wasSuccessful()
print(json.dumps([passes(program) for program in given['programs']]), file=sys.__stdout__)
`;

async function passing(programs: readonly string[], problem: Problem): Promise<boolean[]> {
  const input = JSON.stringify({programs, header: headerOf(problem), test: problem.test});
  const cwd = temporaryDirectory();
  const {stdout} = await execa('python3', ['-I', '-c', runner], {input, cwd});
  return z.array(z.boolean()).parse(JSON.parse(stdout.split('\n').at(-1) ?? ''));
}

test('what the shapes call right passes in Python, wherever it is found', async () => {
  const shapes = allShapes.filter(({program}) => program.startsWith(right));
  const programs = shapes.map(({text}) => answerToProgram(text, shapedProblem).program);
  const verdicts = await passing(programs, shapedProblem);
  expect(shapes.filter((_, at) => !verdicts[at]).map(({name}) => name)).toEqual([]);
  expect(shapes.length).toBeGreaterThan(90);
});

const path = join(process.env.CONVCODEBENCH_TEST_DATA ?? '', 'world/answer-shapes.json');
const given = z.object({
  problem: problemSchema,
  answers: z.array(z.object({name: z.string(), text: z.string(), expect: z.string()})),
});

describe.skipIf(!existsSync(path))(
  'answers that the world sends (skipped without CONVCODEBENCH_TEST_DATA)',
  () => {
    test('are judged as a fair reader expects', async () => {
      const {problem, answers} = given.parse(JSON.parse(readFileSync(path, 'utf8')));
      const found = answers.map(({text}) => answerToProgram(text, problem));
      const verdicts = await passing(
        found.map(({program}) => program),
        problem,
      );
      const judged = answers
        .map((answer, at) => ({...answer, passes: verdicts[at] && found[at]?.found !== 'none'}))
        .filter(({expect}) => expect !== 'open');
      expect(judged.length).toBeGreaterThan(10);
      expect(judged.map(({name, passes}) => [name, passes ? 'pass' : 'not pass'])).toEqual(
        judged.map(({name, expect}) => [name, expect]),
      );
    });
  },
);
