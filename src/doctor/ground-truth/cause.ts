import type {Cause} from '../../judging/ground-truth-outcome.js';
import type {Failure, Status} from '../../judging/judge.js';

/** Words in tracebacks, looked for in this order: what is missing explains what follows from it. */
const signs: readonly [Cause, RegExp][] = [
  [
    'missing library',
    /ModuleNotFoundError|No module named |cannot open shared object file|ImportError: lib/,
  ],
  [
    'data',
    /LookupError: \s*\*+|Resource .{0,200}not found|nltk\.download\(|TesseractNotFoundError|No such file or directory: '\/(?!tmp\/)/,
  ],
  [
    'network',
    /gaierror|URLError|ConnectionError|ConnectionRefusedError|MaxRetryError|NewConnectionError|Name or service not known|Temporary failure in name resolution|Network is unreachable|No route to host|NameResolutionError/,
  ],
  [
    'version',
    /cannot import name|has no attribute|unexpected keyword argument|DeprecationWarning|FutureWarning|was removed in|no longer supported|got multiple values for argument|Invalid frequency|missing \d+ required positional argument/,
  ],
];

/**
 * Why a canonical solution does not pass, from the verdicts of its runs and the failing entries of
 * the first; a guess where only words tell.
 * @returns null for one that passed at once.
 */
export function causeOf(statuses: readonly Status[], failures: readonly Failure[]): Cause | null {
  const [first] = statuses;
  if (first === 'pass') return null;
  if (statuses.includes('pass')) return 'flaky';
  if (first === 'timeout') return 'timeout';
  const text = failures.map((failure) => failure.text).join('\n');
  return signs.find(([, sign]) => sign.test(text))?.[0] ?? 'other';
}
