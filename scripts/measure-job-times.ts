/**
 * What judging takes, for simulate-queue.ts:
 * `npx tsx scripts/measure-job-times.ts --suite S --python PATH [--count 120] [--out FILE]`. Judges
 * canonical solutions of a seeded sample of the suite's problems, one at a time, and writes the CPU
 * time of each with all that watched it, in milliseconds, as a JSON list. Other work on the machine
 * changes CPU time little; what a program sleeps is not in it.
 */
import {writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {createJudge} from '../src/judging/create-judge.js';
import {loadSuite} from '../src/problem/suite.js';
import {drawWithoutReplacement, seededRandom} from '../src/score/seeded-random.js';

const {values} = parseArgs({
  options: {
    suite: {type: 'string', default: 'starter'},
    python: {type: 'string', default: 'python3'},
    count: {type: 'string', default: '120'},
    out: {type: 'string', default: 'scripts/job-times.json'},
  },
});
const {problems} = await loadSuite(values.suite);
const times: number[] = [];
const judge = await createJudge({
  python: values.python,
  workers: 1,
  distributions: true,
  onJob: ({totalCpuMs}) => {
    times.push(Math.round(totalCpuMs));
    writeFileSync(values.out, `${JSON.stringify(times)}\n`);
  },
});
const drawn = drawWithoutReplacement(problems.length, Number(values.count), seededRandom(120));
await Promise.all(
  Array.from(drawn, (i) => {
    const {
      complete_prompt = '',
      canonical_solution = '',
      test = '',
      entry_point = '',
    } = problems[i] ?? {};
    const program = complete_prompt + canonical_solution;
    return judge.judge({prelude: '', program, test, entryPoint: entry_point, timeLimitMs: 900_000});
  }),
);
await judge.close();
const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
console.log(
  `${times.length} jobs, mean ${mean.toFixed(0)} ms, the longest ${Math.max(...times)} ms of CPU`,
);
