import {answers} from './answers.js';
import {boardCoverage} from './board/coverage.js';
import {boardFrozen} from './board/frozen.js';
import {boardGroundTruth} from './board/ground-truth.js';
import {boardJudge} from './board/judge.js';
import {boardLimits} from './board/limits.js';
import {boardSimulated} from './board/simulated.js';
import {boardVersion} from './board/version.js';
import {environment} from './environment.js';
import {groundTruth} from './ground-truth.js';
import {metrics} from './metrics.js';
import {programs} from './programs.js';
import {questions} from './questions.js';
import {renamed} from './renamed.js';
import {rows} from './rows.js';
import type {Rule} from './rule.js';
import {simulated} from './simulated.js';
import {totals} from './totals.js';

/** What every bundle is held to: it says nothing that does not follow from its log and answers. */
export const ownRules: readonly Rule[] = [
  rows,
  questions,
  answers,
  programs,
  totals,
  metrics,
  groundTruth,
  environment,
  simulated,
  renamed,
];

/** What a board wants besides. */
export const boardRules: readonly Rule[] = [
  boardFrozen,
  boardCoverage,
  boardLimits,
  boardJudge,
  boardGroundTruth,
  boardVersion,
  boardSimulated,
];
