import type {SubmissionCheck} from '../submission/check.js';
import {faultLine} from '../submission/fault.js';
import type {PreparedSubmission} from '../submission/prepare.js';

/** What was written, and by which names it is known. */
export function preparedLines({
  file,
  model,
  bytes,
  sha256,
  scored_sha256,
}: PreparedSubmission): string[] {
  return [
    `${file}: ${model}, ${bytes} bytes`,
    `bundle ${sha256}`,
    `scored ${scored_sha256}`,
    `check it as a stranger would: convcodebench submit check ${file}`,
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
