import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {refuseNarrower, type Selection} from '../../src/run/unfinished-plan.js';
import type {Place} from '../../src/run/verdict-row.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const begin = (scenarios: string[], tasks: string[]) => ({
  event: 'begin',
  problems: tasks.length,
  scenarios,
  tasks,
});
const end = {event: 'end', jobs_run: 1};
const rows: Place[] = [
  {scenario: 'NONE', task_id: 'T/0', turn: 0},
  {scenario: 'CF', task_id: 'T/0', turn: 1},
  {scenario: 'CF_SEF', task_id: 'T/1', turn: 1},
];

function check(events: readonly object[], now: Selection, places: Place[] = rows): Promise<void> {
  const journal = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const path = temporaryDirectory();
  writeFileSync(join(path, 'journal.jsonl'), journal);
  return refuseNarrower({path, places: () => places}, now);
}
const all: Selection = {scenarios: ['CF', 'CF_SEF'], tasks: ['T/0', 'T/1']};
const whole = begin(['CF', 'CF_SEF'], ['T/0', 'T/1']);

test.each<[string, Selection]>([
  ['fewer problems', {...all, tasks: ['T/0']}],
  ['other problems', {...all, tasks: ['T/0', 'T/2']}],
  ['fewer scenarios', {...all, scenarios: ['CF']}],
])('an interrupted run is not finished over %s', async (_, now) => {
  await expect(check([whole], now)).rejects.toThrow(
    'a run over 2 problems in 2 scenarios was begun here and is not finished',
  );
});

test('a journal that names no tasks is held by their number', async () => {
  const {tasks: _, ...old} = whole;
  await expect(check([old], {...all, tasks: ['T/0']})).rejects.toThrow('not finished');
  await expect(check([old], all)).resolves.toBeUndefined();
});

test.each<[string, object[], Selection, Place[]?]>([
  ['by the same command', [whole], all],
  ['by one over more', [begin(['CF'], ['T/0'])], all],
  ['over less, once it is finished', [whole, end], {...all, tasks: ['T/0']}],
  ['over less, where nothing of the rest is on disk', [whole], {...all, tasks: ['T/0']}, []],
  [
    'in other scenarios, interrupted',
    [whole, end, begin(['CF'], ['T/0'])],
    {...all, tasks: ['T/0']},
  ],
])('a run is gone on with %s', async (_, events, now, places) => {
  await expect(check(events, now, places)).resolves.toBeUndefined();
});
