import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {schemaFiles} from '../../scripts/schemas.js';

test('the published schemas are those of the code; "npx tsx scripts/build-schemas.ts" writes them', () => {
  const published = readdirSync('docs/schemas').sort();
  expect(published).toEqual([...schemaFiles().keys()].sort());
  for (const [name, text] of schemaFiles())
    expect(readFileSync(join('docs/schemas', name), 'utf8'), name).toBe(text);
});
