import {expect, test} from 'vitest';
import type {CompletionRow} from '../../src/model/completion-row.js';
import type {Usage} from '../../src/model/model.js';
import {takenBefore} from '../../src/run/taken.js';
import {sitting} from '../support/open-run.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

function answer(request: string, usage: Usage | null): CompletionRow {
  return {
    request,
    text: 'text',
    reasoning: null,
    finish_reason: 'stop',
    usage,
    model: 'm',
    cut: null,
  };
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64));

test('an earlier sitting took what has an answer, and what an endpoint was asked in vain', async () => {
  if (!a || !b || !c || !d) throw new Error('no hashes');
  const path = temporaryDirectory();
  await sitting(path, async (run) => {
    const attempt = (request: string, outcome: string, more = {}) =>
      run.journal({event: 'attempt', request, outcome, ...more});
    attempt(a, 'retry');
    attempt(a, 'answered');
    run.addCompletion(answer(a, {prompt_tokens: 100, completion_tokens: 10}));
    // Refused in one sitting and again in another: asked twice.
    attempt(b, 'refused');
    attempt(b, 'refused');
    // Out of a batch file: no endpoint was asked now, and nobody counted but the budget.
    run.journal({event: 'uncounted', request: c, prompt_tokens: 7, completion_tokens: 2048});
    run.addCompletion(answer(c, null));
    // A critic that said nothing: asked and not kept.
    attempt(d, 'answered', {critic: true});
    attempt(b, 'context-length', {critic: true});
    run.addCriticCompletion(answer(a, {prompt_tokens: 1, completion_tokens: 2}));
  });
  await sitting(path, async (run) => {
    expect(await takenBefore(run)).toEqual({
      model: {requests: 4, usage: {prompt_tokens: 107, completion_tokens: 2058}},
      critic: {requests: 3, usage: {prompt_tokens: 1, completion_tokens: 2}},
    });
  });
});
