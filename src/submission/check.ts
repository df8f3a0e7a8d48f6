import {canonicalHash} from '../files/canonical-hash.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {text} from '../options/fields.js';
import {type BoardRules, openBoard, readBoardRules} from './board-rules.js';
import type {Bundle} from './bundle.js';
import type {Fault} from './fault.js';
import {type Grounds, withGrounds} from './grounds.js';
import {type BundleReading, readBundle} from './read-bundle.js';
import {boardRules, ownRules} from './rules/all.js';
import type {Rule} from './rules/rule.js';
import {type GroundsOptions, openShelf, type Shelf} from './shelf.js';

export type CheckSubmissionOptions = GroundsOptions & {
  file: string;
  /** The board's `rules.json`; default: a board of real models that wants nothing else. */
  rules?: string | undefined;
};

const schema = optionsOf<CheckSubmissionOptions>({
  file: text,
  log: text.optional(),
  suite: text.optional(),
  prompts: text.optional(),
  rules: text.optional(),
});

/** One rule and whether the bundle keeps it. */
export type RuleOutcome = {rule: string; holds: string; faults: number};

export type SubmissionCheck = {
  file: string;
  /** Names the bundle; null where it could not be read. */
  sha256: string | null;
  /**
   * Hash of all that is scored: suite, log and rows with their figures. Two bundles of one hash
   * differ in nothing that counts.
   */
  scored_sha256: string | null;
  model: string | null;
  /** Whether nothing was found. */
  complete: boolean;
  /** In the order in which they were asked; of a bundle that cannot be read only the first. */
  rules: RuleOutcome[];
  faults: Fault[];
};

/**
 * Holds a bundle to its log, its suite and itself, and to the rules of a board. Nothing that it
 * says is taken on trust but what is about the model alone, and what takes execution, which
 * `verifySubmission` does.
 * @throws {UsageError} where the file, or something that was named, is not there.
 * @example
 * const {complete, faults} = await checkSubmission({file: 'careful.tar.gz'});
 * for (const {where, problem} of faults) console.log(where, problem);
 */
export async function checkSubmission(options: CheckSubmissionOptions): Promise<SubmissionCheck> {
  checkOptions('checkSubmission', schema, options);
  const {file, rules} = options;
  const board = rules === undefined ? openBoard : readBoardRules(rules);
  const reading = await readBundle(file);
  return (await checkReading(reading, {file, board, shelf: openShelf(options)})).check;
}

/**
 * The same of a bundle that was read, with how many problems the suite has; null where there is
 * none to hold it to.
 */
export async function checkReading(
  reading: BundleReading,
  {file, board, shelf}: {file: string; board: BoardRules; shelf: Shelf},
): Promise<{check: SubmissionCheck; problems: number | null}> {
  const read = outcomesOfReading(reading);
  if (!('bundle' in reading))
    return {check: checked(file, null, read, reading.faults), problems: null};
  const {bundle} = reading;
  let problems: number | null = null;
  const held = await withGrounds(bundle, shelf, (grounds) => {
    problems = grounds.suite.problems.length;
    return heldTo([...ownRules, ...boardRules], grounds, board);
  });
  const frozen = 'faults' in held ? held.faults : [];
  const outcomes = 'result' in held ? held.result : [];
  const check = checked(
    file,
    bundle,
    [
      ...read,
      {rule: 'frozen', holds: frozenHolds, faults: frozen.length},
      ...outcomes.map(counted),
    ],
    [...reading.faults, ...frozen, ...outcomes.flatMap(({faults}) => faults)],
  );
  return {check, problems};
}

type HeldTo = {rule: Rule; faults: Fault[]};

/** What each rule finds in a bundle. */
export async function heldTo(
  rules: readonly Rule[],
  grounds: Grounds,
  board = openBoard,
): Promise<HeldTo[]> {
  const held: HeldTo[] = [];
  for (const rule of rules) held.push({rule, faults: await rule.check(grounds, board)});
  return held;
}

function counted({rule: {name, holds}, faults}: HeldTo): RuleOutcome {
  return {rule: name, holds, faults: faults.length};
}

const frozenHolds = 'suite, log and prompts are those that the run names by their hashes';

/** The rules of reading, in their order: the first that found something ends it. */
const readingRules: readonly (readonly [name: string, holds: string])[] = [
  ['archive', 'the archive is, byte for byte, the one that the program writes of its files'],
  ['manifest', 'the manifest is of a known format, in its canonical form'],
  ['files', 'every file has the hash and the size that the manifest says'],
  ['form', 'every file is of its schema, and written as the program writes it'],
];

function outcomesOfReading({faults, ...read}: BundleReading): RuleOutcome[] {
  const last = readingRules.findIndex(([name]) => name === faults.at(-1)?.rule);
  const asked = 'bundle' in read ? readingRules : readingRules.slice(0, last + 1);
  return asked.map(([rule, holds]) => ({
    rule,
    holds,
    faults: faults.filter((each) => each.rule === rule).length,
  }));
}

function checked(
  file: string,
  bundle: Bundle | null,
  rules: RuleOutcome[],
  faults: Fault[],
): SubmissionCheck {
  return {
    file,
    sha256: bundle?.sha256 ?? null,
    scored_sha256: bundle && scoredHash(bundle),
    model: bundle?.run.model ?? null,
    complete: faults.length === 0,
    rules,
    faults,
  };
}

/**
 * Hash of all that a bundle's figures come from, and of the figures. Which tests failed is no part
 * of it: no figure hangs on that.
 */
export function scoredHash({run, rows, metrics}: Bundle): string {
  const scored = rows.map(({failures, ...row}) => row);
  return canonicalHash({
    suite: run.suite.sha256,
    log: run.log?.sha256 ?? null,
    rows: scored,
    metrics,
  });
}
