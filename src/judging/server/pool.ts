import {retrying} from '../../files/retrying.js';
import type {Candidate} from '../judge.js';
import {ATTEMPTS} from '../limits.js';
import {type ForkServer, isFromOutside, type ServerLaunch} from './fork-server.js';
import {createJobQueue, type JobQueue} from './job-queue.js';
import {createTierChoice} from './preload.js';
import {openServerSlot} from './server-slot.js';

/** A fork server, started again when it has ended, and the queue of its jobs. */
export type Pool = {
  run: JobQueue['add'];
  runAlone: JobQueue['addAlone'];
  /**
   * The server, ready. One ended from outside while it starts is started again, as one that is
   * ended later.
   */
  server(): Promise<ForkServer>;
  chooseTier(candidate: Candidate): number;
  /** The server, with the libraries of a tier loaded. */
  prepared(tier: number): Promise<ForkServer>;
  close(): Promise<void>;
};

export function openPool(launch: ServerLaunch, workers: number): Pool {
  const queue = createJobQueue(workers);
  const slot = openServerSlot(launch, queue.setIdle);
  return {
    run: queue.add,
    runAlone: queue.addAlone,
    server: () =>
      retrying(slot.current, ({error, attempt}) =>
        isFromOutside(error) && attempt < ATTEMPTS ? 0 : null,
      ),
    chooseTier: createTierChoice(launch.settings.preload.length - 1),
    prepared: async (tier) => {
      const server = await slot.current();
      await server.prepare(tier);
      return server;
    },
    close: slot.close,
  };
}
