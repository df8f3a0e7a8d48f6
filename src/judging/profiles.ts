import type {Candidate, Judge, Judgement, Separation} from './judge.js';
import {judgeSettled} from './starved.js';

/**
 * What the canonical solution of a problem needed to pass with its tests apart (docs/judging.md);
 * null where it did not pass so: then tests and program cannot be held apart.
 */
export type CrossingProfile = readonly string[] | null;

/** A problem as its profile is asked for. `solution`: its complete canonical one; `''` for none. */
export type Exemplar = Pick<Candidate, 'prelude' | 'test' | 'entryPoint'> & {
  taskId: string;
  solution: string;
};

/** The profiles of a suite's problems, each found once: none is the candidate's to choose. */
export type CrossingProfiles = {
  /**
   * The candidate as it is to be judged here: apart within the problem's profile, or in one process
   * where the problem or the judge allows no other way. A problem without a canonical solution may
   * use what usual programs need.
   * @returns a judgement where the canonical solution came to no verdict.
   */
  apart(candidate: Candidate, exemplar: Exemplar): Promise<Candidate | Missing>;
  /** Whether the tests of that problem can be held apart from a program here. */
  isSeparable(exemplar: Exemplar): Promise<boolean>;
};

type Missing = Judgement & {status: 'missing'};

/** Of a problem without a canonical solution: all but what usual programs do not need. */
const usual: CrossingProfile = ['usual'];

/**
 * Profiles that are `known`, by task id, and for other problems what their canonical solution comes
 * to with this judge, once. `timeLimitMs`: what it may take.
 */
export function openProfiles(
  judge: Judge,
  {known, timeLimitMs}: {known: ReadonlyMap<string, CrossingProfile>; timeLimitMs: number},
): CrossingProfiles {
  const found = new Map<string, Promise<CrossingProfile | Missing>>();

  function profileOf(exemplar: Exemplar): Promise<CrossingProfile | Missing> {
    const asked = found.get(exemplar.taskId) ?? find(exemplar);
    found.set(exemplar.taskId, asked);
    return asked;
  }

  async function find({
    taskId,
    solution,
    ...problem
  }: Exemplar): Promise<CrossingProfile | Missing> {
    if (!judge.separates && !judge.triesApart) return null;
    const told = known.get(taskId);
    if (told !== undefined) return told;
    if (solution === '') return usual;
    const separation = {profile: null};
    const candidate = {...problem, program: solution, timeLimitMs, separation};
    const judgement = await judgeSettled(judge, candidate);
    return judgement.status === 'missing' ? judgement : profileIn(judgement);
  }

  return {
    async apart(candidate, exemplar) {
      const profile = await profileOf(exemplar);
      if (isMissing(profile)) return profile;
      if (profile === null) return {...candidate, separation: undefined};
      const brings = candidate.prelude === '' && exemplar.prelude !== '';
      const separation: Separation = brings ? {profile, header: exemplar.prelude} : {profile};
      return {...candidate, separation};
    },
    async isSeparable(exemplar) {
      if (!judge.separates) return false;
      const profile = await profileOf(exemplar);
      return profile !== null && !isMissing(profile);
    },
  };
}

/** The profile that the judgement of a canonical solution tells, judged with `profile` null. */
export function profileIn(judgement: Judgement): CrossingProfile {
  if (judgement.status !== 'pass') return null;
  const {trust, profile} = judgement;
  return profile === undefined && trust !== 'separate' ? null : [...(profile ?? [])];
}

function isMissing(profile: CrossingProfile | Missing): profile is Missing {
  return profile !== null && 'status' in profile;
}
