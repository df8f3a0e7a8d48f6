import {spawnSync} from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {
  buildLeaderboard,
  checkLeaderboard,
  prepareSubmission,
  replayLog,
  starterLog,
  verifySubmission,
} from '../../src/index.js';
import {type BoardRow, boardFileSchema} from '../../src/leaderboard/board-file.js';
import {boardPage} from '../../src/leaderboard/page/page.js';
import {readEntries} from '../../src/leaderboard/read-entries.js';
import {
  editJson,
  exampleBundle,
  exampleInfo,
  readBundleFiles,
  writeBundle,
} from '../support/example-bundle.js';
import {createFakeJudge} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

let made: string;
let directory: string;
let out: string;

/** Two models and a simulated one, made once. */
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'convcodebench-board-'));
  for (const [name, shift] of [
    ['first', 0],
    ['second', 1],
  ] as const) {
    mkdirSync(join(made, name));
    const {out} = await exampleBundle(join(made, name), {model: name, shift});
    copyFileSync(out, join(made, `${name}.tar.gz`));
  }
  const {directory: run} = await replayLog({
    log: starterLog,
    model: 'simulated:careful',
    judge: createFakeJudge(),
    scenarios: ['CF_EF_FULL'],
    tasks: ['0-3'],
    out: join(made, 'simulated'),
  });
  const file = join(made, 'simulated.tar.gz');
  await prepareSubmission({run, info: exampleInfo, simulated: true, out: file});
});
afterAll(() => rmSync(made, {recursive: true}));

beforeEach(() => {
  directory = temporaryDirectory();
  out = join(temporaryDirectory(), 'site');
  for (const name of ['first', 'second']) take(name);
  writeRules({});
});

/** The examples are over few of the suite’s problems, and here may be ranked nevertheless. */
function writeRules(rules: Record<string, unknown>): void {
  const all = {format: 'convcodebench-rules', format_version: 1, left_out_at_most: 36, ...rules};
  writeFileSync(join(directory, 'rules.json'), JSON.stringify(all));
}

function take(name: string): void {
  copyFileSync(join(made, `${name}.tar.gz`), join(directory, `${name}.tar.gz`));
}

function rows(): BoardRow[] {
  return JSON.parse(readFileSync(join(out, 'leaderboard.json'), 'utf8')).rows;
}

test('a board has its entries ranked, the published figures marked, and its bundles beside it', async () => {
  const built = await buildLeaderboard({directory, out});
  expect(built).toMatchObject({entries: 2, made: 2, refused: []});
  boardFileSchema.parse(JSON.parse(readFileSync(join(out, 'leaderboard.json'), 'utf8')));
  const own = rows().filter(({kind}) => kind === 'real');
  expect(own.map(({level}) => level)).toEqual(Array(8).fill('complete'));
  expect(own.every(({rank}) => rank !== null && rank.low <= rank.rank)).toBe(true);
  const published = rows().filter(({kind}) => kind === 'published');
  expect(published.length).toBeGreaterThan(100);
  expect(published.every(({rank, level}) => rank === null && level === 'published')).toBe(true);
  for (const name of ['first', 'second']) {
    expect(readFileSync(join(out, 'bundles', `${name}.tar.gz`))).toEqual(
      readFileSync(join(made, `${name}.tar.gz`)),
    );
    expect(existsSync(join(out, 'reports', `${name}.tar.gz.html`))).toBe(true);
    const problems = readFileSync(join(out, 'problems', `${name}.tar.gz.csv`), 'utf8').split('\n');
    expect(problems).toHaveLength(1 + 2 * 4 + 1);
    expect(problems[1]).toMatch(/^CF_EF_FULL,Starter\/0,[\d.]+,[01]$/);
  }
  expect(readFileSync(join(out, 'leaderboard.csv'), 'utf8').split('\n')).toHaveLength(
    rows().length + 2,
  );
});

test('an entry over fewer problems than the suite has is shown, without a rank, and moves no other', async () => {
  const short = temporaryDirectory();
  const {out: file} = await exampleBundle(short, {model: 'short', tasks: ['0']});
  copyFileSync(file, join(directory, 'short.tar.gz'));
  writeRules({left_out_at_most: undefined});
  await buildLeaderboard({directory, out, published: false});
  expect(new Set(rows().map(({model, unranked}) => `${model} ${unranked}`))).toEqual(
    new Set([
      'first covers 4 of 40 problems',
      'second covers 4 of 40 problems',
      'short covers 1 of 40 problems',
    ]),
  );
  expect(rows().every(({rank}) => rank === null)).toBe(true);
});

test('built again only what is new is checked', async () => {
  await buildLeaderboard({directory, out});
  expect(await buildLeaderboard({directory, out})).toMatchObject({entries: 2, made: 0});
  await verifySubmission({
    file: join(directory, 'first.tar.gz'),
    by: 'a colleague',
    judge: createFakeJudge(),
  });
  expect(await buildLeaderboard({directory, out})).toMatchObject({entries: 2, made: 1});
  expect(rows().find(({model}) => model === 'first')).toMatchObject({
    level: 're-judged',
    agreement: 1,
  });
});

test('what had a fault is checked anew, since that may hang on the log at hand', async () => {
  await buildLeaderboard({directory, out, log: 'test/fixtures/version-1/live/log'});
  expect(new Set(rows().map(({level}) => level))).toEqual(new Set(['reported', 'published']));
  expect(await buildLeaderboard({directory, out})).toMatchObject({entries: 2, made: 2});
  expect(new Set(rows().map(({level}) => level))).toEqual(new Set(['complete', 'published']));
});

test.each([
  ['in no time', {}, '# times out'],
  ['with other libraries', {environment: 'invented'}, '# fails test_two'],
])('a bundle whose passes never pass, %s, is not re-judged', async (_, differs, instead) => {
  const judge = createFakeJudge();
  const {verification} = await verifySubmission({
    file: join(directory, 'first.tar.gz'),
    by: 'a colleague',
    judge: {
      ...judge,
      identity: {...judge.identity, ...differs},
      judge: (candidate) =>
        judge.judge({...candidate, program: candidate.program.replace('# passes', instead)}),
    },
  });
  expect(verification.counts.turned).toBe(0);
  const [entry] = (await checkLeaderboard({directory})).entries;
  expect(entry).toMatchObject({file: 'first.tar.gz', level: 'complete'});
});

test('passes that count apart do not by what a bundle tells to be inseparable', async () => {
  const fake = createFakeJudge();
  const judge: typeof fake = {
    ...fake,
    identity: {...fake.identity, sealLevel: 1},
    judge: (candidate) => fake.judge({...candidate, program: '# passes'}),
  };
  const {out: file} = await exampleBundle(directory, {judge});
  for (const name of ['first', 'second']) rmSync(join(directory, `${name}.tar.gz`));
  const score = async (trust: string) => {
    const rules = join(directory, 'rules.json');
    writeFileSync(
      rules,
      `{"format": "convcodebench-rules", "format_version": 1, "trust": "${trust}"}`,
    );
    await buildLeaderboard({directory, out, published: false});
    return rows().map(({value, floor}) => ({value: value ?? 0, floor: floor ?? 0}));
  };
  const isAboveFloor = ({value, floor}: {value: number; floor: number}) => value > floor;
  expect((await score('any')).some(isAboveFloor)).toBe(true);
  expect((await score('separate')).some(isAboveFloor)).toBe(false);
  await verifySubmission({file, by: 'x', judge: {...judge, separates: true}});
  expect((await score('separate')).some(isAboveFloor)).toBe(false);
});

test('the page of an entry is the same wherever it is made, and can be left out', async () => {
  const page = join('reports', 'first.tar.gz.html');
  const other = join(temporaryDirectory(), 'site');
  for (const each of [out, other]) await buildLeaderboard({directory, out: each});
  expect(readFileSync(join(other, page))).toEqual(readFileSync(join(out, page)));
  expect(await buildLeaderboard({directory, out, reports: false})).toMatchObject({made: 0});
  expect(existsSync(join(out, page))).toBe(false);
  expect(rows().every(({report}) => report === null)).toBe(true);
});

test.each([
  ['the folder of the bundles', (folder: string) => folder],
  ['a folder that holds it', (folder: string) => dirname(folder)],
])('a site is not written into %s', async (_, outOf) => {
  await expect(buildLeaderboard({directory, out: outOf(directory)})).rejects.toThrow(
    'holds the bundles; give the site a folder of its own',
  );
});

test('a site is not written among files that are no board', async () => {
  const other = temporaryDirectory();
  writeFileSync(join(other, 'index.html'), 'mine');
  await expect(buildLeaderboard({directory, out: other})).rejects.toThrow(
    'is there already, not empty, and no board',
  );
  expect(readFileSync(join(other, 'index.html'), 'utf8')).toBe('mine');
});

test('what is taken off a board leaves its site', async () => {
  await buildLeaderboard({directory, out});
  rmSync(join(directory, 'second.tar.gz'));
  expect(await buildLeaderboard({directory, out})).toMatchObject({entries: 1, made: 0});
  const left = readdirSync(out, {recursive: true, encoding: 'utf8'});
  expect(left.filter((name) => name.includes('second'))).toEqual([]);
});

test('an entry of the site that was damaged is made again', async () => {
  await buildLeaderboard({directory, out, reports: false});
  writeFileSync(join(out, 'entries', 'first.tar.gz.json'), '{"key": ');
  writeFileSync(join(out, 'entries', 'second.tar.gz.json'), '{}');
  expect(await buildLeaderboard({directory, out, reports: false})).toMatchObject({made: 2});
});

test('a simulated model stands on no board of real ones, and elsewhere is ranked apart', async () => {
  take('simulated');
  const {refused} = await buildLeaderboard({directory, out});
  expect(refused.map(({file}) => file)).toEqual(['simulated.tar.gz']);
  writeRules({simulated: true});
  await buildLeaderboard({directory, out});
  expect(rows().find(({kind}) => kind === 'simulated')?.rank).toEqual({rank: 1, low: 1, high: 1});
});

describe('the check of a board names', () => {
  test('an entry with a fault, which is reported and not ranked', async () => {
    const rules = join(temporaryDirectory(), 'rules.json');
    writeFileSync(
      rules,
      '{"format": "convcodebench-rules", "format_version": 1, "scenarios": ["CF"]}',
    );
    const {sound, entries} = await checkLeaderboard({directory, rules});
    expect(sound).toBe(false);
    expect(entries[0]).toMatchObject({level: 'reported', faults: [expect.stringContaining('CF')]});
    await buildLeaderboard({directory, rules, out, published: false});
    expect(rows().every(({rank}) => rank === null)).toBe(true);
  });

  test('what cannot be scored by its rules, and goes on', async () => {
    const rules = join(temporaryDirectory(), 'rules.json');
    writeFileSync(
      rules,
      '{"format": "convcodebench-rules", "format_version": 1, "trust": "separate"}',
    );
    const {refused, entries} = await checkLeaderboard({directory, rules});
    expect(entries).toEqual([]);
    expect(refused).toEqual([
      {file: 'first.tar.gz', faults: [expect.stringContaining('judge.sealLevel: 4')]},
      {file: 'second.tar.gz', faults: [expect.stringContaining('judge.sealLevel: 4')]},
    ]);
    expect(await buildLeaderboard({directory, rules, out})).toMatchObject({entries: 0});
  });

  test('a bundle on a suite that is not at hand, and goes on', async () => {
    const path = join(directory, 'first.tar.gz');
    const files = readBundleFiles(path);
    editJson(files, 'run.json', (run: {suite: {name: string}}) => {
      run.suite.name = 'own.jsonl';
    });
    writeBundle(path, files);
    const {refused, entries} = await checkLeaderboard({directory});
    expect(entries.map(({file}) => file)).toEqual(['second.tar.gz']);
    expect(refused[0]?.faults).toEqual([expect.stringContaining('own.jsonl: no suite at hand')]);
  });

  test('what only has the name of a bundle, and goes on', async () => {
    mkdirSync(join(directory, 'folder.tar.gz'));
    symlinkSync('nowhere', join(directory, 'link.tar.gz'));
    spawnSync('mkfifo', [join(directory, 'pipe.tar.gz')]);
    writeFileSync(join(directory, 'vast.tar.gz'), '');
    truncateSync(join(directory, 'vast.tar.gz'), 3 * 2 ** 30);
    const {refused, entries} = await checkLeaderboard({directory});
    expect(entries).toHaveLength(2);
    expect(refused.map(({faults}) => faults.join().replace(/^.*: /, ''))).toEqual([
      'is a directory; give a file that "submit prepare" made',
      'no such file',
      'is no file, but a pipe, a device or a socket; give a file',
      '3221225472 bytes, a bundle has at most 1 GiB',
    ]);
  });

  test('what only has the name of a result of verifying, and goes on without it', async () => {
    const file = join(directory, 'first.tar.gz');
    const {path} = await verifySubmission({file, by: 'x', judge: createFakeJudge()});
    const damaged = join(directory, 'first.verified-by-y.json');
    writeFileSync(damaged, readFileSync(path, 'utf8').replace('"by": "x"', '"by": "y"'));
    spawnSync('mkfifo', [join(directory, 'second.verified-by-z.json')]);
    const refused = [
      {file: 'first.verified-by-y.json', faults: [expect.stringContaining('digest: is not that')]},
      {file: 'second.verified-by-z.json', faults: [expect.stringContaining('but a pipe')]},
    ];
    const levels = [{level: 're-judged'}, {level: 'complete'}];
    expect(await checkLeaderboard({directory})).toMatchObject({refused, entries: levels});
    for (const made of [2, 0])
      expect(await buildLeaderboard({directory, out})).toMatchObject({entries: 2, made, refused});
  });

  test('a second entry of a model that is written in capitals', async () => {
    const path = join(directory, 'third.tar.gz');
    const files = readBundleFiles(join(directory, 'first.tar.gz'));
    editJson(files, 'run.json', (run: {model: string}) => {
      run.model = 'FIRST';
    });
    editJson(files, 'info.json', (info: {model_revision: string}) => {
      info.model_revision = 'ABC1234';
    });
    writeBundle(path, files);
    const {refused} = await checkLeaderboard({directory});
    expect(refused.map(({faults}) => faults.join())).toEqual([
      'duplicate: third.tar.gz: FIRST at ABC1234 stands in first.tar.gz already; keep one of both',
    ]);
  });

  test('two entries of one model', async () => {
    copyFileSync(join(directory, 'first.tar.gz'), join(directory, 'third.tar.gz'));
    const {refused} = await checkLeaderboard({directory});
    expect(refused.map(({faults}) => faults.join())).toEqual([
      'duplicate: third.tar.gz: first at abc1234 stands in first.tar.gz already; keep one of both',
    ]);
    const written: string[] = [];
    await readEntries(
      {directory},
      {
        read: () => null,
        write: async ({file}) => {
          written.push(file);
        },
      },
    );
    expect(written).toEqual(['first.tar.gz', 'second.tar.gz']);
  });

  test('a simulated model that was given another name', async () => {
    const {directory: honest} = await replayLog({
      log: starterLog,
      model: `file:${join(made, 'simulated', 'completions.jsonl')}`,
      judge: createFakeJudge(),
      scenarios: ['CF_EF_FULL'],
      tasks: ['0-3'],
      out: join(temporaryDirectory(), 'run'),
    });
    await expect(
      prepareSubmission({run: honest, info: exampleInfo, out: join(directory, 'x.tar.gz')}),
    ).rejects.toThrow('simulated: run.json: model_served: simulated:careful');
  });

  test.each([
    ['an unknown field', '"simulatd": true', 'simulatd'],
    ['nothing to take', '"scenarios": []', 'scenarios: names nothing'],
    ['something twice', '"modes": ["live", "live"]', 'modes: names something twice'],
    [
      'versions that contradict each other',
      '"program_version_at_least": "2.0.0", "program_version_at_most": "1.0.0"',
      'program_version_at_least: 2.0.0, but program_version_at_most is 1.0.0',
    ],
    [
      'an environment of another Python',
      '"python_minors": ["3.11"], "environments": ["3.12.1+ab"]',
      'environments: 3.12.1+ab is of no Python',
    ],
    ['a field that stands twice', '"trust": "separate", "trust": "any"', 'trust: stands twice'],
    ['logs of live runs', `"modes": ["live"], "logs": ["${'a'.repeat(64)}"]`, 'logs: live runs'],
  ])('rules with %s', async (_, field, words) => {
    writeFileSync(
      join(directory, 'rules.json'),
      `{"format": "convcodebench-rules", "format_version": 1, ${field}}`,
    );
    await expect(checkLeaderboard({directory})).rejects.toThrow(words);
  });
});

test('the page says of each score what it is on, and begins with the entries of the board', () => {
  const row = (kind: BoardRow['kind']) => ({kind, mode: 'live', suite: 's'}) as BoardRow;
  const first = (...kinds: BoardRow['kind'][]) =>
    /data-filter="kind"><option value="(\w+)"/.exec(
      boardPage({rows: kinds.map(row), agreements: []}),
    )?.[1];
  expect(boardPage({rows: [row('real')], agreements: []})).toMatch(
    /data-key="value".*data-key="mode".*data-key="suite"/,
  );
  expect(first('simulated', 'published')).toBe('simulated');
  expect(first('real', 'simulated', 'published')).toBe('real');
  expect(first('published')).toBe('real');
});

test('what an entry says is text in the page, never markup', () => {
  const row = {kind: 'real', model: '</script><img src=x onerror=alert(1)>', group: '"><b>'};
  const page = boardPage({rows: [{...template, ...row} as BoardRow], agreements: []});
  expect(page).not.toContain('<img');
  expect(page).not.toContain('"><b>');
  expect(page).toContain("default-src 'none'");
});

const template = {mode: 'static', scenario: 'CF', metric: 'mrr', level: 'complete'};
