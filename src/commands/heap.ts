import {setFlagsFromString} from 'node:v8';

/**
 * Node lets its heap grow to four times what is alive in it before it looks for what is not: of a
 * replay of full size, 100 MB in use, that makes more than half a gigabyte. For the program, whose
 * process is its own: a library leaves its user's process as it is.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=60');
}
