import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readShortenings} from '../../src/run/shortenings.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const cut = (front: number) => ({front, rear: 4000, dropped_turns: 0});

test('the cuts of each request are read out of the journal in their order', async () => {
  const journal = join(temporaryDirectory(), 'events.jsonl');
  const events = [
    {event: 'shortened', request: 'a', cut: cut(2000)},
    {event: 'answered', request: 'a', cut: cut(1)},
    {event: 'shortened', request: 'b', cut: cut(3000)},
    {event: 'shortened', request: 'a', cut: cut(1000), more: true},
    {event: 'shortened', request: 'a'},
  ];
  const lines = events.map((event) => JSON.stringify(event));
  writeFileSync(journal, [...lines.slice(0, 2), '{"event":', ...lines.slice(2), ''].join('\n'));
  const tried = await readShortenings(journal);
  expect(tried('a')).toEqual([cut(2000), cut(1000)]);
  expect(tried('b')).toEqual([cut(3000)]);
  expect(tried('c')).toEqual([]);
});

test('without a journal nothing was shortened', async () => {
  const tried = await readShortenings(join(temporaryDirectory(), 'none.jsonl'));
  expect(tried('a')).toEqual([]);
});
