import {delimiter, resolve} from 'node:path';

/** How a Python is started outside a seal: the file, and where and with what it starts. */
export type IsolatedPython = {
  file: string;
  options: {cwd: string; env: Record<string, string>; extendEnv: false};
};

/**
 * What a Python, or the version manager that stands before it, needs to start. Keys of the user's
 * are not among it.
 */
const PASSED_ON = [
  ...['HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'LC_CTYPE', 'SYSTEMROOT'],
  ...['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'DYLD_FALLBACK_LIBRARY_PATH'],
  ...['PYENV_ROOT', 'PYENV_VERSION', 'ASDF_DIR', 'ASDF_DATA_DIR', 'ASDF_PYTHON_VERSION'],
];

/**
 * How to start the user's Python outside a seal, always with `-I` as its first argument: in `/` and
 * with few variables. The user may stand in a folder that came from a stranger, whose `json.py`
 * must not be what Python imports.
 * @param python A path, or a name on PATH; a relative path is one from the user's folder.
 * @param more Variables besides.
 */
export function isolatedPython(
  python: string,
  more: Readonly<Record<string, string>> = {},
): IsolatedPython {
  return {
    file: /[\\/]/.test(python) ? resolve(python) : python,
    options: {
      cwd: '/',
      env: {...variables(PASSED_ON), PATH: searchPath(), ...more},
      extendEnv: false,
    },
  };
}

/** Those of our own environment variables that are set. */
function variables(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Where to look for programs; what the user wrote relative to his folder stays what it was. */
function searchPath(): string {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => resolve(folder))
    .join(delimiter);
}
