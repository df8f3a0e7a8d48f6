import {MissingRequirementError, UsageError} from '../errors.js';
import {
  lookAtQueue,
  type QueueOfIdentity,
  type QueueState,
  unlikeQueues,
} from '../judging/queue/look-at-queue.js';
import {counted} from '../options/counted.js';
import type {Suite} from '../problem/problem.js';
import type {Finding} from './finding.js';

const subject = 'Queue';

/** Who judges at that Redis, what waits there, and whether a command would find its workers. */
export async function examineQueue(
  url: string,
  suite: Pick<Suite, 'name' | 'hash'> | null,
): Promise<{finding: Finding; state: QueueState | null}> {
  try {
    const state = await lookAtQueue(url);
    return {finding: queueFinding(state, suite), state};
  } catch (error) {
    if (!(error instanceof MissingRequirementError) && !(error instanceof UsageError)) throw error;
    return {finding: {subject, verdict: 'bad', found: error.message}, state: null};
  }
}

/** What a state of queues means for whoever wants `suite` judged. */
export function queueFinding(
  state: QueueState,
  suite: Pick<Suite, 'name' | 'hash'> | null,
): Finding {
  const {server, queues, producers, memory} = state;
  const workers = queues.flatMap((queue) => queue.workers);
  const cores = workers.reduce((sum, each) => sum + each.cores, 0);
  const rate = queues.reduce((sum, each) => sum + each.per_minute, 0);
  const room = `${mebibytes(memory.used)} MiB used${memory.max === null ? '' : ` of ${mebibytes(memory.max)}`}`;
  const base = {
    subject,
    found: `${server}: ${counted(workers.length, 'worker')} with ${counted(cores, 'core')}, ${counted(producers.length, 'command')}, ${rate} programs a minute, ${room}`,
    details: [
      ...queues.flatMap(queueLines),
      ...producers.map(
        ({id, queue, programs}) =>
          `command ${id}: ${counted(programs, 'program')} wait, ${queue === null ? 'no worker fits' : `in ${queue}`}`,
      ),
    ],
  };
  const start = 'convcodebench worker --queue URL --suite SUITE';
  if (workers.length === 0) return {...base, verdict: 'bad', remedy: start};
  const difference = unlikeQueues(state);
  if (difference)
    return {
      ...base,
      verdict: 'bad',
      remedy: `its workers judge differently: ${difference.field} is ${difference.before} and ${difference.now}; stop one kind of them`,
    };
  if (suite && !queues.some(({identity}) => identity?.suite_sha256 === suite.hash))
    return {
      ...base,
      verdict: 'bad',
      remedy: `no worker has the suite ${suite.name}, ${suite.hash.slice(0, 12)}…; ${start}`,
    };
  return {...base, verdict: 'good'};
}

function queueLines({name, identity, waiting, active, failed, workers}: QueueOfIdentity): string[] {
  const kind = identity
    ? `suite ${identity.suite_sha256.slice(0, 12)}…, Python ${identity.judge.pythonMinor}, seal level ${identity.judge.sealLevel}, environment ${identity.judge.environment.slice(0, 12)}…`
    : 'nobody judges for it';
  const lost = failed === 0 ? '' : `, ${failed} failed`;
  return [
    `${name}: ${kind}`,
    `  ${counted(waiting, 'batch', 'batches')} wait, workers have ${active}${lost}`,
    ...workers.map(
      ({id, cores, judged, per_minute, since}) =>
        `  ${id}: ${counted(cores, 'core')}, ${counted(per_minute, 'program')} a minute, ${judged} since ${since}`,
    ),
  ];
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}
