import {describe, expect, test} from 'vitest';
import {findLeak} from '../../src/feedback/leak.js';
import {exampleProblem} from '../support/example-problem.js';

const problem = exampleProblem();
const leakIn = (remark: string) => findLeak(remark, {problem, previousCode: 'x = 1'});

const adjectives = [
  'canonical',
  'reference',
  'hidden',
  'secret',
  'model',
  'sample',
  'official',
  'known',
];
const nouns = ['solution', 'program', 'implementation', 'answer', 'code'];

describe('a remark gives itself away by', () => {
  test.each([
    ...adjectives.map((adjective) => `the ${adjective} solution`),
    ...nouns.map((noun) => `a Hidden ${noun}, I think`),
    ...['solution', 'program', 'code'].map((noun) => `the ${noun} I was given`),
    ...['was', 'were', 'have been', 'am', 'have'].map((verb) => `the code we ${verb} shown`),
    ...['shown', 'given', 'seen'].map((verb) => `the code that I have ${verb}`),
    'ground truth',
    'groundtruth',
    'ground-truth',
    'GROUND\ntruth',
    'the canonical \n solution',
    'for my eyes only',
    'for  my \t eyes \n only',
    'code  that\n we\t have  seen',
  ])('%j', (remark) => {
    expect(leakIn(`Compare it with ${remark}.`)).toBe('give-away phrase');
  });
});

test.each([
  'an unknown solution',
  'an underground truth',
  'the hidden codes',
  'the secret of the code',
  'the solution you were given',
  'code I have written',
  'for my eyes',
  'the solution that was shown',
])('it may speak of %s', (remark) => {
  expect(leakIn(`Compare it with ${remark}.`)).toBeNull();
});

describe('words that stand in front of everybody give nothing away, such as those of', () => {
  const remark = 'Compare it with the Ground-Truth.';
  test.each([
    ['the code under review', {previousCode: '# ground truth'}],
    ['the statement', {problem: exampleProblem({instruct_prompt: 'the ground \n truth of x'})}],
    ['the prompt to complete', {problem: exampleProblem({complete_prompt: '# GROUND TRUTH'})}],
    ['the code to begin with', {problem: exampleProblem({code_prompt: '# ground-truth'})}],
  ])('%s', (_, open) => {
    expect(findLeak(remark, {problem, previousCode: '', ...open})).toBeNull();
    expect(findLeak(`${remark} Or the hidden code.`, {problem, previousCode: '', ...open})).toBe(
      'give-away phrase',
    );
  });
});
