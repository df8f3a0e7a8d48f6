/**
 * The client of `bench-replay.ts`: a replay as the command line runs it, compiled and in a process
 * of its own, but for the judging, which is off.
 *
 *   node unjudged-replay.js URL DIRECTORY FLIGHT
 *
 * Prints, as JSON, the seconds it took in all, the CPU seconds while it asked, and the peak of its
 * resident memory in MiB.
 */
import {mkdtempSync} from 'node:fs';
import {join} from 'node:path';
import {keepHeapSmall} from '../dist/commands/heap.js';
import {replayLog} from '../dist/index.js';

keepHeapSmall();
const [baseUrl, directory, flight] = process.argv.slice(2);
const noJudge = {
  identity: {pythonMinor: '3.11', runnerHash: 'none', environment: 'none', sealLevel: 4},
  judge: async () => ({status: 'fail', report: {tests: [], failures: []}}),
  jobsRun: () => 0,
  close: async () => {},
};
let before = process.cpuUsage();
let asking = before;
const start = performance.now();
await replayLog({
  log: join(directory, 'log'),
  suite: join(directory, 'suite.jsonl'),
  out: mkdtempSync(join(directory, 'run-')),
  model: {spec: 'stand-in', baseUrl, endpoint: {environment: {}}},
  concurrency: Number(flight),
  judge: noJudge,
  onNotice: (notice) => {
    if (notice.includes(' places: ')) before = process.cpuUsage();
  },
  onProgress: ({done, total}) => {
    if (done === total) asking = process.cpuUsage(before);
  },
});
console.log(
  JSON.stringify({
    wholeSeconds: (performance.now() - start) / 1000,
    cpuSeconds: (asking.user + asking.system) / 1e6,
    maxRssMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
process.exit();
