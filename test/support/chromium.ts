import {statSync} from 'node:fs';
import {delimiter, join} from 'node:path';

/** Where Chromium is by PATH; undefined where it is not, and tests with a browser are skipped. */
export const chromiumPath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser'].map((name) => join(folder, name)))
  .find((path) => {
    const found = statSync(path, {throwIfNoEntry: false});
    return found?.isFile() && (found.mode & 0o111) !== 0;
  });
