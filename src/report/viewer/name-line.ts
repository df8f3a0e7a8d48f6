import {shortName} from '../html/short-name.js';
import {forLine} from '../sanitise.js';

/** A name of anything, in one line that is as long as anybody reads. */
export function nameLine(name: string): string {
  return forLine(shortName(name));
}
