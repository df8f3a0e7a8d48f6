import {type Model, ModelError} from '../model/model.js';
import {canonicalProgram, type Suite} from '../problem/problem.js';
import {indexStatements} from './statement-index.js';

/**
 * A model that answers every prompt with the suite's own solution: the ceiling, and a check that
 * suite and judge agree.
 */
export function createCanonicalModel(suite: Suite): Model {
  const index = indexStatements(suite);
  return {
    id: 'canonical',
    async ask({messages}) {
      const problem = index.find(messages.map(({content}) => content));
      if (!problem)
        throw new ModelError(
          'fatal',
          `canonical: the prompt states no problem of the suite ${suite.name}`,
        );
      const text = `\`\`\`python\n${canonicalProgram(problem)}\n\`\`\``;
      return {text, reasoning: null, finish_reason: 'stop', usage: null, model: 'canonical'};
    },
  };
}
