import type {FeedbackKind} from './heard-feedback.js';

/**
 * Every simulated model's id begins so, everywhere: nobody shall take its figures for those of a
 * real model.
 */
export const simulatedPrefix = 'simulated:';

/** What a simulated coder is made of. None of it is fitted to any real model. */
export type Profile = {
  /** `simulated:<name>`. */
  id: string;
  /** One line for `list models`. */
  description: string;
  /**
   * Log-odds of getting an average trap of an average problem right at the first answer; any
   * number.
   */
  skill: number;
  /**
   * Chance (0 to 1) to mend a bug that this kind of feedback points at; kinds count independently.
   */
  uptake: Record<FeedbackKind, number>;
  /** Chance (0 to 1) to make one new bug while refining. */
  regression: number;
};

/** The shipped profiles, named after what they listen to, weakest first answer first. */
export const profiles: readonly Profile[] = [
  profile(
    'beginner',
    'weak first answers, takes in little of anything',
    0.9,
    [0.5, 0.15, 0.15, 0.25],
    0.08,
  ),
  profile(
    'all-ears',
    'weak first answers, mends what anybody points at',
    1.25,
    [0.95, 0.75, 0.75, 0.85],
    0.03,
  ),
  profile(
    'codellama-like',
    'weak, hears experts best; reference of the starter log',
    1.5,
    [0.6, 0.25, 0.25, 0.45],
    0.06,
  ),
  profile(
    'expert-listener',
    'follows experts, cannot read tracebacks',
    1.7,
    [0.6, 0.1, 0.2, 0.9],
    0.03,
  ),
  profile(
    'test-reader',
    'reads failing tests, hardly hears words',
    1.85,
    [0.95, 0.85, 0.1, 0.15],
    0.03,
  ),
  profile('novice-listener', 'understands plain words best', 2.0, [0.5, 0.2, 0.8, 0.4], 0.03),
  profile(
    'compiler-minded',
    'mends what does not compile, little else',
    2.25,
    [0.98, 0.25, 0.2, 0.25],
    0.02,
  ),
  profile(
    'hasty',
    'good first answers, breaks things while mending',
    2.5,
    [0.85, 0.55, 0.4, 0.6],
    0.3,
  ),
  profile('careful', 'strong first answers, mends most', 2.95, [0.95, 0.7, 0.55, 0.8], 0.01),
  profile('stubborn', 'strongest first answers, keeps them', 3.3, [0.5, 0.1, 0.1, 0.15], 0.01),
];

/** The profile of an id with or without `simulated:` in front; undefined where there is none. */
export function findProfile(id: string): Profile | undefined {
  const name = id.startsWith(simulatedPrefix) ? id : simulatedPrefix + id;
  return profiles.find((known) => known.id === name);
}

function profile(
  name: string,
  description: string,
  skill: number,
  [compilation, execution, novice, expert]: [number, number, number, number],
  regression: number,
): Profile {
  return {
    id: simulatedPrefix + name,
    description,
    skill,
    uptake: {compilation, execution, novice, expert},
    regression,
  };
}

/** Whether a model's id says that it is simulated. */
export function isSimulated(id: string): boolean {
  return id.startsWith(simulatedPrefix);
}
