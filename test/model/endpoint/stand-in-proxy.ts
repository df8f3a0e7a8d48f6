import {createServer, request} from 'node:http';
import {connect} from 'node:net';
import {onTestFinished} from 'vitest';

export type StandInProxy = {
  url: string;
  /** Where CONNECT led to (`host:port`). */
  connected: string[];
  /** What was asked for in absolute form. */
  forwarded: string[];
};

/**
 * A proxy on loopback, as Squid is by default: it passes on what is asked for in absolute form, and
 * takes CONNECT, or turns it down with a status. It ends with the running test.
 */
export async function startStandInProxy(refuseConnect?: number): Promise<StandInProxy> {
  const [connected, forwarded]: [string[], string[]] = [[], []];
  const proxy = createServer((incoming, outgoing) => {
    const {url = '', method, headers} = incoming;
    forwarded.push(url);
    const passed = request(url, {method, headers}, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  proxy.on('connect', ({url = ''}, socket) => {
    connected.push(url);
    if (refuseConnect !== undefined) {
      socket.end(`HTTP/1.1 ${refuseConnect} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
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
  return {url: `http://127.0.0.1:${address.port}`, connected, forwarded};
}
