import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {MissingRequirementError, UsageError} from '../../../src/errors.js';
import {createEndpointModel} from '../../../src/model/endpoint/endpoint.js';
import {askOnce, failureOf, key, meet} from './endpoint-fixture.js';
import {answer, chatReply, echoHeaders, send, startStandIn} from './stand-in-server.js';

describe('the key', () => {
  test.each([400, 401, 404, 429, 500])(
    'is in no message and no event, though a %i says all headers back',
    async (status) => {
      const {server, events, options} = await meet(echoHeaders(status));
      const error = await failureOf(options);
      expect(server.received[0]?.headers.authorization).toContain(key);
      expect(error.message).toContain('<key>');
      const spoken = JSON.stringify([events, error.message, error.stack, String(error.cause)]);
      expect(spoken).not.toContain(key);
      expect(events[0]?.request_id).toBe('echo Bearer <key>');
    },
  );

  // 164 characters, as many as OpenAI's project keys have. The reason is cut at 300 characters,
  // what the server says at 2,000.
  const longKey = `sk-proj-${'aB3-xY7_'.repeat(19)}last`;
  const echoes = ['x'.repeat(200), ' '.repeat(1_850)].map(
    (before) => `said ${before} ${longKey} and more`,
  );
  test.each([
    ['JSON', 400, (text: string) => ({error: {message: text}})],
    ['a text', 400, (text: string) => text],
    ['JSON with escapes', 500, (text: string) => `{"detail":"${text.replaceAll('-', '\\u002d')}"}`],
    ['a title', 503, (text: string) => `<html><title>${text}</title></html>`],
    ['a text with status 200', 200, (text: string) => text],
  ])(
    'that is long is gone also where a cut goes through it, said back in %s',
    async (_form, status, body) => {
      for (const echo of echoes) {
        const {events, options} = await meet(send(status, body(echo)));
        const error = await failureOf({...options, environment: {OPENAI_API_KEY: longKey}});
        expect(JSON.stringify([events, error.message])).not.toContain(longKey.slice(0, 32));
      }
    },
  );

  test('is not logged by the openai package, though its own variable asks for it', async () => {
    vi.stubEnv('OPENAI_LOG', 'debug');
    onTestFinished(() => void vi.unstubAllEnvs());
    const logs = (['debug', 'info', 'warn', 'error', 'log'] as const).map((level) =>
      vi.spyOn(console, level),
    );
    onTestFinished(() => void vi.restoreAllMocks());
    const {options} = await meet(echoHeaders(400));
    await failureOf(options);
    expect(logs.flatMap((log) => log.mock.calls)).toEqual([]);
  });

  test('is not replaced by OPENAI_CUSTOM_HEADERS, which the openai package would send: nothing could scrub what is in there', async () => {
    const headers = 'Authorization: Bearer another-key-0123456789\nX-Gateway-Token: gateway-secret';
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', headers);
    onTestFinished(() => void vi.unstubAllEnvs());
    const {server, events, options} = await meet(echoHeaders(400));
    const error = await failureOf(options);
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.stringify([server.received, events, error.message])).not.toMatch(
      /another-key|gateway-secret/,
    );
    expect(process.env.OPENAI_CUSTOM_HEADERS).toBe(headers);
  });

  test('is taken out of an answer, however it is spelt', async () => {
    const said = `${key} ${Buffer.from(key).toString('base64')}`;
    const {events, options} = await meet(
      send(200, {...chatReply({message: {content: said, reasoning: said}}), model: key}),
    );
    expect(await askOnce(options)).toMatchObject({
      text: '<key> <key>',
      reasoning: '<key> <key>',
      model: '<key>',
    });
    expect(JSON.stringify(events)).not.toContain(key);
  });

  test('is read from the variable named, and from no other', async () => {
    const {server, options} = await meet(answer);
    await askOnce({
      ...options,
      apiKeyEnv: 'MY_KEY',
      environment: {OPENAI_API_KEY: key, MY_KEY: 'my-own-key\n'},
    });
    expect(server.received[0]?.headers.authorization).toBe('Bearer my-own-key');
    expect(() => createEndpointModel({...options, apiKeyEnv: 'MY_KEY'})).toThrow(
      MissingRequirementError,
    );
  });

  test('is not needed by a local server, but by OpenAI and Azure', async () => {
    const {server, options} = await meet(answer);
    await askOnce({...options, environment: {}});
    expect(server.received[0]?.headers.authorization).toBe('Bearer no-key');
    for (const baseUrl of ['https://api.openai.com/v1', 'https://me.openai.azure.com/openai/v1'])
      expect(() => createEndpointModel({...options, environment: {}, baseUrl})).toThrow(
        /export OPENAI_API_KEY/,
      );
  });

  test('that no header can carry is refused without being shown', async () => {
    const {options} = await meet(answer);
    const refused = () =>
      createEndpointModel({...options, environment: {OPENAI_API_KEY: 'sk-with\nbreak…'}});
    expect(refused).toThrow(UsageError);
    expect(refused).not.toThrow(/sk-with/);
  });
});

describe('secrets in addresses', () => {
  test('the password and the query of a base URL are sent but not shown', async () => {
    const server = await startStandIn(echoHeaders(401));
    const {events, options} = await meet(answer);
    const baseUrl = `${server.url.replace('//', '//me:hidden-word@')}?token=query-secret`;
    const error = await failureOf({...options, baseUrl, environment: {}});
    expect(server.received[0]?.path).toBe('/v1/chat/completions?token=query-secret');
    const basic = Buffer.from('me:hidden-word').toString('base64');
    for (const secret of ['hidden-word', 'query-secret', basic])
      expect(JSON.stringify([events, error.message])).not.toContain(secret);
    expect(error.message).toContain(server.url);
  });

  test.each([
    ['schlüssel-ф', 'schlüssel-ф'],
    [encodeURIComponent('schlüssel-ф@:/'), 'schlüssel-ф@:/'],
    ['100%', '100%'],
    ['%zz-50%25', '%zz-50%'],
  ])('the password %s of a base URL arrives as %s', async (written, sent) => {
    const server = await startStandIn(answer);
    const {options} = await meet(answer);
    const baseUrl = server.url.replace('//', `//mé:${written}@`);
    await askOnce({...options, baseUrl, environment: {}});
    const [, basic = ''] = server.received[0]?.headers.authorization?.split(' ') ?? [];
    expect(Buffer.from(basic, 'base64').toString()).toBe(`mé:${sent}`);
  });

  test('a base URL that is none is refused without being shown', async () => {
    const {options} = await meet(answer);
    const refused = () => createEndpointModel({...options, baseUrl: 'me:hidden-word@host'});
    expect(refused).toThrow(UsageError);
    expect(refused).not.toThrow(/hidden-word/);
  });

  test('a proxy that is no URL is refused by its name', async () => {
    const {options} = await meet(answer);
    expect(() =>
      createEndpointModel({...options, environment: {HTTPS_PROXY: 'proxy:3128'}}),
    ).toThrow(/HTTPS_PROXY is not an http/);
  });
});
