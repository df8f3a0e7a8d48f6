import {createServer} from 'node:http';
import {connect} from 'node:net';
import {onTestFinished} from 'vitest';

/**
 * A proxy on loopback that takes CONNECT and notes where to (`host:port`). It ends with the running
 * test.
 */
export async function startStandInProxy(): Promise<{url: string; connected: string[]}> {
  const connected: string[] = [];
  const proxy = createServer();
  proxy.on('connect', ({url = ''}, socket) => {
    connected.push(url);
    const {hostname, port} = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void proxy.close());
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {url: `http://127.0.0.1:${address.port}`, connected};
}
