import {MissingRequirementError, UsageError} from '../errors.js';
import type {QueueState} from '../judging/queue/look-at-queue.js';
import {findPython, type PythonRuntime} from '../judging/server/python-runtime.js';
import {serverOfEnvironment} from '../open/server.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {text, wholeNumber} from '../options/fields.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import {loadSuite} from '../problem/suite.js';
import {checkData} from './data.js';
import {checkDisk} from './disk.js';
import {checkEndpoint, type EndpointQuestion} from './endpoint.js';
import type {Finding} from './finding.js';
import {checkLibraries} from './libraries.js';
import {examineQueue} from './queue.js';
import {checkSeal} from './seal.js';

export type DoctorOptions = {
  /** Default `python3`. */
  python?: string | undefined;
  /** Name or file of a suite whose libraries and data are looked at too. */
  suite?: string | undefined;
  /** A server to ask whether it answers. Default: the one that OPENAI_BASE_URL names, if any. */
  endpoint?: EndpointQuestion | undefined;
  /** A Redis whose queues are looked at: `redis://…` or `rediss://…`. */
  queue?: string | undefined;
};

const schema = optionsOf<DoctorOptions>({
  python: text.optional(),
  suite: text.optional(),
  endpoint: optionsOf<EndpointQuestion>({
    baseUrl: text.optional(),
    apiKeyEnv: text.optional(),
    timeoutMs: wholeNumber(1).optional(),
  }).optional(),
  queue: text.optional(),
});

/**
 * What was found, the suite if it could be read, and what stands on the queue if one was named and
 * answers.
 */
export type Examination = {findings: Finding[]; suite: Suite | null; queue: QueueState | null};

/**
 * Looks whether this machine is ready, a finding a subject; nothing is changed.
 * @throws {UsageError} for a key without a server.
 */
export async function examineMachine(options: DoctorOptions = {}): Promise<Examination> {
  checkOptions('examineMachine', schema, options);
  const {python, suite: named, endpoint, queue: url} = options;
  refuseIdleKey(endpoint);
  const runtime = await findRuntime(python);
  const suite = named === undefined ? null : await findSuite(named);
  const known = suite && 'problems' in suite ? suite : null;
  const queue = url === undefined ? null : await examineQueue(url, known);
  const findings = [
    checkNode(process.versions.node),
    ...('found' in runtime ? [runtime] : [pythonFinding(runtime), await checkSeal(runtime)]),
    ...(suite === null ? [] : 'found' in suite ? [suite] : [suiteFinding(suite)]),
    ...(suite && 'problems' in suite && 'path' in runtime
      ? [await checkLibraries(suite, runtime), await checkData(suite, runtime)]
      : []),
    checkDisk(),
    await checkServer(endpoint),
    queue?.finding ?? null,
  ];
  return {
    findings: findings.filter((finding) => finding !== null),
    suite: known,
    queue: queue?.state ?? null,
  };
}

const oldestNode = [20, 19];

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  const subject = 'Node';
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return {subject, verdict: 'good', found: version};
  }
  return {
    subject,
    verdict: 'bad',
    found: version,
    remedy: `install Node ${oldestNode.join('.')} or newer (nodejs.org)`,
  };
}

async function findRuntime(python: string | undefined): Promise<PythonRuntime | Finding> {
  try {
    return await findPython(python);
  } catch (error) {
    if (!(error instanceof MissingRequirementError)) throw error;
    return complaintOf('Python', error);
  }
}

function pythonFinding({path, version}: PythonRuntime): Finding {
  return {subject: 'Python', verdict: 'good', found: `${version} (${path})`};
}

async function findSuite(named: string): Promise<Suite | Finding> {
  try {
    return await loadSuite(named);
  } catch (error) {
    if (!(error instanceof MissingRequirementError) && !(error instanceof UsageError)) throw error;
    return complaintOf('Suite', error);
  }
}

function suiteFinding({name, problems, hash}: Suite): Finding {
  return {
    subject: 'Suite',
    verdict: 'good',
    found: `${name}, ${counted(problems.length, 'problem')}, ${hash.slice(0, 12)}…`,
  };
}

function refuseIdleKey({baseUrl, apiKeyEnv}: EndpointQuestion = {}): void {
  if (apiKeyEnv === undefined || (baseUrl ?? serverOfEnvironment()) !== undefined) return;
  throw new UsageError(
    `${option('apiKeyEnv')}: there is no server to show a key to; give ${option('baseUrl')}, or set OPENAI_BASE_URL`,
  );
}

/** Null where no server is named, neither here nor by the environment. */
async function checkServer(endpoint: EndpointQuestion = {}): Promise<Finding | null> {
  if (endpoint.baseUrl !== undefined)
    return checkEndpoint({...endpoint, baseUrl: endpoint.baseUrl});
  try {
    const baseUrl = serverOfEnvironment();
    return baseUrl === undefined ? null : await checkEndpoint({...endpoint, baseUrl});
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return complaintOf('Endpoint', error);
  }
}

/** Such an error's message ends with what mends it. */
function complaintOf(subject: string, {message}: Error): Finding {
  return {subject, verdict: 'bad', found: message};
}
