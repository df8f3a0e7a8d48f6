import {replayedLog, suite} from '../flags/agreement.js';
import {value} from '../flags/flag.js';
import {text} from '../flags/schemas.js';

/** Where the things are that a bundle names by their hash. */
export const groundsFlags = {
  log: replayedLog(),
  suite: suite(
    text.optional(),
    'Name or file of the run’s suite',
    'found by its name, where it is no file',
  ),
  prompts: value(text.optional(), {
    group: 'Input',
    help: 'Folder of the run’s prompt set; its templates are code that runs here',
    otherwise: 'the set that ships',
  }),
};
