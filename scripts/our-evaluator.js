/**
 * Our judge over a file of jobs, compiled as users run it; the other side of
 * `official-evaluator.py` in `bench-official.ts`:
 *
 *   node our-evaluator.js PYTHON JOBS RESULTS WORKERS SECONDS OPTIONS
 *
 * OPTIONS: more of `createJudge`'s, as JSON. Prints the CPU seconds that the judged code and its
 * tests used themselves, in their first runs.
 */
import {appendFileSync, readFileSync} from 'node:fs';
import {createJudge} from '../dist/execution/create-judge.js';

const [python, jobs, results, workers, seconds, options] = process.argv.slice(2);
let ownCpuMs = 0;
const judge = await createJudge({
  python,
  workers: Number(workers),
  distributions: true,
  onJob: (spent) => {
    ownCpuMs += spent.ownCpuMs;
  },
  ...JSON.parse(options),
});
await Promise.all(
  readFileSync(jobs, 'utf8')
    .trimEnd()
    .split('\n')
    .map(async (line) => {
      const {id, code, test, entry_point: entryPoint} = JSON.parse(line);
      const {status} = await judge.judge({
        prelude: '',
        program: code,
        test,
        entryPoint,
        timeLimitMs: Number(seconds) * 1000,
      });
      appendFileSync(results, `${JSON.stringify({id, status})}\n`);
    }),
);
await judge.close();
console.log(JSON.stringify({own: ownCpuMs / 1000}));
