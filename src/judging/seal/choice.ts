import {statSync} from 'node:fs';
import {dirname} from 'node:path';
import {option} from '../../options/option-name.js';
import {DEFAULT_LIMITS} from '../limits.js';
import type {ForkServer, ServerLaunch} from '../server/fork-server.js';
import type {PythonRuntime} from '../server/python-runtime.js';
import {type LaunchOptions, planLaunch} from './launch.js';
import type {SealLevel} from './policy.js';
import {probeSeal} from './probe.js';

const LEVELS: SealLevel[] = [1, 2, 3, 4];

export type SealChoice = {
  launch: ServerLaunch /** Better levels that do not hold here, and why. */;
  refused: {level: SealLevel; reason: string}[];
};

/**
 * The launch for the first level from `best` on that holds when a real job tries to break it. Level
 * 4 promises nothing and is not tried. The job has the usual limits: what the user's hold back is
 * not what the seal holds back.
 * @param running the server that judges at level `best`, where its limits are the usual ones: it
 * has the job there, so that no second one has to start.
 */
export async function chooseSeal(
  options: Omit<LaunchOptions, 'level'>,
  best: SealLevel,
  running?: () => Promise<ForkServer>,
): Promise<SealChoice> {
  const refused: SealChoice['refused'] = [];
  for (const level of LEVELS.filter((candidate) => candidate >= best && candidate < 4)) {
    if (process.platform !== 'linux') {
      refused.push({level, reason: 'only Linux has it'});
      continue;
    }
    const launch = planLaunch({...options, level});
    const probed = {
      ...options,
      level,
      limits: DEFAULT_LIMITS,
      preload: [['unittest']],
      distributions: false,
      memoryGroup: undefined,
    };
    const inUse = level === best ? running : undefined;
    const broken = await probeSeal(planLaunch(probed), level, inUse);
    if (broken === undefined) return {launch, refused};
    refused.push({level, reason: closedFolder(level, options.python) ?? broken});
  }
  return {launch: planLaunch({...options, level: 4}), refused};
}

const OTHERS_MAY_PASS = 0o001;

/**
 * Where root judges, jobs are users that exist nowhere; at level 3 they see the Python at hand
 * where it lies, and must be able to get there.
 */
function closedFolder(level: SealLevel, {prefixes}: PythonRuntime): string | undefined {
  if (level !== 3 || process.getuid?.() !== 0) return undefined;
  const closed = prefixes
    .flatMap(withParents)
    .find((folder) => (statSync(folder).mode & OTHERS_MAY_PASS) === 0);
  return (
    closed &&
    `jobs are other users than root, to whom ${closed} is closed; give a ${option('python')} that everybody may run`
  );
}

function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...withParents(parent), folder];
}
