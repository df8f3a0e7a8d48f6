import {counted} from '../options/counted.js';
import {isSimulated} from '../simulation/profiles.js';
import type {SubmissionCheck} from '../submission/check.js';
import {faultLine} from '../submission/fault.js';
import type {PreparedSubmission} from '../submission/prepare.js';
import {agreementOf, countedAgainst, falselyInseparable} from '../submission/verification.js';
import type {VerifiedSubmission} from '../submission/verify.js';
import {percent} from './percent.js';

/** What was written, and by which names it is known. */
export function preparedLines({
  file,
  model,
  bytes,
  sha256,
  scored_sha256,
  missing,
}: PreparedSubmission): string[] {
  const command = `convcodebench submit check ${file}`;
  // Without rules that say so, a simulated model is refused.
  const check = isSimulated(model)
    ? `${command} --rules FILE, with the rules of a board that takes simulated models`
    : command;
  return [
    `${file}: ${model}, ${bytes} bytes`,
    ...(missing > 0
      ? [
          `${counted(missing, 'verdict is', 'verdicts are')} missing, so that some figures have no value and a board may refuse it; the command that began the run goes on with it`,
        ]
      : []),
    `bundle ${sha256}`,
    `scored ${scored_sha256}`,
    `check it as a stranger would: ${check}`,
  ];
}

/** A line for each rule, what was found, and what it comes to. */
export function checkLines({
  file,
  sha256,
  scored_sha256,
  model,
  complete,
  rules,
  faults,
}: SubmissionCheck): string[] {
  const width = Math.max(...rules.map(({rule}) => rule.length));
  return [
    `${file}${model === null ? '' : `: ${model}`}`,
    ...rules.map(
      ({rule, holds, faults: n}) =>
        `  ${n === 0 ? 'ok  ' : `${n}`.padEnd(4)} ${rule.padEnd(width)}  ${holds}`,
    ),
    ...faults.map(faultLine),
    ...(sha256 === null ? [] : [`bundle ${sha256}`]),
    ...(scored_sha256 === null ? [] : [`scored ${scored_sha256}`]),
    complete ? 'level: complete' : 'level: reported',
  ];
}

/** What judging again came to, by kind, and the programs that turned. */
export function verificationLines({path, verification}: VerifiedSubmission): string[] {
  const {programs, judged, counts, other, separate, disagreements, asked} = verification;
  const agreement = agreementOf(verification);
  const against = countedAgainst(verification);
  return [
    `${judged} of ${counted(programs, 'program')} judged again${agreement === null ? '' : `: ${percent(agreement)} % pass, or not, as the bundle says`}`,
    ...Object.entries(counts).map(([kind, n]) => `  ${kind.padEnd(12)} ${n}`),
    ...(against === 0
      ? []
      : [
          `  ${counted(against, 'counts', 'count')} against the bundle: turned, or told to pass, which most runs here did not`,
        ]),
    `  ${separate.found} of ${separate.told} passes told to be apart from their tests were so here`,
    ...falselyInseparable(verification).map(
      (task) => `told to be inseparable, and held apart here: ${task}`,
    ),
    ...(other.length === 0 ? [] : [`judged otherwise than the run: ${other.join(', ')}`]),
    ...disagreements.map(
      ({task_id, turn, told, again, comparison}) =>
        `${comparison}: ${task_id} turn ${turn}: ${told}, here ${again.join(', ')}`,
    ),
    ...(asked === null
      ? []
      : [
          `${counted(asked.questions, 'question')} asked again of ${asked.model}: ${counted(asked.same_answer, 'equal answer')}, ${counted(asked.same_program, 'equal program')}, ${counted(asked.same_verdict, 'equal verdict')}, ${asked.refused} refused`,
        ]),
    `written to ${path}`,
  ];
}
