import {likeness} from '../model/likeness.js';
import {ModelError} from '../model/model.js';

/** Sees, over all questions of a sitting, whether asking is in vain. */
export type Hope = {
  answered(): void;
  /** @returns what is to be thrown: the error, or one that ends the run in its words. */
  failed(error: ModelError): ModelError;
};

/** So many requests of questions that failed in a row, and none before them was answered. */
const enough = 32;

/** Gives the run up when every question so far failed alike. */
export function createHope(): Hope {
  let alike = 0;
  let kind = '';
  let wasAnswered = false;
  return {
    answered: () => {
      wasAnswered = true;
    },
    failed: (error) => {
      if (wasAnswered) return error;
      alike = (likeness(error.message) === kind ? alike : 0) + error.attempts;
      kind = likeness(error.message);
      if (alike < enough) return error;
      const words = `${alike} requests failed alike, and none was answered: ${error.message}`;
      return new ModelError('fatal', `${words}; mend that and give the same command again`, {
        cause: error,
      });
    },
  };
}
