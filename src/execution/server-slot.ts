import {type ForkServer, type ServerLaunch, startForkServer} from './fork-server.js';

/** A place for one fork server, started when first needed and again when it has ended. */
export type ServerSlot = {
  current(): Promise<ForkServer>;
  /** How many of its jobs sleep. */
  idle(): number;
  close(): Promise<void>;
};

/** @param onIdle is called when the number of sleeping jobs has changed. */
export function openServerSlot(launch: ServerLaunch, onIdle: () => void): ServerSlot {
  let server: Promise<ForkServer> | undefined;
  let closed = false;
  let idle = 0;

  async function current(): Promise<ForkServer> {
    if (closed) throw new Error('the judge is closed');
    const present = server;
    if (present !== undefined) {
      const started = await present.catch(() => undefined);
      if (started?.alive()) return started;
      if (server !== present) return current();
    }
    server = startForkServer(launch, (jobs) => {
      idle = jobs;
      onIdle();
    });
    return server;
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
