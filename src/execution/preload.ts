/** What a fork server has loaded before it forks: the common case of what code and tests import. */
export type Preload = 'plain' | 'libraries';

/** Of the standard library: what test modules and most programs use anyway. */
const PLAIN = (
  'unittest unittest.mock unittest.async_case asyncio argparse base64 bisect calendar collections configparser contextlib copy csv ' +
  'ctypes dataclasses datetime decimal difflib email enum fractions functools glob gzip hashlib heapq html http.client http.server io ' +
  'inspect itertools json logging math multiprocessing multiprocessing.pool operator os pathlib pickle platform pprint queue random ' +
  're secrets shutil signal socket sqlite3 statistics string struct subprocess tarfile tempfile textwrap threading time traceback ' +
  'types typing urllib.request uuid warnings xml.etree.ElementTree zipfile concurrent.futures zoneinfo'
).split(' ');

/** Measured on 99 BigCodeBench jobs: this set 7.6 s; numpy, pandas and pyplot alone 10.8 to 11.9 s; 100 modules 8.2 to 9.9 s. */
const LIBRARIES = [
  'numpy',
  'pandas',
  'matplotlib',
  'matplotlib.pyplot',
  'scipy.stats',
  'sklearn',
  'seaborn',
  'requests',
];

const HEAVY =
  /^\s*(?:from|import)\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*(?:numpy|pandas|matplotlib|scipy|sklearn|seaborn|statsmodels|requests)\b/m;

export function modulesOf(preload: Preload): string[] {
  return preload === 'plain' ? PLAIN : [...PLAIN, ...LIBRARIES];
}

/** Which server suits a job, by what its texts import. Only speed hangs on it, never a verdict. */
export function choosePreload(code: string, test: string): Preload {
  return HEAVY.test(code) || HEAVY.test(test) ? 'libraries' : 'plain';
}
