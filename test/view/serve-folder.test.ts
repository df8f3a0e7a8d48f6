import {once} from 'node:events';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {request} from 'node:http';
import {connect, createServer} from 'node:net';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';
import {z} from 'zod';
import {createLineCounter} from '../../src/view/count-lines.js';
import {serveFolder} from '../../src/view/serve-folder.js';
import {writeStaticRun} from '../correlate/example-runs.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const versionOne = 'test/fixtures/version-1';

const listing = z.object({
  folder: z.string(),
  runs: z.array(z.looseObject({path: z.string()})),
  logs: z.array(z.looseObject({path: z.string()})),
});
const detail = z.object({
  task_id: z.string(),
  texts: z.array(z.string()),
  runs: z.array(z.record(z.string(), z.array(z.looseObject({given: z.number().optional()})))),
});

/** A folder with a live run and its log, and a replay of that log; served until the test ends. */
async function served(prepare: (folder: string) => void = () => {}) {
  const folder = join(temporaryDirectory(), 'runs');
  cpSync(versionOne, folder, {recursive: true});
  prepare(folder);
  const server = await serveFolder({directory: folder});
  onTestFinished(() => server.close());
  const get = async (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init);
  const read = async <T>(schema: z.ZodType<T>, path: string): Promise<T> =>
    schema.parse(await (await get(path)).json());
  return {
    ...{folder, url: server.url, get},
    listing: () => read(listing, 'listing'),
    detail: (path: string) => read(detail, `detail/?${path}`),
  };
}

describe('the server of a folder', () => {
  test('lists its runs and logs', async () => {
    const server = await served();
    const {folder, runs, logs} = await server.listing();
    expect(folder).toBe('runs');
    expect(runs).toEqual([
      expect.objectContaining({path: 'live', mode: 'live', finished: true, rows: 63, planned: 63}),
      expect.objectContaining({
        path: 'static',
        reference: 'simulated:codellama-like',
        scenarios: 2,
      }),
    ]);
    expect(logs).toEqual([expect.objectContaining({path: 'live/log', suite: 'starter'})]);
  });

  test('gives a page of runs, its log found beside them, and details when they are asked for', async () => {
    const {get, detail} = await served();
    const page = await (await get('page?path=static&path=live')).text();
    expect(page).toContain("connect-src 'self'");
    const packed = /<template id="summary">([^<]*)</.exec(page)?.[1] ?? '';
    const summary = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString());
    expect(summary.runs).toHaveLength(2);
    expect(summary.runs[0].lacks.join()).not.toContain('`logs`');
    const {task_id, runs} = await detail('task=Starter/2&path=static&path=live');
    expect(task_id).toBe('Starter/2');
    expect(runs[0]?.CF_EF_FULL_SEF?.[0]?.given).toBeTypeOf('number');
  });

  test('gives a log as the live run that it records', async () => {
    const {detail} = await served();
    const {runs, texts} = await detail('task=Starter/2&path=live/log');
    const turn = runs[0]?.CF_EF_FULL_SEF?.[0];
    expect(turn).toMatchObject({turn: 1, origin: 'answered'});
    expect(texts[turn?.given ?? -1]).toContain('def task_func');
  });

  test('tells how far a run has come that is being made', async () => {
    const {listing, folder} = await served((runs) => {
      const run = writeStaticRun(join(runs, 'new'), {
        model: 'm',
        own: {'T/0': 'F'},
        changes: {totals: null},
      });
      const begin = {event: 'begin', problems: 2, scenarios: ['CF_SEF'], tasks: ['T/0', 'T/1']};
      writeFileSync(join(run, 'journal.jsonl'), `${JSON.stringify(begin)}\n`);
    });
    const rows = async () => (await listing()).runs.find(({path}) => path === 'new');
    expect(await rows()).toMatchObject({rows: 11, planned: 22, finished: false});
    const file = join(folder, 'new/verdicts.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('T/0', 'T/1'), {flag: 'a'});
    expect(await rows()).toMatchObject({rows: 22, planned: 22});
  });
});

test('what is damaged or was never finished is listed with the reason', async () => {
  const {listing, get, folder} = await served((runs) => {
    for (const name of ['cut', 'lost', 'broken', 'empty'])
      cpSync(`${versionOne}/static`, join(runs, name), {recursive: true});
    const rows = join(runs, 'cut/verdicts.jsonl');
    writeFileSync(rows, readFileSync(rows, 'utf8').split('\n').slice(0, 5).join('\n'));
    rmSync(join(runs, 'lost/manifest.json'));
    writeFileSync(join(runs, 'broken/manifest.json'), '{"format":');
    rmSync(join(runs, 'empty/verdicts.jsonl'));
    rmSync(join(runs, 'live/log/manifest.json'));
    mkdirSync(join(runs, 'else'));
    writeFileSync(join(runs, 'else/manifest.json'), '{"name": "of something else"}');
  });
  const {runs, logs} = await listing();
  const reasons = new Map(runs.map(({path, unreadable}) => [path, unreadable]));
  const at = (name: string) => join(folder, name);
  expect([...reasons.keys()].sort()).toEqual(
    ['broken', 'cut', 'empty', 'live', 'lost', 'static'].sort(),
  );
  expect(reasons.get('static')).toBeUndefined();
  expect(reasons.get('cut')).toMatch(
    /verdicts\.jsonl: 4 rows, manifest\.json: totals\.places: \d+;/,
  );
  expect(reasons.get('lost')).toContain(`${at('lost')}: not a run (no manifest.json)`);
  expect(reasons.get('broken')).toContain(`${at('broken/manifest.json')}:`);
  expect(reasons.get('empty')).toContain(`${at('empty/verdicts.jsonl')}: no such file`);
  expect(logs).toEqual([
    {path: 'live/log', unreadable: expect.stringContaining('no manifest.json')},
  ]);
  expect((await get('page?path=cut')).status).toBe(404);
});

test('what is no file is no reason not to list the others, or to wait', async () => {
  const {listing, get, folder} = await served((runs) => {
    for (const name of ['folder', 'socket', 'answers'])
      cpSync(`${versionOne}/static`, join(runs, name), {recursive: true});
    for (const name of ['folder', 'socket']) rmSync(join(runs, name, 'verdicts.jsonl'));
    rmSync(join(runs, 'answers/completions.jsonl'));
    mkdirSync(join(runs, 'folder/verdicts.jsonl'));
  });
  for (const file of ['socket/verdicts.jsonl', 'answers/completions.jsonl']) {
    const socket = createServer().listen(join(folder, file));
    onTestFinished(() => void socket.close());
    await once(socket, 'listening');
  }
  const {runs} = await listing();
  const reasons = new Map(runs.map(({path, unreadable}) => [path, unreadable]));
  expect(reasons.get('static')).toBeUndefined();
  expect(reasons.get('folder')).toContain('folder/verdicts.jsonl: is no file');
  expect(reasons.get('socket')).toContain('cannot be read (');
  const reply = await get('page?path=answers');
  expect(reply.status).toBe(404);
  expect(await reply.text()).toContain('completions.jsonl: is no file, but a pipe');
});

test('rows are counted anew when their file has changed', () => {
  const file = join(temporaryDirectory(), 'rows');
  const count = createLineCounter();
  writeFileSync(file, 'a\nb\nc');
  expect([count(file), count(file)]).toEqual([2, 2]);
  writeFileSync(file, '\nd\n', {flag: 'a'});
  expect(count(file)).toBe(4);
  expect(() => count(temporaryDirectory())).toThrow('is no file');
});

describe('nothing is given out', () => {
  test.each([
    ['without the token', (url: string) => new URL('/listing', url).href],
    ['with another token', (url: string) => new URL(`/${'A'.repeat(32)}/listing`, url).href],
    ['of what the listing does not have', (url: string) => `${url}page?path=../static`],
    ['at an address that is none', (url: string) => `${new URL('/', url).href}/[`],
    ['of a path to a file', (url: string) => `${url}page?path=/etc/passwd`],
    ['of a folder above', (url: string) => `${url}detail/?task=Starter/0&path=..`],
    ['where no run is named', (url: string) => `${url}page`],
    ['at other places', (url: string) => `${url}page/../../etc/passwd`],
    [
      'of a problem that is not there',
      (url: string) => `${url}detail/?task=Starter/99&path=static`,
    ],
  ])('%s', async (_, address) => {
    const {url} = await served();
    const reply = await fetch(address(url));
    expect(reply.status).toBe(404);
    expect(await reply.text()).not.toContain('root:');
  });

  test('to a site whose name leads here, and to nobody who sends', async () => {
    const {url, get} = await served();
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${url}listing`, {headers: {host: 'evil.example'}}, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      });
      asked.once('error', reject).end();
    });
    expect(status).toBe(421);
    expect((await get('listing', {method: 'POST'})).status).toBe(405);
    const {headers} = await get('listing');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  test('to a request of two hosts, unless the first is ours', async () => {
    const {url} = await served();
    const {host, port, pathname} = new URL(url);
    const answered = async (...hosts: string[]) => {
      const socket = connect(Number(port), '127.0.0.1');
      const names = hosts.map((name) => `Host: ${name}\r\n`).join('');
      socket.end(`GET ${pathname}listing HTTP/1.1\r\n${names}Connection: close\r\n\r\n`);
      const [first] = await once(socket, 'data');
      return String(first).split('\r\n')[0];
    };
    expect(await answered('evil.example', host)).toMatch(/ 4\d\d /);
    expect(await answered(host, 'evil.example')).toMatch(/ (?:200|4\d\d) /);
  });

  test('of what a link leads to', async () => {
    const outside = join(temporaryDirectory(), 'outside');
    cpSync(join(versionOne, 'static'), outside, {recursive: true});
    const {listing, get} = await served((runs) => {
      symlinkSync(outside, join(runs, 'linked'));
      mkdirSync(join(runs, 'half'));
      cpSync(join(outside, 'manifest.json'), join(runs, 'half/manifest.json'));
      symlinkSync(join(outside, 'verdicts.jsonl'), join(runs, 'half/verdicts.jsonl'));
    });
    const {runs} = await listing();
    expect(runs.map(({path}) => path)).toEqual(['half', 'live', 'static']);
    expect(runs[0]?.unreadable).toContain('verdicts.jsonl is a link');
    expect((await get('page?path=linked')).status).toBe(404);
    expect((await get('page?path=half')).status).toBe(404);
  });
});

test.skipIf(process.getuid?.() === 0)(
  'an unreadable folder is passed over (needs a user other than root)',
  async () => {
    const {listing} = await served((folder) => mkdirSync(join(folder, 'closed'), {mode: 0o000}));
    expect((await listing()).runs.map(({path}) => path)).toEqual(['live', 'static']);
  },
);

test('by trust, a log and a run that does not tell are refused by name', async () => {
  const server = await serveFolder({directory: versionOne, trust: 'separate'});
  onTestFinished(() => server.close());
  const refusal = async (path: string) => {
    const reply = await fetch(`${server.url}page?path=${path}`);
    return `${reply.status} ${await reply.text()}`;
  };
  expect(await refusal('live/log')).toMatch(/^404 live\/log: .* a log does not tell/);
  expect(await refusal('static')).toMatch(/^404 .*totals\.passes: absent/);
});

test('nothing is written to the folder', async () => {
  const {folder, get} = await served();
  const state = () =>
    readdirSync(folder, {recursive: true, encoding: 'utf8'})
      .sort()
      .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);
  const before = state();
  await (await get('page?path=static&path=live')).text();
  await (await get('detail/?task=Starter/0&path=static&path=live')).text();
  expect(state()).toEqual(before);
});

test('a folder that is not there is refused', async () => {
  await expect(serveFolder({directory: 'nowhere'})).rejects.toThrow('nowhere: no such folder');
});
