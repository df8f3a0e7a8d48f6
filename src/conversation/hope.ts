import {likeness} from '../model/likeness.js';
import {ModelError} from '../model/model.js';

/** Sees, over all questions of a sitting, whether asking is in vain. */
export type Hope = {
  answered(): void;
  /** @returns what is to be thrown: the error, or one that ends the run in its words. */
  failed(error: ModelError): ModelError;
};

/** So many requests of questions that failed alike, and none was answered. */
const enough = 32;

/**
 * Gives the run up when questions so far failed alike and none was answered; between them others
 * may have failed otherwise, as behind a balancer with two broken servers.
 */
export function createHope(): Hope {
  const alike = new Map<string, number>();
  let wasAnswered = false;
  return {
    answered: () => {
      wasAnswered = true;
      alike.clear();
    },
    failed: (error) => {
      if (wasAnswered) return error;
      const kind = likeness(error.message);
      const requests = (alike.get(kind) ?? 0) + error.attempts;
      alike.set(kind, requests);
      if (requests < enough) return error;
      const words = `${requests} requests failed alike, and none was answered: ${error.message}`;
      return new ModelError('fatal', `${words}; mend that and give the same command again`, {
        cause: error,
      });
    },
  };
}
