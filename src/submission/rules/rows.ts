import type {PlannedPlace} from '../../conversation/plan-replay.js';
import {canonicalJson} from '../../files/canonical-hash.js';
import {isActionable, type LogLine} from '../../log/log-line.js';
import {turnZeroScenario} from '../../problem/scenario.js';
import {contradictionIn} from '../../run/contradiction.js';
import {sortVerdicts} from '../../run/sort-verdicts.js';
import {placeKey, type VerdictRow} from '../../run/verdict-row.js';
import {type Fault, firstOf} from '../fault.js';
import type {Grounds} from '../grounds.js';
import {placeIn} from './questions.js';
import type {Rule} from './rule.js';

/**
 * There is a row for every planned place, in order, and none besides; what needs no execution is as
 * the log says, and no row contradicts itself.
 */
export const rows: Rule = {
  name: 'rows',
  holds: 'every row that needs no execution is what the log makes of it',
  check(grounds) {
    const {bundle, plan} = grounds;
    const wrong: Omit<Fault, 'rule'>[] = [];
    const stands = new Set<string>();
    for (const row of bundle.rows) {
      const key = placeKey(row);
      const complaint = stands.has(key) ? 'it stands twice' : whyNot(row, plan.get(key), grounds);
      stands.add(key);
      if (complaint !== null) wrong.push({where: placeIn(row), problem: complaint, remedy});
    }
    for (const key of plan.keys())
      if (!stands.has(key))
        wrong.push({where: `verdicts.jsonl: ${key}`, problem: 'no row', remedy: complete});
    return [...firstOf(wrong, 'rows'), ...order(grounds)];
  },
};

const remedy = 'restore the row from the run, or judge the run anew with "judge RUN"';
const complete = 'finish the run: give the command that began it again';

function order({bundle, suite}: Grounds): Fault[] {
  const taskOrder = new Map(suite.problems.map(({task_id}, i) => [task_id, i]));
  const sorted = sortVerdicts(bundle.rows, taskOrder);
  const at = sorted.findIndex((row, i) => row !== bundle.rows[i]);
  if (at === -1) return [];
  const where = `verdicts.jsonl:${at + 1}`;
  return [{rule: 'rows', where, problem: 'the rows stand in another order', remedy}];
}

function whyNot(
  row: VerdictRow,
  planned: PlannedPlace | undefined,
  {bundle, conversations}: Grounds,
): string | null {
  if (planned === undefined) return 'the log has no such place';
  const contradiction = contradictionIn(row);
  if (contradiction !== null) return contradiction;
  const lines =
    row.scenario === turnZeroScenario
      ? []
      : (conversations.get(row.scenario)?.get(row.task_id)?.lines() ?? []);
  return bundle.mode === 'live' ? whyNotLive(row, lines) : whyNotStatic(row, planned);
}

function whyNotStatic(row: VerdictRow, planned: PlannedPlace): string | null {
  if (planned.kind === 'known') return unlike(row, planned.row);
  if (row.origin !== 'answered' && row.origin !== 'missing')
    return `origin: ${row.origin}, but the log asks there`;
  return row.reference_status === planned.referenceStatus
    ? null
    : `reference_status: ${row.reference_status}, the log says ${planned.referenceStatus}`;
}

/** The lines are the run’s own: each tells of the turn before it. */
function whyNotLive(row: VerdictRow, lines: readonly LogLine[]): string | null {
  if (row.reference_status !== null) return 'reference_status: a live run has no reference';
  if (row.scenario === turnZeroScenario) return null;
  const last = lines.at(-1);
  const line = lines[row.turn - 1];
  if (last?.previous_status === 'pass' && row.turn >= last.turn)
    return unlikeStaying(row, 'solved', last);
  if (line === undefined)
    return row.origin === 'missing' ? null : `origin: ${row.origin}, but the log breaks off before`;
  if (!isActionable(line)) return unlikeStaying(row, 'no-feedback', line);
  const next = lines[row.turn];
  if (row.origin === 'missing') return null;
  if (row.origin !== 'answered') return `origin: ${row.origin}, but the log asks there`;
  if (next === undefined) return null;
  if (next.code_sha256 !== row.code_sha256) return 'code_sha256: the log goes on with another';
  return next.previous_status === row.status
    ? null
    : `status: ${row.status}, the log goes on after ${next.previous_status}`;
}

function unlikeStaying(row: VerdictRow, origin: VerdictRow['origin'], line: LogLine) {
  const {previous_status: status, code_sha256} = line;
  return unlike(row, {...row, origin, status, code_sha256, failures: [], ...nobodyAsked});
}

const nobodyAsked = {request: null, found: null, trust: null, missing: null};

/** The first field in which a row is not what it has to be. */
function unlike(row: VerdictRow, expected: VerdictRow): string | null {
  const told = new Map<string, unknown>(Object.entries(row));
  for (const [field, value] of Object.entries(expected)) {
    const is = told.get(field);
    if (canonicalJson(is) !== canonicalJson(value))
      return `${field}: ${JSON.stringify(is)}, the log makes it ${JSON.stringify(value)}`;
  }
  return null;
}
