import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {FileFormatError, UsageError} from '../../src/errors.js';
import type {CompletionRow} from '../../src/model/completion-row.js';
import {readRunManifest, readVerdicts} from '../../src/run/read-run.js';
import {openRunDirectory} from '../../src/run/run-directory.js';
import type {RunIdentity, RunManifest} from '../../src/run/run-manifest.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {exampleManifest} from '../support/example-manifest.js';
import {openFilesIn, tellsOpenFiles} from '../support/open-files.js';
import {exampleIdentity, sitting} from '../support/open-run.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

function completion(request: string, text = 'text'): CompletionRow {
  return {
    request: request.repeat(64),
    text,
    reasoning: null,
    finish_reason: 'stop',
    usage: null,
    model: 'm',
    cut: null,
  };
}

function verdict(changes: Partial<VerdictRow> = {}): VerdictRow {
  return {
    scenario: 'CF_SEF',
    task_id: 'P/0',
    turn: 1,
    origin: 'answered',
    status: 'fail',
    reference_status: 'fail',
    failures: ['test_a'],
    code_sha256: 'c'.repeat(64),
    request: 'a'.repeat(64),
    found: 'block',
    trust: null,
    missing: null,
    ...changes,
  };
}

const lines = (path: string, name: string) => readFileSync(join(path, name), 'utf8').split('\n');

describe('a run directory', () => {
  test('has every row on disk at once, keys in the order of the format', async () => {
    const path = temporaryDirectory();
    await sitting(path, async (run) => {
      run.addCompletion(completion('a'));
      run.addVerdict(verdict());
      run.journal({event: 'x'});
      expect(lines(path, 'completions.jsonl')).toEqual([
        `{"request":"${'a'.repeat(64)}","text":"text","reasoning":null,"finish_reason":"stop","usage":null,"model":"m","cut":null}`,
        '',
      ]);
      expect(lines(path, 'verdicts.jsonl')).toEqual([
        `{"scenario":"CF_SEF","task_id":"P/0","turn":1,"origin":"answered","status":"fail","reference_status":"fail","failures":["test_a"],"code_sha256":"${'c'.repeat(64)}","request":"${'a'.repeat(64)}","found":"block","trust":null,"missing":null}`,
        '',
      ]);
      expect(lines(path, 'journal.jsonl')[0]).toMatch(/^\{"at":"\d{4}-.*Z","event":"x"\}$/);
    });
  });

  test('is sorted when finished: answers by request, verdicts by scenario, problem in the suite’s order, turn', async () => {
    const path = temporaryDirectory();
    const order = new Map([
      ['P/10', 0],
      ['P/9', 1],
    ]);
    const places: [VerdictRow['scenario'], string, number][] = [
      ['CF_SEF', 'P/9', 10],
      ['CF_SEF', 'P/9', 2],
      ['CF', 'P/9', 1],
      ['NONE', 'P/9', 0],
      ['NONE', 'P/10', 0],
      ['CF_SEF', 'P/10', 1],
    ];
    await sitting(path, async (run) => {
      for (const letter of ['c', 'a', 'b']) run.addCompletion(completion(letter));
      for (const [scenario, task_id, turn] of places)
        run.addVerdict(verdict({scenario, task_id, turn}));
      run.finish(order);
    });
    expect(
      (await readVerdicts(path)).map(({scenario, task_id, turn}) => [scenario, task_id, turn]),
    ).toEqual([
      ['NONE', 'P/10', 0],
      ['NONE', 'P/9', 0],
      ['CF', 'P/9', 1],
      ['CF_SEF', 'P/10', 1],
      ['CF_SEF', 'P/9', 2],
      ['CF_SEF', 'P/9', 10],
    ]);
    expect(lines(path, 'completions.jsonl').map((line) => line.slice(12, 13))).toEqual([
      'a',
      'b',
      'c',
      '',
    ]);
  });

  test('goes on where it stopped: a torn last line is dropped, of two rows of one place the later counts', async () => {
    const path = temporaryDirectory();
    await sitting(path, async (run) => {
      run.addCompletion(completion('a'));
      run.addVerdict(verdict({origin: 'missing', status: 'missing'}));
      run.addVerdict(verdict());
    });
    appendFileSync(
      join(path, 'completions.jsonl'),
      Buffer.from('{"request":"b","text":"…').subarray(0, -1),
    );
    await sitting(path, async (run) => {
      expect([...run.completions.keys()]).toEqual(['a'.repeat(64)]);
      expect(run.verdictAt({scenario: 'CF_SEF', task_id: 'P/0', turn: 1})).toEqual(verdict());
      run.addCompletion(completion('b'));
      run.finish(new Map());
    });
    expect(await readVerdicts(path)).toEqual([verdict()]);
    expect(lines(path, 'completions.jsonl')).toHaveLength(3);
  });

  test('knows with which cuts an earlier sitting asked a request, from its journal', async () => {
    const path = temporaryDirectory();
    const [longer, cut] = [1000, 500].map((n) => ({front: n, rear: n, dropped_turns: 0}));
    if (!longer || !cut) throw new Error('two cuts');
    await sitting(path, async (run) => {
      run.journal({event: 'shortened', request: 'of a', cut: longer, because: 'too long'});
      run.journal({event: 'shortened', request: 'of a', cut, because: 'too long'});
      run.journal({event: 'attempt', request: 'of b', cut});
      expect(run.cutsTried('of a')).toEqual([]);
      run.addCompletion({...completion('a'), cut});
    });
    await sitting(path, async (run) => {
      expect(run.cutsTried('of a')).toEqual([longer, cut]);
      expect(run.cutsTried('of b')).toEqual([]);
    });
  });

  test('keeps the critic’s answers apart, in a file that is made when needed', async () => {
    const path = temporaryDirectory();
    await sitting(path, async (run) => run.finish(new Map()));
    expect(existsSync(join(path, 'critic.jsonl'))).toBe(false);
    await sitting(path, async (run) => run.addCriticCompletion(completion('c')));
    await sitting(path, async (run) => {
      expect([...run.criticCompletions.keys()]).toEqual(['c'.repeat(64)]);
      expect(run.completions.size).toBe(0);
    });
  });

  test('has one writer at a time, and none after it is closed', async () => {
    const path = temporaryDirectory();
    const run = await openRunDirectory(path, exampleIdentity());
    await expect(openRunDirectory(path, exampleIdentity())).rejects.toThrow(/is writing to it/);
    run.close();
    expect(readdirSync(path)).not.toContain('.lock');
    (await openRunDirectory(path, exampleIdentity())).close();
  });
});

test('a run killed before its first manifest is gone on with, whatever it was writing', async () => {
  const path = temporaryDirectory();
  const leftover = 'manifest.json.0123456789abcdef.tmp';
  for (const name of ['completions.jsonl', 'ground-truth.json.tmp', 'manifest.json.tmp', leftover])
    writeFileSync(join(path, name), '');
  (await openRunDirectory(path, exampleIdentity())).close();
  expect(readdirSync(path)).not.toContain(leftover);
});

describe('what is refused when a run directory is opened', () => {
  const open = (path: string) => openRunDirectory(path, exampleIdentity());

  test('a file, and a directory with something foreign in it, which stays as it was', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'thesis.tex'), 'x');
    await expect(open(directory)).rejects.toThrow(
      `${directory}: holds thesis.tex and is not a run`,
    );
    await expect(open(join(directory, 'thesis.tex'))).rejects.toThrow(
      /is a file; `out` names a directory$/,
    );
    expect(readdirSync(directory)).toEqual(['thesis.tex']);
  });

  test('a damaged line in the middle, by file, line and field; nothing is written and the lock is free', async () => {
    const path = temporaryDirectory();
    await sitting(path, async (run) => run.addVerdict(verdict()));
    const file = join(path, 'verdicts.jsonl');
    const damaged = `${JSON.stringify({...verdict(), origin: 'guessed'})}\n${JSON.stringify(verdict())}\n`;
    writeFileSync(file, damaged);
    const error: unknown = await open(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FileFormatError);
    expect(String(error)).toMatch(/verdicts\.jsonl:1: origin: /);
    expect(readFileSync(file, 'utf8')).toBe(damaged);
    expect(existsSync(join(path, '.lock'))).toBe(false);
  });

  test.each([
    'manifest.json',
    'completions.jsonl',
    'critic.jsonl',
    'verdicts.jsonl',
    'failures.jsonl',
    'journal.jsonl',
    '.lock',
  ])('a link in the place of %s, which leads to a file of the user', async (name) => {
    const path = temporaryDirectory();
    await sitting(path, async (run) => {
      run.saveManifest(exampleManifest());
      run.addCriticCompletion(completion('c'));
    });
    const victim = join(temporaryDirectory(), 'victim');
    writeFileSync(victim, 'export KEEP=1\nexport LAST=torn');
    rmSync(join(path, name), {force: true});
    symlinkSync(victim, join(path, name));
    await expect(open(path)).rejects.toThrow(
      new UsageError(`${join(path, name)}: is a link, and none is followed here; remove it`),
    );
    expect(readFileSync(victim, 'utf8')).toBe('export KEEP=1\nexport LAST=torn');
  });

  test('no link under the name of an old temporary file is written through', async () => {
    const path = temporaryDirectory();
    const victim = join(temporaryDirectory(), 'victim');
    writeFileSync(victim, 'mine');
    symlinkSync(victim, join(path, 'manifest.json.tmp'));
    await sitting(path, async (run) => run.saveManifest(exampleManifest()));
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(readRunManifest(path)).toEqual(exampleManifest());
  });

  const manifestChanges: [string, Partial<RunIdentity>][] = [
    ['verb', {verb: 'generate'}],
    ['suite.sha256', {suite: {name: 'example', sha256: 'f'.repeat(64)}}],
    ['log.sha256', {log: {sha256: 'f'.repeat(64), reference_model: 'reference'}}],
    ['log.sha256', {log: null}],
    ['model', {model: 'other'}],
    ['decoding', {decoding: {...exampleIdentity().decoding, temperature: 0.5}}],
    ['prompt_set_sha256', {prompt_set_sha256: 'f'.repeat(64)}],
    ['system_prompt', {system_prompt: false}],
    ['history', {history: 'full'}],
    ['critic', {critic: 'builtin'}],
  ];

  test.each(manifestChanges)(
    'another identity, by the name of its field: %s',
    async (field, wanted) => {
      const path = temporaryDirectory();
      await sitting(path, async (run) => run.saveManifest(exampleManifest()));
      await expect(openRunDirectory(path, exampleIdentity(wanted))).rejects.toThrow(
        new RegExp(
          `^${path}/manifest\\.json: ${field}: this run has .*, asked for now is .*; choose another \`out\`$`,
        ),
      );
      expect(existsSync(join(path, '.lock'))).toBe(false);
    },
  );

  const harmless: [string, Partial<RunIdentity>][] = [
    ['the name of the suite', {suite: {name: 'renamed', sha256: exampleIdentity().suite.sha256}}],
    [
      'the order of keys',
      {
        decoding: {
          mode: 'chat',
          extra_body: {},
          seed: null,
          stop: [],
          max_tokens: 2048,
          temperature: 0,
        },
      },
    ],
  ];

  test.each(harmless)('nothing where the same run is meant: %s', async (_, wanted) => {
    const path = temporaryDirectory();
    await sitting(path, async (run) => run.saveManifest(exampleManifest()));
    (await openRunDirectory(path, exampleIdentity(wanted))).close();
  });
});

describe('reading a run back', () => {
  const refusal = async (manifest: object | string): Promise<string> => {
    const path = temporaryDirectory();
    writeFileSync(
      join(path, 'manifest.json'),
      typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
    );
    try {
      readRunManifest(path);
    } catch (error) {
      if (error instanceof UsageError) return error.message.replace(path, 'RUN');
    }
    return 'taken';
  };

  test.each<[string, object | string, RegExp]>([
    [
      'of another version',
      {...exampleManifest(), format_version: 3, judge: 7},
      /^RUN\/manifest\.json: format_version: 3, this program reads 1 and 2$/,
    ],
    [
      'that is a log',
      {...exampleManifest(), format: 'convcodebench-log'},
      /^RUN\/manifest\.json: format: .*convcodebench-run/,
    ],
    [
      'with an unknown scenario',
      {...exampleManifest(), scenarios: ['CF', 'CF_XX']},
      /^RUN\/manifest\.json: scenarios\.1: /,
    ],
    ['without a field', {...exampleManifest(), model: undefined}, /^RUN\/manifest\.json: model: /],
    ['torn', '{"format":"conv', /^RUN\/manifest\.json: record: not JSON/],
  ])('refuses a manifest %s by name and field', async (_, manifest, message) => {
    expect(await refusal(manifest)).toMatch(message);
  });

  test('refuses a directory that is no run', () => {
    expect(() => readRunManifest(temporaryDirectory())).toThrow(
      /: not a run \(no manifest\.json\)$/,
    );
  });

  test('gives the manifest that was saved', async () => {
    const path = temporaryDirectory();
    const manifest: RunManifest = exampleManifest();
    await sitting(path, async (run) => run.saveManifest(manifest));
    expect(readRunManifest(path)).toEqual(manifest);
  });

  test('refuses verdicts with a place twice, a torn last line, or none at all', async () => {
    const path = temporaryDirectory();
    mkdirSync(path, {recursive: true});
    const file = join(path, 'verdicts.jsonl');
    await expect(readVerdicts(path)).rejects.toThrow(`${file}: no such file`);
    const line = JSON.stringify(verdict());
    writeFileSync(file, `${line}\n${line}\n`);
    await expect(readVerdicts(path)).rejects.toThrow(`${file}:2: turn: CF_SEF P/0 1 stands twice`);
    writeFileSync(file, `${line}\n${line.slice(0, 40)}`);
    await expect(readVerdicts(path)).rejects.toThrow(`${file}:2: record: not JSON`);
  });
});

test.runIf(tellsOpenFiles)(
  'where a run cannot be opened none of its files stays open',
  async () => {
    const path = temporaryDirectory();
    await sitting(path, async (run) => run.addCompletion(completion('a')));
    writeFileSync(join(path, 'verdicts.jsonl'), '{}\n');
    await expect(sitting(path, async () => {})).rejects.toThrow(FileFormatError);
    expect(openFilesIn(path)).toEqual([]);
  },
);
