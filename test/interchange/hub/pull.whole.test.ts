import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {parquetWriteBuffer} from 'hyparquet-writer';
import {beforeEach, describe, expect, test, vi} from 'vitest';
import {MissingRequirementError, UsageError} from '../../../src/errors.js';
import {readAllJsonl} from '../../../src/files/jsonl.js';
import {
  bigCodeBench,
  bigCodeBenchHard,
  convCodeBench,
  type PullOptions,
  publishedLogPath,
  pullBigCodeBench,
  pullBigCodeBenchHard,
  pullConvCodeBench,
} from '../../../src/interchange/hub/pull.js';
import {pullLockPath} from '../../../src/interchange/hub/pull-lock.js';
import {hardTaskIds} from '../../../src/problem/hard-subset.js';
import {type Problem, problemSchema} from '../../../src/problem/problem.js';
import {loadSuite, pulledSuitePath} from '../../../src/problem/suite.js';
import {exampleProblem} from '../../support/example-problem.js';
import {
  scratch,
  threeConversations,
  toColumns,
  toySuite,
  writeParquet,
} from '../published/published-fixture.js';
import {commit, openStandInHub, type StandInHub} from './stand-in-hub.js';

const logName = `${convCodeBench.dataset}/${convCodeBench.path}`;

let cache: string;
let hub: StandInHub;
let logBytes: Uint8Array;
let made: Uint8Array | undefined;

beforeEach(async () => {
  cache = scratch();
  vi.stubEnv('CONVCODEBENCH_CACHE', cache);
  hub = await openStandInHub();
  made ??= readFileSync(
    writeParquet(join(scratch(), 'log.parquet'), toColumns({CF_SEF: threeConversations()})),
  );
  logBytes = made;
  hub.files.set(logName, logBytes);
});

function options(more: PullOptions = {}): PullOptions {
  return {environment: {HF_ENDPOINT: `${hub.url}/`, NO_PROXY: '*'}, retryWaitMs: 1, ...more};
}

const kept = () => readdirSync(join(cache, 'downloads'));
const ranges = () => hub.requests.filter(({to}) => to === 'cdn').map(({range}) => range);

describe('pull of the published log', () => {
  test("the file comes by the hub's redirect, and its checksum and commit are recorded", async () => {
    const told: unknown[] = [];
    const pulled = await pullConvCodeBench(
      options({onProgress: (progress) => told.push(progress)}),
    );
    expect(pulled).toMatchObject({
      path: publishedLogPath(),
      bytes: logBytes.length,
      state: 'downloaded',
    });
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
    expect(hub.requests[0]?.path).toBe(
      `/datasets/ConvCodeWorld/convcodebench/resolve/main/${convCodeBench.path}`,
    );
    const {files} = JSON.parse(readFileSync(pullLockPath(), 'utf8'));
    expect(files).toEqual({[logName]: {sha256: pulled.sha256, bytes: logBytes.length, commit}});
    expect(told[0]).toEqual({bytes: 0, total: logBytes.length});
    expect(told.at(-1)).toEqual({bytes: logBytes.length, total: logBytes.length});
    expect(kept()).toEqual([]);
  });

  test('what is there already is not asked for again; what was damaged since is replaced, by the same commit', async () => {
    await pullConvCodeBench(options());
    const {length} = hub.requests;
    expect((await pullConvCodeBench(options())).state).toBe('already there');
    expect(hub.requests).toHaveLength(length);
    writeFileSync(publishedLogPath(), 'damaged');
    expect((await pullConvCodeBench(options())).state).toBe('downloaded');
    expect(hub.requests[length]?.path).toContain(`/resolve/${commit}/`);
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
  });

  test('a later download that differs from the first is refused, and the first stays', async () => {
    await pullConvCodeBench(options());
    writeFileSync(publishedLogPath(), 'damaged');
    hub.files.set(
      logName,
      readFileSync(
        writeParquet(join(scratch(), 'other.parquet'), toColumns({CF: threeConversations()})),
      ),
    );
    const result = pullConvCodeBench(options());
    await expect(result).rejects.toThrow(UsageError);
    await expect(result).rejects.toThrow(
      /86cafbcfcce85026\.parquet: sha256: [0-9a-f]{64}, the first download was [0-9a-f]{64}; .* remove its entry from .*pull-lock\.json/,
    );
    expect(readFileSync(publishedLogPath(), 'utf8')).toBe('damaged');
    expect(kept()).toEqual([]);
  });

  test('bytes that are not those the hub names are refused, and nothing stays', async () => {
    hub.claimedSha256 = 'a'.repeat(64);
    const result = pullConvCodeBench(options());
    await expect(result).rejects.toThrow(UsageError);
    await expect(result).rejects.toThrow(`the server names ${'a'.repeat(64)}; nothing was kept`);
    expect(readdirSync(cache)).toEqual(['downloads']);
    expect(kept()).toEqual([]);
  });

  test('a broken connection is gone on with where it stopped', async () => {
    hub.troubles.push(
      {kind: 'cut', after: 1000},
      {kind: 'cut', after: 500},
      {kind: 'status', status: 503},
    );
    await pullConvCodeBench(options());
    expect(ranges()).toEqual([undefined, 'bytes=1000-', 'bytes=1500-', 'bytes=1500-']);
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
  });

  test('a download that was given up is gone on with by the next call', async () => {
    hub.troubles.push({kind: 'cut', after: 1000}, ...Array(5).fill({kind: 'status', status: 500}));
    const result = pullConvCodeBench(options());
    await expect(result).rejects.toThrow(MissingRequirementError);
    await expect(result).rejects.toThrow(
      /cannot be had now \(the server answered HTTP 500\); 1000 bytes are kept, run the same command again to go on/,
    );
    expect(existsSync(publishedLogPath())).toBe(false);
    expect(kept().sort()).toEqual([
      'convcodebench.parquet.part',
      'convcodebench.parquet.part.json',
    ]);
    await pullConvCodeBench(options());
    expect(ranges().at(-1)).toBe('bytes=1000-');
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
    expect(kept()).toEqual([]);
  });

  test('a part of another version of the file is thrown away', async () => {
    hub.troubles.push({kind: 'cut', after: 1000}, ...Array(5).fill({kind: 'status', status: 500}));
    await expect(pullConvCodeBench(options())).rejects.toThrow('1000 bytes are kept');
    const other = readFileSync(
      writeParquet(join(scratch(), 'other.parquet'), toColumns({CF: threeConversations()})),
    );
    hub.files.set(logName, other);
    await pullConvCodeBench(options());
    expect(readFileSync(publishedLogPath()).equals(other)).toBe(true);
  });

  test('a server that knows no ranges sends it all again', async () => {
    hub.troubles.push({kind: 'cut', after: 1000}, {kind: 'ignores-range'});
    await pullConvCodeBench(options());
    expect(ranges()).toEqual([undefined, 'bytes=1000-']);
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
  });

  test('a truncated file that nobody announced is seen by its end', async () => {
    hub.redirects = false;
    hub.troubles.push({kind: 'without-length', bytes: 1000});
    await expect(pullConvCodeBench(options())).rejects.toThrow(
      'does not end with PAR1 after 1000 bytes: it is truncated',
    );
    expect(existsSync(publishedLogPath())).toBe(false);
    expect(kept()).toEqual([]);
  });

  test('a mirror without redirects and hashes will do; a file of the same shape is then recorded', async () => {
    hub.redirects = false;
    hub.troubles.push({kind: 'cut', after: 1000});
    await pullConvCodeBench(options());
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
    expect(JSON.parse(readFileSync(pullLockPath(), 'utf8')).files[logName].commit).toBeNull();
  });

  test.each([
    [404, /there is no such file \(HTTP 404\); download it elsewhere and name it with `from` FILE/],
    [401, /may not be read \(HTTP 401\); set HF_TOKEN/],
    [403, /may not be read \(HTTP 403\); set HF_TOKEN/],
    [418, /cannot be had \(HTTP 418\)/],
  ])('HTTP %i is final at once', async (status, message) => {
    hub.troubles.push({kind: 'status', status});
    const result = pullConvCodeBench(options());
    await expect(result).rejects.toThrow(MissingRequirementError);
    await expect(result).rejects.toThrow(message);
    expect(ranges()).toHaveLength(1);
    expect(kept()).toEqual([]);
  });

  test('a revision that there is not is named', async () => {
    await expect(pullConvCodeBench(options({revision: 'v9'}))).rejects.toThrow(
      `/datasets/ConvCodeWorld/convcodebench/resolve/v9/`,
    );
  });

  test('a server that nobody answers at is named without its password', async () => {
    const environment = {HF_ENDPOINT: 'http://user:secret@127.0.0.1:9', NO_PROXY: '*'};
    const result = pullConvCodeBench({environment, retryWaitMs: 1});
    await expect(result).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:9\/datasets\/.*: cannot be had now \(.*ECONNREFUSED.*\); try again later/,
    );
    await expect(result).rejects.not.toThrow('secret');
    expect(kept()).toEqual([]);
  });

  test('the token goes to the hub only, and is written nowhere', async () => {
    await pullConvCodeBench(
      options({environment: {HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_secret', NO_PROXY: '*'}}),
    );
    expect(hub.requests.map(({to, authorization}) => [to, authorization])).toEqual([
      ['hub', 'Bearer hf_secret'],
      ['cdn', undefined],
    ]);
    for (const name of readdirSync(cache, {recursive: true, withFileTypes: true})) {
      if (name.isFile())
        expect(readFileSync(join(name.parentPath, name.name)).includes('hf_secret')).toBe(false);
    }
  });

  test.each([
    ['100%', '100%'],
    ['gehe%C3%AFm', 'geheïm'],
  ])('the password %s of a mirror arrives as %s', async (written, sent) => {
    const HF_ENDPOINT = hub.url.replace('//', `//me:${written}@`);
    await pullConvCodeBench(options({environment: {HF_ENDPOINT, NO_PROXY: '*'}}));
    const [, basic = ''] = hub.requests[0]?.authorization?.split(' ') ?? [];
    expect(Buffer.from(basic, 'base64').toString()).toBe(`me:${sent}`);
  });

  test('an abort ends it, and the part stays', async () => {
    hub.troubles.push({kind: 'cut', after: 1000}, {kind: 'status', status: 500});
    const stop = new AbortController();
    const onProgress = ({bytes}: {bytes: number}) => {
      if (bytes > 0) stop.abort(new Error('stopped by hand'));
    };
    await expect(pullConvCodeBench(options({signal: stop.signal, onProgress}))).rejects.toThrow(
      'stopped by hand',
    );
    expect(kept()).toContain('convcodebench.parquet.part');
  });

  test.each([
    [{HF_ENDPOINT: 'mirror.example'}, 'HF_ENDPOINT is not an http(s) URL'],
    [{HF_HUB_OFFLINE: '1'}, 'HF_HUB_OFFLINE is set, so nothing is downloaded'],
    [{HF_TOKEN: 'a\nb'}, 'HF_TOKEN holds a character that no HTTP header can carry'],
  ])('%j is refused before anything is sent', async (environment, message) => {
    await expect(pullConvCodeBench({environment})).rejects.toThrow(message);
  });
});

describe('the published log from a file', () => {
  test('is copied, recorded, and held to a recorded checksum', async () => {
    const from = writeParquet(
      join(scratch(), 'mine.parquet'),
      toColumns({CF_SEF: threeConversations()}),
    );
    expect((await pullConvCodeBench({from})).state).toBe('copied');
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
    expect(JSON.parse(readFileSync(pullLockPath(), 'utf8')).files[logName].commit).toBeNull();
    const other = writeParquet(
      join(scratch(), 'other.parquet'),
      toColumns({CF: threeConversations()}),
    );
    writeFileSync(publishedLogPath(), 'damaged');
    await expect(pullConvCodeBench({from: other})).rejects.toThrow('the first download was');
    expect(kept()).toEqual([]);
    expect(existsSync(other)).toBe(true);
  });

  test('takes the place of a download that was broken off', async () => {
    hub.troubles.push({kind: 'cut', after: 1000}, ...Array(5).fill({kind: 'status', status: 500}));
    await expect(pullConvCodeBench(options())).rejects.toThrow('1000 bytes are kept');
    const from = writeParquet(
      join(scratch(), 'mine.parquet'),
      toColumns({CF_SEF: threeConversations()}),
    );
    expect((await pullConvCodeBench({from})).state).toBe('copied');
    expect(kept()).toEqual([]);
  });

  test('is held to the recorded checksum though a right one is there already', async () => {
    const from = writeParquet(
      join(scratch(), 'mine.parquet'),
      toColumns({CF_SEF: threeConversations()}),
    );
    await pullConvCodeBench({from});
    expect((await pullConvCodeBench({from})).state).toBe('already there');
    const other = writeParquet(
      join(scratch(), 'other.parquet'),
      toColumns({CF: threeConversations()}),
    );
    await expect(pullConvCodeBench({from: other})).rejects.toThrow('the first download was');
    expect(readFileSync(publishedLogPath()).equals(logBytes)).toBe(true);
  });

  test('that is a folder is refused, for either dataset', async () => {
    const from = scratch();
    for (const pull of [pullConvCodeBench, pullBigCodeBench]) {
      const result = pull({from});
      await expect(result).rejects.toThrow(UsageError);
      await expect(result).rejects.toThrow(`${from}: is a folder; \`from\` takes the file itself`);
    }
  });

  test.each([
    ['missing', undefined, 'none.parquet: no such file'],
    [
      'an LFS pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
      'none.parquet: is a Git LFS pointer',
    ],
    ['no parquet', 'hello', 'none.parquet: does not begin with PAR1'],
  ])('that is %s is refused', async (_, content, message) => {
    const from = join(scratch(), 'none.parquet');
    if (content !== undefined) writeFileSync(from, content);
    await expect(pullConvCodeBench({from})).rejects.toThrow(message);
    expect(readdirSync(cache)).toEqual(['downloads']);
    expect(kept()).toEqual([]);
  });
});

describe('pull of BigCodeBench', () => {
  const suiteName = `${bigCodeBench.dataset}/${bigCodeBench.path}`;

  test('a suite whose hash is another is refused, by download and from a file, and nothing stays', async () => {
    const {problems} = toySuite();
    const columnData = problemSchema
      .keyof()
      .options.map((name) => ({name, data: problems.map((problem) => problem[name])}));
    hub.files.set(suiteName, new Uint8Array(parquetWriteBuffer({columnData})));
    await expect(pullBigCodeBench(options())).rejects.toThrow(
      /suite hash: [0-9a-f]{64} \(3 problems\), BigCodeBench v0\.1\.0_hf has 3f684a90/,
    );
    const from = join(scratch(), 'toy.jsonl');
    writeFileSync(from, problems.map((problem) => `${JSON.stringify(problem)}\n`).join(''));
    await expect(pullBigCodeBench({from})).rejects.toThrow('toy.jsonl: suite hash: ');
    expect(readdirSync(cache)).toEqual(['downloads']);
    expect(kept()).toEqual([]);
  });

  test('a parquet file without its columns is refused', async () => {
    hub.files.set(
      suiteName,
      new Uint8Array(
        parquetWriteBuffer({columnData: [{name: 'task_id', data: ['BigCodeBench/0']}]}),
      ),
    );
    await expect(pullBigCodeBench(options())).rejects.toThrow('complete_prompt: no such column');
    expect(kept()).toEqual([]);
  });

  const data = join(process.env.CONVCODEBENCH_TEST_DATA ?? '', 'bigcodebench.jsonl.gz');

  describe.skipIf(!process.env.CONVCODEBENCH_TEST_DATA || !existsSync(data))(
    'with the real problems (skipped without CONVCODEBENCH_TEST_DATA)',
    () => {
      test("the hub's parquet becomes the suite that every command knows", async () => {
        const problems = await readAllJsonl(data, problemSchema);
        const columnData = problemSchema
          .keyof()
          .options.map((name) => ({name, data: problems.map((problem) => problem[name])}));
        hub.files.set(suiteName, new Uint8Array(parquetWriteBuffer({columnData})));
        expect(await pullBigCodeBench(options())).toMatchObject({
          path: pulledSuitePath('bigcodebench'),
          state: 'downloaded',
        });
        expect((await loadSuite('bigcodebench')).problems).toEqual(problems);
        expect((await pullBigCodeBench(options())).state).toBe('already there');
        expect(kept()).toEqual([]);
        // What replaces a damaged one is of the first one's commit.
        writeFileSync(pulledSuitePath('bigcodebench'), gzipSync('damaged'));
        hub.requests.length = 0;
        expect((await pullBigCodeBench(options())).state).toBe('downloaded');
        expect(hub.requests[0]?.path).toContain(`/resolve/${commit}/`);
      });

      test('a JSONL file of the nine fields will do, compressed or not', async () => {
        const from = join(scratch(), 'plain.jsonl');
        writeFileSync(from, gunzipSync(readFileSync(data)));
        mkdirSync(join(cache, 'downloads'));
        writeFileSync(join(cache, 'downloads', 'bigcodebench.parquet.part'), 'broken off');
        expect((await pullBigCodeBench({from})).state).toBe('copied');
        expect(kept()).toEqual([]);
        expect((await loadSuite('bigcodebench')).problems).toHaveLength(1140);
        const suite = readFileSync(pulledSuitePath('bigcodebench'));
        writeFileSync(pulledSuitePath('bigcodebench'), gzipSync('damaged'));
        expect((await pullBigCodeBench({from: data})).state).toBe('copied');
        expect(readFileSync(pulledSuitePath('bigcodebench')).equals(suite)).toBe(true);
        const other = join(scratch(), 'other.jsonl');
        writeFileSync(
          other,
          gunzipSync(readFileSync(data))
            .subarray(0, 50_000)
            .toString()
            .replace(/\n[^\n]*$/, '\n'),
        );
        await expect(pullBigCodeBench({from: other})).rejects.toThrow('other.jsonl: suite hash: ');
      });
    },
  );
});

describe('pull of BigCodeBench-Hard', () => {
  const suiteName = `${bigCodeBenchHard.dataset}/${bigCodeBenchHard.path}`;
  const hardProblems = () => hardTaskIds.map((task_id) => exampleProblem({task_id}));

  /** As the dataset has them: with columns of its own beside the nine. */
  function serve(problems: readonly Problem[]) {
    const fields = problemSchema.keyof().options;
    const columns = fields.map((name) => ({name, data: problems.map((each) => each[name])}));
    const score = {name: 'score', data: problems.map(() => 0.71)};
    const parquet = parquetWriteBuffer({columnData: [...columns, score]});
    hub.files.set(suiteName, new Uint8Array(parquet));
  }

  test('its parquet becomes a suite that every command knows by name', async () => {
    const problems = hardProblems();
    serve(problems);
    await expect(loadSuite('bigcodebench-hard')).rejects.toThrow(
      'the suite bigcodebench-hard is not on this machine: convcodebench pull bigcodebench-hard',
    );
    expect((await pullBigCodeBenchHard(options())).state).toBe('downloaded');
    expect(hub.requests[0]?.path).toBe(
      '/datasets/bigcode/bigcodebench-hard/resolve/main/data/v0.1.0_hf-00000-of-00001.parquet',
    );
    const suite = await loadSuite('bigcodebench-hard');
    expect(suite.name).toBe('bigcodebench-hard');
    expect(suite.problems).toEqual(problems);
    expect((await pullBigCodeBenchHard(options())).state).toBe('already there');
    expect(kept()).toEqual([]);
  });

  test('other problems, one more or one less are refused by name', async () => {
    const problems = hardProblems();
    const refused = async (wrong: readonly Problem[]) => {
      serve(wrong);
      await expect(pullBigCodeBenchHard(options())).rejects.toThrow(
        /task_id: .*, BigCodeBench-Hard has .* there; get its split v0\.1\.0_hf/,
      );
      expect(existsSync(pulledSuitePath('bigcodebench-hard'))).toBe(false);
    };
    await refused(problems.slice(0, -1));
    await refused([...problems, exampleProblem({task_id: 'BigCodeBench/0'})]);
    await refused(problems.toReversed());
  });

  test('other texts than those of the first one are refused', async () => {
    const problems = hardProblems();
    const file = (name: string, content: readonly Problem[]) => {
      const path = join(scratch(), name);
      writeFileSync(path, content.map((problem) => `${JSON.stringify(problem)}\n`).join(''));
      return path;
    };
    expect((await pullBigCodeBenchHard({from: file('first.jsonl', problems)})).state).toBe(
      'copied',
    );
    const changed = problems.with(3, exampleProblem({task_id: hardTaskIds[3] ?? '', libs: '[]'}));
    await expect(pullBigCodeBenchHard({from: file('other.jsonl', changed)})).rejects.toThrow(
      /bigcode\/bigcodebench-hard, suite hash: sha256: [0-9a-f]{64}, the first download was/,
    );
    expect((await loadSuite('bigcodebench-hard')).problems).toEqual(problems);
  });
});
