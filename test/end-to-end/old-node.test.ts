import {expect, test} from 'vitest';
import {cli} from '../support/e2e/cli.js';

test.each([
  ['18.20.8', 3],
  ['20.18.3', 3],
  ['20.19.0', 0],
  ['24.1.0', 0],
])('Node %s is told whether it is new enough', async (version, exitCode) => {
  const pretend = `Object.defineProperty(process.versions, 'node', {value: '${version}'})`;
  const env = {NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(pretend)}`};
  const told = await cli(['list', 'scenarios'], {env});
  expect(told.exitCode).toBe(exitCode);
  expect(told.stderr).toBe(
    exitCode === 3 ? `convcodebench: Node 20.19 or newer is needed; this is ${version}` : '',
  );
});
