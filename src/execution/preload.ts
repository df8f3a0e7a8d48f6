import type {Candidate} from './judge.js';

/**
 * What has been loaded before a job is forked, each upon the one before. More makes every fork dearer (2 ms with the first, 8 with all), so each job gets
 * the least that suits, and nothing is loaded before a job wants it.
 */
const TIERS = ['plain', 'libraries', 'rare', 'tensors'] as const;
type TierName = (typeof TIERS)[number];

/** Of the standard library: what test modules and most programs use anyway. */
const PLAIN = (
  'unittest unittest.mock unittest.async_case asyncio argparse base64 bisect calendar collections configparser contextlib copy csv ' +
  'ctypes dataclasses datetime decimal difflib doctest email enum fractions functools glob gzip hashlib heapq html http.client http.server io ' +
  'inspect itertools json logging math multiprocessing multiprocessing.pool operator os pathlib pickle platform pprint queue random ' +
  're secrets shutil signal socket sqlite3 statistics string struct subprocess tarfile tempfile textwrap threading time traceback ' +
  'types typing urllib.request uuid warnings xml.etree.ElementTree zipfile concurrent.futures zoneinfo'
).split(' ');

const LIBRARIES = (
  'numpy pandas pandas.plotting._matplotlib matplotlib matplotlib.pyplot scipy.stats seaborn requests faker sklearn sklearn.cluster ' +
  'sklearn.datasets sklearn.decomposition sklearn.ensemble sklearn.feature_extraction.text sklearn.linear_model sklearn.metrics ' +
  'sklearn.model_selection sklearn.preprocessing'
).split(' ');

/** Each wanted by a few problems, and costing them 40 to 370 ms in their own run and again in the control run. */
const RARE = 'bs4 cryptography.fernet cv2 django.http docx flask folium nltk openpyxl statsmodels.api sympy'.split(' ');

const MODULES: Record<TierName, string[]> = {plain: PLAIN, libraries: LIBRARIES, rare: RARE, tensors: ['tensorflow']};

/** Which imports ask for which, the dearest first. */
const WANTED: [TierName, RegExp][] = [
  ['tensors', importing('tensorflow|keras')],
  ['rare', importing('bs4|cryptography|cv2|django|docx|flask\\w*|folium|nltk|textblob|openpyxl|statsmodels|sympy')],
  ['libraries', importing('numpy|pandas|matplotlib|scipy|sklearn|seaborn|requests|faker')],
];

function importing(names: string): RegExp {
  return new RegExp(`^\\s*(?:from|import)\\s+(?:[\\w.]+(?:\\s+as\\s+\\w+)?\\s*,\\s*)*(?:${names})\\b`, 'm');
}

/** What is loaded, by tier. */
export const PRELOAD = TIERS.map((name) => MODULES[name]);

/** Which tier suits a job, by what its texts import. Only speed hangs on it, never a verdict. */
export function chooseTier({code, test}: Pick<Candidate, 'code' | 'test'>): number {
  const [name = 'plain'] = WANTED.find(([, wanted]) => wanted.test(code) || wanted.test(test)) ?? [];
  return TIERS.indexOf(name);
}

const WAITING = /\b(?:sleep|socket\w*|subprocess|Popen|threading|Thread|multiprocessing|urlopen|ftplib|HTTPServer)\b/;

/** Whether a job's texts say that it waits (for a child, a connection, a clock), and so may leave its core to others. Only the order of jobs hangs on it. */
export function mayWait({code, test}: Pick<Candidate, 'code' | 'test'>): boolean {
  return WAITING.test(code) || WAITING.test(test);
}

/** How long a job may take, in milliseconds, guessed by its texts and its limit (which may be calibrated to its problem). Only the order of jobs hangs on it. */
export function guessMs(candidate: Candidate): number {
  if (mayWait(candidate)) return candidate.timeLimitMs;
  return TIERS[chooseTier(candidate)] === 'tensors' ? candidate.timeLimitMs / 2 : candidate.timeLimitMs / 20;
}
