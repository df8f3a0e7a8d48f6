import {expect, test} from 'vitest';
import {listings} from '../../src/list/listings.js';
import {listingTable} from '../../src/report/listing-table.js';

test('what there is has plain keys and plain values for programs, headings for people', async () => {
  const {records} = await listings.scenarios();
  expect(records[0]).toEqual({
    ...{scenario: 'CF', execution: 'none', verbal: 'none', published_static: false},
  });
  expect(records.at(-1)).toMatchObject({scenario: 'CF_EF_FULL_SEF', published_static: true});
  const logs = (await listings.logs()).records;
  expect(logs).toMatchObject(
    [4, 9].map((scenarios) => ({suite: 'starter', scenarios, lines: expect.any(Number)})),
  );
  const [starter] = (await listings.suites()).records;
  expect(starter).toMatchObject({problems: 40, sha256: expect.stringMatching(/^[0-9a-f]{64}$/)});
});

test('in a table hashes are short, yes is said and no is left empty', async () => {
  const scenarios = listingTable('scenarios', await listings.scenarios());
  expect(scenarios.columns).toEqual([
    ...['scenario', 'execution', 'verbal', 'published static benchmark'],
  ]);
  expect(scenarios.rows[0]).toEqual(['CF', 'none', 'none', '']);
  expect(scenarios.rows.at(-1)).toEqual(['CF_EF_FULL_SEF', 'full', 'expert', 'yes']);
  const suites = listingTable('suites', await listings.suites());
  expect(suites.rows[0]?.slice(0, 3)).toEqual([
    ...['starter', '40', expect.stringMatching(/^[0-9a-f]{12}$/)],
  ]);
  expect(suites.rows.at(-1)?.slice(0, 3)).toEqual(['<file>', '', '']);
});
