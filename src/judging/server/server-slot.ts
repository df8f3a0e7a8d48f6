import {HarnessError} from '../../errors.js';
import {type ForkServer, type ServerLaunch, startForkServer} from './fork-server.js';

/** A place for one fork server, started when first needed and again when it has ended. */
export type ServerSlot = {
  current(): Promise<ForkServer>;
  close(): Promise<void>;
};

/** @param onIdle is told how many jobs sleep whenever that changes. */
export function openServerSlot(launch: ServerLaunch, onIdle: (jobs: number) => void): ServerSlot {
  let server: Promise<ForkServer> | undefined;
  let closed = false;

  async function current(): Promise<ForkServer> {
    if (closed) throw new HarnessError('the judge is closed');
    const present = server;
    if (present !== undefined) {
      const started = await present.catch(() => undefined);
      if (started?.alive()) return started;
      if (closed || server !== present) return current();
    }
    server = startForkServer(launch, onIdle);
    return server;
  }

  return {
    current,
    close: async () => {
      closed = true;
      const started = await server?.catch(() => undefined);
      await started?.close();
    },
  };
}
