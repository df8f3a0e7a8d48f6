import {UsageError} from '../errors.js';
import {counted} from '../options/counted.js';
import {suggest} from '../options/suggest.js';

/** So many ids are named where a word could mean more than one. */
const namedIds = 4;

/**
 * The problem that `typed` means among `tasks`: its id, its last part (`3` for `Starter/3`), or an
 * ending that no other id has, in any case.
 * @param where what holds the tasks, for messages.
 * @throws {UsageError} where it is none of them, or could be several.
 */
export function findTask(typed: string, tasks: readonly string[], where: string): string {
  const wanted = typed.toLowerCase();
  const lower = (task: string) => task.toLowerCase();
  const ways: ((task: string) => boolean)[] = [
    (task) => task === typed,
    (task) => lower(task) === wanted,
    (task) => lower(task).endsWith(`/${wanted}`),
    (task) => lower(task).endsWith(wanted),
  ];
  for (const means of ways) {
    const [found, ...others] = tasks.filter(means);
    if (found === undefined) continue;
    if (others.length === 0) return found;
    const named = [found, ...others].slice(0, namedIds).join(', ');
    throw new UsageError(
      `${typed}: could be ${others.length + 1} problems of ${where} (${named}${others.length >= namedIds ? ', …' : ''}); give more of the id`,
    );
  }
  const meant = suggest(wanted, tasks.map(lower));
  const task = tasks.find((each) => lower(each) === meant);
  const remedy =
    task === undefined
      ? `its ${counted(tasks.length, 'problem is', 'problems are')} like ${tasks[0] ?? 'none'}`
      : `did you mean ${task}?`;
  throw new UsageError(`${typed}: ${where} has no such problem; ${remedy}`);
}
