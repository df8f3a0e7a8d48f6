import {randomBytes, timingSafeEqual} from 'node:crypto';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {join} from 'node:path';
import {HarnessError, UsageError} from '../errors.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {oneOf, text, wholeNumber} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {agreementOfRuns} from '../report/html/agreement-of-runs.js';
import {openSources} from '../report/html/evidence.js';
import type {FolderListing} from '../report/html/folder-listing.js';
import {pack} from '../report/html/pack.js';
import {pageHtml} from '../report/html/page/html.js';
import {type PageModel, pageModel, summaryOf} from '../report/html/page/model.js';
import {openPageRun} from '../report/html/page/runs.js';
import {placeOfTask} from '../report/html/task-in-address.js';
import {readIndexAssets, readViewerAssets} from '../report/html/viewer-assets.js';
import {type TrustPolicy, trustPolicies} from '../score/count-trust.js';
import {createLineCounter} from './count-lines.js';
import {openLogAsRun} from './log-as-run.js';
import {refuseLinksIn, scanFolder} from './scan-folder.js';

export type ServeFolderOptions = {
  /** The folder of runs and logs. */
  directory: string;
  /** Default 0: a free one. */
  port?: number | undefined;
  /**
   * Which passes count: `any`, or only those with tests and program apart, where the problem allows
   * that. Default `any`.
   */
  trust?: TrustPolicy | undefined;
};

const schema = optionsOf<ServeFolderOptions>({
  directory: text,
  trust: oneOf(...trustPolicies).optional(),
  port: wholeNumber(0, 65_535).optional(),
});

/** `url` holds the token, without which nothing is answered. */
export type FolderServer = {url: string; close(): Promise<void>};

/**
 * Serves the runs and logs of a folder as pages, from loopback to this machine alone. Nothing is
 * written, and nothing outside the folder is given out.
 * @throws {UsageError} where there is no such folder, or the port is taken.
 * @example
 * const {url, close} = await serveFolder({directory: 'runs'});
 * console.log(url);
 * await close();
 */
export async function serveFolder(options: ServeFolderOptions): Promise<FolderServer> {
  checkOptions('serveFolder', schema, options);
  const {directory, port = 0, trust = 'any'} = options;
  await scanFolder(directory);
  const token = randomBytes(24).toString('base64url');
  const pages = createPages(directory, trust);
  const server = createServer((incoming, outgoing) => {
    answer(incoming, {token, pages, hosts: hostsOf(server.address())}).then(
      (reply) => send(outgoing, reply, incoming.method === 'HEAD'),
      (error: unknown) => send(outgoing, failure(error), false),
    );
  });
  await new Promise<void>((resolve, reject) => {
    const refuse = ({message}: Error) =>
      reject(
        new UsageError(
          `${option('port')} ${port}: cannot be listened on (${message}); choose another`,
        ),
      );
    server.once('error', refuse).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new HarnessError('the server of pages has no port');
  return {
    url: `http://127.0.0.1:${address.port}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type ServedReply = {status: number; type: string; body: string};

/** What a request is answered from. `hosts`: the names that this server goes by. */
type Serving = {token: string; pages: Pages; hosts: readonly string[]};

const refused: ServedReply = {status: 404, type: 'text/plain', body: 'nothing is here\n'};

/**
 * A page of another site may send a request here, and have its name lead here: neither knows the
 * token, and its `Host` is another.
 */
async function answer(
  {method, url = '', headers}: IncomingMessage,
  {token, pages, hosts}: Serving,
): Promise<ServedReply> {
  if (!hosts.includes(headers.host ?? '')) return {...refused, status: 421};
  if (method !== 'GET' && method !== 'HEAD') return {...refused, status: 405};
  const itself = 'http://127.0.0.1';
  if (!URL.canParse(url, itself)) return refused;
  const {pathname, searchParams} = new URL(url, itself);
  const [, given = '', place = '', rest = '', ...more] = pathname.split('/');
  if (!isSame(given, token) || more.length > 0 || rest !== '') return refused;
  const paths = searchParams.getAll('path');
  if (place === '') return html(pages.index());
  if (place === 'listing') return json(await pages.listing());
  if (place === 'page') return html(await pages.page(paths));
  const task = searchParams.get('task');
  if (place === 'detail' && task !== null) return json(await pages.detail(paths, task));
  return refused;
}

function hostsOf(address: ReturnType<ReturnType<typeof createServer>['address']>): string[] {
  if (address === null || typeof address === 'string') return [];
  return [`127.0.0.1:${address.port}`, `localhost:${address.port}`];
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const html = (body: string): ServedReply => ({status: 200, type: 'text/html; charset=utf-8', body});
const json = (value: unknown): ServedReply => {
  return {status: 200, type: 'application/json', body: JSON.stringify(value)};
};

function failure(error: unknown): ServedReply {
  const isTheirs = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  return {status: isTheirs ? 404 : 500, type: 'text/plain; charset=utf-8', body: `${message}\n`};
}

function send(
  outgoing: ServerResponse,
  {status, type, body}: ServedReply,
  headOnly: boolean,
): void {
  outgoing.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  outgoing.end(headOnly ? undefined : body);
}

type Pages = {
  index(): string;
  listing(): Promise<FolderListing>;
  page(paths: readonly string[]): Promise<string>;
  detail(paths: readonly string[], taskId: string): Promise<unknown>;
};

type Scanner = () => Promise<FolderListing>;

/** Whoever asks while the folder is being looked through gets what is found. */
function createScanner(directory: string): Scanner {
  const countLines = createLineCounter();
  let scanning: Promise<FolderListing> | null = null;
  return () => {
    scanning ??= scanFolder(directory, countLines).finally(() => {
      scanning = null;
    });
    return scanning;
  };
}

/** Pages whose figures stay in memory. */
const mostModels = 4;

function createPages(directory: string, trust: TrustPolicy): Pages {
  const models = new Map<string, Promise<PageModel>>();
  const opening = new Set<Promise<PageModel>>();
  const scan = createScanner(directory);
  /**
   * A page that is opened anew shows what is there now, and so do details from then on. Whoever
   * asks for one that is just being opened gets the same.
   */
  const open = (paths: readonly string[], anew: boolean): Promise<PageModel> => {
    const key = JSON.stringify(paths);
    const known = models.get(key);
    if (known && (!anew || opening.has(known))) return known;
    const model = openModel({directory, paths, trust, scan});
    models.delete(key);
    models.set(key, model);
    for (const oldest of models.keys()) {
      if (models.size <= mostModels) break;
      models.delete(oldest);
    }
    opening.add(model);
    model.then(
      () => opening.delete(model),
      () => {
        opening.delete(model);
        if (models.get(key) === model) models.delete(key);
      },
    );
    return model;
  };
  return {
    index: () =>
      [
        ...pageHtml({
          title: 'convcodebench: runs and logs',
          summary: '',
          place: 'served',
          chunks: [],
          assets: readIndexAssets(),
        }),
      ].join(''),
    listing: scan,
    async page(paths) {
      const model = await open(paths, true);
      const summary = pack(summaryOf(model, () => true, ''));
      const parts = {title: model.title, summary, chunks: [], assets: readViewerAssets()};
      return [...pageHtml({...parts, place: 'served'})].join('');
    },
    async detail(paths, taskId) {
      const model = await open(paths, false);
      const task = placeOfTask(model.tasks, taskId);
      if (task === -1) throw new UsageError(`${taskId}: the page has no such problem`);
      return model.detail(task);
    },
  };
}

type WantedPage = {
  directory: string;
  paths: readonly string[];
  trust: TrustPolicy;
  scan: Scanner;
};

/**
 * @throws {UsageError} for a path that the folder's listing does not have, or, by `trust`, a run or
 * log that does not tell how its passes were established.
 */
async function openModel(wanted: WantedPage): Promise<PageModel> {
  const {directory, paths, trust, scan} = wanted;
  const {runs, logs} = await scan();
  const readable = logs.filter((log) => !('unreadable' in log));
  const sources = await openSources({logs: readable.map(({path}) => join(directory, path))});
  const opened = [];
  for (const path of paths) {
    const place = join(directory, path);
    if (runs.some((run) => run.path === path)) {
      refuseLinksIn(place);
      opened.push(await openPageRun(place, sources));
    } else if (readable.some((log) => log.path === path)) {
      if (trust !== 'any')
        throw new UsageError(
          `${path}: ${option('trust')} ${trust}: a log does not tell how passes were established; open its run`,
        );
      opened.push(await openLogAsRun(place, sources));
    } else throw new UsageError(`${path}: the folder has no such run or log`);
  }
  if (opened.length === 0) throw new UsageError('no run is named');
  const stored = opened.map((run) => run.stored);
  return pageModel({
    runs: opened,
    convention: 'credited',
    trust,
    agreement: agreementOfRuns(stored, {published: false, trust}),
  });
}
