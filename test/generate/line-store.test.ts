import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {FileFormatError} from '../../src/errors.js';
import {toJsonLine} from '../../src/files/jsonl.js';
import {generateLog} from '../../src/generate/generate-log.js';
import {openLineStore} from '../../src/generate/line-store.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {finishLog} from '../../src/log/write-log.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {createFakeJudge} from '../support/fakes.js';
import {openFilesIn, tellsOpenFiles} from '../support/open-files.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {writeTinySuite} from '../support/tiny-suite.js';

const {scenarios: _, ...identity} = openLog('test/fixtures/logs/v1').manifest;

test('a conversation goes on from the lines that the finished log holds, though one was written twice', async () => {
  const directory = temporaryDirectory();
  const first = exampleLine({task_id: 'A', verbal_feedback: 'first'});
  const twice = [first, {...first, verbal_feedback: 'second'}];
  writeFileSync(join(directory, 'CF_SEF.jsonl'), twice.map(toJsonLine).join(''));
  const store = await openLineStore(directory, ['CF_SEF']);
  store.add('CF_SEF', {...first, verbal_feedback: 'third'});
  store.add('CF_SEF', solvedLine({task_id: 'A', turn: 2}));
  const lines = store.lines('CF_SEF', 'A');
  store.close();
  expect(lines.map(({verbal_feedback}) => verbal_feedback)).toEqual(['first', null]);
  expect(readFileSync(join(directory, 'CF_SEF.jsonl'), 'utf8')).not.toContain('third');
  await finishLog(directory, identity, ['CF_SEF'], new Map([['A', 0]]));
  const [conversation] = await readConversations(openLog(directory), 'CF_SEF');
  expect(conversation?.lines).toEqual(lines);
});

test.runIf(tellsOpenFiles)('where one scenario cannot be read no file stays open', async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'CF_EF_FULL.jsonl'), '{}\n');
  await expect(openLineStore(directory, ['CF', 'CF_EF_FULL'])).rejects.toThrow(FileFormatError);
  expect(openFilesIn(directory)).toEqual([]);
});

test.runIf(tellsOpenFiles)(
  'where the critic cannot be opened no line file stays open',
  async () => {
    const directory = temporaryDirectory();
    const generated = generateLog({
      suite: writeTinySuite(directory, 1),
      model: 'canonical',
      judge: createFakeJudge(),
      critic: `file:${join(directory, 'no-such-critic.jsonl')}`,
      scenarios: ['CF_SEF'],
      out: join(directory, 'run'),
    });
    await expect(generated).rejects.toThrow('no-such-critic.jsonl');
    expect(openFilesIn(directory)).toEqual([]);
  },
);
