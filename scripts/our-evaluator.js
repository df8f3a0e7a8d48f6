/**
 * Our judge over a file of jobs, compiled as users run it; the other side of
 * `official-evaluator.py` in `bench-official.ts`:
 *
 *   node our-evaluator.js PYTHON JOBS RESULTS WORKERS SECONDS OPTIONS
 *
 * OPTIONS: more of `createJudge`'s, as JSON, and `apart`: whether tests and program are. Prints the
 * CPU seconds that the judged code and its tests used themselves, in their first runs.
 */
import {appendFileSync, readFileSync} from 'node:fs';
import {createJudge} from '../dist/judging/create-judge.js';

const [python, jobs, results, workers, seconds, options] = process.argv.slice(2);
const {apart, ...more} = JSON.parse(options);
let ownCpuMs = 0;
const judge = await createJudge({
  python,
  workers: Number(workers),
  distributions: true,
  onJob: (spent) => {
    ownCpuMs += spent.ownCpuMs;
  },
  ...more,
});
await Promise.all(
  readFileSync(jobs, 'utf8')
    .trimEnd()
    .split('\n')
    .map(async (line) => {
      const {id, code, test, entry_point: entryPoint, separation} = JSON.parse(line);
      const {status} = await judge.judge({
        prelude: '',
        program: code,
        test,
        entryPoint,
        timeLimitMs: Number(seconds) * 1000,
        separation: apart ? separation : undefined,
      });
      appendFileSync(results, `${JSON.stringify({id, status})}\n`);
    }),
);
await judge.close();
console.log(JSON.stringify({own: ownCpuMs / 1000}));
