import {type ForkServer, type ServerLaunch, startForkServer} from './fork-server.js';

/** A place for one fork server, started when first needed and again when it has ended. */
export type ServerSlot = {
  current(): Promise<ForkServer>;
  /** How many of its jobs sleep. */
  idle(): number;
  close(): Promise<void>;
};

/** So many failed starts in a row are no accident: a library ends the process when it is loaded here. */
const FAILED_STARTS = 2;

/**
 * @param launches the second takes the place of the first for good once that failed to start twice in a row.
 * @param onIdle is called when the number of sleeping jobs has changed.
 */
export function openServerSlot([wanted, plainer]: [ServerLaunch, ServerLaunch?], onIdle: () => void): ServerSlot {
  let server: Promise<ForkServer> | undefined;
  let closed = false;
  let idle = 0;
  let failed = 0;

  async function current(): Promise<ForkServer> {
    if (closed) throw new Error('the judge is closed');
    const present = server;
    if (present !== undefined) {
      const started = await present.catch(() => undefined);
      if (started?.alive()) return started;
      if (closed || server !== present) return current();
    }
    server = start();
    return server;
  }

  async function start(): Promise<ForkServer> {
    const launch = plainer && failed >= FAILED_STARTS ? plainer : wanted;
    try {
      const started = await startForkServer(launch, (jobs) => {
        idle = jobs;
        onIdle();
      });
      if (launch === wanted) failed = 0;
      return started;
    } catch (error) {
      failed += 1;
      throw error;
    }
  }

  return {
    current,
    idle: () => idle,
    close: async () => {
      closed = true;
      const started = await server?.catch(() => undefined);
      await started?.close();
    },
  };
}
