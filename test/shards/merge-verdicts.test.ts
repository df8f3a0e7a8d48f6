import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {executeSamples, mergeVerdicts} from '../../src/index.js';
import {createFakeJudge} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const solution = (task: number, says: string) =>
  JSON.stringify({task_id: `Starter/${task}`, solution: `def f():\n    pass  # ${says}`});

/** Two samples of every third problem; one line is of no problem. */
const samples = [
  ...Array.from({length: 9}, (_, task) => solution(task, task % 2 ? 'passes' : 'fails test_one')),
  ...[0, 3, 6].map((task) => solution(task, 'times out')),
  solution(999, 'passes'),
];

const count = 3;

function openFolder() {
  const folder = temporaryDirectory();
  writeFileSync(join(folder, 'fake--main--bigcodebench-instruct--x.jsonl'), samples.join('\n'));
  const at = (name: string) => join(folder, name);
  const execute = (
    out: string,
    more: {index?: number; repeat?: number; writtenAs?: 'jsonl' | 'bigcodebench'} = {},
  ) => {
    const {index, ...options} = more;
    return executeSamples({
      suite: 'starter',
      samples: at('fake--main--bigcodebench-instruct--x.jsonl'),
      judge: createFakeJudge(),
      out: at(out),
      ...options,
      ...(index !== undefined && {shard: {index, count}}),
    });
  };
  const read = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : null);
  return {at, execute, read};
}

describe('verdicts of all shards of a batch of samples', () => {
  test.each([
    {writtenAs: 'jsonl' as const},
    {writtenAs: 'jsonl' as const, repeat: 2},
    {writtenAs: 'bigcodebench' as const},
  ])('make the files of the whole: %j', async (how) => {
    const {at, execute, read} = openFolder();
    await execute('whole.jsonl', how);
    const files = [0, 1, 2].map((index) => `${index}.jsonl`);
    for (const [index, file] of files.entries()) await execute(file, {...how, index});
    await mergeVerdicts({files: files.map(at).toReversed(), out: at('merged.jsonl')});
    const undated = (text: string | null) => text?.replace(/^\{"date": "[^"]*"/, '') ?? null;
    for (const behind of [
      '.jsonl',
      '.jsonl.manifest.json',
      '.jsonl.flaky.jsonl',
      '_pass_at_k.json',
    ])
      expect(undated(read(`merged${behind}`)), behind).toBe(undated(read(`whole${behind}`)));
    expect(read('merged_pass_at_k.json')).not.toBeNull();
  });

  test('are merged again after a merge that was killed; a file of somebody else’s stays', async () => {
    const {at, execute, read} = openFolder();
    const files = [0, 1, 2].map((index) => `${index}.jsonl`);
    for (const [index, file] of files.entries()) await execute(file, {index});
    const merge = () => mergeVerdicts({files: files.map(at), out: at('m.jsonl')});
    writeFileSync(at('m.jsonl'), 'somebody’s');
    await expect(merge()).rejects.toThrow('m.jsonl: is there already');
    expect(read('m.jsonl')).toBe('somebody’s');
    // As it stands when a merge is killed before its manifest.
    writeFileSync(at('m.jsonl.merging'), '{}');
    writeFileSync(at('m.jsonl.flaky.jsonl'), 'of a merge of others');
    await merge();
    expect(read('m.jsonl')?.split('\n')).toHaveLength(13);
    expect([read('m.jsonl.merging'), read('m.jsonl.flaky.jsonl')]).toEqual([null, null]);
    await expect(merge()).rejects.toThrow('m.jsonl.manifest.json: is there already');
  });

  test('are refused where one lacks, is no shard, or is of another batch', async () => {
    const {at, execute} = openFolder();
    await execute('0.jsonl', {index: 0});
    const merged = (...files: string[]) =>
      mergeVerdicts({files: files.map(at), out: at('m.jsonl')});
    await expect(merged('0.jsonl')).rejects.toThrow(
      'of 3 shards 1 was given; missing: 1 2; run them (Slurm: --array=1-2), and merge again',
    );
    await expect(merged('0.jsonl', '1.jsonl')).rejects.toThrow('1.jsonl.manifest.json: missing');
    await execute('whole.jsonl');
    await expect(merged('0.jsonl', 'whole.jsonl')).rejects.toThrow('shard: missing; merge takes');
    await execute('twice.jsonl', {index: 1, repeat: 2});
    await expect(merged('0.jsonl', 'twice.jsonl')).rejects.toThrow('repeat: 2, that of');
    await expect(execute('0.jsonl', {index: 1})).rejects.toThrow('shard: these verdicts have');
    await expect(execute('0.jsonl')).rejects.toThrow('shard: these verdicts have');
    expect(existsSync(at('m.jsonl'))).toBe(false);
  });
});
