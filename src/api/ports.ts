/**
 * Models, judges and critics: how each is chosen, and what an object has to do that takes the place
 * of ours.
 *
 * @module ports
 */

export type {Refusals, Spending, Spent} from '../conversation/spending.js';
export type {Critic, ExpertInput, NoviceInput, Remark} from '../feedback/critic.js';
export type {
  Candidate,
  Ending,
  Established,
  Failure,
  Judge,
  Judgement,
  Separation,
  TestReport,
} from '../judging/judge.js';
export type {JudgeIdentity} from '../judging/judge-identity.js';
export {DEFAULT_LIMITS, type Limits} from '../judging/limits.js';
export type {Trust} from '../judging/trust.js';
export type {Decoding} from '../log/decoding.js';
export type {Price} from '../model/budget.js';
export type {ConnectionOptions} from '../model/endpoint/openai-client.js';
export type {MaxTokensField} from '../model/endpoint/request-body.js';
export type {RetryPolicy} from '../model/endpoint/retry.js';
export {
  type Answer,
  type Message,
  type Model,
  ModelError,
  type ModelErrorKind,
  type Request,
  requestHash,
  type Usage,
} from '../model/model.js';
export type {CriticChoice, CriticSpec} from '../open/open-critic.js';
export type {JudgeChoice, JudgeSpec} from '../open/open-judge.js';
export type {EndpointSpec, ModelChoice, ModelSpec} from '../open/open-model.js';
export {type Budget, openSpending} from '../open/open-spending.js';
export {type StartJudgeOptions, startJudge} from '../open/start-judge.js';
export type {Given} from '../options/given.js';
export type {Taken} from '../run/taken.js';
