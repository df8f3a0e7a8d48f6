import type {Candidate} from '../judge.js';

type Tier = {
  modules: string[];
  /** Which imports ask for it. */
  wanted: RegExp;
  /**
   * How many jobs must have asked for it before it is loaded: fewer cost less when they load it
   * themselves.
   */
  worthFrom: number;
};

/** Of the standard library: what test modules and most programs use anyway. */
const PLAIN = `
  unittest unittest.mock unittest.async_case asyncio argparse base64 bisect calendar collections
  configparser contextlib copy csv ctypes dataclasses datetime decimal difflib doctest email
  enum fractions functools glob gzip hashlib heapq html http.client http.server io inspect
  itertools json logging math multiprocessing multiprocessing.pool operator os pathlib pickle
  platform pprint queue random re secrets shutil signal socket sqlite3 statistics string struct
  subprocess tarfile tempfile textwrap threading time traceback types typing urllib.request uuid
  warnings xml.etree.ElementTree zipfile concurrent.futures zoneinfo`;

const ARRAYS = `
  numpy pandas pandas.plotting._matplotlib matplotlib matplotlib.pyplot
  matplotlib.backends.backend_agg requests faker`;

const SCIENCE = `
  scipy.stats seaborn sklearn sklearn.cluster sklearn.datasets sklearn.decomposition
  sklearn.ensemble sklearn.feature_extraction.text sklearn.linear_model sklearn.metrics
  sklearn.model_selection sklearn.preprocessing`;

/**
 * Each wanted by a few problems, and costing them 40 to 370 ms in their own run and again in the
 * audit.
 */
const RARE = `
  bs4 cryptography.fernet cv2 django.http docx flask folium nltk openpyxl statsmodels.api sympy`;

/**
 * What is loaded before a job is forked, each tier upon the one before. More makes every fork
 * dearer (2 ms with the first, 4 with the second, 8 with the third), so each job gets the least
 * that suits.
 */
const TIERS: Tier[] = [
  tier(PLAIN, /^/),
  tier(ARRAYS, importing('numpy|pandas|matplotlib|requests|faker')),
  tier(SCIENCE, importing('scipy|sklearn|seaborn')),
  tier(
    RARE,
    importing(
      'bs4|cryptography|cv2|django|docx|flask\\w*|folium|nltk|textblob|openpyxl|statsmodels|sympy',
    ),
    10,
  ),
  tier('tensorflow', importing('tensorflow|keras')),
];
const TENSORS = TIERS.length - 1;

function tier(modules: string, wanted: RegExp, worthFrom = 1): Tier {
  return {modules: modules.trim().split(/\s+/), wanted, worthFrom};
}

function importing(names: string): RegExp {
  return new RegExp(
    `^[ \\t]*(?:from|import)\\s+(?:[\\w.]+(?:\\s+as\\s+\\w+)?\\s*,\\s*)*(?:${names})\\b`,
    'm',
  );
}

/** What is loaded, by tier. */
export const PRELOAD = TIERS.map(({modules}) => modules);

type Texts = Pick<Candidate, 'prelude' | 'program' | 'test'>;

/** Which tier suits a job, by what its texts import. */
function tierWanted({prelude, program, test}: Texts): number {
  return TIERS.findLastIndex(({wanted}) =>
    [prelude, program, test].some((text) => wanted.test(text)),
  );
}

/**
 * Chooses a tier for each job it is asked about, none above `last`. Only speed hangs on it, never a
 * verdict.
 */
export function createTierChoice(last: number): (candidate: Candidate) => number {
  const asked = TIERS.map(() => 0);
  return (candidate) => {
    const wanted = tierWanted(candidate);
    asked[wanted] = (asked[wanted] ?? 0) + 1;
    const isWorthIt = (asked[wanted] ?? 0) >= (TIERS[wanted]?.worthFrom ?? 0);
    return Math.min(isWorthIt ? wanted : wanted - 1, last);
  };
}

const WAITING =
  /\b(?:sleep|socket\w*|subprocess|Popen|threading|Thread|multiprocessing|urlopen|ftplib|HTTPServer)\b/;

/**
 * Whether a job's texts say that it waits (for a child, a connection, a clock), and so may leave
 * its core to others. Only the order of jobs hangs on it.
 */
export function mayWait({prelude, program, test}: Texts): boolean {
  return [prelude, program, test].some((text) => WAITING.test(text));
}

/**
 * How long a job may take, in milliseconds, guessed by its texts and its limit (which may be
 * calibrated to its problem). Only the order of jobs hangs on it.
 */
export function guessMs(candidate: Candidate): number {
  if (mayWait(candidate)) return candidate.timeLimitMs;
  return tierWanted(candidate) === TENSORS ? candidate.timeLimitMs / 2 : candidate.timeLimitMs / 20;
}
