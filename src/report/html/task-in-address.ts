/**
 * A task's id as an address can hold it: halves of characters, which no address can, are replaced.
 * @example taskInAddress('T/\uD800') // => 'T/\uFFFD'
 */
export function taskInAddress(taskId: string): string {
  return taskId.replace(/\p{Cs}/gu, '\uFFFD');
}

/** The place of the task that an address names; -1 where there is none. */
export function placeOfTask(tasks: readonly {task_id: string}[], named: string): number {
  const wanted = taskInAddress(named);
  return tasks.findIndex(({task_id}) => taskInAddress(task_id) === wanted);
}
