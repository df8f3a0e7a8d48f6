import {UsageError} from '../errors.js';
import {option} from '../options/option-name.js';
import {turnZeroScenario} from '../problem/scenario.js';
import type {RunManifest} from '../run/run-manifest.js';
import type {VerdictRow} from '../run/verdict-row.js';

/** Which passes count: `any`, or those with tests and program apart, where that can be. */
export type TrustPolicy = 'any' | 'separate';
export const trustPolicies = ['any', 'separate'] as const satisfies readonly TrustPolicy[];

/**
 * Which passes were counted, and how many hang on it: passes of one process on problems whose tests
 * can be held apart. Null where the run does not tell.
 */
export type TrustCount = {policy: TrustPolicy; hanging: number | null};

type ToldRun = {label: string; manifest: RunManifest};

/**
 * The rows as `policy` counts them. By `separate` a pass that hangs on it is a fail, and so is what
 * a live conversation holds behind it.
 * @throws {UsageError} for a run that does not tell how its passes were established.
 */
export function rowsCountedBy(
  policy: TrustPolicy,
  rows: readonly VerdictRow[],
  {label, manifest}: ToldRun,
): readonly VerdictRow[] {
  if (policy === 'any') return rows;
  refuseUntold(label, manifest);
  const ended = new Set(hangingRows(rows, manifest).map(conversationOf));
  return rows.map((row) => {
    const hangs = isHanging(row, manifest);
    const follows = row.origin === 'solved' && turnsBefore(row).some((key) => ended.has(key));
    return hangs || follows ? {...row, status: 'fail', failures: ['ALL'], trust: null} : row;
  });
}

export function countTrust(
  policy: TrustPolicy,
  rows: readonly VerdictRow[],
  manifest: RunManifest,
): TrustCount {
  return {policy, hanging: isTold(manifest) ? hangingRows(rows, manifest).length : null};
}

function refuseUntold(label: string, manifest: RunManifest): void {
  const {totals, judge} = manifest;
  if (totals === null)
    throw new UsageError(
      `${label}: ${option('trust')} separate: this run is not finished; give the command that began it again to go on`,
    );
  if (!totals.passes)
    throw new UsageError(
      `${label}/manifest.json: totals.passes: absent, so nobody knows which passes were established with tests and program apart; convcodebench judge ${label}`,
    );
  if (!isTold(manifest))
    throw new UsageError(
      `${label}/manifest.json: judge.sealLevel: ${judge?.sealLevel}, which holds no tests and programs apart; judge it where level 1 or 2 holds: convcodebench judge ${label}`,
    );
}

function isTold({totals, judge}: RunManifest): boolean {
  return totals?.passes !== undefined && (judge === null || judge.sealLevel <= 2);
}

function hangingRows(rows: readonly VerdictRow[], manifest: RunManifest): VerdictRow[] {
  return rows.filter((row) => isHanging(row, manifest));
}

function isHanging({status, trust, task_id}: VerdictRow, {totals}: RunManifest): boolean {
  const isShared = status === 'pass' && trust === 'shared';
  return isShared && totals?.passes?.inseparable.includes(task_id) === false;
}

function conversationOf({scenario, task_id}: VerdictRow): string {
  return `${scenario} ${task_id}`;
}

/** A conversation begins with the turn 0 that all scenarios share. */
function turnsBefore(row: VerdictRow): string[] {
  return [conversationOf(row), conversationOf({...row, scenario: turnZeroScenario})];
}
