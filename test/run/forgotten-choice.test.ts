import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {refuseForgotten, type ToldChoice} from '../../src/run/forgotten-choice.js';
import type {Selection} from '../../src/run/unfinished-plan.js';
import type {Place} from '../../src/run/verdict-row.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const ids = (...numbers: number[]) => numbers.map((number) => `T/${number}`);
const begin = (scenarios: string[], tasks?: string[]) => ({
  event: 'begin',
  problems: tasks?.length ?? 3,
  scenarios,
  tasks,
});
const end = {event: 'end'};
const whole: Selection = {scenarios: ['CF', 'CF_SEF'], tasks: ids(0, 1, 2, 3, 4)};

function check(
  events: readonly object[],
  told: ToldChoice = {},
  {now = whole, places = []}: {now?: Selection; places?: Place[]} = {},
): Promise<void> {
  const path = temporaryDirectory();
  const journal = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  writeFileSync(join(path, 'journal.jsonl'), journal);
  return refuseForgotten({path, places: () => places}, now, told);
}

const few = begin(['CF', 'CF_SEF'], ids(0, 1, 3));
const one = begin(['CF'], whole.tasks.slice());

describe('a flag of the command that began a run, forgotten, is named', () => {
  test.each<[string, object[], ToldChoice, string]>([
    [
      'tasks',
      [few, end],
      {},
      'this run was begun over 3 problems, this command names 5; repeat `tasks` 0-1,3 or its `limit` to go on',
    ],
    [
      'tasks, as told by what was begun',
      [{...few, chosen: true}, end],
      {},
      'begun over 3 problems, this command names 5',
    ],
    [
      'scenarios of a run over all problems',
      [{...one, chosen: false}, end],
      {},
      'begun in 1 scenario, this command names 2',
    ],
    ['tasks of a shard', [few], {shard: {index: 0, count: 2}}, 'repeat its `tasks` or its `limit`'],
    [
      'scenarios',
      [one, end],
      {},
      'this run was begun in 1 scenario, this command names 2; repeat `scenarios` CF to go on',
    ],
  ])('%s', async (_, events, told, message) => {
    await expect(check(events, told)).rejects.toThrow(message);
  });
});

test.each<[string, object[], ToldChoice?, {now?: Selection; places?: Place[]}?]>([
  ['over more problems that are named', [few, end], {tasks: ['0-4']}],
  ['over more problems by their number', [few, end], {limit: 5}],
  ['in more scenarios that are named', [one, end], {scenarios: ['CF', 'CF_SEF']}],
  ['over all, as it was begun', [begin(['CF', 'CF_SEF'], ids(0, 1, 2, 3, 4))]],
  ['over all, as an earlier sitting was', [few, end, begin(['CF', 'CF_SEF'], ids(2, 4))]],
  ['over all, of which some lacked a library', [{...few, chosen: false}]],
  ['over fewer', [few, end], {}, {now: {scenarios: ['CF'], tasks: ids(0)}}],
  ['where its journal names no problems', [begin(['CF'])]],
  ['that holds nothing', []],
])('a run is gone on with %s', async (_, events, told, more) => {
  await expect(check(events, told, more)).resolves.toBeUndefined();
});

test('a run without a journal is held to its rows', async () => {
  const places: Place[] = [{scenario: 'CF', task_id: 'T/0', turn: 1}];
  await expect(check([], {}, {places})).rejects.toThrow('over 1 problem, this command names 5');
});
