import {checkOptions, optionsOf} from '../options/check-options.js';
import {text} from '../options/fields.js';
import {spellingOptions} from '../options/option-name.js';
import {estimateReplay} from '../replay/estimate-replay.js';
import {addLoads, type Load} from '../replay/load.js';
import {fieldSpelling} from './field-names.js';
import {type PlannedRun, planSweep} from './plan-sweep.js';
import {readSweepFile} from './sweep-file.js';

/** What a sweep would ask, and how long its endpoints would take side by side. */
export type SweepEstimate = {
  runs: {name: string; endpoint: string | null; load: Load; hours: number | null}[];
  /** `hours`: of the slowest endpoint; null where some endpoint’s speed is not told. */
  total: {load: Load; hours: number | null};
};

/**
 * What the runs of a sweep ask in all, whatever of it is done already; asks nothing.
 * @throws as `runSweep`.
 */
export async function estimateSweep(options: {file: string}): Promise<SweepEstimate> {
  checkOptions('estimateSweep', optionsOf<{file: string}>({file: text}), options);
  return spellingOptions(fieldSpelling(), () => estimateFile(options.file));
}

async function estimateFile(file: string): Promise<SweepEstimate> {
  const sweep = await readSweepFile(file, process.env);
  const plan = planSweep(file, sweep);
  const runs: SweepEstimate['runs'] = [];
  for (const run of plan) {
    const {endpoint} = run;
    const {model: _, ...asked} = run.options;
    const judge = {python: sweep.judge.python};
    const prices = {model: endpoint?.about.price};
    const {replay: load} = await estimateReplay({...asked, judge, prices});
    runs.push({
      name: run.name,
      endpoint: endpoint?.name ?? null,
      load,
      hours: hoursOf(run, load),
    });
  }
  const hours = hoursInAll(
    plan.map(({endpoint}, i) => ({endpoint, hours: runs[i]?.hours ?? null})),
  );
  return {runs, total: {load: sumOf(runs.map(({load}) => load)), hours}};
}

/** Null where nobody told how fast the endpoint answers; models in this process take no time. */
function hoursOf({endpoint}: PlannedRun, {requests}: Load): number | null {
  if (endpoint === null) return 0;
  const {seconds_per_answer: seconds, concurrency = 32, rpm} = endpoint.about;
  const bySpeed = seconds === undefined ? null : (requests * seconds) / concurrency / 3600;
  const byRate = rpm === undefined ? null : requests / (rpm / endpoint.atOnce) / 60;
  return bySpeed === null && byRate === null ? null : Math.max(bySpeed ?? 0, byRate ?? 0);
}

function sumOf(loads: readonly Load[]): Load {
  const [first, ...others] = loads;
  if (!first) throw new RangeError('a sweep without runs');
  return others.reduce(addLoads, first);
}

type TimedRun = {endpoint: PlannedRun['endpoint']; hours: number | null};

/** Of the endpoint that ends last: a run begins there as soon as an earlier one has ended. */
export function hoursInAll(runs: readonly TimedRun[]): number | null {
  const byEndpoint = new Map<string | null, number[]>();
  for (const {endpoint, hours} of runs) {
    if (hours === null) return null;
    const name = endpoint?.name ?? null;
    const free = byEndpoint.get(name) ?? Array<number>(endpoint?.atOnce ?? 1).fill(0);
    byEndpoint.set(name, free);
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + hours;
  }
  return Math.max(0, ...[...byEndpoint.values()].flat());
}
