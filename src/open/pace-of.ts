import {systemClock} from '../model/endpoint/clock.js';
import {adaptivePace, fixedPace, type Pace} from '../model/pace.js';
import type {OpenedModel} from './open-model.js';

/** Questions in flight at once to a model that is asked at no server of ours. */
const withoutServer = 32;

/** The pace that was chosen; without a choice one that adapts to the server, where one is asked. */
export function paceOf(
  chosen: number | undefined,
  {server, timeoutMs}: Pick<OpenedModel, 'server' | 'timeoutMs'>,
): Pace {
  if (chosen !== undefined || server === null) return fixedPace(chosen ?? withoutServer);
  return adaptivePace({timeoutMs, now: systemClock.now});
}
