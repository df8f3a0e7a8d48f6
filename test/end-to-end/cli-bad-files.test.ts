import {createHash} from 'node:crypto';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {starterSuitePath} from '../../src/problem/suite.js';
import {type CliResult, startCli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {startRecordingServer} from '../support/e2e/recording-server.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {expectRefused, type Refusal, runAll} from '../support/e2e/refusal.js';
import {fingerprints} from '../support/e2e/run-files.js';

/** A damaged file and what is said about it; `damage` gets its lines. */
type Damage = {
  file?: string;
  damage: (lines: string[], folder: string) => string[] | string | Buffer | null;
  says: string | RegExp;
};

const cut = (lines: string[]) => lines.join('\n').slice(0, -20);
const change = (at: number, field: string, value: unknown) => (lines: string[]) =>
  lines.map((line, i) => (i === at ? JSON.stringify({...JSON.parse(line), [field]: value}) : line));

/** Writes `damaged` over the file: lines, a text, bytes; null removes it. */
function overwrite(path: string, damaged: ReturnType<Damage['damage']>): void {
  if (damaged === null) rmSync(path);
  else
    writeFileSync(
      path,
      Array.isArray(damaged) ? damaged.map((line) => `${line}\n`).join('') : damaged,
    );
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}

function expectAll(cases: Record<string, unknown>, check: (name: string) => void): void {
  test.each(Object.keys(cases))('%s', check);
}

describe('a suite that is wrong is refused by file, line and field', () => {
  const folder = temporaryFolder();
  const out = join(folder, 'out');
  const damages: Record<string, Damage> = {
    empty: {damage: () => '', says: /suite\.jsonl:1: record: none, expected at least one problem/},
    'not JSON': {
      damage: ([first = '']) => [first, 'and now?'],
      says: /suite\.jsonl:2: record: not JSON/,
    },
    'cut off in its last line': {damage: cut, says: /suite\.jsonl:3: record: not JSON/},
    'not UTF-8': {
      damage: () => Buffer.from([0xff, 0xfe, 10]),
      says: /suite\.jsonl:1: record: not UTF-8/,
    },
    'without a field': {
      damage: change(1, 'test', undefined),
      says: /suite\.jsonl:2: test: missing; expected text$/m,
    },
    'with a field of another type': {
      damage: change(2, 'libs', 3),
      says: /suite\.jsonl:3: libs: expected text, got \d+$/m,
    },
    'with a problem twice': {
      damage: ([first = '']) => [first, first],
      says: /suite\.jsonl:2: task_id: Starter\/0 stands at line 1 already/,
    },
    'without a test class': {
      damage: change(0, 'test', 'import unittest\n'),
      says: /suite\.jsonl:1: test: Starter\/0 has no class TestCases/,
    },
    'a broken archive': {
      damage: () => Buffer.from([0x1f, 0x8b, 8, 0, 0]),
      says: /suite\.jsonl: cannot be read/,
    },
  };
  const cases: Record<string, Refusal> = {};
  let results: Map<string, CliResult>;

  beforeAll(async () => {
    const lines = linesOf(starterSuitePath).slice(0, 3);
    for (const [name, {damage, says}] of Object.entries(damages)) {
      const own = join(folder, name.replaceAll(' ', '-'));
      mkdirSync(own);
      overwrite(join(own, 'suite.jsonl'), damage(lines, own));
      const args = [
        'generate',
        '--suite',
        join(own, 'suite.jsonl'),
        '--scenarios',
        'CF',
        '--model',
        'canonical',
      ];
      cases[name] = {args: [...args, '--out', out], says};
    }
    results = await runAll(cases);
  });

  expectAll(damages, (name) =>
    expectRefused(results.get(name), cases[name] ?? {args: [], says: ''}),
  );

  test('and nothing is written', () => {
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });
});

describe('a log that is wrong is refused by file, line and field', () => {
  const folder = temporaryFolder();
  const scenario = 'CF_EF_UNIT.jsonl';
  /** As if whoever damaged the file had been so kind as to sign it. */
  const signed = (damage: (lines: string[]) => string[]) => (lines: string[], log: string) => {
    const damaged = damage(lines);
    const manifest = JSON.parse(readFileSync(join(log, 'manifest.json'), 'utf8'));
    const text = damaged.map((line) => `${line}\n`).join('');
    const sha256 = createHash('sha256').update(text).digest('hex');
    manifest.scenarios.CF_EF_UNIT = {
      ...manifest.scenarios.CF_EF_UNIT,
      lines: damaged.length,
      sha256,
    };
    writeFileSync(join(log, 'manifest.json'), JSON.stringify(manifest));
    return damaged;
  };
  const manifest = (changes: object) => ({
    file: 'manifest.json',
    damage: (lines: string[]) => JSON.stringify({...JSON.parse(lines.join('\n')), ...changes}),
  });
  const damages: Record<string, Damage & {verify: number}> = {
    'another byte': {
      damage: ([first = '', ...rest]) => [first.replace('No syntax', 'no syntax'), ...rest],
      says: /CF_EF_UNIT\.jsonl: sha256: .*the manifest says/,
      verify: 1,
    },
    'a line fewer': {
      damage: (lines) => lines.slice(0, -1),
      says: /CF_EF_UNIT\.jsonl(:\d+)?: (lines|turn): /,
      verify: 1,
    },
    empty: {
      damage: () => '',
      says: /CF_EF_UNIT\.jsonl: lines: 0, the manifest says \d+/,
      verify: 1,
    },
    missing: {
      damage: () => null,
      says: /CF_EF_UNIT\.jsonl: no such file, though .*manifest\.json names it/,
      verify: 1,
    },
    'cut off in its last line': {
      damage: cut,
      says: /CF_EF_UNIT\.jsonl:\d+: record: not JSON/,
      verify: 1,
    },
    'not JSON': {
      damage: signed(([first = '', , ...rest]) => [first, '{', ...rest]),
      says: /CF_EF_UNIT\.jsonl:2: record: not JSON/,
      verify: 1,
    },
    'a turn twice': {
      damage: signed(([first = '', ...rest]) => [first, first, ...rest]),
      says: /CF_EF_UNIT\.jsonl:2: turn: 1, expected 2 for Starter\/0 \(duplicate\)/,
      verify: 1,
    },
    'a turn left out': {
      damage: signed(([first = '', , ...rest]) => [first, ...rest]),
      says: /CF_EF_UNIT\.jsonl:2: turn: 3, expected 2 for Starter\/0 \(gap\)/,
      verify: 1,
    },
    'a problem twice': {
      damage: signed((lines) => [
        ...lines,
        ...lines.filter((line) => line.includes('"Starter/0"')),
      ]),
      says: /CF_EF_UNIT\.jsonl:\d+: task_id: Starter\/0 stands earlier already \(duplicate\)/,
      verify: 1,
    },
    'a field missing': {
      damage: signed(change(1, 'notes', undefined)),
      says: /CF_EF_UNIT\.jsonl:2: notes: /,
      verify: 1,
    },
    'a field of another type': {
      damage: signed(change(1, 'turn', '2')),
      says: /CF_EF_UNIT\.jsonl:2: turn: expected a number, got ".*"$/m,
      verify: 1,
    },
    'code that is not the code': {
      damage: signed(change(1, 'previous_code', 'pass')),
      says: /CF_EF_UNIT\.jsonl:2: code_sha256: is not the hash of previous_code/,
      verify: 1,
    },
    'another suite': {
      ...manifest({suite: {name: 'starter', sha256: '0'.repeat(64)}}),
      says: /manifest\.json: suite\.sha256: 000000000000…, but the suite starter has/,
      verify: 0,
    },
    'a suite nobody knows': {
      ...manifest({suite: {name: 'private', sha256: '0'.repeat(64)}}),
      says: /its suite is private; name the suite's file with --suite/,
      verify: 0,
    },
    'another version': {
      ...manifest({format_version: 99}),
      says: /manifest\.json: format_version: 99, this program reads 1 and 2/,
      verify: 2,
    },
    'an unknown scenario': {
      ...manifest({scenarios: {CF_XX: {lines: 0, leaks: 0, sha256: ''}}}),
      says: /manifest\.json: scenarios: .*CF_XX/,
      verify: 2,
    },
    'no manifest': {
      file: 'manifest.json',
      damage: () => null,
      says: /a log that is being made, or whose making was killed \(no manifest\.json\)/,
      verify: 2,
    },
  };
  const cases: Record<string, Refusal> = {};
  let results: Map<string, CliResult>;

  beforeAll(async () => {
    const source = join(await smallReferenceRun(), 'log');
    for (const [name, {file = scenario, damage, says, verify}] of Object.entries(damages)) {
      const log = join(folder, name.replaceAll(' ', '-'));
      cpSync(source, log, {recursive: true});
      overwrite(join(log, file), damage(linesOf(join(log, file)), log));
      const args = ['replay', '--log', log, '--model', 'canonical', '--out', join(folder, 'out')];
      cases[name] = {args, says};
      cases[`verify ${name}`] = {args: ['log', 'verify', log], says, code: verify};
    }
    results = await runAll(cases);
  });

  expectAll(damages, (name) =>
    expectRefused(results.get(name), cases[name] ?? {args: [], says: ''}),
  );

  test.each(Object.entries(damages).filter(([, {verify}]) => verify < 2))(
    'log verify: %s',
    (name, {says, verify}) => {
      const result = results.get(`verify ${name}`);
      expect(result).toMatchObject({exitCode: verify, stderr: ''});
      if (verify === 1) expect(result?.stdout).toMatch(says);
      else expect(result?.stdout).toMatch(/: sound, \d+ lines$/);
    },
  );

  test('and nothing is written', () => {
    expect(() => readFileSync(join(folder, 'out'))).toThrow('ENOENT');
  });
});

describe('a run that is wrong', () => {
  const folder = temporaryFolder();
  const goOn = (out: string) => [
    'replay',
    '--log',
    join(folder, 'log'),
    '--model',
    'simulated:hasty',
    '--out',
    out,
  ];
  /**
   * `mends`: the command that made the run puts it right; else it refuses as `report` or `judge`
   * do.
   */
  const damages: Record<string, Damage & {verb: 'report' | 'judge'; mends: boolean}> = {
    'a verdict that is no JSON': {
      file: 'verdicts.jsonl',
      damage: ([first = '', , ...rest]) => [first, '{', ...rest],
      says: /verdicts\.jsonl:2: record: not JSON/,
      verb: 'report',
      mends: false,
    },
    'a status nobody knows': {
      file: 'verdicts.jsonl',
      damage: change(3, 'status', 'great'),
      says: /verdicts\.jsonl:4: status: /,
      verb: 'report',
      mends: false,
    },
    'a verdict twice': {
      file: 'verdicts.jsonl',
      damage: (lines) => [...lines, lines[0] ?? ''],
      says: /verdicts\.jsonl:\d+: turn: NONE Starter\/0 0 stands twice/,
      verb: 'report',
      mends: true,
    },
    'a verdict fewer': {
      file: 'verdicts.jsonl',
      damage: (lines) => lines.slice(0, -1),
      says: /verdicts\.jsonl: \d+ rows, manifest\.json: totals\.places: \d+/,
      verb: 'judge',
      mends: true,
    },
    'no verdicts': {
      file: 'verdicts.jsonl',
      damage: () => null,
      says: /verdicts\.jsonl: no such file/,
      verb: 'report',
      mends: true,
    },
    'an answer that is no JSON': {
      file: 'completions.jsonl',
      damage: ([first = '', , ...rest]) => [first, 'x', ...rest],
      says: /completions\.jsonl:2: record: not JSON/,
      verb: 'judge',
      mends: false,
    },
    'an answer fewer': {
      file: 'completions.jsonl',
      damage: (lines) => lines.slice(1),
      says: /completions\.jsonl: request: none is [0-9a-f]{12}, the answer to /,
      verb: 'judge',
      mends: true,
    },
    'a manifest without a field': {
      file: 'manifest.json',
      damage: (lines) => JSON.stringify({...JSON.parse(lines.join('\n')), model: undefined}),
      says: /manifest\.json: model: /,
      verb: 'report',
      mends: false,
    },
    'a manifest of another version': {
      file: 'manifest.json',
      damage: (lines) => JSON.stringify({...JSON.parse(lines.join('\n')), format_version: 3}),
      says: /manifest\.json: format_version: 3, this program reads 1 and 2/,
      verb: 'report',
      mends: false,
    },
  };
  const cases: Record<string, Refusal> = {};
  const again: Record<string, Refusal> = {};
  const before = new Map<string, Record<string, string>>();
  let sound: Record<string, string>;
  let [refused, gone]: Map<string, CliResult>[] = [];

  beforeAll(async () => {
    cpSync(join(await smallReferenceRun(), 'log'), join(folder, 'log'), {recursive: true});
    expect(await inProcess(goOn(join(folder, 'sound')))).toMatchObject({exitCode: 0});
    sound = fingerprints(join(folder, 'sound'));
    for (const [name, {file = '', damage, says, verb}] of Object.entries(damages)) {
      const run = join(folder, name.replaceAll(' ', '-'));
      cpSync(join(folder, 'sound'), run, {recursive: true});
      overwrite(join(run, file), damage(linesOf(join(run, file)), run));
      before.set(name, fingerprints(run));
      cases[name] = {args: [verb, run], says};
      again[name] = {args: goOn(run), says};
    }
    refused = await runAll(cases);
    gone = await runAll(again);
  });

  test.each(Object.keys(damages))('%s: refused by file, line and field', (name) => {
    expectRefused(refused?.get(name), cases[name] ?? {args: [], says: ''});
  });

  test.each(Object.entries(damages))(
    '%s: the command that made it mends it, or refuses and changes nothing',
    (name, {mends}) => {
      const run = join(folder, name.replaceAll(' ', '-'));
      if (mends) {
        expect(gone?.get(name)).toMatchObject({exitCode: 0});
        expect(fingerprints(run)).toEqual(sound);
      } else {
        expectRefused(gone?.get(name), again[name] ?? {args: [], says: ''});
        expect(fingerprints(run)).toEqual(before.get(name));
      }
    },
  );
});

describe('a directory that is something else', () => {
  const folder = temporaryFolder();
  let log: string;
  let cases: Record<string, Refusal & {directory: string}>;
  let results: Map<string, CliResult>;
  const before = new Map<string, Record<string, string>>();

  beforeAll(async () => {
    log = join(folder, 'log');
    cpSync(join(await smallReferenceRun(), 'log'), log, {recursive: true});
    const [run, foreign, file, runs] = ['run', 'foreign', 'file', 'runs'].map((name) =>
      join(folder, name),
    );
    if (!run || !foreign || !file || !runs) throw new Error('four names');
    expect(
      await inProcess([
        'replay',
        '--log',
        log,
        '--model',
        'canonical',
        '--limit',
        '1',
        '--out',
        run,
      ]),
    ).toMatchObject({
      exitCode: 0,
    });
    mkdirSync(foreign);
    cpSync(run, join(runs, 'static', 'my-model'), {recursive: true});
    writeFileSync(join(foreign, 'thesis.txt'), 'four years of work\n');
    writeFileSync(file, 'a file\n');
    mkdirSync(join(folder, 'other-prompts'));
    cpSync('src/conversation/prompts/default', join(folder, 'other-prompts'), {recursive: true});
    writeFileSync(join(folder, 'other-prompts', 'system.eta'), 'Answer in verse.\n');
    const args = (...more: string[]) => [
      'replay',
      '--log',
      log,
      '--model',
      'canonical',
      '--limit',
      '1',
      ...more,
    ];
    const otherField = (field: string) =>
      new RegExp(
        `manifest\\.json: ${field}: this run has .*, asked for now is .*; choose another --out$`,
      );
    cases = {
      'another verb': {
        args: ['generate', '--model', 'canonical', '--limit', '1', '--out', run],
        says: otherField('verb'),
        directory: run,
      },
      'another model': {
        args: ['replay', '--log', log, '--model', 'simulated:hasty', '--limit', '1', '--out', run],
        says: otherField('model'),
        directory: run,
      },
      'another log': {
        args: ['replay', '--log', 'LOG', '--model', 'canonical', '--limit', '1', '--out', run],
        says: otherField('log.sha256'),
        directory: run,
      },
      'another temperature': {
        args: args('--temperature', '0.7', '--out', run),
        says: otherField('decoding'),
        directory: run,
      },
      'another history': {
        args: args('--history', 'full', '--out', run),
        says: otherField('history'),
        directory: run,
      },
      'no system prompt': {
        args: args('--no-system-prompt', '--out', run),
        says: otherField('system_prompt'),
        directory: run,
      },
      'other prompts': {
        args: args('--prompts', join(folder, 'other-prompts'), '--out', run),
        says: otherField('prompt_set_sha256'),
        directory: run,
      },
      'somebody’s work': {
        args: args('--out', foreign),
        says: /holds thesis\.txt and is not a run/,
        directory: foreign,
      },
      'somebody’s runs, to quickstart': {
        args: ['quickstart', '--out', runs],
        says: /holds static, which no quickstart made/,
        directory: runs,
      },
      'somebody’s work, to quickstart': {
        args: ['quickstart', '--out', foreign],
        says: /holds thesis\.txt, which no quickstart made/,
        directory: foreign,
      },
      'a file': {
        args: args('--out', file),
        says: /is a file; --out names a directory/,
        directory: folder,
      },
      'a place below a file': {
        args: args('--out', join(file, 'below')),
        says: /cannot be made \(ENOTDIR/,
        directory: folder,
      },
    };
    const {starterLog} = await import('../../src/quickstart/quickstart.js');
    for (const [name, each] of Object.entries(cases)) {
      if (each.directory === run) each.directory = ownCopy(run, name);
      each.args = each.args.map((arg) =>
        arg === 'LOG' ? starterLog : arg === run ? each.directory : arg,
      );
      before.set(each.directory, fingerprints(each.directory));
    }
    results = await runAll(cases);
  });

  /**
   * Two commands run at a time: on one directory, the second would be refused for the first one's
   * lock.
   */
  function ownCopy(run: string, name: string): string {
    const copy = join(folder, 'copies', name.replaceAll(' ', '-'));
    cpSync(run, copy, {recursive: true});
    return copy;
  }

  test('is refused by name of what is different, or what is there, and stays as it is', () => {
    expect(Object.keys(cases)).toHaveLength(12);
    for (const [name, refusal] of Object.entries(cases)) {
      expectRefused(results.get(name), refusal);
      expect(fingerprints(refusal.directory), name).toEqual(before.get(refusal.directory));
    }
  });

  test('one that another process is writing to is refused by the number of that process', async () => {
    const server = await startRecordingServer(60_000);
    const out = join(folder, 'contested');
    const command = (sitting: string) => {
      const args = [
        'replay',
        '--log',
        log,
        '--model',
        'simulated:hasty',
        '--base-url',
        server.url(sitting),
      ];
      return [...args, '--allow-unsafe', '--out', out];
    };
    try {
      const first = await startCli(command('first'));
      while (server.asked('first').length === 0)
        await new Promise((resolve) => setTimeout(resolve, 5));
      expectRefused(await inProcess(command('second')), {
        args: [],
        says: new RegExp(`process ${first.pid} is writing to it`),
      });
      expect(server.asked('second')).toEqual([]);
      first.kill('SIGINT');
      expect(await first.ended).toMatchObject({exitCode: 130});
    } finally {
      await server.close();
    }
  });
});
