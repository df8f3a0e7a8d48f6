import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {loadPythonParser} from '../conversation/python/parser.js';
import {UsageError} from '../errors.js';
import {readJson} from '../files/json.js';
import {openLog} from '../log/read-log.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {flag, text, wholeNumber} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {lastTurn} from '../problem/scenario.js';
import {scenarioIdField} from '../problem/scenario-field.js';
import {runsIn} from '../run/read-run.js';
import {showLog} from './log-turns.js';
import {showRun} from './run-turns.js';
import type {ShowOptions} from './show-options.js';
import type {ShownConversation} from './shown.js';

const schema = optionsOf<ShowOptions>({
  directory: text,
  task: text,
  scenario: scenarioIdField.optional(),
  turn: wholeNumber(0, lastTurn).optional(),
  prompts: flag.optional(),
  promptsDirectory: text.optional(),
  log: text.optional(),
  suite: text.optional(),
});

/**
 * One conversation: the problem, and at each turn the program that was given, what was said of it,
 * the answer, its program and what that failed at. What is not at hand (the log that was replayed,
 * a suite) is left out, and `lacks` says so.
 * @throws {UsageError} for what is no run and no log, or a problem, a scenario or a turn that it
 * does not have; {FileFormatError} for a damaged one.
 * @example
 * const {turns} = await showConversation({
 *   directory: 'logs/starter/simulated--codellama-like_by_builtin',
 *   task: '3',
 * });
 * console.log(turns[0]?.verdict?.status);
 */
export async function showConversation(options: ShowOptions): Promise<ShownConversation> {
  checkOptions('showConversation', schema, options);
  const {directory, turn} = options;
  await loadPythonParser();
  const format = formatOf(directory);
  const instead = format === null && existsSync(directory) ? runsIn(directory) : '';
  if (instead !== '') throw new UsageError(`${directory}: neither a run nor a log${instead}`);
  const isRun = format === 'convcodebench-run';
  const shown = isRun
    ? await showRun(directory, options)
    : await showLog(openLog(directory), options);
  if (turn === undefined) return shown;
  const turns = shown.turns.filter((each) => each.turn === turn);
  if (turns.length > 0) return {...shown, turns};
  const last = shown.turns.at(-1)?.turn ?? 0;
  throw new UsageError(
    `${option('turn')}: ${turn}: ${shown.task_id} in ${shown.scenario} ends at turn ${last}; give 0 to ${last}`,
  );
}

/** What the manifest in a directory says that it is; null where there is none. */
function formatOf(directory: string): string | null {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) return null;
  return readJson(path, z.looseObject({format: z.string().optional()})).format ?? null;
}
