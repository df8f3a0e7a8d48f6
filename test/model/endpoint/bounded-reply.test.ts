import {createServer} from 'node:net';
import zlib from 'node:zlib';
import {Agent} from 'undici';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createEndpointModel} from '../../../src/model/endpoint/endpoint.js';
import {createWholeFetch} from '../../../src/model/endpoint/whole-fetch.js';
import {askOnce, failureOf, key, meet, question} from './endpoint-fixture.js';
import {answer, type Behaviour, chatReply, send} from './stand-in-server.js';

const whole = JSON.stringify(chatReply());

function bytes(body: Buffer | string, headers: {[name: string]: string} = {}): Behaviour {
  return (response) => void response.writeHead(200, headers).end(body);
}

describe('a reply that comes compressed though it was asked not to', () => {
  test.each([
    ['gzip', zlib.gzipSync(whole), 'gzip'],
    ['gzip that no header names', zlib.gzipSync(whole), ''],
    ['deflate', zlib.deflateSync(whole), 'deflate'],
    ['br', zlib.brotliCompressSync(whole), 'br'],
    ['gzip in br', zlib.brotliCompressSync(zlib.gzipSync(whole)), 'gzip, br'],
    ['gzip, where the header names something else', zlib.gzipSync(whole), 'utf-8'],
    ['gzip, where the header names a method', zlib.gzipSync(whole), 'constructor'],
    ['in words only', Buffer.from(whole), 'utf-8'],
    ['gzip, which is unpacked already', Buffer.from(whole), 'gzip'],
    ['br, which is unpacked already', Buffer.from(whole), 'br'],
    ['gzip, named twice', zlib.gzipSync(whole), 'gzip, gzip'],
    ['deflate without its header', zlib.deflateRawSync(whole), 'deflate'],
    ['deflate that no header names', zlib.deflateSync(whole), ''],
  ])('%s is read', async (_name, body, encoding) => {
    const {server, options} = await meet(
      bytes(body, encoding === '' ? {} : {'content-encoding': encoding}),
    );
    expect((await askOnce(options)).text).toBe('the answer');
    expect(server.received[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('an error as well', async () => {
    const body = zlib.gzipSync('{"error":{"message":"no such luck"}}');
    const {options} = await meet(
      (response) => void response.writeHead(400, {'content-encoding': 'gzip'}).end(body),
    );
    expect((await failureOf(options)).message).toBe('400: no such luck');
  });
});

describe('is a bad reply of that request, and no more', () => {
  const bomb = zlib.gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
  test.each([
    ['more than --max-reply-mib', bytes(`{"a":"${'x'.repeat(2 ** 20)}"}`), 'larger than 1 MiB'],
    ['a bomb', bytes(bomb, {'content-encoding': 'gzip'}), 'larger than 1 MiB'],
    [
      'what is not gzip',
      bytes(Buffer.from([0xff, 0]), {'content-encoding': 'gzip'}),
      'said to be gzip',
    ],
    ['half a gzip', bytes(zlib.gzipSync(whole).subarray(0, 40)), 'said to be gzip'],
    ['zstd', bytes(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4]), {'content-encoding': 'zstd'}), 'zstd'],
    [
      'packed again and again',
      bytes(whole, {'content-encoding': 'gzip, '.repeat(50)}),
      'packed 50 times',
    ],
    ['JSON that nests without end', bytes('['.repeat(500_000)), 'not JSON'],
    ['objects that nest without end', bytes('{"error":'.repeat(100_000)), 'not JSON'],
    [
      'an answer as a stream',
      bytes('data: {"choices":[]}\n\ndata: [DONE]\n\n'),
      'a stream of events, though a whole reply was asked for',
    ],
    [
      'a stream that never ends, byte by byte',
      (response) => {
        response.writeHead(200, {'content-type': 'text/event-stream'});
        const timer = setInterval(() => response.write('data: {}\n\n'), 5);
        for (const letter of '\n: ping\n') response.write(letter);
        response.on('close', () => clearInterval(timer));
      },
      'a stream of events',
    ],
    [
      'a packing that nobody asked for',
      bytes(Buffer.from([0xff, 6, 0, 0]), {'content-encoding': 'x-snappy-framed'}),
      'packed as x-snappy-framed, which was not asked for',
    ],
  ])('%s', async (_name, behaviour, words) => {
    const {server, options} = await meet(behaviour, answer);
    const model = createEndpointModel({...options, maxReplyMiB: 1});
    onTestFinished(() => model.close?.());
    await expect(model.ask(question)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(new RegExp(`^bad reply: .*${words}`)),
    });
    expect(server.received).toHaveLength(1);
    expect((await model.ask(question)).text).toBe('the answer');
  });

  test('a body without an end is read no further than that', async () => {
    let sent = 0;
    const {options} = await meet((response) => {
      const chunk = Buffer.alloc(2 ** 16, 'x');
      const flow = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      response.on('drain', flow);
      flow();
    });
    const error = await failureOf({...options, maxReplyMiB: 2});
    expect(error.message).toContain('larger than 2 MiB');
    expect(sent).toBeLessThan(64 * 2 ** 20);
  });

  test('a body that drips for ever ends with the time of the attempt', async () => {
    const {server, clock, options} = await meet((response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(drip));
    });
    const asked = failureOf({...options, retry: {maxRetries: 0}});
    await server.arrived(1);
    clock.expire();
    expect(await asked).toMatchObject({kind: 'refused', message: 'no reply within 600 s'});
  });

  test('a flood of headers', async () => {
    const headers = Object.fromEntries(
      Array.from({length: 500}, (_, nth) => [`x-flood-${nth}`, 'y'.repeat(200)]),
    );
    const {options} = await meet(send(200, chatReply(), headers));
    expect((await failureOf({...options, retry: {maxRetries: 0}})).kind).toBe('refused');
  });
});

describe('more values than a reply has', () => {
  const line = `[${'0,'.repeat(999_999)}0]\n`;

  test('are refused where they are to be one reply, and not parsed', async () => {
    const {options} = await meet(bytes(`[${[line, line, line].join(',')}]`));
    expect((await failureOf(options)).message).toBe(
      'bad reply: more values in it than a reply has',
    );
  });

  test('come down in a file of many replies, which is read by the line', async () => {
    const {server} = await meet(bytes(line.repeat(3)));
    const dispatcher = new Agent();
    onTestFinished(() => dispatcher.close());
    const reply = await createWholeFetch(dispatcher, 2 ** 26)(server.url);
    expect(await reply.text()).toBe(line.repeat(3));
    await expect(reply.json()).rejects.toThrow('more values in it than a reply has');
  });
});

test.each(['text/html', 'text/event-stream', 'application/octet-stream', 'nonsense'])(
  'the content type %s does not matter, the content does',
  async (type) => {
    const {options} = await meet(send(200, chatReply(), {'content-type': type}));
    expect((await askOnce(options)).text).toBe('the answer');
  },
);

test('cut at any byte, a reply is no answer', async () => {
  const small = JSON.stringify({choices: [{finish_reason: 'stop', message: {content: 'é"}'}}]});
  const body = Buffer.from(small);
  const cuts = Array.from({length: body.length}, (_, end) => end);
  const cut = (end: number): Behaviour => bytes(body.subarray(0, end));
  const {options} = await meet(cut(0), ...cuts.slice(1).map(cut), bytes(body));
  const model = createEndpointModel({...options, retry: {maxRetries: 0}});
  onTestFinished(() => model.close?.());
  for (const _ of cuts) await expect(model.ask(question)).rejects.toMatchObject({kind: 'refused'});
  expect((await model.ask(question)).text).toBe('é"}');
});

test('a redirect to another host is not followed, and the key stays behind', async () => {
  const elsewhere = await meet(answer);
  for (const status of [301, 302, 307, 308]) {
    const {options} = await meet(send(status, '', {location: elsewhere.server.url}));
    const error = await failureOf(options);
    expect(error.kind).toBe('fatal');
    expect(error.message).not.toContain(key);
  }
  expect(elsewhere.server.received).toEqual([]);
});

test.each([
  ['https://user:pass-word@elsewhere.example/v2/?api_key=abcd#x', 'https://elsewhere.example/v2/'],
  [`/v2/${key}/models`, '/v2/<key>/models'],
  ['//name@elsewhere.example', '//elsewhere.example'],
])('a redirect to %s says where it leads, without keys and passwords', async (location, words) => {
  const {options} = await meet(send(307, '', {location}));
  const {message} = await failureOf(options);
  expect(message).toContain(`; it leads to ${words}`);
  expect(message).not.toMatch(/pass-word|abcd|name@/);
  expect(message).not.toContain(key);
});

test('what a server sends behind a reply is not taken for the answer to the next question', async () => {
  const reply = (text: string) => {
    const body = JSON.stringify(chatReply({message: {content: text}}));
    return `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  };
  let nth = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      nth += 1;
      socket.write(reply(`to question ${nth}`) + (nth === 1 ? reply('to nobody') : ''));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const {options} = await meet(answer);
  const model = createEndpointModel({...options, baseUrl: `http://127.0.0.1:${port}/v1`});
  onTestFinished(() => model.close?.());
  const texts = [(await model.ask(question)).text, (await model.ask(question)).text];
  expect(texts).toEqual(['to question 1', expect.stringMatching(/^to question [23]$/)]);
});
