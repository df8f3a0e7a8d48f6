import {createServer, type Socket} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {UsageError} from '../../../src/errors.js';
import {proxyFor, readProxies} from '../../../src/model/endpoint/proxy.js';
import {askOnce, failureOf, meet} from './endpoint-fixture.js';
import {startStandInProxy} from './stand-in-proxy.js';
import {answer, type Behaviour, send} from './stand-in-server.js';

const proxy = 'http://proxy.example:3128';

function isExempt(noProxy: string, url: string): boolean {
  const proxies = readProxies({HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: noProxy});
  return proxyFor(new URL(url), proxies) === null;
}

describe('NO_PROXY', () => {
  test.each([
    ['*', 'https://api.example/v1'],
    ['example.com', 'https://example.com/v1'],
    ['example.com', 'https://api.example.com/v1'],
    ['.example.com', 'https://api.example.com/v1'],
    ['*.example.com', 'https://a.b.example.com/v1'],
    ['gpu-*', 'http://gpu-7:8000/v1'],
    ['EXAMPLE.com', 'http://Example.COM/v1'],
    ['example.com:8443', 'https://example.com:8443/v1'],
    ['example.com:443', 'https://example.com/v1'],
    ['example.com:*', 'https://example.com:9/v1'],
    ['127.0.0.1', 'http://127.0.0.1:8000/v1'],
    ['127.0.0.1:8000', 'http://127.0.0.1:8000/v1'],
    ['127.0.0.0/8', 'http://127.3.2.1:8000/v1'],
    ['10.*', 'http://10.1.2.3/v1'],
    ['192.168.*.*', 'http://192.168.7.8/v1'],
    ['::1', 'http://[::1]:8000/v1'],
    ['[::1]', 'http://[::1]:8000/v1'],
    ['[::1]:8000', 'http://[::1]:8000/v1'],
    ['fd00::/8', 'http://[fd12::7]/v1'],
    ['localhost, other.example', 'http://other.example/v1'],
    ['localhost other.example', 'http://other.example/v1'],
    ['xn--bcher-kva.example', 'http://bücher.example/v1'],
    ['bücher.example', 'http://bücher.example/v1'],
  ])('%s covers %s', (entry, url) => {
    expect(isExempt(entry, url)).toBe(true);
  });

  test.each([
    ['', 'https://api.example/v1'],
    ['example.com', 'https://notexample.com/v1'],
    ['example.com:8443', 'https://example.com/v1'],
    ['127.0.0.0/8', 'http://128.0.0.1/v1'],
    ['127.0.0.0/8', 'http://127.example/v1'],
    ['10.*', 'http://110.1.2.3/v1'],
    ['10.*', 'http://10.example/v1'],
    ['0.0.1', 'http://127.0.0.1/v1'],
    ['fd00::/8', 'http://[fe80::7]/v1'],
    ['localhost', 'http://127.0.0.1/v1'],
  ])('%s does not cover %s', (entry, url) => {
    expect(isExempt(entry, url)).toBe(false);
  });

  test.each([
    '<local>',
    '127.0.0.0/40',
    'http://a.example',
    '10.0.0.1-10.0.0.9',
    '/^gpu/',
    'a:b:c',
  ])('%s is refused by name', (entry) => {
    expect(() => isExempt(`localhost,${entry}`, proxy)).toThrow(UsageError);
    expect(() => isExempt(`localhost,${entry}`, proxy)).toThrow(`NO_PROXY: "${entry}"`);
    // Without a proxy there is nothing to be exempt from.
    expect(() => readProxies({NO_PROXY: entry})).not.toThrow();
  });
});

test('a plain http target is asked for in absolute form, also where CONNECT is forbidden', async () => {
  const {server, options} = await meet(answer);
  const standIn = await startStandInProxy(403);
  const environment = {HTTP_PROXY: standIn.url};
  expect((await askOnce({...options, environment})).text).toBe('the answer');
  expect(standIn.connected).toEqual([]);
  expect(standIn.forwarded).toEqual([`${server.url}/chat/completions`]);
  expect(
    (await askOnce({...options, environment: {...environment, NO_PROXY: '127.0.0.0/8'}})).text,
  ).toBe('the answer');
  expect(standIn.forwarded).toHaveLength(1);
});

test.each([
  [403, 'does not let us through'],
  [405, 'does not let us through'],
  [407, 'wants a login'],
])('a proxy that refuses CONNECT (%i) is named at once', async (status, words) => {
  const {options, clock} = await meet(answer);
  const standIn = await startStandInProxy(status);
  const environment = {HTTPS_PROXY: standIn.url.replace('//', '//me:a-long-password@')};
  const error = await failureOf({...options, baseUrl: 'https://api.example/v1', environment});
  expect(error).toMatchObject({kind: 'fatal', message: expect.stringContaining(words)});
  expect(error.message).toContain('HTTPS_PROXY');
  expect(error.message).not.toContain('a-long-password');
  expect(standIn.connected).toEqual(['api.example:443']);
  expect(clock.sleeps).toEqual([]);
});

test('a proxy that wants a login for a plain target (407) is named at once', async () => {
  const {server, options} = await meet(send(407, '<html>login</html>'));
  const environment = {HTTP_PROXY: server.url.replace('/v1', '')};
  for (const baseUrl of [options.baseUrl, 'http://api.example/v1'])
    expect(await failureOf({...options, baseUrl, environment})).toMatchObject({
      kind: 'fatal',
      message: expect.stringContaining('HTTP_PROXY'),
    });
  expect(server.received).toHaveLength(2);
});

test('a proxy that forbids a plain target (403) is named beside the key', async () => {
  const {server, options} = await meet(send(403, '<html>denied</html>'));
  const environment = {...options.environment, HTTP_PROXY: server.url.replace('/v1', '')};
  const error = await failureOf({...options, baseUrl: 'http://api.example/v1', environment});
  expect(error.message).toContain('the proxy that HTTP_PROXY names');
});

test.each([
  ['me:100%', 'me:100%'],
  ['me:a%20word', 'me:a word'],
  ['token:', 'token:'],
])('the login %s in the URL of a proxy arrives as %s, and is not shown', async (login, sent) => {
  const echo: Behaviour = (response, {headers}) =>
    void response.writeHead(400).end(`got ${headers['proxy-authorization']} and ${sent}`);
  const {server, options} = await meet(echo);
  const environment = {HTTP_PROXY: server.url.replace('//', `//${login}@`)};
  const error = await failureOf({...options, environment});
  const basic = Buffer.from(sent).toString('base64');
  expect(server.received[0]?.headers['proxy-authorization']).toBe(`Basic ${basic}`);
  if (sent === 'me:a word') expect(error.message).not.toContain('a word');
});

test('a proxy that is not there is named, not the server behind it', async () => {
  const {options} = await meet((_response, _request, stop) => stop());
  const environment = {HTTP_PROXY: 'http://127.0.0.1:9'};
  expect(await failureOf({...options, environment})).toMatchObject({
    kind: 'fatal',
    message: expect.stringContaining('is the proxy that HTTP_PROXY names running?'),
  });
});

describe('a proxy that does not speak to us', () => {
  async function startProxy(onConnect: (socket: Socket) => void) {
    const proxy = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => onConnect(socket));
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void proxy.close());
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return {HTTPS_PROXY: `http://127.0.0.1:${port}`};
  }

  const baseUrl = 'https://api.example/v1';

  test('but resets is asked as often as there are attempts, and no more', async () => {
    let connected = 0;
    const environment = await startProxy((socket) => {
      connected += 1;
      socket.destroy();
    });
    const {options} = await meet(answer);
    const error = await failureOf({...options, baseUrl, environment, retry: {maxRetries: 2}});
    expect(error).toMatchObject({kind: 'refused', message: expect.stringContaining('the proxy')});
    expect(connected).toBe(3);
  });

  test('and keeps silent is given up after the time limit', async () => {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const environment = await startProxy(() => arrive());
    const {clock, options} = await meet(answer);
    const failed = failureOf({...options, baseUrl, environment, retry: {maxRetries: 0}});
    await arrived;
    clock.expire();
    expect(await failed).toMatchObject({kind: 'refused', message: 'no reply within 600 s'});
  });
});
