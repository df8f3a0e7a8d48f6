import {rmSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../errors.js';
import {lockDirectory} from '../files/lock.js';
import {makeOwnDirectory} from '../files/make-directory.js';
import {programVersion} from '../files/program-version.js';
import {writeJson} from '../files/write.js';
import type {Judge} from '../judging/judge.js';
import type {Tally} from '../judging/judge-many.js';
import {profilesOf} from '../judging/known-profiles.js';
import {judge as judgeField, model as modelField} from '../open/choice-fields.js';
import {type JudgeChoice, judgeSpecOf, openJudge} from '../open/open-judge.js';
import {type ModelChoice, openModel} from '../open/open-model.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {abortSignal, callback, oneOf, text, wholeNumber} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {isOfShard, type Shard, shardField} from '../problem/shard.js';
import {groundTruthFor, timeLimits} from '../run/ground-truth.js';
import {drawWithoutReplacement, seededRandom} from '../score/seeded-random.js';
import {closing} from '../session/closing.js';
import {inseparableAmong, type Separable} from '../session/finish-run.js';
import {type AskAgainOptions, askAgain} from './ask-again.js';
import type {Bundle} from './bundle.js';
import {heldTo, scoredHash} from './check.js';
import {compareVerdicts} from './compare-verdicts.js';
import {type Fault, faultLine} from './fault.js';
import {type Grounds, withGrounds} from './grounds.js';
import {
  judgePrograms,
  type ProgramAgain,
  type ToldProgram,
  toldPrograms,
} from './judge-programs.js';
import {readBundle} from './read-bundle.js';
import {ownRules} from './rules/all.js';
import {type GroundsOptions, openShelf} from './shelf.js';
import {
  type Disagreement,
  isRefuted,
  signedOff,
  type VerdictComparison,
  type Verification,
  type VerificationShard,
} from './verification.js';

export type VerifySubmissionOptions = GroundsOptions & {
  file: string;
  /** Who answers for the result; a name as others know it. */
  by: string;
  /** How many of its programs, or all of them. Default `all`. */
  sample?: number | 'all' | undefined;
  /** Of what is drawn. Default 0. */
  seed?: number | undefined;
  /** Only what of it is about the problems of this shard; `mergeVerifications` makes one of all. */
  shard?: Shard | undefined;
  /** Asks so many of its questions again as well, of this model. */
  ask?: {questions: number; model: ModelChoice} | undefined;
  /** Default `builtin`, with `python3`. No kept verdict counts: everything is really judged. */
  judge?: JudgeChoice | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((tally: Tally) => void) | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<VerifySubmissionOptions>({
  file: text,
  by: text,
  log: text.optional(),
  suite: text.optional(),
  prompts: text.optional(),
  sample: z.union([wholeNumber(1), oneOf('all')], 'expected a whole number, or all').optional(),
  seed: wholeNumber(0, 0xffffffff).optional(),
  shard: shardField.optional(),
  ask: optionsOf<NonNullable<VerifySubmissionOptions['ask']>>({
    questions: wholeNumber(1),
    model: modelField,
  }).optional(),
  judge: judgeField.optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<VerifySubmissionOptions['onProgress']>>().optional(),
  onNotice: callback<NonNullable<VerifySubmissionOptions['onNotice']>>().optional(),
});

/**
 * Where the result is, and what it says, with a shard of its programs alone. `isRefuted`: a program
 * counts against the bundle, or it calls a problem inseparable falsely.
 */
export type VerifiedSubmission = {path: string; verification: Verification; isRefuted: boolean};

/**
 * Judges a bundle’s programs again, sealed, and writes beside it who judged, on what, and what it
 * came to. A call that was stopped is gone on with by the same call. A bundle that does not stand
 * the check is not judged.
 * @throws {UsageError} for a file that is not there; {FileFormatError} for one with a fault.
 * @example
 * const {verification} = await verifySubmission({file: 'careful.tar.gz', by: 'somebody'});
 * console.log(verification.counts.same, verification.counts.turned);
 */
export async function verifySubmission(
  options: VerifySubmissionOptions,
): Promise<VerifiedSubmission> {
  checkOptions('verifySubmission', schema, options);
  const {file} = options;
  const reading = await readBundle(file);
  if (!('bundle' in reading) || reading.faults.length > 0) throw faulty(file, reading.faults);
  const {bundle} = reading;
  const done = await withGrounds(bundle, openShelf(options), async (grounds) => {
    const faults = (await heldTo(ownRules, grounds)).flatMap((held) => held.faults);
    if (faults.length > 0) throw faulty(file, faults);
    return judgeGrounds(grounds, options);
  });
  if ('faults' in done) throw faulty(file, done.faults);
  const path = writeResult(options, done.result);
  if (done.result.counts.missing === 0)
    rmSync(workingFolder(options), {recursive: true, force: true});
  return {path, verification: done.result, isRefuted: isRefuted(done.result)};
}

/** That of a shard has a name under which no board looks for results. */
function writeResult(
  {file, by, shard}: VerifySubmissionOptions,
  verification: Verification,
): string {
  const base = file.replace(/\.(tar\.gz|tgz)$/, '');
  const name = fileNameOf(by);
  if (!shard) {
    const path = `${base}.verified-by-${name}.json`;
    writeJson(path, verification);
    return path;
  }
  const path = `${base}.shard-${partName(shard)}-by-${name}.json`;
  const result: VerificationShard = {
    format: 'convcodebench-verification-shard',
    format_version: 1,
    shard,
    verification,
  };
  writeJson(path, result);
  return path;
}

/** A shard in the name of a file. */
function partName({index, count}: Shard): string {
  return `${index}-of-${count}`;
}

function faulty(file: string, faults: readonly Fault[]): FileFormatError {
  const [first] = faults;
  return new FileFormatError(
    `${file}: ${first ? faultLine(first) : ''} ("submit check" tells all ${faults.length})`,
  );
}

function fileNameOf(by: string): string {
  const name = by
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (name !== '') return name;
  throw new UsageError(`${option('by')} ${by}: give a name with a letter or a digit`);
}

function workingFolder({file, shard}: VerifySubmissionOptions): string {
  return `${file}.verifying${shard ? `-${partName(shard)}` : ''}`;
}

async function judgeGrounds(
  grounds: Grounds,
  options: VerifySubmissionOptions,
): Promise<Verification> {
  const {sample = 'all', seed = 0, shard, ask, signal, onProgress, onNotice} = options;
  const {suite} = grounds;
  const spec = judgeSpecOf(options.judge);
  const choice = isOwn(options.judge) ? options.judge : {...spec, keepVerdicts: false};
  const judge = await openJudge({suite, trusted: false, choice, onNotice});
  return closing(judge, async () => {
    const directory = workingFolder(options);
    makeOwnDirectory(directory);
    const unlock = lockDirectory(directory);
    try {
      const truth = groundTruthFor(suite, judge.identity);
      const timeLimitMs = timeLimits(suite, truth, spec.timeLimitMs);
      const judging = {judge, profiles: profilesOf(judge, suite), timeLimitMs, signal};
      const programs = toldPrograms(grounds);
      const chosen = sample === 'all' ? programs : draw(programs, sample, seed);
      const drawn = chosen.filter(({problem}) => isOfShard(problem.task_id, shard));
      const again = await judgePrograms(drawn, {judging, directory, signal, onProgress});
      const asked = ask
        ? await askModel(grounds, ask, {judging, seed, shard, directory, signal})
        : null;
      const inseparable = judge.separates
        ? await recount(grounds, judging.profiles, shard)
        : undefined;
      const told = {programs, drawn, again, asked, sample, seed, inseparable};
      return summary(grounds.bundle, told, {judge, by: options.by});
    } finally {
      unlock();
    }
  });
}

function isOwn(choice: JudgeChoice | undefined): choice is Judge {
  return typeof choice === 'object' && 'judge' in choice;
}

function draw(programs: readonly ToldProgram[], sample: number, seed: number): ToldProgram[] {
  const places = drawWithoutReplacement(programs.length, sample, seededRandom(seed));
  const drawn = new Set(places);
  return programs.filter((_, at) => drawn.has(at));
}

async function askModel(
  grounds: Grounds,
  {questions, model: choice}: NonNullable<VerifySubmissionOptions['ask']>,
  more: Omit<AskAgainOptions, 'model' | 'questions'>,
): Promise<Verification['asked']> {
  const {model} = await openModel(choice, grounds.suite, () => {});
  return closing(model, () => askAgain(grounds, {model, questions, ...more}));
}

async function recount(
  {bundle: {run, rows}, suite}: Grounds,
  profiles: Separable,
  shard: Shard | undefined,
): Promise<NonNullable<Verification['inseparable']>> {
  const isOfIt = (taskId: string) => isOfShard(taskId, shard);
  const own = rows.filter(({task_id}) => isOfIt(task_id));
  const found = await inseparableAmong(own, suite, profiles);
  const told = run.totals?.passes?.inseparable ?? [];
  return {told: told.filter(isOfIt).toSorted(), found: found.toSorted()};
}

type ToldSample = Pick<Verification, 'sample' | 'seed' | 'asked'> & {
  inseparable: Verification['inseparable'];
  programs: readonly ToldProgram[];
  drawn: readonly ToldProgram[];
  again: ReadonlyMap<string, ProgramAgain>;
};

function summary(
  bundle: Bundle,
  {programs, drawn, again, sample, seed, asked, inseparable}: ToldSample,
  {judge: {identity}, by}: {judge: Judge; by: string},
): Verification {
  const other = unlikeJudge(bundle, identity);
  const isElsewhere = other.includes('environment') || other.includes('pythonMinor');
  const counts = emptyCounts();
  const separate = {told: 0, found: 0};
  const disagreements: Disagreement[] = [];
  for (const {key, problem, turn, code_sha256, places, told, trust} of drawn) {
    const judged = again.get(key);
    const statuses = judged?.again ?? [];
    const comparison = compareVerdicts(told, statuses, isElsewhere);
    counts[comparison] += 1;
    if (told === 'pass' && trust === 'separate' && comparison === 'same') {
      separate.told += 1;
      if (judged?.trust === 'separate') separate.found += 1;
    }
    const {task_id} = problem;
    if (comparison !== 'same')
      disagreements.push({
        ...{task_id, turn, code_sha256, places, told},
        again: statuses,
        comparison,
      });
  }
  return signedOff({
    format: 'convcodebench-verification',
    format_version: 1,
    bundle_sha256: bundle.sha256,
    scored_sha256: scoredHash(bundle),
    by,
    where: {platform: `${process.platform} ${process.arch}`, processors: availableParallelism()},
    program_version: programVersion(),
    judge: identity,
    other,
    sample,
    seed,
    programs: programs.length,
    judged: drawn.length,
    counts,
    separate,
    ...(inseparable && {inseparable}),
    disagreements,
    asked,
  });
}

function emptyCounts(): Record<VerdictComparison, number> {
  return {same: 0, 'other-kind': 0, time: 0, flaky: 0, environment: 0, turned: 0, missing: 0};
}

function unlikeJudge({run}: Bundle, identity: Judge['identity']): string[] {
  const before = new Map<string, unknown>(Object.entries(run.judge ?? {}));
  return Object.entries(identity).flatMap(([field, value]) =>
    before.get(field) === value ? [] : [field],
  );
}
