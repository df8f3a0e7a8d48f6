import {once} from 'node:events';
import {serveFolder} from '../view/serve-folder.js';
import {createCommand, exitCode} from './command.js';
import {value, word} from './flags/flag.js';
import {trust} from './flags/result.js';
import {stored, wholeNumber} from './flags/schemas.js';

export const view = createCommand({
  flags: {
    directory: word(stored.default('runs'), {help: 'Folder of runs and logs'}),
    port: value(wholeNumber(0, 65_535).default(0), {
      group: 'Result',
      help: 'Port on this machine; 0 takes a free one',
    }),
    trust: trust(),
  },
  examples: [
    ['view', 'all runs and logs below runs/'],
    ['view /data/runs --port 8750', 'another folder, at a port of one’s own'],
  ],
  async run({directory, port, trust}, context) {
    const {url, close} = await serveFolder({directory, port, trust});
    context.print(url);
    context.note('open this address in a browser on this machine; Ctrl-C ends it');
    if (!context.signal.aborted) await once(context.signal, 'abort');
    await close();
    return exitCode.done;
  },
});
