import {createServer, type IncomingMessage} from 'node:http';
import {z} from 'zod';
import {defaultDecoding, requestHash} from '../../../src/model/model.js';
import {loadSuite} from '../../../src/problem/suite.js';
import {loadCatalogue} from '../../../src/simulation/catalogue.js';
import {startSimulatedServer} from '../../../src/simulation/http-server.js';

export type RecordingServer = {
  /** What `--base-url` takes, for one sitting: questions are kept apart by this name. */
  url(sitting: string): string;
  /** Hashes of the requests that were asked in a sitting, in order, repetitions included. */
  asked(sitting: string): string[];
  /** Hashes of those that were answered. */
  answered(sitting: string): string[];
  close(): Promise<void>;
};

/**
 * The simulated coders behind HTTP, each answer after at least `answerDelayMs`, with a record of
 * who asked what.
 */
export async function startRecordingServer(answerDelayMs = 0): Promise<RecordingServer> {
  const suite = await loadSuite('starter');
  const coders = await startSimulatedServer({
    suite,
    catalogue: await loadCatalogue(suite),
    answerDelayMs,
  });
  const asked: {sitting: string; request: string; answered: boolean}[] = [];
  const of = (sitting: string) => asked.filter((each) => each.sitting === sitting);
  const server = createServer(async (incoming, outgoing) => {
    const [, sitting = '', ...rest] = (incoming.url ?? '').split('/');
    const body = await readBody(incoming);
    const entry = {sitting, request: hashOf(body), answered: false};
    asked.push(entry);
    try {
      const reply = await fetch(`${coders.url}/${rest.slice(1).join('/')}`, {method: 'POST', body});
      const text = await reply.text();
      outgoing.writeHead(reply.status, {'content-type': 'application/json'});
      outgoing.end(text, () => {
        entry.answered = true;
      });
    } catch {
      outgoing.destroy(); // closed while a question of a killed process was under way
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the recording server has no port');
  return {
    url: (sitting) => `http://127.0.0.1:${address.port}/${sitting}/v1`,
    asked: (sitting) => of(sitting).map(({request}) => request),
    answered: (sitting) =>
      of(sitting).flatMap(({request, answered}) => (answered ? [request] : [])),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await coders.close();
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const chatBody = z.object({
  messages: z.array(z.object({role: z.enum(['system', 'user', 'assistant']), content: z.string()})),
});

/** The hash of the request behind a body sent with the default decoding. */
function hashOf(body: string): string {
  const {messages} = chatBody.parse(JSON.parse(body));
  return requestHash({messages, decoding: defaultDecoding, sample: 0});
}
