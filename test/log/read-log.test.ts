import {copyFileSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {isMainThread} from 'node:worker_threads';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {FileFormatError, UsageError} from '../../src/errors.js';
import {sha256} from '../../src/files/canonical-hash.js';
import {toJsonLine} from '../../src/files/jsonl.js';
import type {LogLine} from '../../src/log/log-line.js';
import {findShippedLog, openLog, readConversations} from '../../src/log/read-log.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const versionOne = 'test/fixtures/logs/v1';

type ManifestChange = {[field: string]: unknown};

/** A log of one scenario with this content, its manifest in order but for `change`. */
function logOf(content: string, change: ManifestChange = {}, file: ManifestChange = {}): string {
  const directory = temporaryDirectory();
  const manifest = JSON.parse(readFileSync(`${versionOne}/manifest.json`, 'utf8'));
  const scenarios = {
    CF: {lines: content.split('\n').length - 1, leaks: 0, sha256: sha256(content), ...file},
  };
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({...manifest, scenarios, ...change}),
  );
  writeFileSync(join(directory, 'CF.jsonl'), content);
  return directory;
}

function chain(task_id: string, length: number): LogLine[] {
  return Array.from({length}, (_, i) => exampleLine({task_id, turn: i + 1}));
}

function text(lines: readonly LogLine[]): string {
  return lines.map(toJsonLine).join('');
}

async function refusal(
  directory: string,
  kind: typeof UsageError = FileFormatError,
): Promise<string> {
  const error: unknown = await Promise.resolve()
    .then(() => readConversations(openLog(directory), 'CF'))
    .catch((reason: unknown) => reason);
  if (!(error instanceof kind)) throw new Error(`expected a ${kind.name}, got ${String(error)}`);
  return error.message.replaceAll(directory, 'LOG');
}

describe('a log packed by gzip, as the one that ships is', () => {
  const content = text(chain('P/0', 10));

  /** The same log with its one file packed, and what it then holds. */
  function packed(directory: string, holds: string): string {
    writeFileSync(join(directory, 'CF.jsonl.gz'), gzipSync(holds));
    rmSync(join(directory, 'CF.jsonl'));
    return directory;
  }

  test('is the same log: its hashes are of what the files hold', async () => {
    const plain = openLog(logOf(content));
    const same = openLog(packed(logOf(content), content));
    expect(same.sha256).toBe(plain.sha256);
    expect(await readConversations(same, 'CF')).toEqual(await readConversations(plain, 'CF'));
  });

  test('is refused as any other where it holds something else', async () => {
    const other = content.replace('"notes":[]', '"notes":["leak"]');
    expect(other).not.toBe(content);
    expect(await refusal(packed(logOf(content), other))).toMatch(
      /^LOG\/CF\.jsonl\.gz: sha256: [0-9a-f]{12}…, the manifest says/,
    );
  });
});

describe('a log of format version 1', () => {
  test('is read: solved, solved at turn 0, never solved, broken off', async () => {
    const log = openLog(versionOne);
    const conversations = await readConversations(log, 'CF_EF_UNIT_SEF');
    expect(
      conversations.map(({taskId, lines}) => [taskId, lines.length, lines.at(-1)?.previous_status]),
    ).toEqual([
      ['Old/0', 2, 'pass'],
      ['Old/1', 1, 'pass'],
      ['Old/2', 10, 'fail'],
      ['Old/3', 1, 'timeout'],
    ]);
    expect(conversations[0]?.lines[0]).toMatchObject({
      execution_feedback: expect.stringMatching(/^TEST_DOUBLE\nTraceback[\s\S]*3 != 4\n$/),
      verbal_feedback: 'It adds where it should double – look at the operator.',
      notes: ['leak'],
    });
    // hashlib.sha256(json.dumps(manifest, sort_keys=True, separators=(',',
    // ':')).encode()).hexdigest()
    expect(log.sha256).toBe('b6f0f4a2cf724789d9874470ac5ebea92be6c2608d989905da5853c62fa293f4');
  });

  test('keeps its identity however its manifest is laid out', () => {
    const directory = temporaryDirectory();
    const manifest = JSON.parse(readFileSync(`${versionOne}/manifest.json`, 'utf8'));
    writeFileSync(
      join(directory, 'manifest.json'),
      JSON.stringify(Object.fromEntries(Object.entries(manifest).reverse())),
    );
    expect(openLog(directory).sha256).toBe(openLog(versionOne).sha256);
  });
});

describe('a manifest is refused by name and field', () => {
  test.each<[string, ManifestChange, RegExp]>([
    [
      'another version, whatever its other fields',
      {format_version: 3, suite: 7},
      /^LOG\/manifest\.json: format_version: 3, this program reads 1 and 2$/,
    ],
    [
      'another version, whatever it calls itself',
      {format_version: 3, format: 'another-log'},
      /^LOG\/manifest\.json: format_version: 3, this program reads 1 and 2$/,
    ],
    [
      'a version that is no number',
      {format_version: 'one'},
      /^LOG\/manifest\.json: format_version: "one", this program reads 1 and 2$/,
    ],
    [
      'another format',
      {format: 'convcodebench-run'},
      /^LOG\/manifest\.json: format: .*convcodebench-log/,
    ],
    [
      'an unknown scenario',
      {scenarios: {CF_XX: {lines: 0, leaks: 0, sha256: ''}}},
      /^LOG\/manifest\.json: scenarios: no field is called CF_XX$/,
    ],
    ['a missing field', {partial_scope: undefined}, /^LOG\/manifest\.json: partial_scope: /],
  ])('%s', async (_, change, message) => {
    expect(await refusal(logOf('', change))).toMatch(message);
  });

  test('a directory without one, and one that is torn', async () => {
    expect(await refusal(temporaryDirectory(), UsageError)).toMatch(
      /^LOG: not a log \(no manifest\.json\)/,
    );
    const begun = logOf(text(chain('T/0', 3)));
    rmSync(join(begun, 'manifest.json'));
    expect(await refusal(begun, UsageError)).toBe(
      'LOG: a log that is being made, or whose making was killed (no manifest.json); give the command of "convcodebench generate" again',
    );
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'manifest.json'), '{"format":');
    expect(await refusal(directory)).toMatch(/^LOG\/manifest\.json: record: not JSON/);
  });
});

describe('a scenario is refused by file, line and field', () => {
  const whole = [...chain('T/0', 10), solvedLine({task_id: 'T/1'})];

  test.each<[string, LogLine[], string]>([
    [
      'a duplicate (problem, turn)',
      [...chain('T/0', 2), ...chain('T/0', 10).slice(1)],
      'LOG/CF.jsonl:3: turn: 2, expected 3 for T/0 (duplicate)',
    ],
    [
      'a gap',
      [...chain('T/0', 2), exampleLine({task_id: 'T/0', turn: 4})],
      'LOG/CF.jsonl:3: turn: 4, expected 3 for T/0 (gap)',
    ],
    [
      'a first turn that is missing',
      [exampleLine({task_id: 'T/0', turn: 2})],
      'LOG/CF.jsonl:1: turn: 2, expected 1 for T/0 (gap)',
    ],
    [
      'a problem that comes back',
      [...whole, ...chain('T/0', 10)],
      'LOG/CF.jsonl:12: task_id: T/0 stands earlier already (duplicate)',
    ],
    [
      'an end before turn 10 without a pass',
      [...chain('T/0', 4), ...chain('T/1', 10)],
      'LOG/CF.jsonl:4: turn: T/0 ends at turn 4, neither solved nor at turn 10 (gap)',
    ],
    [
      'the same at the end of the file',
      chain('T/0', 9),
      'LOG/CF.jsonl:9: turn: T/0 ends at turn 9, neither solved nor at turn 10 (gap)',
    ],
    [
      'a turn behind the pass',
      [solvedLine({task_id: 'T/0'}), exampleLine({task_id: 'T/0', turn: 2})],
      'LOG/CF.jsonl:2: turn: T/0 was solved at turn 0, no line may follow',
    ],
    [
      'code that is not what its hash says',
      [exampleLine({task_id: 'T/0', code_sha256: sha256('other')})],
      'LOG/CF.jsonl:1: code_sha256: is not the hash of previous_code',
    ],
  ])('%s', async (_, lines, message) => {
    expect(await refusal(logOf(text(lines)))).toBe(message);
  });

  test('a torn last line', async () => {
    expect(await refusal(logOf(text(whole).slice(0, -30)))).toMatch(
      /^LOG\/CF\.jsonl:11: record: not JSON/,
    );
  });

  test('a status that does not exist', async () => {
    expect(await refusal(logOf(text(whole).replace('"pass"', '"passed"')))).toMatch(
      /^LOG\/CF\.jsonl:11: previous_status: /,
    );
  });

  test('another number of lines, another checksum', async () => {
    expect(await refusal(logOf(text(whole), {}, {lines: 12}))).toBe(
      'LOG/CF.jsonl: lines: 11, the manifest says 12; restore the file',
    );
    expect(await refusal(logOf(text(whole), {}, {sha256: 'f'.repeat(64)}))).toMatch(
      /^LOG\/CF\.jsonl: sha256: [0-9a-f]{12}…, the manifest says f{12}…; restore the file$/,
    );
  });

  test('lines rewritten with CRLF: the bytes are not those that were recorded', async () => {
    const directory = logOf(text(whole));
    writeFileSync(join(directory, 'CF.jsonl'), text(whole).replaceAll('\n', '\r\n'));
    expect(await refusal(directory)).toMatch(/^LOG\/CF\.jsonl: sha256: /);
  });

  test('one that the log does not hold, and one whose file is gone', async () => {
    const directory = temporaryDirectory();
    copyFileSync(`${versionOne}/manifest.json`, join(directory, 'manifest.json'));
    expect(await refusal(directory, UsageError)).toBe(
      'LOG: scenario CF is not in this log; it has CF_EF_UNIT_SEF',
    );
    await expect(readConversations(openLog(directory), 'CF_EF_UNIT_SEF')).rejects.toThrow(
      /CF_EF_UNIT_SEF\.jsonl: no such file, though .*manifest\.json names it$/,
    );
  });

  test('one that the log does not hold, with the ones it does', async () => {
    const file = {lines: 0, leaks: 0, sha256: ''};
    const directory = logOf('', {scenarios: {CF_SNF: file, CF_SEF: file}});
    expect(await refusal(directory, UsageError)).toBe(
      'LOG: scenario CF is not in this log; it has CF_SNF, CF_SEF',
    );
  });

  test('nothing, where a problem that broke off is named in the manifest', async () => {
    const directory = logOf(
      text([...chain('T/0', 4), ...chain('T/1', 10)]),
      {},
      {incomplete: ['T/0']},
    );
    expect(
      (await readConversations(openLog(directory), 'CF')).map(({lines}) => lines.length),
    ).toEqual([4, 10]);
  });
});

test('a log that ships is found by its hash, and by no other', () => {
  const starter = openLog('logs/starter/simulated--codellama-like_by_builtin');
  const found = findShippedLog(starter.sha256);
  expect(found?.manifest).toEqual(starter.manifest);
  expect(found?.directory).toMatch(/logs\/starter\/simulated--codellama-like_by_builtin$/);
  expect(findShippedLog(openLog(versionOne).sha256)).toBeNull();
});

test('a log that ships opens by the name in `list logs` wherever one stands', ({skip}) => {
  skip(!isMainThread, 'needs a process of its own');
  const name = 'logs/starter/simulated--codellama-like_by_builtin';
  const here = process.cwd();
  const {sha256} = openLog(name);
  try {
    process.chdir(temporaryDirectory());
    expect(openLog(name).sha256).toBe(sha256);
    expect(() => openLog('logs/starter/nobody')).toThrow(
      'logs/starter/nobody: no such directory; ',
    );
  } finally {
    process.chdir(here);
  }
});
