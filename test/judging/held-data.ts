import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, test} from 'vitest';
import {z} from 'zod';

const folder = process.env.CONVCODEBENCH_TEST_DATA;

/** Whether there is a folder of programs, hostile and honest, that are no part of the project. */
export const hasHeldData = folder !== undefined;

const heldProgram = z.object({
  id: z.string(),
  entry_point: z.string(),
  code: z.string(),
  test: z.string(),
  expect_status: z.string(),
  also_ok: z.array(z.string()).default([]),
  checks: z.array(z.string()).default([]),
  needs: z.array(z.string()).default([]),
  followup: z.object({code: z.string(), test: z.string(), expect_status: z.string()}).optional(),
});

/** The programs of a file in that folder; none without it. */
export function heldPrograms(name: string): z.infer<typeof heldProgram>[] {
  if (folder === undefined) return [];
  const lines = readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => heldProgram.parse(JSON.parse(line)));
}

/** Tests over such programs; without the folder one test that is skipped and says why. */
export function describeHeld(what: string, tests: () => void): void {
  const title = `${what} (needs CONVCODEBENCH_TEST_DATA)`;
  if (hasHeldData) describe(title, tests);
  else test(title, ({skip}) => skip('CONVCODEBENCH_TEST_DATA names no folder that holds them'));
}
