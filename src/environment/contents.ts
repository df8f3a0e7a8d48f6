import {packagePath} from '../files/package-root.js';

/** What an environment is made of. */
export type EnvironmentContents = {
  lockPath: string;
  /** Distributions that build the ones without a wheel; installed first. */
  buildTools: readonly string[];
  /**
   * Distributions that exist as source only, and are built here by the build tools of the lock
   * file. Everything else must be a wheel.
   */
  fromSource: readonly string[];
  /** Top-level modules that must be importable in the end. */
  modules: readonly string[];
};

/**
 * What BigCodeBench's problems need: its official list of libraries (README.md beside this file has
 * the differences) with the 64 third-party modules that problems and tests import, and those that
 * only answers may import.
 */
export const bigCodeBenchContents: EnvironmentContents = {
  lockPath: packagePath('src/environment/bigcodebench-lock.txt'),
  buildTools: ['setuptools', 'wheel'],
  fromSource: ['flask-mail', 'wikipedia', 'wordninja'],
  modules: [
    ...[
      'numpy',
      'scipy',
      'pandas',
      'matplotlib',
      'mpl_toolkits',
      'seaborn',
      'sklearn',
      'statsmodels',
      'sympy',
      'networkx',
    ],
    ...['PIL', 'cv2', 'skimage', 'librosa', 'numba', 'soundfile', 'pytesseract', 'wordcloud'],
    ...['tensorflow', 'keras'],
    ...['nltk', 'gensim', 'textblob', 'regex', 'wordninja', 'Levenshtein', 'chardet'],
    ...[
      'bs4',
      'lxml',
      'mechanize',
      'pyquery',
      'requests',
      'requests_mock',
      'selenium',
      'wikipedia',
      'xmltodict',
      'yaml',
      'dns',
    ],
    ...[
      'django',
      'flask',
      'flask_login',
      'flask_mail',
      'flask_restful',
      'flask_wtf',
      'werkzeug',
      'wtforms',
    ],
    ...['python_http_client', 'sendgrid'],
    ...['folium', 'geopandas', 'geopy', 'shapely'],
    ...['Crypto', 'blake3', 'cryptography', 'rsa'],
    ...[
      'DateTime',
      'dateutil',
      'faker',
      'holidays',
      'natsort',
      'prettytable',
      'psutil',
      'pyfakefs',
      'pytest',
      'pytz',
      'texttable',
    ],
    ...['docx', 'docxtpl', 'openpyxl', 'xlrd', 'xlwt'],
  ],
};
